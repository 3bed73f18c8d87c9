"""Boxed expressions (DMN 1.5, 7.3 and 10.2): XML -> closures, the value converted to its type."""

from collections.abc import Callable, Iterable

from lxml import etree

from workflows.dmn.decision_table import build_table
from workflows.dmn.errors import DmnError
from workflows.dmn.item_definitions import type_ref
from workflows.dmn.places import Place
from workflows.dmn.xml import child, children, expression_text, tag_of
from workflows.feel.filters import selected
from workflows.feel.functions import Lambda, call_named, converted
from workflows.feel.iteration import build_for
from workflows.feel.scope import Evaluate, Frame
from workflows.feel.semantics.ternary import conjunction, disjunction
from workflows.feel.semantics.value_types import ANY, Type
from workflows.feel.syntax import tree
from workflows.translation import _

Builder = Callable[[etree._Element, Place], Evaluate]


def build_boxed(element: etree._Element, place: Place) -> Evaluate:
    """Return the closure of any boxed expression."""
    builder = BUILDERS.get(tag_of(element))
    if builder is None:
        raise DmnError(
            _("L’élément « %(tag)s » n’est pas une expression connue.") % {"tag": tag_of(element)},
            place.element_id,
        )
    return typed(builder(element, place), type_ref(element))


def typed(value: Evaluate, wanted: Type) -> Evaluate:
    """Return the closure with its value converted to a type, null when it cannot be."""
    if wanted is ANY or wanted.name == "Any":
        return value

    def convert(frame: Frame) -> object:
        found = value(frame)
        frame.run.budget.weigh(found)
        return converted(found, wanted, frame.run.types)

    return convert


def boxed_child(element: etree._Element | None) -> etree._Element | None:
    """Return the expression inside an element, if there is one."""
    if element is None:
        return None
    return next((inner for inner in element.iterchildren() if tag_of(inner) in BUILDERS), None)


def _inner(element: etree._Element | None, place: Place) -> Evaluate:
    """Return the closure of the expression inside an element, null when there is none."""
    found = boxed_child(element)
    return (lambda _frame: None) if found is None else build_boxed(found, place)


def _literal(element: etree._Element, place: Place) -> Evaluate:
    text = expression_text(element)
    return place.expression(text) if text else (lambda _frame: None)


def _context(element: etree._Element, place: Place) -> Evaluate:
    entries: list[tuple[str, Evaluate]] = []
    result: Evaluate | None = None
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        value = typed(_inner(entry, place), type_ref(variable))
        if variable is None:
            result = value
            continue
        name = variable.get("name", "")
        place = place.inside((name,))
        entries.append((name, value))

    def make(frame: Frame) -> object:
        scope = frame.inner({})
        for name, value in entries:
            scope.values[name] = value(scope)
        return scope.values if result is None else result(scope)

    return make


def _list(element: etree._Element, place: Place) -> Evaluate:
    items = [
        build_boxed(item, place) for item in element.iterchildren() if tag_of(item) in BUILDERS
    ]
    return lambda frame: [item(frame) for item in items]


def _relation(element: etree._Element, place: Place) -> Evaluate:
    names = [column.get("name", "") for column in children(element, "column")]
    rows = [
        [build_boxed(cell, place) for cell in row.iterchildren() if tag_of(cell) in BUILDERS]
        for row in children(element, "row")
    ]
    return lambda frame: [
        {name: cell(frame) for name, cell in zip(names, row, strict=False)} for row in rows
    ]


def _invocation(element: etree._Element, place: Place) -> Evaluate:
    function = _inner(element, place)
    bindings: list[tuple[str, Evaluate]] = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        name = "" if parameter is None else parameter.get("name", "")
        bindings.append((name, typed(_inner(binding, place), type_ref(parameter))))
    return lambda frame: call_named(
        function(frame), {name: value(frame) for name, value in bindings}, frame.run
    )


def build_function(element: etree._Element, place: Place) -> Evaluate:
    """Return the closure that makes the function of a `functionDefinition`."""
    parameters = tuple(
        tree.Parameter(parameter.get("name", ""), type_ref(parameter))
        for parameter in children(element, "formalParameter")
    )
    external = (element.get("kind") or "FEEL") != "FEEL"
    inside = place.inside(parameter.name for parameter in parameters)
    body = (lambda _frame: None) if external else _inner(element, inside)
    return lambda frame: Lambda(parameters, body, frame, external)


def _conditional(element: etree._Element, place: Place) -> Evaluate:
    condition, then, otherwise = (
        _inner(child(element, tag), place) for tag in ("if", "then", "else")
    )

    def choose(frame: Frame) -> object:
        found = condition(frame)
        if found is not None and not isinstance(found, bool):
            return None
        return then(frame) if found else otherwise(frame)

    return choose


def _filter(element: etree._Element, place: Place) -> Evaluate:
    source = _inner(child(element, "in"), place)
    condition = _inner(child(element, "match"), place.inside(("item",)))

    def keep(frame: Frame) -> object:
        answers: list[object] = []

        def test(scope: Frame) -> bool:
            answers.append(condition(scope))
            return answers[-1] is True

        kept = selected(source(frame), test, frame)
        return kept if _are_booleans(answers) else None

    return keep


def _are_booleans(answers: Iterable[object]) -> bool:
    """Tell whether a boxed condition kept to true, false and null, as boxed ones must."""
    return all(answer is None or isinstance(answer, bool) for answer in answers)


def _iteration(element: etree._Element, place: Place) -> Evaluate:
    """Build `for`, `some` and `every` through FEEL's own, over closures already made."""
    name = element.get("iteratorVariable", "")
    tag = tag_of(element)
    last = "return" if tag == "for" else "satisfies"
    source = tree.Node(0)
    result = tree.Node(1)
    made = {
        0: _inner(child(element, "in"), place),
        1: _inner(child(element, last), place.inside((name, "partial"))),
    }
    iterators = (tree.Iterator(0, name, source),)

    def build(node: tree.Node) -> Evaluate:
        return made[node.position]

    collect = build_for(tree.For(0, iterators, result), build)
    if tag == "for":
        return collect
    combine = conjunction if tag == "every" else disjunction

    def test(frame: Frame) -> bool | None:
        answers = collect(frame)
        return combine(answers) if isinstance(answers, list) and _are_booleans(answers) else None

    return test


BUILDERS: dict[str, Builder] = {
    "literalExpression": _literal,
    "decisionTable": build_table,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": build_function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
}
