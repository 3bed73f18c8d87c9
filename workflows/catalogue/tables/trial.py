"""A decision tried on typed values: its outputs, and the rules that matched, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from workflows.catalogue.tables.rows import label_of
from workflows.dmn import DmnError, InvalidXml, MatchedRule, decide, read_decisions
from workflows.dmn.xml import child, children, read_definitions, text_of
from workflows.feel import FeelError, evaluate
from workflows.forms.french import written
from workflows.translation import _

NOTHING = _("rien (null)")
ANYTHING = frozenset(("", "-"))
MOST_RULES = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a rule that matched: what it received (nothing for an output), what it says."""

    label: str
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """A rule that matched; `index` counts from 1."""

    decision: str
    decision_label: str
    rule: str
    index: int
    inputs: tuple[Cell, ...]
    outputs: tuple[Cell, ...]
    annotation: str


@dataclass(frozen=True, slots=True)
class TableTrial:
    """Outputs as (name, value in words); `problem` says why there are none.

    `ruled` tells that rules could match: not all that was computed is an expression.
    """

    outputs: tuple[tuple[str, str], ...] = ()
    matched: tuple[Matched, ...] = ()
    problem: str = ""
    element: str = ""
    ruled: bool = False


def try_decision(
    content: bytes, decision_id: str, values: Mapping[str, object], now: datetime
) -> TableTrial:
    """Take a decision of a file that is being drawn, within the bounds of every decision."""
    try:
        model, root = read_decisions(content), read_definitions(content)
    except (DmnError, InvalidXml) as refusal:
        return TableTrial(problem=refusal.message)
    ruled = any(_is_table(root, key) for key in model.plans.get(decision_id, ()))
    try:
        found = decide(model, decision_id, values, now=now)
    except DmnError as refusal:
        rules = tuple(_told(root, refusal.matched))
        return TableTrial((), rules, refusal.message, refusal.element_id, ruled)
    outputs = tuple(_outputs(root, decision_id, found.value))
    return TableTrial(outputs, tuple(_told(root, found.matched)), ruled=ruled)


def in_words(value: object) -> str:
    """Write an output: a plain value as people read it, any other as FEEL writes it."""
    if value is None:
        return NOTHING
    if value == "":
        return _("texte vide")
    if isinstance(value, str) or written(value) != str(value):
        plain = not isinstance(value, list) or all(isinstance(each, str) for each in value)
        if plain:
            return written(value) or _("liste vide")
    try:
        return str(evaluate("string(x)", {"x": value}))
    except FeelError:
        return written(value)


def _outputs(root: etree._Element, decision_id: str, value: object) -> Iterator[tuple[str, str]]:
    decision = _by_id(root).get(decision_id)
    if not isinstance(value, Mapping):
        named = next(iter(_labels(decision).values()), "") or _("Résultat")
        yield named, in_words(value)
        return
    labels = _labels(decision)
    for name, each in value.items():
        label = labels.get(name) or name
        yield (label if label == name else f"{label} ({name})"), in_words(each)


def _labels(decision: etree._Element | None) -> dict[str, str]:
    table = child(decision, "decisionTable")
    columns = children(table, "output") if table is not None else ()
    return {each.get("name", ""): each.get("label") or each.get("name") or "" for each in columns}


def _told(root: etree._Element, matched: tuple[MatchedRule, ...]) -> Iterator[Matched]:
    decisions = _by_id(root)
    for each in matched[:MOST_RULES]:
        decision = decisions.get(each.decision_id)
        table = child(decision, "decisionTable")
        if decision is None or table is None:
            continue  # of an imported file
        rule = list(children(table, "rule"))[each.index - 1]
        yield Matched(
            each.decision_id,
            label_of(decision),
            rule.get("id") or each.rule_id,
            each.index,
            tuple(_received(table, rule, each.inputs)),
            tuple(_given(table, rule)),
            each.annotation,
        )


def _received(
    table: etree._Element, rule: etree._Element, values: Mapping[str, object]
) -> Iterator[Cell]:
    """Yield the cells that asked for something, with what they received."""
    for column, entry in zip(children(table, "input"), children(rule, "inputEntry"), strict=False):
        text = text_of(child(entry, "text"))
        label = column.get("label") or text_of(child(child(column, "inputExpression"), "text"))
        if text not in ANYTHING:
            yield Cell(label, text, in_words(values.get(label)))


def _given(table: etree._Element, rule: etree._Element) -> Iterator[Cell]:
    for column, entry in zip(
        children(table, "output"), children(rule, "outputEntry"), strict=False
    ):
        label = column.get("label") or column.get("name") or _("Résultat")
        yield Cell(label, text_of(child(entry, "text")) or "null")


def _is_table(root: etree._Element, decision_id: str) -> bool:
    return child(_by_id(root).get(decision_id), "decisionTable") is not None


def _by_id(root: etree._Element) -> dict[str, etree._Element]:
    return {each.get("id", ""): each for each in children(root, "decision")}
