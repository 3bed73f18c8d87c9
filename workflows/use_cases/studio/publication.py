"""Publishing a draft: what must hold, what changes, who approved, and coming back to a version."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from workflows.catalogue import Change, ChangeKind, Finding, Folder, Level, check_within_limits
from workflows.catalogue.differences.files import compare_files
from workflows.catalogue.files import digest_of
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import PROCESS, read_parts
from workflows.errors import Conflict, Forbidden
from workflows.model import DemarcheDraft, DemarcheVersion
from workflows.translation import _
from workflows.use_cases.access import Verb, not_found, require
from workflows.use_cases.act import Act, Actor, World, acting, looking
from workflows.use_cases.demarches.packages import folder_of
from workflows.use_cases.demarches.publish_demarche import PublishedVersion, make_current
from workflows.use_cases.studio import desk
from workflows.use_cases.studio.create import files_in_service
from workflows.use_cases.studio.drafts import close_draft
from workflows.use_cases.studio.scenarios import ScenarioReport, report_of


@dataclass(frozen=True, slots=True)
class Approval:
    """Whether another person must approve, and who did; it holds for the draft as it then was."""

    wanted: bool
    by: str = ""
    by_id: UUID | None = None
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Readiness:
    """What publishing asks of a draft, named by the digest of its content."""

    digest: str
    findings: tuple[Finding, ...]
    scenarios: ScenarioReport
    approval: Approval

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the findings that forbid publishing."""
        return tuple(each for each in self.findings if each.level is Level.ERROR)

    @property
    def tested(self) -> bool:
        """Tell whether the draft has scenarios, and all of them keep their promises."""
        return bool(self.scenarios.results) and self.scenarios.is_green

    def obstacles(self, actor: Actor) -> tuple[str, ...]:
        """Say in French what keeps this person from publishing; nothing when all holds."""
        told = []
        if self.errors:
            told.append(_("Corrigez les erreurs que la vérification signale."))
        if not self.tested:
            told.append(_("Écrivez au moins un scénario, et faites-les tous réussir."))
        if self.approval.wanted and not self.approval.holds:
            told.append(_("Une autre personne doit approuver ce brouillon tel qu'il est."))
        elif self.approval.wanted and self.approval.by_id == actor.id:
            told.append(_("Vous avez approuvé ce brouillon : une autre personne le publie."))
        return tuple(told)


@dataclass(frozen=True, slots=True)
class FileChanges:
    """What changes in one file, in words."""

    file: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ComparedDiagrams:
    """The diagram in service and that of the draft, with the ids that changed, by kind."""

    before: bytes
    after: bytes
    ids: Mapping[str, tuple[str, ...]]


def examine_draft(world: World, actor: Actor, code: str) -> Readiness:
    """Check a draft and run its scenarios; outside any transaction, for it may last.

    Raise NotFound or Forbidden.
    """
    with looking(world, actor) as act:
        draft = desk.open_draft(act, code)
        files, approval = desk.contents_of(act, draft), _approval(act, draft)
    settings = world.settings
    findings = check_within_limits(code, files, settings.check_seconds)
    return Readiness(digest_of(code, files), findings, report_of(code, files, settings), approval)


def changes_of_draft(act: Act, code: str) -> tuple[FileChanges, ...]:
    """Return what a draft changes of the version in service, file by file; raise NotFound."""
    files = desk.contents_of(act, desk.open_draft(act, code))
    changes = compare_files(code, files_in_service(act, code), files)
    by_file = groupby(sorted(changes, key=_place), key=lambda change: change.file)
    return tuple(FileChanges(file, tuple(group)) for file, group in by_file)


def compared_diagrams(act: Act, code: str) -> ComparedDiagrams:
    """Return both diagrams with what differs; raise NotFound."""
    files = desk.contents_of(act, desk.open_draft(act, code))
    before = files_in_service(act, code)
    changes = [each for each in compare_files(code, before, files) if each.file == PROCESS]
    ids = {
        kind.value: tuple(dict.fromkeys(each.element for each in changes if each.kind is kind))
        for kind in ChangeKind
    }
    return ComparedDiagrams(before.get(PROCESS, b""), files.get(PROCESS, b""), ids)


def approve_draft(act: Act, code: str, digest: str) -> None:
    """Approve a draft as it is; raise Conflict when it changed since it was read, Forbidden."""
    require(act.actor, Verb.PUBLISH)
    draft = desk.lock_draft(act, code)
    _refuse_changed(act, draft, digest)
    if draft.changed_by_id == act.actor.id:
        raise Forbidden(_("Vous avez fait le dernier changement : une autre personne approuve."))
    draft.approved_digest, draft.approved_by_id = digest, act.actor.id
    draft.approved_by = act.actor.name[:120]
    desk.tell(act, draft, "draft_approved", _("brouillon approuvé"))


def publish_draft(world: World, actor: Actor, code: str, digest: str) -> PublishedVersion:
    """Make a draft the version in service, and close it; dossiers under way stay on theirs.

    `digest` is that of the draft that the person has read. Raise Conflict when it changed since,
    or when something is missing; Forbidden or NotFound.
    """
    readiness = examine_draft(world, actor, code)
    obstacles = readiness.obstacles(actor)
    if obstacles:
        raise Conflict(" ".join(obstacles))
    with looking(world, actor) as act:
        folder = make_folder(read_parts(code, desk.contents_of(act, desk.open_draft(act, code))))
    with acting(world, actor) as act:
        require(act.actor, Verb.PUBLISH)
        draft = desk.lock_draft(act, code)
        for known in {digest, readiness.digest, folder.digest}:
            _refuse_changed(act, draft, known)
        published = make_current(act, folder)
        desk.keep_snapshot(act, draft, _("publié en version %(n)d") % {"n": published.number})
        close_draft(act, draft)
        return published


def put_back(act: Act, code: str, number: int) -> PublishedVersion:
    """Make a former version the one in service; raise NotFound, Forbidden or InvalidDemarche."""
    require(act.actor, Verb.PUBLISH)
    numbered = (DemarcheVersion.demarche_code == code, DemarcheVersion.number == number)
    version = act.session.scalar(select(DemarcheVersion).where(*numbered))
    if version is None:
        raise not_found()
    folder: Folder = folder_of(act.connection, version.id, version.digest)
    return make_current(act, folder)


def _place(change: Change) -> tuple[int, str]:
    """Order files as one draws a démarche: the diagram first, then the rest by name."""
    return (0 if change.file == PROCESS else 1, change.file)


def _approval(act: Act, draft: DemarcheDraft) -> Approval:
    digest = digest_of(draft.demarche_code, desk.contents_of(act, draft))
    holds = bool(draft.approved_digest) and draft.approved_digest == digest
    wanted = act.world.settings.publish_approvals > 0
    return Approval(wanted, draft.approved_by, draft.approved_by_id, holds)


def _refuse_changed(act: Act, draft: DemarcheDraft, digest: str) -> None:
    if digest_of(draft.demarche_code, desk.contents_of(act, draft)) != digest:
        told = _("%(who)s a changé ce brouillon depuis que vous l'avez lu : relisez ce qui change.")
        raise Conflict(told % {"who": draft.changed_by})
