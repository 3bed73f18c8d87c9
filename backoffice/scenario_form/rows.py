"""What the form of a scenario shows: one row per step, one control per answer."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from workflows.catalogue import Folder
from workflows.catalogue.scenarios.durations import split_duration
from workflows.catalogue.scenarios.steps import STATES, Scenario, Step
from workflows.forms import Component
from workflows.model import DossierState
from workflows.use_cases.words import STATES as STATE_WORDS

ISO = "iso"
LISTS = frozenset({"checklist", "taglist"})
CLOSED = frozenset({"radio", "select"})
PLAIN = frozenset({"textfield", "textarea", "number", "datetime"})
PARTS = {"date": "date", "time": "time", "datetime": "datetime-local"}


@dataclass(frozen=True, slots=True)
class Control:
    """One answer: `kind` is text, long, date, time, datetime-local, choice, several or json."""

    key: str
    label: str
    kind: str
    value: str
    values: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as its form shows it; `other` are answers to no field of its task, as JSON."""

    rank: int
    task: str
    like: str
    wait: str
    amount: str
    unit: str
    until: str
    event: str
    key: str
    answers: tuple[Control, ...]
    pieces: tuple[Control, ...]
    other: str
    ready: str | None
    mails: str | None
    documents: str | None
    sent: str | None
    blocked: str
    state: str
    outcome: str
    letters: str

    @property
    def answered(self) -> int:
        """Return how many answers the step itself gives."""
        return sum(1 for each in (*self.answers, *self.pieces) if each.value or each.values)

    @property
    def answered_words(self) -> str:
        """Say how many answers are given here, and whether others are borrowed."""
        given = ngettext("%(num)d donnée ici", "%(num)d données ici", self.answered)
        if not self.answered:
            given = _("aucune ici")
        return _("%(given)s, le reste est repris", given=given) if self.like else str(given)


@dataclass(frozen=True, slots=True)
class Lists:
    """What the selects of the form offer: (value, label) of tasks, states, units; stems."""

    tasks: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    scenarios: tuple[tuple[str, str], ...]
    letters: tuple[str, ...]
    events: tuple[tuple[str, str], ...]
    sends: bool  # whether the process sends messages or signals


def rows_of(folder: Folder | None, scenario: Scenario) -> tuple[StepRow, ...]:
    """Return the rows of a scenario; without a readable démarche, answers are shown as JSON."""
    return tuple(
        _row(folder, scenario, rank, step) for rank, step in enumerate(scenario.steps, start=1)
    )


def lists_of(folder: Folder | None, stem: str) -> Lists:
    """Return what can be chosen in the form of one scenario."""
    tasks = folder.process.tasks.values() if folder else ()
    states = tuple((name, str(STATE_WORDS[DossierState(name)])) for name in STATES)
    others = folder.scenarios if folder else ()
    return Lists(
        tasks=tuple((each.name or each.element_id, each.name or each.element_id) for each in tasks),
        states=states,
        outcomes=tuple(each for each in states if each[0] in {"accepte", "refuse", "sans_suite"}),
        units=(
            ("D", _("jours")), ("W", _("semaines")), ("M", _("mois")), ("Y", _("ans")),
            ("H", _("heures")), (ISO, _("durée ISO 8601")),
        ),
        scenarios=tuple((each.stem, each.name) for each in others if each.stem != stem),
        letters=tuple(folder.letters) if folder else (),
        events=tuple(_events(folder)) if folder else (),
        sends=_sends(folder) if folder else False,
    )  # fmt: skip


def fields_of(folder: Folder | None, task: str) -> tuple[Component, ...]:
    """Return the fields of the form of a task, by its name or its identifier."""
    form = folder.forms.get(_form_id(folder, task)) if folder else None
    return tuple(each for each in form.fields if each.type != "expression") if form else ()


