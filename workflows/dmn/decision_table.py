"""Decision tables (DMN 1.5, 8): XML -> a closure that gives the value and notes the matches."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from workflows.dmn.errors import DmnError
from workflows.dmn.hit_policies import NEEDS_PRIORITIES, POLICIES, Columns, Policy, Row
from workflows.dmn.model import MatchedRule
from workflows.dmn.places import Place
from workflows.dmn.xml import child, children, expression_text, text_of
from workflows.feel.scope import Evaluate, Frame
from workflows.feel.syntax import tree
from workflows.translation import _


@dataclass(frozen=True, slots=True)
class Column:
    """An input column: what is shown, what is evaluated, and which values are allowed."""

    label: str
    value: Evaluate
    allowed: Evaluate | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: the cells that are not `-` with their column's number, and the outputs."""

    id: str
    index: int
    tests: tuple[tuple[int, Evaluate], ...]
    outputs: tuple[Evaluate, ...]
    annotation: str


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table, ready to evaluate."""

    decision_id: str
    inputs: tuple[Column, ...]
    rules: tuple[Rule, ...]
    columns: Columns
    policy: Policy
    defaults: tuple[Evaluate, ...] | None
    stops_at_first: bool

    def evaluate(self, frame: Frame) -> object:
        """Return the value of the table, noting the rules that matched in the run's trace."""
        values = [column.value(frame) for column in self.inputs]
        cells = [frame.inner({"?": value}) for value in values]
        self._check_allowed(values, cells)
        rows = self._matching(frame, values, cells)
        if not rows:
            return self._default(frame)
        return self.policy(rows, self.columns)

    def _matching(
        self, frame: Frame, values: Sequence[object], cells: Sequence[Frame]
    ) -> list[Row]:
        rows: list[Row] = []
        inputs = {column.label: value for column, value in zip(self.inputs, values, strict=True)}
        frame.run.budget.take(len(self.rules))
        for rule in self.rules:
            for column, test in rule.tests:
                if test(cells[column]) is not True:
                    break
            else:
                rows.append(Row(rule.index, tuple(output(frame) for output in rule.outputs)))
                frame.run.trace.append(
                    MatchedRule(self.decision_id, rule.id, rule.index, inputs, rule.annotation)
                )
                if self.stops_at_first:
                    break
        return rows

    def _check_allowed(self, values: Sequence[object], cells: Sequence[Frame]) -> None:
        for column, value, cell in zip(self.inputs, values, cells, strict=True):
            if column.allowed is not None and value is not None and column.allowed(cell) is False:
                raise DmnError(
                    _("« %(column)s » reçoit une valeur qui n’est pas dans la liste permise.")
                    % {"column": column.label},
                    self.columns.table_id,
                )

    def _default(self, frame: Frame) -> object:
        if self.defaults is None:
            return None
        return self.columns.value(Row(0, tuple(value(frame) for value in self.defaults)))


def build_table(element: etree._Element, place: Place) -> Evaluate:
    """Return the closure of a `decisionTable`; raise DmnError or FeelError when it is wrong."""
    policy = _policy_of(element, place)
    outputs = list(children(element, "output"))
    names = tuple(output.get("name") or "" for output in outputs)
    if len(set(names)) < len(names) or (len(names) > 1 and "" in names):
        raise DmnError(
            _("Une table à plusieurs sorties donne à chacune un nom à elle."), place.element_id
        )
    columns = Columns(
        names,
        tuple(_priorities(output, place) for output in outputs),
        place.element_id,
    )
    if policy in NEEDS_PRIORITIES and not any(columns.priorities):
        raise DmnError(
            _("Cette table classe ses résultats, mais aucune liste de valeurs ne donne l’ordre."),
            place.element_id,
        )
    table = Table(
        place.element_id,
        tuple(_column(item, place) for item in children(element, "input")),
        tuple(_rule(rule, i, place) for i, rule in enumerate(children(element, "rule"), 1)),
        columns,
        POLICIES[policy],
        _defaults(outputs, place),
        policy == "FIRST",
    )
    _check_widths(table, element)
    return table.evaluate


def _policy_of(element: etree._Element, place: Place) -> str:
    policy = element.get("hitPolicy") or "UNIQUE"
    aggregation = element.get("aggregation")
    if policy == "COLLECT" and aggregation:
        policy = f"COLLECT {aggregation}"
    if policy not in POLICIES:
        raise DmnError(
            _("La politique « %(policy)s » n’existe pas.") % {"policy": policy}, place.element_id
        )
    return policy


def _column(item: etree._Element, place: Place) -> Column:
    expression = child(item, "inputExpression")
    text = expression_text(expression)
    allowed = expression_text(child(item, "inputValues"))
    return Column(
        item.get("label") or text,
        place.expression(text) if text else (lambda _frame: None),
        place.tests(allowed) if allowed else None,
    )


def _rule(element: etree._Element, index: int, place: Place) -> Rule:
    tests = [expression_text(entry) for entry in children(element, "inputEntry")]
    annotations = [expression_text(entry) for entry in children(element, "annotationEntry")]
    written = [text for text in (*annotations, _description(element)) if text]
    return Rule(
        element.get("id") or f"{place.element_id}_{index}",
        index,
        tuple((i, place.tests(text)) for i, text in enumerate(tests) if text not in {"", "-"}),
        tuple(
            place.expression(expression_text(entry) or "null")
            for entry in children(element, "outputEntry")
        ),
        " · ".join(written),
    )


def _description(element: etree._Element) -> str:
    """Return the description of a rule, where Camunda's modeler keeps its annotation."""
    return text_of(child(element, "description"))


def _defaults(outputs: list[etree._Element], place: Place) -> tuple[Evaluate, ...] | None:
    """Return the default outputs, when at least one column has one."""
    texts = [expression_text(child(output, "defaultOutputEntry")) for output in outputs]
    if not any(texts):
        return None
    return tuple(place.expression(text or "null") for text in texts)


def _priorities(output: etree._Element, place: Place) -> tuple[object, ...]:
    """Return the values that an output may take, in the order they are listed."""
    text = expression_text(child(output, "outputValues"))
    if not text:
        return ()
    found = place.parsed_tests(text)
    if not isinstance(found, tree.UnaryTests):
        return ()
    return tuple(test.value for test in found.tests if isinstance(test, tree.Literal))


def _check_widths(table: Table, element: etree._Element) -> None:
    """Refuse a rule with more or fewer cells than the table has columns."""
    for rule, read in zip(children(element, "rule"), table.rules, strict=True):
        cells = sum(1 for _entry in children(rule, "inputEntry"))
        if cells != len(table.inputs) or len(read.outputs) != len(table.columns.names):
            raise DmnError(
                _("La règle %(index)d n’a pas autant de cases que la table a de colonnes.")
                % {"index": read.index},
                table.columns.table_id,
            )
