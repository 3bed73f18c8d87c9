"""Every expected failure of the product, one tree; the web apps turn it into HTTP in one place.

WorkflowError                 the message is French and says what to do
├── NotFound                  404  no such thing, or not visible to this person (never tells which)
├── Forbidden                 403  visible, but this person may not do that
├── Conflict                  409  somebody or something was faster; nothing typed is lost
│   ├── StaleDossier               the dossier changed since the page was read
│   ├── StaleDraftFile             (use_cases.studio) a colleague saved that file; carries the text
│   ├── TaskGone                   the task is already done, withdrawn or taken
│   ├── NotAwaited                 the process does not wait for that message (any more)
│   └── IllegalTransition          the dossier's state does not allow it
├── Invalid                   422  what was sent is wrong; details say where
│   ├── InvalidAnswers             field key -> message, with the values to show again
│   ├── InvalidPiece               a file whose content, name or number is refused
│   ├── InvalidDemarche            a folder with errors; carries the findings
│   └── InvalidCredentials         wrong password, used or expired link, unsolved captcha
├── TooLarge                  413  a file over its limit
├── Throttled                 429  too many tries; carries the seconds to wait
├── Closed                    409  the démarche does not take applications at this moment
├── DeliveryFailure           500  a mail or a call was not accepted; tried again, or permanent
├── ProcessFailure            500  a running process could not advance; becomes an incident
├── FeelError (workflows.feel)     an expression is wrong or cost too much; carries its position
└── BadSettings                    the configuration refuses to start
"""

from collections.abc import Mapping
from uuid import UUID


class WorkflowError(Exception):
    """An expected failure with a French message for the person who acted."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(WorkflowError):
    """No such thing for this person; an invisible one and a missing one look alike."""

    status = 404


class Forbidden(WorkflowError):
    """This person may see the thing but may not do that with it."""

    status = 403


class Conflict(WorkflowError):
    """Somebody or something was faster."""

    status = 409


class StaleDossier(Conflict):
    """The dossier changed since the page was read."""


class TaskGone(Conflict):
    """The task is already done, withdrawn or taken by somebody else."""


class NotAwaited(Conflict):
    """The process does not wait for that message or signal, or not any more."""


class IllegalTransition(Conflict):
    """The dossier's state does not allow this move."""


class Closed(Conflict):
    """The démarche does not take applications at this moment."""


class Invalid(WorkflowError):
    """What was sent is wrong."""

    status = 422


class InvalidAnswers(Invalid):
    """Some answers are refused: `errors` maps field key to message, `values` is what was typed."""

    def __init__(
        self, message: str, errors: Mapping[str, str], values: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.errors = dict(errors)
        self.values = dict(values or {})


class InvalidPiece(Invalid):
    """A file is refused for its content, its name or their number."""


class InvalidCredentials(Invalid):
    """A wrong password, a used or expired link, an unsolved captcha."""


class TooLarge(WorkflowError):
    """A file is over its limit."""

    status = 413


class Throttled(WorkflowError):
    """Too many tries; `wait` is the number of seconds before the next one is taken."""

    status = 429

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class DeliveryFailure(WorkflowError):
    """What leaves was not accepted; unless `permanent`, the worker tries again later."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class ProcessFailure(WorkflowError):
    """A running process could not advance; `element_id` is where, when it is known.

    `dossier_id` is set by the use case that knows it, so that an incident can be opened.
    """

    def __init__(self, message: str, element_id: str = "") -> None:
        super().__init__(message)
        self.element_id = element_id
        self.dossier_id: UUID | None = None


class BadSettings(WorkflowError):
    """The configuration is unsafe or unreadable; the product refuses to start."""
