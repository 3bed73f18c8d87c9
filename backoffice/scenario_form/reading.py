"""From the form that was sent to a scenario; what cannot be understood is told, nothing is lost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

import re2
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from backoffice.scenario_form.rows import ISO, choices_of, fields_of
from workflows.catalogue import Folder
from workflows.catalogue.scenarios.steps import MAX_STEPS, Expected, Scenario, Step
from workflows.forms import Component

NUMBER = re2.compile(r"-?\d{1,15}")
RANK = re2.compile(r"\d{1,4}")
DECIMAL = re2.compile(r"-?\d{1,15}\.\d{1,15}")
YES_NO = {"oui": True, "non": False}
UNREAD = "texte_illisible"

Sent = MultiDict[str, str]


@dataclass(slots=True)
class Sheet:
    """The form that was sent, the démarche that explains its fields, and what is wrong in it."""

    sent: Sent
    folder: Folder | None
    problems: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return a text of the form, empty when it is absent."""
        return self.sent.get(name, "").replace("\r\n", "\n").strip()


def read_form(
    sent: Sent, folder: Folder | None, stem: str, zone: tzinfo
) -> tuple[Scenario, tuple[str, ...]]:
    """Return the scenario that a form describes, and what cannot be understood in it, as typed."""
    sheet = Sheet(sent, folder)
    ranks = [int(each) for each in sent.getlist("step") if RANK.fullmatch(each)]
    start = _moment(sheet.text("start"), zone)
    if start is None:
        sheet.problems.append(_("Indiquez la date et l’heure du début."))
        start = datetime(2026, 1, 1, 9, tzinfo=zone)
    steps = tuple(_step(sheet, rank, start) for rank in ranks[:MAX_STEPS])
    name = " ".join(sheet.text("name").split()) or stem
    return Scenario(stem, name, start, steps), tuple(sheet.problems)


def _step(sheet: Sheet, rank: int, start: datetime) -> Step:
    place = f"step-{rank}-"
    task, wait = sheet.text(f"{place}task"), sheet.text(f"{place}wait")
    until = _moment(sheet.text(f"{place}until"), start.tzinfo) if wait == "until" else None
    if wait == "until" and until is None:
        sheet.problems.append(_("Étape %(n)d : indiquez la date d’attente.", n=rank))
    kind, _colon, name = sheet.text(f"{place}event").partition(":")
    if task and name:
        sheet.problems.append(_("Étape %(n)d : une tâche ou un événement, pas les deux.", n=rank))
    return Step(
        task=task,
        message=name if kind == "message" else "",
        signal=name if kind == "signal" else "",
        key=sheet.text(f"{place}key") if kind == "message" else "",
        like=sheet.text(f"{place}like") if task else "",
        after=_duration(sheet, place, rank) if wait == "after" else "",
        until=until,
        answers=_answers(sheet, place, rank, task),
        pieces=_pieces(sheet, place),
        expected=_expected(sheet, place, rank),
    )


def _moment(text: str, zone: tzinfo | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        return None


def _duration(sheet: Sheet, place: str, rank: int) -> str:
    amount, unit = sheet.text(f"{place}amount"), sheet.text(f"{place}unit")
    if unit == ISO:
        return amount
    if not NUMBER.fullmatch(amount):
        sheet.problems.append(_("Étape %(n)d : la durée est un nombre entier.", n=rank))
        return amount
    return f"PT{amount}H" if unit == "H" else f"P{amount}{unit[:1]}"


def _answers(sheet: Sheet, place: str, rank: int, task: str) -> dict[str, object]:
    found = _json(sheet, sheet.text(f"{place}other") or "{}", rank)
    answers = dict(found) if isinstance(found, dict) else {UNREAD: found}
    for asked in fields_of(sheet.folder, task):
        value = _answer(sheet, f"{place}a-{asked.key}", asked, rank)
        if value is not None:
            answers[asked.key] = value
    variable, _buttons = choices_of(sheet.folder, task)
    if variable and sheet.text(f"{place}a-{variable}"):
        answers[variable] = sheet.text(f"{place}a-{variable}")
    return answers


def _answer(sheet: Sheet, name: str, asked: Component, rank: int) -> object:
    if asked.type == "filepicker" or name not in sheet.sent:
        return None
    if sheet.sent.get(f"{name}-kind") == "several":
        return [each for each in sheet.sent.getlist(name) if each] or None
    text = sheet.text(name)
    if not text:
        return None
    if sheet.sent.get(f"{name}-kind") == "json":
        return _json(sheet, text, rank)
    if asked.type == "checkbox":
        return YES_NO.get(text)
    return _number(text) if asked.type == "number" else text


def _number(text: str) -> object:
    """Return a number as TOML writes it; what is none stays text, for the form to refuse."""
    if NUMBER.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text


def _json(sheet: Sheet, text: str, rank: int) -> object:
    """Return a JSON value; a text that is none comes back as it was typed."""
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()  # half a character is told here, not saved
    except (ValueError, RecursionError):
        told = _("Étape %(n)d : « %(text)s » n’est pas du JSON.", n=rank, text=text[:40])
        sheet.problems.append(told)
        return text
    return value


def _pieces(sheet: Sheet, place: str) -> dict[str, tuple[str, ...]]:
    prefix = f"{place}p-"
    given = {
        name.removeprefix(prefix): sheet.text(name)
        for name in sheet.sent
        if name.startswith(prefix)
    }
    named = {key: _commas(text) for key, text in given.items()}
    return {key: names for key, names in named.items() if names}


def _expected(sheet: Sheet, place: str, rank: int) -> Expected:
    lists = {name: _lines(sheet, place, name) for name in ("ready", "mails", "documents", "sent")}
    return Expected(
        ready=lists["ready"],
        mails=lists["mails"],
        documents=lists["documents"],
        sent=lists["sent"],
        blocked=_commas(sheet.text(f"{place}blocked")),
        state=sheet.text(f"{place}state"),
        outcome=sheet.text(f"{place}outcome"),
        letters=_letters(sheet, sheet.text(f"{place}letters"), rank),
    )


def _lines(sheet: Sheet, place: str, name: str) -> tuple[str, ...] | None:
    """Return the names of a list, one a line; None when the step does not speak of it."""
    if f"{place}{name}-on" not in sheet.sent:
        return None
    lines = sheet.text(f"{place}{name}").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _letters(sheet: Sheet, text: str, rank: int) -> Mapping[str, tuple[str, ...]]:
    """Return the texts by letter; a line that lacks one of the two is told, and kept."""
    found: dict[str, tuple[str, ...]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        stem, part = (side.strip() for side in line.partition(":")[::2])
        if not (stem and part):
            told = _(
                "Étape %(n)d : « %(line)s » : écrivez la lettre, deux-points, puis le texte.",
                n=rank,
                line=line[:40],
            )
            sheet.problems.append(told)
        found[stem] = (*found.get(stem, ()), part)
    return found


def _commas(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
