"""What every verb of the studio shares: the draft's row and files, bounds, marks, the journal."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from workflows.catalogue.beginnings.naming import title_of
from workflows.catalogue.card.about import MAX_TITLE
from workflows.catalogue.files import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    PLACES,
    Files,
    pack_files,
)
from workflows.errors import Conflict, Invalid, TooLarge
from workflows.model import DemarcheDraft, DraftFile, DraftSnapshot, DraftState, JournalEntry
from workflows.translation import _
from workflows.use_cases.access import Verb, not_found, require
from workflows.use_cases.act import Act
from workflows.use_cases.journal import Line, note
from workflows.use_cases.upsert import add_missing

MAX_PATH = 120
QUIET = timedelta(minutes=10)  # one line of the journal per person and file meanwhile
SAVED = "draft_saved"
SNAPSHOTS = 10


def find_draft(act: Act, code: str) -> DemarcheDraft | None:
    """Return the open draft of a démarche; raise Forbidden."""
    require(act.actor, Verb.DESIGN)
    draft = find_row(act, code)
    return draft if draft is not None and draft.state is not DraftState.FERME else None


def find_row(act: Act, code: str, *, locked: bool = False) -> DemarcheDraft | None:
    """Return the row of a démarche's draft, closed or not."""
    found = select(DemarcheDraft).where(DemarcheDraft.demarche_code == code)
    if not locked:
        return act.session.scalar(found)
    # what this session read before it held the lock may be old
    fresh = found.with_for_update().execution_options(populate_existing=True)
    return act.session.scalar(fresh)


def open_draft(act: Act, code: str) -> DemarcheDraft:
    """Return the open draft; raise NotFound or Forbidden."""
    draft = find_draft(act, code)
    if draft is None:
        raise not_found()
    return draft


def lock_draft(act: Act, code: str) -> DemarcheDraft:
    """Return the open draft, held until the end of the act; raise NotFound or Forbidden.

    Writers of one draft queue here, so that bounds and revisions are judged on what is there.
    """
    require(act.actor, Verb.DESIGN)
    draft = find_row(act, code, locked=True)
    if draft is None or draft.state is DraftState.FERME:
        raise not_found()
    return draft


def begin(act: Act, code: str, title: str, files: Files) -> DemarcheDraft:
    """Make, or open again, the draft of a code with these files; raise TooLarge or Conflict.

    The caller has seen that no draft is open; a colleague who was faster gets his.
    """
    require(act.actor, Verb.DESIGN)
    for path in files:
        refuse_path(path)
    refuse_sizes({path: len(content) for path, content in files.items()})
    row = {
        "id": uuid4(),
        "demarche_code": code,
        "title": title[:MAX_TITLE],
        "state": DraftState.FERME,
        "first_revision": 1,
        "approved_digest": "",
        "approved_by": "",
        "created_at": act.now,
        "changed_at": act.now,
        "changed_by": act.actor.name[:120],
        "changed_by_id": act.actor.id,
    }
    add_missing(act, DemarcheDraft, ("demarche_code",), [row])
    draft = find_row(act, code, locked=True)
    if draft is None or draft.state is not DraftState.FERME:
        raise in_use(code)
    draft.title, draft.state = title[:MAX_TITLE], DraftState.BROUILLON
    for path, content in files.items():
        put_file(act, draft, path, content)
    mark(act, draft)
    act.session.flush()
    return draft


def rows_of(act: Act, draft: DemarcheDraft) -> dict[str, DraftFile]:
    """Return the files of a draft by path, without their contents."""
    found = select(DraftFile).where(DraftFile.draft_id == draft.id).order_by(DraftFile.path)
    return {row.path: row for row in act.session.scalars(found)}


def contents_of(act: Act, draft: DemarcheDraft) -> dict[str, bytes]:
    """Return the files of a draft: path -> content."""
    found = select(DraftFile.path, DraftFile.content).where(DraftFile.draft_id == draft.id)
    return {path: content for path, content in act.session.execute(found)}


def row_of(act: Act, draft: DemarcheDraft, path: str) -> DraftFile | None:
    """Return one file of a draft with its content."""
    found = select(DraftFile).where(DraftFile.draft_id == draft.id, DraftFile.path == path)
    return act.session.scalar(found.options(undefer(DraftFile.content)))


def put_file(act: Act, draft: DemarcheDraft, path: str, content: bytes) -> DraftFile:
    """Write one file: its next revision, or its first one."""
    row = row_of(act, draft, path)
    if row is None:
        row = DraftFile(draft_id=draft.id, path=path, revision=draft.first_revision)
        act.session.add(row)
    else:
        row.revision += 1
    row.content, row.size = content, len(content)
    row.changed_at, row.changed_by = act.now, act.actor.name[:120]
    return row


def remove_file(act: Act, draft: DemarcheDraft, row: DraftFile) -> None:
    """Take one file away; a file made again under its name begins with a later revision."""
    draft.first_revision = max(draft.first_revision, row.revision + 1)
    act.session.delete(row)


