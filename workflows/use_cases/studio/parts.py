"""The files of a draft as its parts: added, renamed with all that names them, removed if unused."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from itertools import count

from workflows.catalogue.beginnings.blank_parts import (
    blank_diagram,
    blank_form,
    blank_letter,
    blank_scenario,
    blank_table,
)
from workflows.catalogue.beginnings.naming import code_from
from workflows.catalogue.files import Files
from workflows.catalogue.parts import PROCESS
from workflows.catalogue.references.part_renaming import refuse_removal, rename_part
from workflows.catalogue.references.part_uses import read_diagrams
from workflows.catalogue.scenarios.steps import first_moment
from workflows.engine.diagram.draft import HUMAN
from workflows.errors import Conflict
from workflows.model import DemarcheDraft
from workflows.translation import _
from workflows.use_cases.access import not_found
from workflows.use_cases.act import Act
from workflows.use_cases.studio import desk
from workflows.use_cases.studio.files import save_draft_file


class PartKind(StrEnum):
    """What can be added to a démarche."""

    FORM = "formulaire"
    TABLE = "table"
    LETTER = "lettre"
    SCENARIO = "scenario"
    DIAGRAM = "diagramme"


PATHS: Mapping[PartKind, str] = {
    PartKind.FORM: "forms/{}.form",
    PartKind.TABLE: "{}.dmn",
    PartKind.LETTER: "letters/{}.txt",
    PartKind.SCENARIO: "scenarios/{}.toml",
    PartKind.DIAGRAM: "{}.bpmn",
}
MOST_STEM = 50  # leaves room for a number
BLANKS = {
    PartKind.FORM: blank_form,
    PartKind.TABLE: blank_table,
    PartKind.DIAGRAM: blank_diagram,
}


def add_part(act: Act, code: str, kind: PartKind, name: str) -> str:
    """Add a file to be filled, and return its path; raise Invalid, Conflict or TooLarge."""
    path = part_path(kind, name)
    files = desk.contents_of(act, desk.open_draft(act, code))
    if path in files:
        told = _("« %(path)s » existe déjà : choisissez un autre nom.")
        raise Conflict(told % {"path": path})
    save_draft_file(act, code, path, _content(act, files, kind, (name, "")), 0)
    return path


def add_titled_part(act: Act, code: str, kind: PartKind, title: str) -> str:
    """Add a file to be filled that is about `title`, and return the free name made of it."""
    files = desk.contents_of(act, desk.open_draft(act, code))
    name = free_name(files, kind, title)
    content = _content(act, files, kind, (name, title))
    save_draft_file(act, code, part_path(kind, name), content, 0)
    return name


def this_morning(act: Act) -> datetime:
    """Return the moment at which a new scenario begins."""
    return first_moment(act.now, act.world.settings.zone)


def part_path(kind: PartKind, name: str) -> str:
    """Return the path of a part; raise Invalid for a name that no file can bear."""
    path = PATHS[kind].format(name)
    desk.refuse_path(path)
    return path


def free_name(files: Files, kind: PartKind, title: str) -> str:
    """Return a name made of a title, that no part of this kind has yet."""
    stem = code_from(title)[:MOST_STEM].rstrip("_") or "sans_nom"
    names = (stem if rank == 1 else f"{stem}_{rank}" for rank in count(1))
    return next(each for each in names if PATHS[kind].format(each) not in files)


def rename_draft_part(act: Act, code: str, path: str, name: str) -> None:
    """Give a file another name, wherever it is named; raise Invalid, Conflict or NotFound."""
    draft, before = _held(act, code, path)
    after = rename_part(before, path, name.strip())
    new_path = next(iter(after.keys() - before.keys()))
    desk.refuse_path(new_path)
    desk.remove_file(act, draft, desk.rows_of(act, draft)[path])
    for each, content in after.items():
        if before.get(each) != content:
            desk.put_file(act, draft, each, content)
    desk.mark(act, draft)
    told = _("%(path)s renommé en %(new)s") % {"path": path, "new": new_path}
    desk.tell(act, draft, desk.SAVED, told, new_path)


def remove_part(act: Act, code: str, path: str) -> None:
    """Remove a file that nothing names; what the draft was is kept. Raise Conflict or NotFound."""
    draft, before = _held(act, code, path)
    refuse_removal(before, path)
    desk.remove_kept(act, draft, desk.rows_of(act, draft)[path])


def retire_parts(act: Act, code: str, made: Mapping[str, int]) -> tuple[str, ...]:
    """Remove the files of a pattern taken back, and return them; raise NotFound.

    `made` is path -> revision: one that somebody changed since stays, or that something names.
    """
    draft = desk.lock_draft(act, code)
    rows, files = desk.rows_of(act, draft), desk.contents_of(act, draft)
    gone = tuple(
        path
        for path, revision in made.items()
        if path in rows and rows[path].revision == revision and _is_unused(files, path)
    )
    for path in gone:
        desk.remove_file(act, draft, rows[path])
    if gone:
        desk.mark(act, draft)
        told = _("fichiers d'un modèle annulé : %(paths)s retirés") % {"paths": ", ".join(gone)}
        desk.tell(act, draft, "draft_deleted", told)
    return gone


def _is_unused(files: Files, path: str) -> bool:
    try:
        refuse_removal(files, path)
    except Conflict:
        return False
    return True


def _held(act: Act, code: str, path: str) -> tuple[DemarcheDraft, Files]:
    draft = desk.lock_draft(act, code)
    files = desk.contents_of(act, draft)
    if path not in files:
        raise not_found()
    return draft, files


def _content(act: Act, files: Files, kind: PartKind, named: tuple[str, str]) -> bytes:
    name, title = named
    if kind is PartKind.SCENARIO:
        main = (read_diagrams(files) or {}).get(PROCESS)
        tasks = [node.name for node in main.of_kind(*HUMAN)] if main else []
        return blank_scenario(name, tasks[0] if tasks else "", this_morning(act))
    if kind is PartKind.LETTER:
        return blank_letter(title)
    return BLANKS[kind](name, title)
