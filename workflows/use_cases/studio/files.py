"""One file of a draft: read, saved and removed under its own optimistic lock."""

from dataclasses import dataclass, replace
from datetime import datetime

from workflows.catalogue.card.about import FILE as ABOUT
from workflows.catalogue.files import Files
from workflows.catalogue.references.renaming.in_stories import followed_scenarios
from workflows.errors import Conflict
from workflows.model import DemarcheDraft, DraftFile
from workflows.translation import _
from workflows.use_cases.access import not_found
from workflows.use_cases.act import Act
from workflows.use_cases.studio import desk
from workflows.use_cases.words import moment_words


@dataclass(frozen=True, slots=True)
class DraftText:
    """A file of a draft as it is now; revision 0: it is not there.

    `followed` are the other files that its saving changed.
    """

    path: str
    content: bytes
    revision: int
    changed_at: datetime
    changed_by: str
    followed: tuple[str, ...] = ()


class StaleDraftFile(Conflict):
    """A colleague saved or removed this file since it was read; `present` is what is there now."""

    def __init__(self, message: str, present: DraftText) -> None:
        super().__init__(message)
        self.present = present


def read_draft_file(act: Act, code: str, path: str) -> DraftText:
    """Return a file; raise NotFound or Forbidden."""
    row = desk.row_of(act, desk.open_draft(act, code), path)
    if row is None:
        raise not_found()
    return _text(row)


def draft_files(act: Act, code: str) -> Files:
    """Return every file of the draft, for checks, tries and publication; raise NotFound."""
    return desk.contents_of(act, desk.open_draft(act, code))


def save_draft_file(act: Act, code: str, path: str, content: bytes, revision: int) -> DraftText:
    """Save a file read at `revision`, 0 for one that must not be there yet.

    Scenarios follow the tasks that a diagram calls by another name. Raise StaleDraftFile when
    somebody was faster, Invalid for its name, TooLarge for its size.
    """
    desk.refuse_path(path)
    draft = desk.lock_draft(act, code)
    rows = desk.rows_of(act, draft)
    refuse_stale(act, draft, path, revision)
    sizes = {name: row.size for name, row in rows.items()} | {path: len(content)}
    desk.refuse_sizes(sizes)
    followed = _followed(act, draft, path, content)
    row = desk.put_file(act, draft, path, content)
    for each, text in followed.items():
        desk.put_file(act, draft, each, text)
    desk.mark(act, draft)
    if path == ABOUT:
        desk.retitle(draft, content)
    desk.tell_saved(act, draft, [path, *followed])
    return replace(_text(row), followed=tuple(followed))


def overrule_draft_file(act: Act, code: str, path: str, content: bytes, revision: int) -> DraftText:
    """Save over what a colleague saved, knowingly; the draft as he left it is kept."""
    draft = desk.lock_draft(act, code)
    desk.keep_snapshot(
        act, draft, _("avant qu'une version de %(path)s soit écrasée") % {"path": path}
    )
    return save_draft_file(act, code, path, content, revision)


def delete_draft_file(act: Act, code: str, path: str, revision: int) -> None:
    """Remove a file read at `revision`; raise StaleDraftFile or NotFound."""
    draft = desk.lock_draft(act, code)
    row = desk.row_of(act, draft, path)
    if row is None:
        raise not_found()
    refuse_stale(act, draft, path, revision)
    desk.remove_kept(act, draft, row)


def refuse_stale(act: Act, draft: DemarcheDraft, path: str, revision: int) -> None:
    """Raise StaleDraftFile unless a file is still the one that was read at `revision`."""
    row = desk.row_of(act, draft, path)
    if (row.revision if row else 0) == revision:
        return
    zone = act.world.settings.zone
    if row is None:
        told = _("« %(path)s » n'existe plus : %(who)s a changé le brouillon le %(when)s.")
        present = DraftText(path, b"", 0, draft.changed_at, draft.changed_by)
    else:
        told = _("%(who)s a enregistré « %(path)s » le %(when)s, après votre lecture.")
        present = _text(row)
    when = moment_words(present.changed_at, zone)
    raise StaleDraftFile(told % {"path": path, "who": present.changed_by, "when": when}, present)


def _followed(act: Act, draft: DemarcheDraft, path: str, content: bytes) -> dict[str, bytes]:
    if not path.endswith(".bpmn"):
        return {}
    before = desk.contents_of(act, draft)
    return followed_scenarios(before, {**before, path: content}) if path in before else {}


def _text(row: DraftFile) -> DraftText:
    return DraftText(row.path, row.content, row.revision, row.changed_at, row.changed_by)