def remove_all(act: Act, draft: DemarcheDraft) -> None:
    """Take every file away."""
    rows = rows_of(act, draft).values()
    last = max((row.revision for row in rows), default=0)
    draft.first_revision = max(draft.first_revision, last + 1)
    for row in rows:
        act.session.expunge(row)
    act.session.execute(delete(DraftFile).where(DraftFile.draft_id == draft.id))


def mark(act: Act, draft: DemarcheDraft) -> None:
    """Write who changed a draft last, and when."""
    draft.changed_at, draft.changed_by = act.now, act.actor.name[:120]
    draft.changed_by_id = act.actor.id


def retitle(draft: DemarcheDraft, about: bytes) -> None:
    """Take over the title that `demarche.toml` gives, when it can be read."""
    draft.title = title_of(about)[:MAX_TITLE] or draft.title


def remove_kept(act: Act, draft: DemarcheDraft, row: DraftFile) -> None:
    """Remove a file as somebody asked: what the draft was is kept, and the journal tells it."""
    said = {"path": row.path}
    keep_snapshot(act, draft, _("avant la suppression de %(path)s") % said)
    remove_file(act, draft, row)
    mark(act, draft)
    tell(act, draft, "draft_deleted", _("%(path)s supprimé") % said, row.path)


def keep_snapshot(act: Act, draft: DemarcheDraft, label: str) -> None:
    """Keep the whole draft as it is, and only the latest ones of its démarche."""
    package = pack_files(draft.demarche_code, contents_of(act, draft))
    act.session.add(
        DraftSnapshot(
            id=uuid4(),
            draft_id=draft.id,
            at=act.now,
            by=act.actor.name[:120],
            label=label[:200],
            package=package,
        )
    )
    act.session.flush()
    of_draft = DraftSnapshot.draft_id == draft.id
    newest_first = select(DraftSnapshot.id).where(of_draft).order_by(DraftSnapshot.at.desc())
    old = list(act.session.scalars(newest_first.offset(SNAPSHOTS)))
    if old:
        act.session.execute(delete(DraftSnapshot).where(DraftSnapshot.id.in_(old)))


def refuse_path(path: str) -> None:
    """Raise Invalid for a path that has no place in a démarche."""
    if len(path) > MAX_PATH or not PLACES.fullmatch(path):
        told = _(
            "« %(path)s » n'a pas sa place dans une démarche : minuscules sans accent, chiffres "
            "et tirets bas, dans forms/, letters/ ou scenarios/."
        )
        raise Invalid(told % {"path": path[:MAX_PATH]})


def refuse_sizes(sizes: Mapping[str, int]) -> None:
    """Raise TooLarge when files are too many or too heavy; `sizes` is path -> bytes."""
    if len(sizes) > MAX_FILES:
        raise TooLarge(_("Une démarche tient en %(n)d fichiers au plus.") % {"n": MAX_FILES})
    for path, size in sizes.items():
        if size > MAX_FILE_BYTES:
            told = _("« %(path)s » dépasse 2 Mo : allégez-le, il n'est pas enregistré.")
            raise TooLarge(told % {"path": path})
    if sum(sizes.values()) > MAX_TOTAL_BYTES:
        raise TooLarge(_("La démarche dépasserait 10 Mo : rien n'est enregistré."))


def in_use(code: str) -> Conflict:
    """Make the refusal of a code that another démarche bears."""
    return Conflict(
        _("Le code « %(code)s » est déjà pris : choisissez-en un autre.") % {"code": code}
    )


def tell(act: Act, draft: DemarcheDraft, verb: str, label: str, path: str = "") -> None:
    """Write one line of the journal about a draft, or one of its files."""
    said = {"title": draft.title, "what": label}
    line = Line(
        verb,
        _("« %(title)s » : %(what)s") % said,
        element_id=element_of(draft.demarche_code, path),
        public=False,
        details={"demarche": draft.demarche_code, "path": path, "what": label},
    )
    note(act, None, line)


def tell_saved(act: Act, draft: DemarcheDraft, paths: Iterable[str]) -> None:
    """Write that files were saved, unless this person saved them a moment ago."""
    for path in paths:
        if not _told_lately(act, element_of(draft.demarche_code, path)):
            tell(act, draft, SAVED, _("%(path)s modifié") % {"path": path}, path)


def element_of(code: str, path: str = "") -> str:
    """Return how the journal names a draft or one of its files."""
    return f"{code}/{path}"


def _told_lately(act: Act, element_id: str) -> bool:
    lately = (
        JournalEntry.dossier_id.is_(None),
        JournalEntry.element_id == element_id,
        JournalEntry.at > act.now - QUIET,
        JournalEntry.actor_id == act.actor.id,
        JournalEntry.verb == SAVED,
    )
    return act.session.scalar(select(JournalEntry.id).where(*lately).limit(1)) is not None
