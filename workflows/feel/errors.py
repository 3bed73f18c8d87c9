"""The one failure of FEEL: a French message for the analyst and the place in the text."""

from workflows.errors import WorkflowError


class FeelError(WorkflowError):
    """An expression is wrong, or cost more than its budget.

    `position` is an offset in the expression's text, -1 when the failure has no place.
    """

    def __init__(self, message: str, position: int = -1) -> None:
        super().__init__(message)
        self.position = position


class BudgetSpent(FeelError):
    """The expression is well written but costs more time or room than one may take."""
