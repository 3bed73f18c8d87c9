"""The settings of a draft: its identity card, edited as a page or as text."""

from dataclasses import dataclass

from workflows.catalogue.card.about_edit import FILE, AboutText, as_typed, edit_about
from workflows.catalogue.parts import read_parts
from workflows.errors import Invalid
from workflows.use_cases.act import Act
from workflows.use_cases.studio.files import (
    DraftText,
    draft_files,
    read_draft_file,
    save_draft_file,
)


@dataclass(frozen=True, slots=True)
class AboutSheet:
    """The settings as they are; without `typed` the file cannot be read, and `problem` says why."""

    text: str
    revision: int
    lanes: tuple[str, ...]
    typed: AboutText | None
    problem: str = ""


def open_about(act: Act, code: str) -> AboutSheet:
    """Return the settings of a draft, and the lanes that its diagrams draw."""
    present = read_draft_file(act, code, FILE)
    text = present.content.decode("utf-8", errors="replace")
    drawing = read_parts(code, draft_files(act, code)).drawing
    lanes = drawing.lanes if drawing else ()
    try:
        return AboutSheet(text, present.revision, lanes, as_typed(text, act.world.settings.zone))
    except Invalid as unreadable:
        return AboutSheet(text, present.revision, lanes, None, unreadable.message)


def save_about(act: Act, code: str, typed: AboutText, revision: int) -> DraftText:
    """Write what was typed; raise InvalidAnswers by field, StaleDraftFile, NotFound."""
    present = read_draft_file(act, code, FILE)
    text = edit_about(present.content.decode("utf-8"), typed, act.world.settings.zone)
    return save_draft_file(act, code, FILE, text.encode(), revision)


def save_about_text(act: Act, code: str, text: str, revision: int) -> DraftText:
    """Write the whole file; raise Invalid when it is no TOML, StaleDraftFile, NotFound."""
    as_typed(text, act.world.settings.zone)
    return save_draft_file(act, code, FILE, text.encode(), revision)
