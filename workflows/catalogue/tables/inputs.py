"""The values that a decision reads, as fields to fill in: their type and their closed list."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from lxml import etree

from workflows.catalogue.parts import Parts
from workflows.dmn import DecisionModel, DmnError
from workflows.dmn.item_definitions import OTHER_NAMES
from workflows.dmn.model import Kind
from workflows.dmn.xml import child, expression_text
from workflows.errors import Invalid
from workflows.feel import FeelError, evaluate
from workflows.feel.semantics.value_types import SIMPLE, AllowedType, ContextType, ListType, Type
from workflows.forms import Component, Form, feel_type
from workflows.translation import _

FEEL = ""  # the type of a field whose value is typed as FEEL
MOST_OPTIONS = 200
LONGEST = 2000
MINUTES = "%Y-%m-%dT%H:%M"
TYPED = frozenset(("number", "string", "boolean", "date", "time", "date and time"))
Pair = tuple[str, str]  # value, label


@dataclass(frozen=True, slots=True)
class TableInput:
    """A value that a decision reads; `source` says where dossiers get it, empty when unknown.

    `type` is a FEEL type, `list` when several of the options may be chosen, or FEEL.
    """

    name: str
    label: str
    type: str
    options: tuple[Pair, ...] = ()
    source: str = ""

    def read(self, raw: object, zone: ZoneInfo) -> object:
        """Return the value of what was typed, null for nothing; raise Invalid."""
        if self.type == "list" and self.options:
            return [str(each)[:LONGEST] for each in raw] if isinstance(raw, list) and raw else None
        text = raw.strip()[:LONGEST] if isinstance(raw, str) else ""
        if not text:
            return None
        try:
            return _READERS.get(self.type, _feel)(text, zone)
        except (ValueError, InvalidOperation, FeelError) as wrong:
            raise Invalid(REFUSALS.get(self.type, REFUSALS[FEEL])) from wrong

    def write(self, value: object) -> str | list[str]:
        """Return a value as it would be typed; nothing for what the field cannot hold."""
        if self.type == "list" and self.options:
            return [str(each) for each in value] if isinstance(value, list) else []
        if isinstance(value, datetime):
            return value.strftime(MINUTES)
        if isinstance(value, str) and self.type != FEEL:
            return value
        return _as_feel(value)


REFUSALS: Mapping[str, str] = {
    "number": _("Écrivez un nombre, par exemple 12 ou 12,5."),
    "boolean": _("Choisissez oui ou non."),
    "date": _("Donnez une date entière."),
    "time": _("Donnez une heure entière."),
    "date and time": _("Donnez une date et une heure."),
    FEEL: _('Écrivez une valeur FEEL : "texte", 12, true, date("2026-01-31"), ["a", "b"].'),
}


def inputs_of(
    model: DecisionModel, root: etree._Element, parts: Parts
) -> Callable[[str], tuple[TableInput, ...]]:
    """Return how to know the fields of a decision, from its file and from the forms."""
    columns = dict(_columns(root))
    fields = {field.key: (form, field) for form in parts.forms.values() for field in form.fields}
    computed = dict(_computed(parts))

    def of(decision_id: str) -> tuple[TableInput, ...]:
        names = sorted(model.inputs_read(decision_id))
        return tuple(
            _input(name, _declared(model, name), columns.get(name), fields.get(name), computed)
            for name in names
        )

    return of


def _input(
    name: str,
    declared: str,
    column: tuple[str, str, tuple[Pair, ...]] | None,
    asked: tuple[Form, Component] | None,
    computed: Mapping[str, str],
) -> TableInput:
    said, kind, options = column or (name, FEEL, ())
    kind = declared or kind
    if asked is None:
        return TableInput(name, said, kind, options, computed.get(name, ""))
    form, field = asked
    source = _("formulaire « %s »") % form.id
    kind = feel_type(field) or kind
    if kind == "list" or not options:
        options = _options(field)
    label = field.label or said
    return TableInput(name, label, kind if kind != "list" or options else FEEL, options, source)


def _declared(model: DecisionModel, name: str) -> str:
    """Return the simple type that the input data of this name declares."""
    found = (each for each in model.elements.values() if each.name == name)
    element = next((each for each in found if each.kind is Kind.INPUT), None)
    return _simple(element.type, model.types) if element else FEEL


def _simple(declared: Type, types: Mapping[str, Type], depth: int = 0) -> str:
    if isinstance(declared, AllowedType):
        return _simple(declared.of, types, depth + 1)
    if isinstance(declared, ListType | ContextType) or depth > len(types):
        return FEEL
    if declared.name in types:
        return _simple(types[declared.name], types, depth + 1)
    simple = SIMPLE.get(declared.name, FEEL)
    return simple if simple in TYPED else FEEL


def _columns(root: etree._Element) -> Iterator[tuple[str, tuple[str, str, tuple[Pair, ...]]]]:
    """Yield (variable, (label, type, closed list)) of the columns that read one variable."""
    for column in root.iter("{*}input"):
        expression = child(column, "inputExpression")
        try:
            name, allowed = (
                expression_text(expression),
                expression_text(child(column, "inputValues")),
            )
        except DmnError:
            continue  # in another language: the reader tells it
        written = expression.get("typeRef", "") if expression is not None else ""
        written = OTHER_NAMES.get(written, written)
        kind = SIMPLE.get(written, FEEL)
        values = _texts_in(allowed) if kind == "string" else ()
        label = column.get("label") or name
        yield name, (label, kind if kind in TYPED else FEEL, tuple((v, v) for v in values))


def _texts_in(allowed: str) -> tuple[str, ...]:
    """Return the texts of a list such as `"oui","non"`; nothing for any other test."""
    if not allowed:
        return ()
    try:
        found = evaluate(f"[{allowed}]", {})
    except FeelError:
        return ()
    values = found if isinstance(found, list) else []
    return tuple(values[:MOST_OPTIONS]) if all(isinstance(each, str) for each in values) else ()


def _options(field: Component) -> tuple[Pair, ...]:
    values = field.source.get("values")
    return tuple(
        (str(item.get("value")), str(item.get("label") or item.get("value")))
        for item in (values if isinstance(values, tuple) else ())[:MOST_OPTIONS]
        if isinstance(item, Mapping)
    )


def _computed(parts: Parts) -> Iterator[tuple[str, str]]:
    for node in parts.drawing.nodes.values() if parts.drawing else ():
        if node.extensions.result_variable:
            yield node.extensions.result_variable, _("calculé par « %s »") % node.label


def _as_feel(value: object) -> str:
    if isinstance(value, str):
        return str(evaluate("string([x])", {"x": value}))[1:-1]
    written = evaluate("string(x)", {"x": value})
    return written if isinstance(written, str) else ""


def _number(text: str, _zone: ZoneInfo) -> Decimal:
    number = Decimal("".join(text.split()).replace(",", "."))
    if not number.is_finite():
        raise ValueError(text)
    return number


def _boolean(text: str, _zone: ZoneInfo) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(text)
    return text == "true"


def _moment(text: str, zone: ZoneInfo) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _feel(text: str, _zone: ZoneInfo) -> object:
    found = evaluate(text, {})
    if found is None and text != "null":
        raise ValueError(text)  # a name that nothing fills is no value
    return found


_READERS: Mapping[str, Callable[[str, ZoneInfo], object]] = {
    "number": _number,
    "string": lambda text, _zone: text,
    "boolean": _boolean,
    "date": lambda text, _zone: date.fromisoformat(text),
    "time": lambda text, _zone: time.fromisoformat(text),
    "date and time": _moment,
}
