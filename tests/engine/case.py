"""A dossier played in a test: its state is saved and loaded at every step, its clock is ours."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path

from workflows.engine import (
    Advance,
    ProcessDefinition,
    Sent,
    broadcast,
    complete,
    deliver,
    parse_process,
    start,
    wake,
)

DIAGRAMS = Path(__file__).with_name("diagrams")
NOUMEA = timezone(timedelta(hours=11))
MORNING = datetime(2026, 11, 23, 9, tzinfo=NOUMEA)


def read(name: str, decisions: Mapping[str, bytes] | None = None) -> ProcessDefinition:
    """Return the definition of one of our own diagrams."""
    return parse_process((DIAGRAMS / f"{name}.bpmn").read_bytes(), decisions or {})


class Case:
    """One dossier under way; `effects` and `passed` gather what happened since the start."""

    def __init__(self, definition: ProcessDefinition, **variables: object) -> None:
        self.definition = definition
        self.now = MORNING
        self.effects: list[str] = []
        self.passed: list[str] = []
        self._take(start(definition, variables, self.now))

    def _take(self, advance: Advance) -> "Case":
        self.advance = advance
        self.effects += [
            str(effect.parameters.get("lettre", effect.type)) for effect in advance.effects
        ]
        self.passed += [each.element_id for each in advance.passed]
        return self

    @property
    def ready(self) -> list[str]:
        """The elements of the ready tasks, sorted."""
        return sorted(task.element_id for task in self.advance.ready)

    @property
    def awaited(self) -> list[str]:
        """The elements of the awaited events, sorted."""
        return sorted(wait.element_id for wait in self.advance.waits)

    def do(self, element_id: str, which: int = 0, **variables: object) -> "Case":
        """Complete the ready task of `element_id`, the first one unless `which` says."""
        task = [each for each in self.advance.ready if each.element_id == element_id][which]
        return self._take(
            complete(self.definition, self.advance.state, task.id, variables, self.now)
        )

    def after(self, **duration: float) -> "Case":
        """Let time pass, then wake the timers."""
        self.now += timedelta(**duration)
        return self._take(wake(self.definition, self.advance.state, self.now))

    def receive(self, name: str, key: str = "", **variables: object) -> "Case":
        """Deliver a message."""
        sent = Sent(name, frozenset({key}), variables)
        return self._take(deliver(self.definition, self.advance.state, sent, self.now))

    def hear(self, name: str, **variables: object) -> "Case":
        """Broadcast a signal."""
        sent = Sent(name, variables=variables)
        return self._take(broadcast(self.definition, self.advance.state, sent, self.now))
