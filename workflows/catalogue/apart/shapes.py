"""Findings and results of scenarios as plain JSON, and back: what the two processes tell."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from workflows.catalogue.differences.folders import Change, ChangeKind
from workflows.catalogue.findings import Finding, Fix, Level
from workflows.catalogue.scenarios.scenario import ScenarioResult, StepResult

Plain = Mapping[str, object]
BEFORE, AFTER = "before/", "after/"  # the two sides of a comparison, in one question


def findings_as_plain(findings: Iterable[Finding]) -> dict[str, object]:
    """Return an answer made of findings."""
    return {"findings": [finding.as_json() for finding in findings]}


def findings_in(answer: Plain) -> tuple[Finding, ...]:
    """Return the findings of an answer."""
    return tuple(finding_from(each) for each in _objects(answer, "findings"))


def finding_as_text(finding: Finding) -> str:
    """Return one finding as the text of a detail."""
    return json.dumps(finding.as_json())


def finding_from(said: Plain) -> Finding:
    """Return a finding told in JSON; raise KeyError or ValueError for what is none."""
    texts = {name: str(said[name]) for name in ("file", "element", "code", "message", "remedy")}
    fixes = tuple(fix_from(each) for each in _objects(said, "fixes"))
    return Finding(**texts, level=Level(str(said["level"])), fixes=fixes)


def fix_from(said: Plain) -> Fix:
    """Return a fix told in JSON; raise KeyError for what is none."""
    code, label, value = (str(said[name]) for name in ("code", "label", "value"))
    return Fix(code, label, said["safe"] is True, value)


def fix_as_text(fix: Fix | None) -> str:
    """Return a fix as the text of a detail, empty for the safe one."""
    return json.dumps(asdict(fix)) if fix else ""


def files_as_plain(files: Mapping[str, bytes]) -> dict[str, object]:
    """Return an answer made of files."""
    return {"files": {name: b64encode(data).decode() for name, data in files.items()}}


def files_in(answer: Plain) -> dict[str, bytes]:
    """Return the files of an answer."""
    found = answer.get("files")
    named = found if isinstance(found, dict) else {}
    return {str(name): b64decode(str(data)) for name, data in named.items()}


def refusal_as_plain(findings: Iterable[Finding]) -> dict[str, object]:
    """Return the answer that says why a folder could not be used."""
    return {"refused": [finding.as_json() for finding in findings]}


def refusal_in(answer: Plain) -> tuple[Finding, ...]:
    """Return why a folder could not be used; nothing when it was."""
    return tuple(finding_from(each) for each in _objects(answer, "refused"))


def results_as_plain(results: Iterable[ScenarioResult]) -> dict[str, object]:
    """Return an answer made of results of scenarios."""
    return {"results": [_result_as_plain(result) for result in results]}


def results_in(answer: Plain) -> tuple[ScenarioResult, ...]:
    """Return the results of scenarios of an answer."""
    return tuple(
        ScenarioResult(
            stem=str(each["stem"]),
            name=str(each["name"]),
            ok=each["ok"] is True,
            message=str(each["message"]),
            steps=tuple(_step(step) for step in _objects(each, "steps")),
            visited=_names(each, "visited"),
            taken=_names(each, "taken"),
        )
        for each in _objects(answer, "results")
    )


def changes_as_plain(changes: Iterable[Change]) -> dict[str, object]:
    """Return an answer made of differences."""
    return {"changes": [asdict(change) for change in changes]}


def changes_in(answer: Plain) -> tuple[Change, ...]:
    """Return the differences of an answer."""
    return tuple(
        Change(
            kind=ChangeKind(str(each["kind"])),
            file=str(each["file"]),
            element=str(each["element"]),
            sentence=str(each["sentence"]),
        )
        for each in _objects(answer, "changes")
    )


def _result_as_plain(result: ScenarioResult) -> dict[str, object]:
    sets = {"visited": sorted(result.visited), "taken": sorted(result.taken)}
    return asdict(result) | sets


def _step(said: Plain) -> StepResult:
    rank = said["rank"]
    return StepResult(
        rank=rank if isinstance(rank, int) else 0,
        title=str(said["title"]),
        ok=said["ok"] is True,
        message=str(said["message"]),
    )


def _names(said: Plain, name: str) -> frozenset[str]:
    found = said.get(name, [])
    return frozenset(str(each) for each in found) if isinstance(found, list) else frozenset()


def _objects(said: Plain, name: str) -> list[Plain]:
    found = said.get(name, [])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
