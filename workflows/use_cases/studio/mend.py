"""Taking a quick fix of a finding: the draft is checked again, mended, saved under its locks."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.catalogue import Finding, Present, apply_fix_within_limits
from workflows.catalogue.files import Files
from workflows.errors import Invalid
from workflows.translation import _
from workflows.use_cases.act import Act
from workflows.use_cases.studio import desk
from workflows.use_cases.studio.files import DraftText, delete_draft_file, save_draft_file
from workflows.use_cases.studio.verify import verify


@dataclass(frozen=True, slots=True)
class WantedFix:
    """A fix as an analyst asks for it: which finding, which of its fixes, with which value."""

    file: str
    element: str
    finding: str
    fix: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class DraftAsRead:
    """The files of a draft with the revision of each, so that a change knows what it changed.

    `present` is when they were read, and the zone of the installation.
    """

    files: Files
    revisions: Mapping[str, int]
    present: Present


def read_draft(act: Act, code: str) -> DraftAsRead:
    """Return every file of the draft with its revision; raise NotFound or Forbidden."""
    draft = desk.open_draft(act, code)
    revisions = {path: row.revision for path, row in desk.rows_of(act, draft).items()}
    present = Present(act.now, act.world.settings.zone)
    return DraftAsRead(desk.contents_of(act, draft), revisions, present)


def mended(
    code: str, read: DraftAsRead, wanted: WantedFix, seconds: int
) -> dict[str, bytes | None]:
    """Return what a fix changes, None for a file that goes; raise Invalid once it is not offered.

    Outside any transaction and in the checking process, like the check that comes first: what a
    browser sends as a finding is only a question, never believed.
    """
    files = read.files
    finding = _found(verify(code, files, {}, seconds), wanted)
    fix = next(
        (each for each in finding.fixes if (each.code, each.value) == (wanted.fix, wanted.value)),
        None,
    )
    if fix is None:
        raise _gone()
    after = apply_fix_within_limits(files, finding, fix, read.present, seconds)
    paths = files.keys() | after.keys()
    return {path: after.get(path) for path in paths if files.get(path) != after.get(path)}


def save_mended(
    act: Act, code: str, read: DraftAsRead, changes: Mapping[str, bytes | None]
) -> tuple[DraftText, ...]:
    """Save what a fix changed, all or nothing; raise StaleDraftFile when a colleague was faster."""
    saved = []
    for path, content in sorted(changes.items()):
        revision = read.revisions.get(path, 0)
        if content is None:
            delete_draft_file(act, code, path, revision)
        else:
            saved.append(save_draft_file(act, code, path, content, revision))
    return tuple(saved)


def _found(findings: tuple[Finding, ...], wanted: WantedFix) -> Finding:
    asked = (wanted.file, wanted.element, wanted.finding)
    for finding in findings:
        if (finding.file, finding.element, finding.code) == asked:
            return finding
    raise _gone()


def _gone() -> Invalid:
    return Invalid(_("Ce constat a changé depuis : relisez la liste, puis recommencez."))
