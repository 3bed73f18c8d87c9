"""The letters of a draft: listed, tried on invented data, seen as the document they make."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workflows.catalogue.files import Files
from workflows.catalogue.letters.study import (
    LetterRow,
    LetterTrial,
    PlaceholderGroup,
    known_placeholders,
    letter_rows,
    try_letter,
    with_letter,
)
from workflows.catalogue.parts import read_parts
from workflows.errors import Invalid
from workflows.translation import _
from workflows.use_cases.act import Act, World
from workflows.use_cases.studio import desk
from workflows.use_cases.studio.files import draft_files
from workflows.use_cases.studio.parts import PartKind, part_path
from workflows.use_cases.worker.documents import render

SAMPLE_NUMBER = "XX-2026-00001"


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """What an editor holds: the draft's files, with the letter `stem` as it is being written."""

    code: str
    stem: str
    content: bytes
    files: Files

    def try_on(self, scenario: str, zone: ZoneInfo) -> LetterTrial:
        """Write the letter on a scenario's data; outside any transaction, for it may last."""
        parts = with_letter(self.code, self.files, self.stem, self.content)
        return try_letter(parts, self.stem, scenario, zone)


def list_letters(act: Act, code: str) -> tuple[LetterRow, ...]:
    """Return the letters of a draft by name; raise NotFound or Forbidden."""
    return letter_rows(read_parts(code, draft_files(act, code)))


def letter_names(act: Act, code: str, stem: str) -> tuple[PlaceholderGroup, ...]:
    """Return what a letter may name."""
    return known_placeholders(read_parts(code, draft_files(act, code)), stem)


def letter_scenarios(act: Act, code: str) -> tuple[tuple[str, str], ...]:
    """Return the scenarios on whose data a letter can be tried: (file name, title)."""
    scenarios = read_parts(code, draft_files(act, code)).scenarios
    return tuple((stem, scenario.name) for stem, scenario in sorted(scenarios.items()))


def letter_desk(act: Act, code: str, stem: str, content: bytes) -> LetterDesk:
    """Gather what a trial reads; raise NotFound, or TooLarge beyond the bounds."""
    files, path = draft_files(act, code), part_path(PartKind.LETTER, stem)
    desk.refuse_sizes({**{each: len(data) for each, data in files.items()}, path: len(content)})
    return LetterDesk(code, stem, content, files)


def print_letter(world: World, at: LetterDesk, scenario: str) -> bytes:
    """Set the letter as the tagged PDF that a document task makes; raise Invalid if it has none."""
    trial = at.try_on(scenario, world.settings.zone)
    if not trial.texts:
        told = trial.problems[0] if trial.problems else _("Cette lettre ne peut pas être écrite.")
        raise Invalid(told)
    _kind, subject, body = trial.texts[0]
    return render(world, {"title": subject, "body": body, "number": SAMPLE_NUMBER})
