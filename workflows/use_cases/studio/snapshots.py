"""What a draft was before something replaced it whole: listed, given back, made present again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from workflows.catalogue.card.about import FILE as ABOUT
from workflows.catalogue.files import Files, unpack
from workflows.model import DemarcheDraft, DraftSnapshot, DraftState
from workflows.translation import _
from workflows.use_cases.access import Verb, not_found, require
from workflows.use_cases.act import Act
from workflows.use_cases.studio import desk


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One state kept; `label` says before what."""

    id: UUID
    at: datetime
    by: str
    label: str


def list_snapshots(act: Act, code: str) -> tuple[SnapshotRow, ...]:
    """Return what was kept of a démarche's drafts, the newest first; raise Forbidden."""
    require(act.actor, Verb.DESIGN)
    found = (
        select(DraftSnapshot)
        .join(DemarcheDraft, DemarcheDraft.id == DraftSnapshot.draft_id)
        .where(DemarcheDraft.demarche_code == code)
        .order_by(DraftSnapshot.at.desc(), DraftSnapshot.id)
    )
    return tuple(
        SnapshotRow(row.id, row.at, row.by, row.label) for row in act.session.scalars(found)
    )


def restore_snapshot(act: Act, code: str, snapshot_id: UUID) -> None:
    """Make a state kept the present one; what it replaces is kept in turn. Raise NotFound."""
    require(act.actor, Verb.DESIGN)
    draft = desk.find_row(act, code, locked=True)
    if draft is None:
        raise not_found()
    mine = (DraftSnapshot.id == snapshot_id, DraftSnapshot.draft_id == draft.id)
    package = act.session.scalar(select(DraftSnapshot.package).where(*mine))
    if package is None:
        raise not_found()
    if draft.state is DraftState.FERME:
        draft.state = DraftState.BROUILLON
    else:
        desk.keep_snapshot(act, draft, _("avant le retour à un état gardé"))
    replace_files(act, draft, unpack(package)[1])
    desk.tell(act, draft, "draft_imported", _("retour à un état gardé"))


def replace_files(act: Act, draft: DemarcheDraft, after: Files) -> int:
    """Put these files in the place of all of a draft's; return how many changed.

    A file that does not change keeps its revision.
    """
    before = desk.contents_of(act, draft)
    for path, row in desk.rows_of(act, draft).items():
        if path not in after:
            desk.remove_file(act, draft, row)
    for path, content in after.items():
        if before.get(path) != content:
            desk.put_file(act, draft, path, content)
    desk.retitle(draft, after.get(ABOUT, b""))
    desk.mark(act, draft)
    return sum(before.get(path) != after.get(path) for path in {*before, *after})
