"""The failure of a decision: a French message and the element concerned."""

from typing import TYPE_CHECKING

from workflows.errors import WorkflowError

if TYPE_CHECKING:
    from workflows.dmn.model import MatchedRule


class DmnError(WorkflowError):
    """A decision file is wrong, or a decision cannot be taken; `element_id` is where.

    `matched` are the rules that applied before it failed.
    """

    matched: tuple["MatchedRule", ...] = ()

    def __init__(self, message: str, element_id: str = "") -> None:
        super().__init__(message)
        self.element_id = element_id
