"""The failure of a decision: a French message and the element concerned."""

from workflows.errors import WorkflowError


class DmnError(WorkflowError):
    """A decision file is wrong, or a decision cannot be taken; `element_id` is where."""

    def __init__(self, message: str, element_id: str = "") -> None:
        super().__init__(message)
        self.element_id = element_id