def choices_of(folder: Folder | None, task: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the variable and the buttons of a task that ends in a choice; empty for others."""
    for each in folder.process.tasks.values() if folder else ():
        if task in {each.name, each.element_id} and each.choices:
            return each.choice_variable, tuple((c.value, c.label) for c in each.choices)
    return "", ()


def _form_id(folder: Folder, task: str) -> str:
    found = (each for each in folder.process.tasks.values() if task in {each.name, each.element_id})
    return next((each.form_id for each in found), "")


def _row(folder: Folder | None, scenario: Scenario, rank: int, step: Step) -> StepRow:
    fields = fields_of(folder, step.task)
    known = {field.key for field in fields if field.type != "filepicker"}
    variable, buttons = choices_of(folder, step.task)
    controls = [_control(field, step.answers) for field in fields if field.key in known]
    if variable and variable not in known:
        chosen = str(step.answers.get(variable, ""))
        controls.append(Control(variable, _("Décision"), "choice", chosen, options=buttons))
    named = known | ({variable} if variable else set())
    other = {key: value for key, value in step.answers.items() if key not in named}
    wait, amount, unit = _wait(step)
    said = step.expected
    return StepRow(
        rank=rank,
        task=step.task,
        like=step.like,
        wait=wait,
        amount=amount,
        unit=unit,
        until=_local(step.until, scenario.start),
        event=_event(step),
        key=step.key,
        answers=tuple(controls),
        pieces=_pieces(fields, step),
        other=json.dumps(other, ensure_ascii=False, default=str) if other else "",
        ready=_lines(said.ready),
        mails=_lines(said.mails),
        documents=_lines(said.documents),
        sent=_lines(said.sent),
        blocked=", ".join(said.blocked),
        state=said.state,
        outcome=said.outcome,
        letters="\n".join(
            f"{stem} : {part}" for stem, parts in said.letters.items() for part in parts
        ),
    )


def _events(folder: Folder) -> Iterator[tuple[str, str]]:
    """Yield the messages and the signals that the process may wait for."""
    for name in sorted(folder.process.messages):
        yield f"message:{name}", _("message « %(name)s »", name=name)
    for name in sorted(folder.process.signals):
        yield f"signal:{name}", _("signal « %(name)s »", name=name)


def _sends(folder: Folder) -> bool:
    nodes = folder.drawing.nodes.values()
    return any(node.sends or node.extensions.type in {"message", "signal"} for node in nodes)


def _event(step: Step) -> str:
    if step.message:
        return f"message:{step.message}"
    return f"signal:{step.signal}" if step.signal else ""


def _wait(step: Step) -> tuple[str, str, str]:
    """Return the kind of wait, its amount and its unit."""
    if step.until:
        return "until", "", "D"
    if not step.after:
        return "", "", "D"
    parts = split_duration(step.after)
    return ("after", str(parts[0]), parts[1]) if parts else ("after", step.after, ISO)


def _local(moment: datetime | None, start: datetime) -> str:
    """Return a moment as a `datetime-local` field writes it, in the zone of the scenario."""
    if moment is None:
        return ""
    return moment.astimezone(start.tzinfo).replace(tzinfo=None).isoformat(timespec="minutes")


def _lines(names: tuple[str, ...] | None) -> str | None:
    return None if names is None else "\n".join(names)


def _pieces(fields: tuple[Component, ...], step: Step) -> tuple[Control, ...]:
    asked = {field.key: field.label for field in fields if field.type == "filepicker"}
    labels = asked | {key: key for key in step.pieces if key not in asked}
    return tuple(
        Control(key, label, "text", ", ".join(step.pieces.get(key, ())))
        for key, label in labels.items()
    )


def _control(field: Component, answers: Mapping[str, object]) -> Control:
    value, label = answers.get(field.key), field.label or field.key
    if field.type in CLOSED and _options(field):
        return Control(field.key, label, "choice", _text(value), options=_options(field))
    if field.type == "checkbox":
        yes_no = (("oui", _("oui")), ("non", _("non")))
        told = {True: "oui", False: "non"}.get(value) if isinstance(value, bool) else ""
        return Control(field.key, label, "choice", told or "", options=yes_no)
    if field.type in LISTS and _options(field) and isinstance(value, list | None):
        chosen = tuple(str(each) for each in value or ())
        return Control(field.key, label, "several", "", chosen, _options(field))
    if field.type in PLAIN and not isinstance(value, list | dict):
        return Control(field.key, label, _kind(field), _text(value))
    shown = "" if value is None else json.dumps(value, ensure_ascii=False, default=str)
    return Control(field.key, label, "json", shown)


def _kind(field: Component) -> str:
    if field.type == "datetime":
        return PARTS.get(field.text("subtype"), "text")
    return "long" if field.type == "textarea" else "text"


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _options(field: Component) -> tuple[tuple[str, str], ...]:
    values = field.source.get("values")
    if not isinstance(values, tuple | list):
        return ()
    return tuple(
        (str(each["value"]), str(each.get("label", each["value"])))
        for each in values
        if isinstance(each, Mapping) and "value" in each
    )
