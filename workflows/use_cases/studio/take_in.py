"""Importing: what came becomes a new démarche, or a new revision of the one it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from sqlalchemy import select

from workflows.catalogue import Change, Finding, InvalidDemarche
from workflows.catalogue.apart import SECONDS, compare_within_limits
from workflows.catalogue.beginnings.arrival import Arrival
from workflows.catalogue.beginnings.completion import complete
from workflows.catalogue.beginnings.naming import (
    clean_title,
    code_from,
    process_id_of,
    process_ids_of,
    process_name_of,
    title_of,
)
from workflows.catalogue.beginnings.starting_points import named
from workflows.catalogue.card.about import FILE as ABOUT
from workflows.catalogue.files import CODE, Files, digest_of
from workflows.catalogue.findings import error
from workflows.catalogue.parts import PROCESS
from workflows.dmn import InvalidXml, read_xml
from workflows.errors import Conflict, Invalid
from workflows.model import Demarche, DemarcheDraft, DemarcheVersion, DraftFile, DraftState
from workflows.translation import _, ngettext
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import Act
from workflows.use_cases.demarches.packages import folder_of
from workflows.use_cases.studio import desk
from workflows.use_cases.studio.create import is_known, present_files, refuse_code
from workflows.use_cases.studio.drafts import start_draft
from workflows.use_cases.studio.snapshots import replace_files
from workflows.use_cases.studio.verify import verify
from workflows.use_cases.words import moment_words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the analyst typed beside the files; both empty to follow the files."""

    code: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do: `before` is what is there now, `after` what would be.

    `made` are the files that it adds by itself, `seen` the mark of `before`.
    """

    code: str
    title: str
    created: bool
    before: Files
    after: Files
    made: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]

    @property
    def seen(self) -> str:
        """Return what must still be true when the plan is applied."""
        return digest_of(self.code, self.before)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A plan in words: what changes in the démarche, and what the checks say of the result."""

    plan: ImportPlan
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


def plan_import(act: Act, arrival: Arrival, wanted: Wanted) -> ImportPlan:
    """Say what an import would do; raise Invalid, Conflict, TooLarge, InvalidDemarche.

    A known code, or the process of a known démarche, makes a new revision of it; a code that
    the analyst typed, and that nobody bears, makes a new démarche whatever the files say.
    """
    require(act.actor, Verb.DESIGN)
    _refuse_unreadable(arrival)
    code, created = _target(act, arrival, wanted)
    before = {} if created else dict(present_files(act, code))
    title = _title(arrival, wanted, before, code)
    files = dict(arrival.files if arrival.whole else {**before, **_placed(act, arrival, code)})
    if PROCESS not in files:
        raise InvalidDemarche([_no_diagram()])
    made = {} if arrival.whole else complete(files, title)
    after = {**files, **made}
    if created:
        after = _renamed(act, after, code, title)
    for path in after:
        desk.refuse_path(path)
    desk.refuse_sizes({path: len(content) for path, content in after.items()})
    return ImportPlan(
        code=code,
        title=title,
        created=created,
        before=before,
        after=after,
        made=tuple(sorted(made)),
        moved=arrival.moved,
        ignored=arrival.ignored,
    )


def report_on(plan: ImportPlan, seconds: int = SECONDS) -> ImportReport:
    """Compare and check, outside any transaction; raise InvalidDemarche when it takes too long."""
    both = (plan.before, plan.after)
    changes = () if plan.created else compare_within_limits(plan.code, *both, seconds)
    return ImportReport(plan, changes, verify(plan.code, plan.after, {}, seconds))


def apply_import(act: Act, plan: ImportPlan, seen: str) -> None:
    """Do what was shown; raise Conflict when the démarche changed since.

    What was there is kept as a snapshot; a file that does not change keeps its revision.
    """
    require(act.actor, Verb.DESIGN)
    if plan.created:
        refuse_code(act, plan.code)
        draft = desk.begin(act, plan.code, plan.title, plan.after)
        desk.tell(act, draft, "draft_created", _("démarche créée par import"))
        return
    start_draft(act, plan.code)
    draft = desk.lock_draft(act, plan.code)
    before = desk.contents_of(act, draft)
    if digest_of(plan.code, before) != seen:
        raise _changed_meanwhile(act, draft)
    desk.keep_snapshot(act, draft, _("avant un import"))
    count = replace_files(act, draft, plan.after)
    told = ngettext(
        "nouvelle révision importée (%(n)d fichier changé)",
        "nouvelle révision importée (%(n)d fichiers changés)",
        count or 1,
    )
    desk.tell(act, draft, "draft_imported", told % {"n": count})


