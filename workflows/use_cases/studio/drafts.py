"""The démarches as analysts see them: published, tried, being drawn; begun, tried and abandoned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from workflows.catalogue import InvalidDemarche
from workflows.catalogue.files import unpack
from workflows.errors import Conflict
from workflows.model import Demarche, DemarcheDraft, DemarcheVersion, DraftState
from workflows.translation import _
from workflows.use_cases.access import Verb, not_found, require
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.list_versions import DemarcheRow, VersionRow, list_versions
from workflows.use_cases.demarches.opening import OWN_DATES, in_force
from workflows.use_cases.demarches.packages import folder_of
from workflows.use_cases.studio import desk


class DesignState(StrEnum):
    """Where a démarche stands for its analysts."""

    BROUILLON = "brouillon"
    EN_TEST = "en_test"
    PUBLIEE = "publiee"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class DesignRow:
    """One démarche of the list; `states` are that of its version in service and of its draft.

    `under_way` counts the open dossiers by number of version, where there are any.
    """

    code: str
    title: str
    theme: str
    states: tuple[DesignState, ...]
    versions: int
    current: int | None
    under_way: tuple[tuple[int, int], ...]
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of a draft, without its content."""

    path: str
    size: int
    revision: int
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class DesignSheet:
    """One démarche: its draft if there is one (`draft`, `files`), its versions, newest first.

    `base` is the number of the version that the draft began from.
    """

    code: str
    title: str
    states: tuple[DesignState, ...]
    draft: DraftState | None
    base: int | None
    files: tuple[FileRow, ...]
    versions: tuple[VersionRow, ...]
    changed_at: datetime
    changed_by: str


def list_designs(act: Act) -> tuple[DesignRow, ...]:
    """Return every démarche, drafted or published, the last changed first; raise Forbidden."""
    require(act.actor, Verb.DESIGN)
    published = {row.code: row for row in list_versions(act)}
    opened = DemarcheDraft.state != DraftState.FERME
    found = act.session.scalars(select(DemarcheDraft).where(opened))
    drafts = {draft.demarche_code: draft for draft in found}
    rows = (
        _design(act, code, published.get(code), drafts.get(code)) for code in {*published, *drafts}
    )
    return tuple(sorted(rows, key=lambda row: (row.changed_at, row.code), reverse=True))


def open_design(act: Act, code: str) -> DesignSheet:
    """Return one démarche with the files of its draft; raise NotFound or Forbidden."""
    require(act.actor, Verb.DESIGN)
    published = next((row for row in list_versions(act) if row.code == code), None)
    draft = desk.find_draft(act, code)
    if published is None and draft is None:
        raise not_found()
    row = _design(act, code, published, draft)
    base = _base(act, draft) if draft else None
    return DesignSheet(
        code=code,
        title=row.title,
        states=row.states,
        draft=draft.state if draft else None,
        base=base.number if base else None,
        files=_files(act, draft) if draft else (),
        versions=published.versions if published else (),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def start_draft(act: Act, code: str) -> None:
    """Begin a draft from the version in service; leave one that is there. Raise NotFound."""
    if desk.find_draft(act, code) is not None:
        return
    demarche = act.session.get(Demarche, code)
    if demarche is None or demarche.current is None:
        raise not_found()
    found = select(DemarcheVersion.package).where(DemarcheVersion.id == demarche.current_id)
    _code, files = unpack(act.session.scalars(found).one())
    try:
        draft = desk.begin(act, code, demarche.title, files)
    except Conflict:
        return  # a colleague began it at this very moment: it is there
    draft.base_version_id = demarche.current_id
    told = _("brouillon commencé depuis la version %(n)d") % {"n": demarche.current.number}
    desk.tell(act, draft, "draft_created", told)


def discard_draft(act: Act, code: str) -> None:
    """Abandon the draft: its files go, a snapshot of them stays. Raise NotFound or Forbidden."""
    draft = desk.lock_draft(act, code)
    desk.keep_snapshot(act, draft, _("avant l'abandon du brouillon"))
    close_draft(act, draft)
    desk.tell(act, draft, "draft_discarded", _("brouillon abandonné"))


def close_draft(act: Act, draft: DemarcheDraft) -> None:
    """Empty a draft and close it, when it is abandoned or has become a version."""
    desk.remove_all(act, draft)
    draft.state = DraftState.FERME
    draft.base_version_id = draft.approved_by_id = None
    draft.approved_digest = draft.approved_by = ""
    desk.mark(act, draft)


def set_draft_state(act: Act, code: str, state: DraftState) -> None:
    """Say that a draft is being tried, or drawn again; raise NotFound or Forbidden."""
    draft = desk.lock_draft(act, code)
    if draft.state is state or state is DraftState.FERME:
        return
    draft.state = state
    desk.mark(act, draft)
    told = _("mise en test") if state is DraftState.EN_TEST else _("remise en brouillon")
    desk.tell(act, draft, "draft_state", told)


def _design(
    act: Act, code: str, published: DemarcheRow | None, draft: DemarcheDraft | None
) -> DesignRow:
    versions = published.versions if published else ()
    newest = versions[0] if versions else None
    current = next((version.number for version in versions if version.current), None)
    # at the same moment, the draft's change came after
    latest = max(_changes(newest, draft), key=lambda change: change[0])
    return DesignRow(
        code=code,
        title=draft.title if draft else published.title if published else code,
        theme=published.theme if published else "",
        states=(*_published_state(act, code, current), *_draft_state(draft)),
        versions=len(versions),
        current=current,
        under_way=tuple((each.number, each.under_way) for each in versions if each.under_way),
        changed_at=latest[0],
        changed_by=latest[1],
    )


def _changes(
    newest: VersionRow | None, draft: DemarcheDraft | None
) -> Iterable[tuple[datetime, str]]:
    if draft is not None:
        yield draft.changed_at, draft.changed_by
    if newest is not None:
        yield newest.published_at, newest.published_by


def _published_state(act: Act, code: str, current: int | None) -> tuple[DesignState, ...]:
    if current is None:
        return ()
    found = (
        select(DemarcheVersion.id, DemarcheVersion.digest, *OWN_DATES)
        .join(Demarche, Demarche.current_id == DemarcheVersion.id)
        .where(Demarche.code == code)
    )
    version_id, digest, own, opens, closes = act.session.execute(found).one()
    try:
        about = folder_of(act.connection, version_id, digest).about
        is_open = in_force(about, (own, opens, closes)).is_open(act.now)
    except InvalidDemarche:
        is_open = True  # published under older checks: the portal says what it thinks of it
    return (DesignState.PUBLIEE if is_open else DesignState.CLOSE,)


def _draft_state(draft: DemarcheDraft | None) -> tuple[DesignState, ...]:
    return (DesignState(draft.state),) if draft else ()


def _base(act: Act, draft: DemarcheDraft) -> DemarcheVersion | None:
    if draft.base_version_id is None:
        return None
    return act.session.get(DemarcheVersion, draft.base_version_id)


def _files(act: Act, draft: DemarcheDraft) -> tuple[FileRow, ...]:
    return tuple(
        FileRow(row.path, row.size, row.revision, row.changed_at, row.changed_by)
        for row in desk.rows_of(act, draft).values()
    )
