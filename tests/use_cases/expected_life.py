"""What a dossier of the small démarche must be, told in forty lines instead of a whole engine."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from workflows.model import DossierState as State
from workflows.use_cases.act import Actor

FILING, EXAMINING, COMPLETING = "Deposer", "Examiner", "Completer"
REMINDED_AFTER, GIVEN_UP_AFTER = timedelta(days=15), timedelta(days=30)
DECIDED = {"conforme": State.ACCEPTE, "refus": State.REFUSE}
FILED = "bien arrivée"
UNDER_WAY = "en cours d'instruction"
TO_COMPLETE = "à compléter"
REMINDER = "Rappel"
ENDED = {
    State.ACCEPTE: "accepté",
    State.REFUSE: "refusé",
    State.SANS_SUITE: "classé sans suite",
    State.RETIRE: "retirée",
}


@dataclass
class Expected:
    """One dossier as the rules of its démarche make it; `mails` are marks of their subjects."""

    id: UUID
    citizen: Actor
    place: str | None = FILING
    state: State = State.BROUILLON
    typed: dict[str, str] = field(default_factory=dict)
    holder: Actor | None = None
    since: datetime | None = None  # when the citizen was asked for more
    reminded: bool = False
    mails: list[str] = field(default_factory=list)

    def copy(self) -> "Expected":
        """Return the same dossier, to live another life."""
        return replace(self, typed=dict(self.typed), mails=list(self.mails))

    def come_to(self, place: str | None, state: State, mail: str) -> None:
        """Move on; every move ends what was typed and held."""
        if mail:
            self.mails.append(mail)
        self.place, self.state = place, state
        self.typed, self.holder, self.since, self.reminded = {}, None, None, False

    def file(self) -> None:
        self.come_to(EXAMINING, State.DEPOSE, FILED)

    def take(self, agent: Actor) -> None:
        self.holder = agent
        if self.state is State.DEPOSE:
            self.state = State.EN_INSTRUCTION
            self.mails.append(UNDER_WAY)

    def decide(self, decision: str, now: datetime) -> None:
        if decision in DECIDED:
            self.close(DECIDED[decision])
        else:
            self.come_to(COMPLETING, State.A_COMPLETER, TO_COMPLETE)
            self.since = now

    def answer(self) -> None:
        self.come_to(EXAMINING, State.EN_INSTRUCTION, UNDER_WAY)

    def close(self, state: State) -> None:
        self.come_to(None, state, ENDED[state])

    def ring(self, now: datetime) -> None:
        """Do what the worker does with the timers that are due."""
        if self.since is None:
            return
        if now >= self.since + REMINDED_AFTER and not self.reminded:
            self.reminded = True
            self.mails.append(REMINDER)
        if now >= self.since + GIVEN_UP_AFTER:
            self.close(State.SANS_SUITE)

    @property
    def due(self) -> list[datetime]:
        """The moments that the process waits for."""
        if self.since is None:
            return []
        ends = self.since + GIVEN_UP_AFTER
        return [ends] if self.reminded else [self.since + REMINDED_AFTER, ends]