def _target(act: Act, arrival: Arrival, wanted: Wanted) -> tuple[str, bool]:
    """Return the code that an import goes to, and whether it is new."""
    if wanted.code:
        known = bool(CODE.fullmatch(wanted.code)) and is_known(act, wanted.code)
        if not known:
            refuse_code(act, wanted.code)
        return wanted.code, not known
    if arrival.code and is_known(act, arrival.code):
        return arrival.code, False
    owner, _path = _owner_of(act, process_id_of(arrival.files.get(PROCESS, b"")))
    if owner:
        return owner, False
    code = arrival.code or code_from(wanted.title or _title_of(arrival))
    if not code:
        raise Invalid(_code_wanted(wanted.title or _title_of(arrival)))
    refuse_code(act, code)
    return code, True


def _code_wanted(title: str) -> str:
    if title:
        told = _(
            "Donnez un code à la démarche : « %(title)s » n'a pas de lettres pour en faire un."
        )
        return told % {"title": title}
    return _("Donnez un titre ou un code à la démarche : ces fichiers n'en ont pas.")


def _placed(act: Act, arrival: Arrival, code: str) -> Files:
    """Return some files of a démarche; a lone diagram that it calls goes where that one is."""
    files = dict(arrival.files)
    owner, path = _owner_of(act, process_id_of(files.get(PROCESS, b"")))
    if owner == code and path != PROCESS:
        files[path] = files.pop(PROCESS)
    return files


def _title_of(arrival: Arrival) -> str:
    """Return the title that files give: of the card, of the process, else of the diagram's file."""
    files = arrival.files
    named = title_of(files.get(ABOUT, b"")) or process_name_of(files.get(PROCESS, b""))
    came = next((name for name, place in arrival.moved if place == PROCESS), "")
    return named or PurePath(came).stem


def _title(arrival: Arrival, wanted: Wanted, before: Files, code: str) -> str:
    known = "" if arrival.whole else title_of(before.get(ABOUT, b""))
    title = wanted.title or known or _title_of(arrival)
    return clean_title(title or code.replace("_", " ").capitalize())


def _renamed(act: Act, files: Files, code: str, title: str) -> dict[str, bytes]:
    """Give a new démarche its title, and a process of its own when its process is another's.

    Otherwise the process keeps its id: by it the same file will be known when it comes again.
    """
    process_id = process_id_of(files[PROCESS])
    taken = bool(_owner_of(act, process_id)[0])
    return named(files, code if taken else process_id, title)


def _owner_of(act: Act, process_id: str) -> tuple[str, str]:
    """Return the démarche and the file that draw this process; nothing when nobody does."""
    if not process_id:
        return "", ""
    drafted = _drafted(act)
    for code, path, bpmn in drafted:
        if process_id in process_ids_of(bpmn):
            return code, path
    held = {code for code, _path, _bpmn in drafted}
    found = select(Demarche.code, DemarcheVersion.id, DemarcheVersion.digest).join(
        DemarcheVersion, DemarcheVersion.id == Demarche.current_id
    )
    for code, version_id, digest in act.session.execute(found):
        for path, bpmn in _published(act, version_id, digest) if code not in held else ():
            if process_id in process_ids_of(bpmn):
                return str(code), path
    return "", ""


def _drafted(act: Act) -> list[tuple[str, str, bytes]]:
    found = (
        select(DemarcheDraft.demarche_code, DraftFile.path, DraftFile.content)
        .join(DraftFile, DraftFile.draft_id == DemarcheDraft.id)
        .where(DraftFile.path.endswith(".bpmn"), DemarcheDraft.state != DraftState.FERME)
        .order_by(DemarcheDraft.demarche_code, DraftFile.path)
    )
    return [(code, path, content) for code, path, content in act.session.execute(found)]


def _published(act: Act, version_id: UUID, digest: str) -> Iterator[tuple[str, bytes]]:
    try:
        files = folder_of(act.connection, version_id, digest).files
    except InvalidDemarche:
        return  # published under older checks
    yield from ((path, bpmn) for path, bpmn in files.items() if path.endswith(".bpmn"))


def _refuse_unreadable(arrival: Arrival) -> None:
    """Raise InvalidDemarche for a diagram that nobody could draw on."""
    for path, content in arrival.files.items():
        if path.endswith(".bpmn"):
            _readable(path, content)


def _readable(path: str, content: bytes) -> None:
    try:
        read_xml(content)
    except InvalidXml as wrong:
        remedy = _("Ouvrez-le dans le modeleur et enregistrez-le de nouveau.")
        raise InvalidDemarche([error("xml-illisible", path, "", wrong.message, remedy)]) from wrong


def _no_diagram() -> Finding:
    return error(
        "import-sans-diagramme",
        PROCESS,
        "",
        _("Ces fichiers n'ont pas de diagramme, et n'appartiennent à aucune démarche connue."),
        _("Ajoutez le fichier .bpmn, ou donnez le code de la démarche à compléter."),
    )


def _changed_meanwhile(act: Act, draft: DemarcheDraft) -> Conflict:
    when = moment_words(draft.changed_at, act.world.settings.zone)
    told = _(
        "%(who)s a changé le brouillon le %(when)s, après votre aperçu : rien n'est importé. "
        "Regardez de nouveau ce qui changerait."
    )
    return Conflict(told % {"who": draft.changed_by, "when": when})
