"""Reads the cases of the DMN Technology Compatibility Kit and judges our answers."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from lxml import etree

from workflows.dmn import DmnError, InvalidXml, decide, read_decisions
from workflows.errors import WorkflowError
from workflows.feel import FeelError
from workflows.feel.semantics.comparison import equal
from workflows.feel.semantics.temporal import read_date, read_date_time, read_duration, read_time

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("CORPORA", ROOT.parent / "shared" / "corpora")) / "dmn-tck"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
TOLERANCE = Decimal("1e-8")


class Verdict(StrEnum):
    """How an answer compares with the expected one."""

    RIGHT = "right"
    WRONG = "wrong"
    REFUSED = "refused"


@dataclass(frozen=True)
class Case:
    """One result asked by one test case."""

    name: str
    group: str
    model: Path
    target: str
    variables: dict[str, object]
    expected: object


class Unreadable:
    """An expected value that we have no way to hold (a year of nine digits)."""


def cases() -> Iterator[Case]:
    for path in sorted(CORPUS.rglob("*-test-*.xml")):
        root = etree.parse(path).getroot()
        model = path.parent / root.findtext("{*}modelName").strip()
        for case in root.iter("{*}testCase"):
            yield from _results(case, path, model)


def _results(case, path: Path, model: Path) -> Iterator[Case]:
    variables = {node.get("name"): value_of(node) for node in case.findall("{*}inputNode")}
    service = case.get("invocableName") if case.get("type") == "decisionService" else None
    for node in case.findall("{*}resultNode"):
        target = service or node.get("name")
        yield Case(
            f"{path.parent.name}/{path.stem[-2:]}/{case.get('id')}/{node.get('name')}",
            path.parent.name,
            model,
            target,
            variables,
            value_of(node.find("{*}expected")),
        )


def value_of(node) -> object:
    """Read a `value`, a `list` or `component`s."""
    found = node.find("{*}list")
    if found is not None and found.get(f"{XSI}nil") != "true":
        return [value_of(item) for item in found.findall("{*}item")]
    components = node.findall("{*}component")
    if components:
        return {part.get("name"): value_of(part) for part in components}
    return _scalar(node.find("{*}value"))


def _scalar(value) -> object:
    if value is None or value.get(f"{XSI}nil") == "true":
        return None
    text = value.text or ""
    kind = (value.get(f"{XSI}type") or "xsd:string").rpartition(":")[2]
    if kind == "string":
        return text
    if kind == "boolean":
        return text.strip() in {"true", "1"}
    if kind in {"decimal", "double", "integer", "int", "float", "long"}:
        return Decimal(text.strip())
    readers = {"date": read_date, "dateTime": read_date_time, "time": read_time}
    try:
        found = readers.get(kind, read_duration)(text.strip())
    except FeelError:
        return Unreadable()
    return Unreadable() if found is None else found


@lru_cache(maxsize=8)
def _model(path: Path):
    others = {
        other.name: other.read_bytes() for other in path.parent.glob("*.dmn") if other != path
    }
    return read_decisions(path.read_bytes(), others)


def answer(case: Case) -> object:
    model = _model(case.model)
    for element in model.elements.values():
        if case.target in {element.label, element.id} and element.service is not None:
            return decide(model, element.key, case.variables).value
    key = next(
        (key for key, found in model.decisions.items() if found.label == case.target), case.target
    )
    return decide(model, key, case.variables).value


def judge(case: Case) -> tuple[Verdict, object]:
    try:
        found = answer(case)
    except (DmnError, InvalidXml) as refusal:
        return (Verdict.RIGHT if case.expected is None else Verdict.REFUSED), refusal.message
    except WorkflowError as refusal:
        return Verdict.REFUSED, f"not a DmnError: {refusal.message}"
    return (Verdict.RIGHT if same(found, case.expected) else Verdict.WRONG), found


def same(found: object, expected: object) -> bool:
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(same(one, other) for one, other in zip(found, expected, strict=True))
        )
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and found.keys() == expected.keys()
            and all(same(found[key], value) for key, value in expected.items())
        )
    if isinstance(expected, Decimal) and isinstance(found, Decimal):
        return abs(found - expected) <= TOLERANCE * max(1, abs(expected))
    if isinstance(expected, date | time | datetime) and type(found) is not type(expected):
        return False
    return equal(found, expected) is True
