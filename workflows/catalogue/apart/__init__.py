"""Checks made in a process of their own, so that no file an analyst sends can hang the server.

`check_within_limits`, `compare_within_limits` and `run_scenarios_within_limits` are the doors;
`pool` keeps the processes warm, `checker` speaks to one, `child` is what runs in it and `cage`
what it may not do.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from workflows.catalogue.apart.checker import Interrupted
from workflows.catalogue.apart.pool import Pool
from workflows.catalogue.apart.question import Question
from workflows.catalogue.apart.shapes import (
    AFTER,
    BEFORE,
    changes_in,
    files_in,
    finding_as_text,
    findings_in,
    fix_as_text,
    refusal_in,
    results_in,
)
from workflows.catalogue.differences.folders import Change
from workflows.catalogue.files import read_files
from workflows.catalogue.findings import Finding, Fix, InvalidDemarche, error
from workflows.catalogue.fixes import Present
from workflows.catalogue.scenarios.scenario import ScenarioResult
from workflows.errors import Invalid
from workflows.settings import Settings
from workflows.translation import _

INTERRUPTED = "verification-interrompue"
SECONDS = Settings().check_seconds

_POOL = Pool()


def check_within_limits(
    code: str, files: Mapping[str, bytes], seconds: int = SECONDS
) -> tuple[Finding, ...]:
    """Return every finding about these files; one that says so when the check is cut short."""
    try:
        return findings_in(_POOL.ask(Question("check", code, files, seconds)))
    except Interrupted as cut:
        return (_interrupted(cut),)


def check_folder_within_limits(folder: Path, seconds: int = SECONDS) -> tuple[Finding, ...]:
    """Return every finding about a folder, sorted by file; never raise for what it holds."""
    try:
        files, findings = read_files(folder)
    except InvalidDemarche as refusal:
        return refusal.findings
    found = check_within_limits(folder.resolve().name, files, seconds)
    return tuple(sorted((*findings, *found)))


def run_scenarios_within_limits(
    code: str, files: Mapping[str, bytes], zone: ZoneInfo | None = None, seconds: int = SECONDS
) -> tuple[ScenarioResult, ...]:
    """Play every scenario of these files; raise InvalidDemarche when they cannot be read or end."""
    named = (zone or Settings().zone).key
    try:
        answer = _POOL.ask(Question("scenarios", code, files, seconds, {"zone": named}))
    except Interrupted as cut:
        raise InvalidDemarche([_interrupted(cut)]) from cut
    if refused := refusal_in(answer):
        raise InvalidDemarche(refused)
    return results_in(answer)


def compare_within_limits(
    code: str, before: Mapping[str, bytes], after: Mapping[str, bytes], seconds: int = SECONDS
) -> tuple[Change, ...]:
    """Return what changed, in detail when both sides can be read; raise InvalidDemarche."""
    both = {f"{BEFORE}{name}": content for name, content in before.items()}
    both |= {f"{AFTER}{name}": content for name, content in after.items()}
    try:
        return changes_in(_POOL.ask(Question("compare", code, both, seconds)))
    except Interrupted as cut:
        file = cut.file.removeprefix(BEFORE).removeprefix(AFTER)
        raise InvalidDemarche([replace(_interrupted(cut), file=file)]) from cut


def apply_fix_within_limits(
    files: Mapping[str, bytes],
    finding: Finding,
    fix: Fix | None,
    present: Present,
    seconds: int = SECONDS,
) -> dict[str, bytes]:
    """Return the files once a fix of a finding is made; raise Invalid when it cannot be."""
    details = {"finding": finding_as_text(finding), "fix": fix_as_text(fix)}
    details |= {"now": present.now.isoformat(), "zone": present.zone.key}
    try:
        answer = _POOL.ask(Question("fix", "", files, seconds, details))
    except Interrupted as cut:
        raise InvalidDemarche([_interrupted(cut)]) from cut
    if "refused" in answer:
        raise Invalid(str(answer["refused"]))
    return files_in(answer)


def _interrupted(cut: Interrupted) -> Finding:
    return error(
        INTERRUPTED,
        cut.file,
        "",
        cut.message,
        _("Simplifiez ce qui vient d'être changé, ou découpez la démarche, puis recommencez."),
    )


__all__ = [
    "INTERRUPTED",
    "apply_fix_within_limits",
    "check_folder_within_limits",
    "check_within_limits",
    "compare_within_limits",
    "run_scenarios_within_limits",
]
