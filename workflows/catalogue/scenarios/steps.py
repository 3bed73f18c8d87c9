"""What a scenario file says: who answers what, when, and what must follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workflows.catalogue.card.toml_table import TomlTable, read_toml
from workflows.catalogue.findings import InvalidDemarche
from workflows.translation import _

STATES = ("brouillon", "depose", "en_instruction", "a_completer", "accepte", "refuse", "sans_suite")
MAX_STEPS = 200


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be true after a step; None means that the scenario does not say.

    `mails` and `documents` are the letters of this step, in order; `ready` the names of all
    tasks to do; `blocked` the fields that refuse the answers; `letters` texts that a letter holds;
    `sent` the messages and signals that leave for other dossiers.
    """

    ready: tuple[str, ...] | None = None
    mails: tuple[str, ...] | None = None
    documents: tuple[str, ...] | None = None
    sent: tuple[str, ...] | None = None
    blocked: tuple[str, ...] = ()
    state: str = ""
    outcome: str = ""
    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One move: time passes (`after` a duration or `until` a moment), then a task is answered.

    `like` names the scenario whose answers to the same task are taken first. Instead of a task, a
    `message` or a `signal` may come, with `answers` as what it brings; without `key`, a message
    is for this dossier whatever the key with which it waits.
    """

    task: str = ""
    like: str = ""
    after: str = ""
    until: datetime | None = None
    message: str = ""
    signal: str = ""
    key: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    pieces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    expected: Expected = field(default_factory=Expected)

    @property
    def deeds(self) -> int:
        """Return how many things are done at this step, once time has passed."""
        return sum(map(bool, (self.task, self.message, self.signal)))


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story about a dossier; `stem` is its file name, `start` the moment it begins."""

    stem: str
    name: str
    start: datetime
    steps: tuple[Step, ...]


def first_moment(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment at which a new scenario begins: this morning."""
    return now.astimezone(zone).replace(hour=9, minute=0, second=0, microsecond=0)


def read_scenario(stem: str, data: bytes) -> Scenario:
    """Read a scenario; raise InvalidDemarche with everything that is wrong in it."""
    table = read_toml(f"scenarios/{stem}.toml", data)
    name = table.text("name", required=True)
    start = table.moment("start", required=True)
    steps = tuple(_step(each) for each in table.tables("step"))
    if not 0 < len(steps) <= MAX_STEPS:
        table.note(
            "scenario-etapes",
            "step",
            _("Un scénario a de 1 à %(n)d étapes.") % {"n": MAX_STEPS},
            _("Écrivez au moins une étape [[step]]."),
        )
    table.refuse_unknown()
    if table.findings or start is None:
        raise InvalidDemarche(table.findings)
    return Scenario(stem, name, start, steps)


def _step(table: TomlTable) -> Step:
    answers = table.values("answers")
    step = Step(
        task=table.text("task"),
        like=table.text("like"),
        after=table.text("after"),
        until=table.moment("until"),
        message=table.text("message"),
        signal=table.text("signal"),
        key=table.text("key"),
        answers={key: _as_draft(value) for key, value in answers.items()},
        pieces=table.texts_map("pieces"),
        expected=_expected(table.table("expect"), table.texts_map("letters")),
    )
    table.refuse_unknown()
    if step.deeds > 1:
        table.note(
            "scenario-etape-double",
            "task",
            _("Cette étape fait plusieurs choses."),
            _("Gardez « task », « message » ou « signal » ; les autres sont des étapes à part."),
        )
    if not (step.deeds or step.after or step.until):
        table.note(
            "scenario-etape-vide",
            "task",
            _("Cette étape ne fait rien."),
            _(
                "Donnez « task » (la tâche remplie), « message » ou « signal » (ce qui arrive), "
                "« after » (une durée) ou « until » (une date)."
            ),
        )
    return step


def _expected(table: TomlTable, letters: Mapping[str, tuple[str, ...]]) -> Expected:
    expected = Expected(
        ready=table.optional_texts("ready"),
        mails=table.optional_texts("mails"),
        documents=table.optional_texts("documents"),
        sent=table.optional_texts("sent"),
        blocked=table.texts("blocked"),
        state=table.text("state"),
        outcome=table.text("outcome"),
        letters=letters,
    )
    table.refuse_unknown()
    for name in ("state", "outcome"):
        given = table.text(name)
        if given and given not in STATES:
            table.note(
                "scenario-etat",
                name,
                _("« %(state)s » n'est pas un état de dossier.") % {"state": given},
                _("États : %(names)s.") % {"names": ", ".join(STATES)},
            )
    return expected


def _as_draft(value: object) -> object:
    """Write a TOML date as a form stores it."""
    return value.isoformat() if isinstance(value, date) else value
