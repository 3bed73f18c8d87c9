"""Findings and results of scenarios as plain JSON, and back: what the two processes tell."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from workflows.catalogue.diff import Change, ChangeKind
from workflows.catalogue.findings import Finding, Level
from workflows.catalogue.scenario import ScenarioResult, StepResult

Plain = Mapping[str, object]
BEFORE, AFTER = "before/", "after/"  # the two sides of a comparison, in one question


def findings_as_plain(findings: Iterable[Finding]) -> dict[str, object]:
    """Return an answer made of findings."""
    return {"findings": [finding.as_json() for finding in findings]}


def findings_in(answer: Plain) -> tuple[Finding, ...]:
    """Return the findings of an answer."""
    return tuple(_finding(each) for each in _objects(answer, "findings"))


def refusal_as_plain(findings: Iterable[Finding]) -> dict[str, object]:
    """Return the answer that says why a folder could not be used."""
    return {"refused": [finding.as_json() for finding in findings]}


def refusal_in(answer: Plain) -> tuple[Finding, ...]:
    """Return why a folder could not be used; nothing when it was."""
    return tuple(_finding(each) for each in _objects(answer, "refused"))


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


def _finding(said: Plain) -> Finding:
    texts = {name: str(said[name]) for name in ("file", "element", "code", "message", "remedy")}
    return Finding(**texts, level=Level(str(said["level"])))


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
