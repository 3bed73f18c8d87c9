"""A letter as it is being written: what it may name, who sends it, how it reads on an example."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workflows.catalogue.checks.subject import Subject
from workflows.catalogue.findings import InvalidDemarche
from workflows.catalogue.folder import Folder, make_folder
from workflows.catalogue.letters.letter import Letter, placeholders, read_letter, write_letter
from workflows.catalogue.letters.wording import INSTRUCTIONS
from workflows.catalogue.parts import Parts, read_parts
from workflows.catalogue.scenarios.play import Written, begin
from workflows.catalogue.scenarios.scenario import with_borrowed
from workflows.errors import WorkflowError
from workflows.translation import _

ALWAYS = {
    "numero": _("numéro du dossier"),
    "demarche": _("titre de la démarche"),
    "service": _("service qui répond"),
    "organisation": _("nom de l'administration"),
    "lien": _("adresse du dossier en ligne"),
    "date": _("date du jour, en toutes lettres"),
}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that a letter may hold, and what it stands for."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class PlaceholderGroup:
    """Names that come from one place: a form, the task that writes the letter, or us."""

    title: str
    names: tuple[Placeholder, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """An element that writes the letter; `kind` is mail or document."""

    element_id: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter of a draft; no subject: it cannot be read yet."""

    stem: str
    subject: str
    senders: tuple[Sender, ...]


@dataclass(frozen=True, slots=True)
class LetterTrial:
    """What a letter gives: texts as (kind, subject, body), names that nothing fills, refusals.

    `scenario` is the one whose data were used, empty for labels in brackets; `missed` tells that
    the scenario asked for never writes this letter.
    """

    texts: tuple[tuple[str, str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    scenario: str = ""
    missed: bool = False


def letter_rows(parts: Parts) -> tuple[LetterRow, ...]:
    """Return the letters of a draft by name, with the elements that write them."""
    stems = (path.removeprefix("letters/").removesuffix(".txt") for path in parts.under("letters/"))
    senders = _senders(parts)
    return tuple(
        LetterRow(stem, _subject(parts, stem), tuple(senders.get(stem, ()))) for stem in stems
    )


def known_placeholders(parts: Parts, stem: str) -> tuple[PlaceholderGroup, ...]:
    """Return what the letter `stem` may name, group by group."""
    always = tuple(Placeholder(name, label) for name, label in ALWAYS.items())
    groups = [PlaceholderGroup(_("Toujours connus"), always)]
    inputs = tuple(Placeholder(name, said) for name, said in sorted(_inputs(parts, stem).items()))
    if inputs:
        groups.append(PlaceholderGroup(_("Calculés pour cette lettre"), inputs))
    for form in parts.forms.values():
        fields = tuple(Placeholder(each.key, each.label or each.key) for each in form.fields)
        if fields:
            groups.append(PlaceholderGroup(_("Formulaire « %s »") % form.id, fields))
    return tuple(groups)


def try_letter(parts: Parts, stem: str, scenario: str, zone: ZoneInfo) -> LetterTrial:
    """Write the letter on a scenario's data, or on the labels of its names without one."""
    try:
        letter = read_letter(stem, parts.files[f"letters/{stem}.txt"])
    except InvalidDemarche as refusal:
        return LetterTrial(problems=tuple(f"{f.message} {f.remedy}" for f in refusal.findings))
    known = {
        each.name: each.label for group in known_placeholders(parts, stem) for each in group.names
    }
    unknown = tuple(sorted(placeholders(letter) - known.keys()))
    written = _played(parts, stem, scenario, zone) if scenario in parts.scenarios else ()
    texts = tuple((each.kind, *_cut(each.text)) for each in written)
    if texts:
        return LetterTrial(texts, unknown, scenario=scenario)
    sample = write_letter(letter, {name: f"[{label}]" for name, label in known.items()})
    return LetterTrial((("", *sample),), unknown, missed=bool(scenario))


def with_letter(code: str, files: Mapping[str, bytes], stem: str, content: bytes) -> Parts:
    """Read a draft with the letter that is being written."""
    return read_parts(code, {**files, f"letters/{stem}.txt": content})


def _subject(parts: Parts, stem: str) -> str:
    letter: Letter | None = parts.letters.get(stem)
    return letter.subject if letter else ""


def _subject_of(parts: Parts) -> Subject | None:
    if parts.about is None or parts.drawing is None:
        return None
    return Subject(parts, parts.about, parts.drawing)


def _senders(parts: Parts) -> Mapping[str, list[Sender]]:
    subject = _subject_of(parts)
    found: dict[str, list[Sender]] = {}
    for node, stem in subject.letters_sent if subject else ():
        found.setdefault(stem, []).append(Sender(node.id, node.label, node.extensions.type))
    return found


def _inputs(parts: Parts, stem: str) -> dict[str, str]:
    """Return the values computed by the elements that write the letter, with who computes them."""
    subject = _subject_of(parts)
    return {
        binding.target: _("calculé par « %s »") % node.label
        for node, sent in (subject.letters_sent if subject else ())
        if sent == stem
        for binding in node.extensions.inputs
        if binding.target not in INSTRUCTIONS
    }


def _played(parts: Parts, stem: str, name: str, zone: ZoneInfo) -> tuple[Written, ...]:
    """Return what a scenario writes of this letter; nothing when it cannot be played so far."""
    try:
        folder = make_folder(parts)
    except InvalidDemarche:
        return ()
    return tuple(each for each in _written(folder, name, zone) if each.stem == stem)


def _written(folder: Folder, name: str, zone: ZoneInfo) -> Iterator[Written]:
    others = {each.stem: each for each in folder.scenarios}
    scenario = others[name]
    try:
        play = begin(folder, scenario.start, zone)
        for rank, step in enumerate(scenario.steps, start=1):
            whole = with_borrowed(step, scenario, rank, others)
            yield from play.make(whole).written
    except WorkflowError:
        return  # the scenario's own page tells it


def _cut(text: str) -> tuple[str, str]:
    subject, _blank, body = text.partition("\n\n")
    return subject, body
