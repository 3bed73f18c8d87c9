"""The one failure of FEEL: a French message for the analyst and the place in the text."""

from workflows.errors import WorkflowError


class FeelError(WorkflowError):
    """An expression is wrong, or cost more than its budget.

    `position` is an offset in the expression's text, -1 when the failure has no place; `text` is
    that expression, when who reads it has several.
    """

    text = ""

    def __init__(self, message: str, position: int = -1) -> None:
        super().__init__(message)
        self.position = position

    def at(self, position: int) -> "FeelError":
        """Return this error with a place, if it has none yet: the innermost one wins."""
        if self.position < 0:
            self.position = position
        return self


class BudgetSpent(FeelError):
    """The expression is well written but costs more time or room than one may take."""
