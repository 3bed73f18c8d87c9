"""An item of the outbox in the hands of one worker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.errors import WorkflowError
from workflows.model import EffectKind
from workflows.use_cases.act import Act


@dataclass(frozen=True, slots=True)
class Leased:
    """An item that this worker alone delivers; `tries` counts this one, and fences the lease."""

    id: UUID
    key: str
    kind: EffectKind
    dossier_id: UUID | None
    payload: Mapping[str, object]
    tries: int


Finish = Callable[[Act], None]


class NotYet(WorkflowError):
    """Nobody can take the item for now: it is no failure, and is looked at again at `at`."""

    def __init__(self, message: str, at: datetime) -> None:
        super().__init__(message)
        self.at = at


def nothing_more(_act: Act) -> None:
    """Finish a delivery that leaves no row."""
