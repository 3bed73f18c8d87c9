"""What an expression will be, from the types of its variables: the semantics tried on samples.

A type is a name of the standard, empty when it is not known. Rather than a second table of which
types add or compare, the operators themselves are asked, with one value of each type.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from workflows.feel.analysis.free_names import children
from workflows.feel.builtins import LIBRARY
from workflows.feel.builtins.library import BuiltIn, accepts
from workflows.feel.semantics.arithmetic import OPERATIONS, negate
from workflows.feel.semantics.comparison import OPERATORS
from workflows.feel.semantics.value_types import SIMPLE, type_name
from workflows.feel.semantics.values import Range, YearsMonths
from workflows.feel.syntax import tree
from workflows.translation import _

Types = Mapping[str, str]
UNKNOWN = ""
SAMPLES: dict[str, object] = {
    "number": Decimal(2),
    "string": "2",
    "boolean": True,
    "date": date(2026, 3, 12),
    "time": time(10, 0, tzinfo=UTC),
    "date and time": datetime(2026, 3, 12, tzinfo=UTC),
    "days and time duration": timedelta(days=1),
    "years and months duration": YearsMonths(1),
    "list": [],
    "context": {},
    "range": Range(Decimal(1), Decimal(2)),
}
FRENCH = {
    "number": _("un nombre"),
    "string": _("un texte"),
    "boolean": _("un oui/non"),
    "date": _("une date"),
    "time": _("une heure"),
    "date and time": _("une date et heure"),
    "days and time duration": _("une durée en jours"),
    "years and months duration": _("une durée en mois"),
    "list": _("une liste"),
    "context": _("un contexte"),
    "range": _("un intervalle"),
    "function": _("une fonction"),
    "Null": _("rien (null)"),
}
RESULTS = {
    **dict.fromkeys(
        ("count", "string length", "sqrt", "floor", "ceiling", "abs", "mean"), "number"
    ),
    **dict.fromkeys(("decimal", "round up", "round half up", "modulo", "number"), "number"),
    **dict.fromkeys(("day of year", "week of year", "stddev", "median", "product"), "number"),
    **dict.fromkeys(("string", "substring", "upper case", "lower case", "replace"), "string"),
    **dict.fromkeys(("string join", "day of week", "month of year"), "string"),
    **dict.fromkeys(("not", "contains", "starts with", "ends with", "matches"), "boolean"),
    **dict.fromkeys(("list contains", "all", "any", "even", "odd", "is"), "boolean"),
    **dict.fromkeys(("split", "append", "concatenate", "sort", "reverse", "flatten"), "list"),
    **dict.fromkeys(("distinct values", "union", "sublist", "get entries"), "list"),
    **dict.fromkeys(("date", "today", "add working days"), "date"),
    **dict.fromkeys(("date and time", "now"), "date and time"),
    "time": "time",
    "years and months duration": "years and months duration",
    "is working day": "boolean",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something found in an expression: what kind, where, and what to tell the analyst."""

    code: str
    position: int
    message: str


@dataclass(slots=True)
class Inspector:
    """One inspection: collects remarks while it finds the type of each part."""

    remarks: list[Remark] = field(default_factory=list)

    def type_of(self, node: tree.Node, types: Types) -> str:
        """Return the type of `node`, noting what can never work inside it."""
        inspect = INSPECTIONS.get(type(node))
        if inspect is None:
            self._all(children(node), types)
            return UNKNOWN
        return inspect(self, node, types)

    def note(self, code: str, position: int, message: str) -> None:
        """Add a remark."""
        self.remarks.append(Remark(code, position, message))

    def _all(self, nodes: Iterable[tree.Node], types: Types) -> list[str]:
        return [self.type_of(node, types) for node in nodes]

    def literal(self, node: tree.Literal, _types: Types) -> str:
        """Return the type of a literal; null is of every type."""
        return UNKNOWN if node.value is None else type_name(node.value)

    def name(self, node: tree.Name, types: Types) -> str:
        """Return the declared type of a variable."""
        return SIMPLE.get(types.get(node.name, ""), UNKNOWN)

    def arithmetic(self, node: tree.Arithmetic, types: Types) -> str:
        """Return the type of an operation; note one that is always null."""
        left, right = self._all((node.left, node.right), types)
        if UNKNOWN in {left, right}:
            return UNKNOWN
        found = OPERATIONS[node.operator](SAMPLES.get(left), SAMPLES.get(right))
        if found is None:
            self._mismatch(node, node.operator, left, right)
            return UNKNOWN
        return type_name(found)

    def comparison(self, node: tree.Comparison, types: Types) -> str:
        """Note a comparison that is always null, or always the same."""
        left, right = self._all((node.left, node.right), types)
        compare = OPERATORS[node.operator]
        known = UNKNOWN not in {left, right}
        if known and compare(SAMPLES.get(left), SAMPLES.get(right)) is None:
            self._mismatch(node, node.operator, left, right)
        return "boolean"

    def _mismatch(self, node: tree.Node, operator: str, left: str, right: str) -> None:
        self.note(
            "type",
            node.position,
            _("« %(operator)s » entre %(left)s et %(right)s ne donne jamais de résultat.")
            % {"operator": operator, "left": FRENCH[left], "right": FRENCH[right]},
        )

    def negation(self, node: tree.Negation, types: Types) -> str:
        """Note the sign of something that is neither a number nor a duration."""
        found = self.type_of(node.operand, types)
        if found and negate(SAMPLES.get(found)) is None:
            self.note(
                "type",
                node.position,
                _("%(type)s n’a pas de signe.") % {"type": FRENCH[found].capitalize()},
            )
        return found

    def logic(self, node: tree.And | tree.Or, types: Types) -> str:
        """Note an operand that is constant or no condition."""
        for operand in node.operands:
            self.condition(operand, types)
        return "boolean"

    def condition(self, node: tree.Node, types: Types) -> None:
        """Note a condition that is no boolean, or that does not depend on anything."""
        found = self.type_of(node, types)
        if found not in {UNKNOWN, "boolean"}:
            self.note(
                "type",
                node.position,
                _("Une condition est attendue ici, pas %(type)s.") % {"type": FRENCH[found]},
            )
        elif is_constant(node):
            self.note(
                "condition-constante",
                node.position,
                _("Cette condition ne dépend de rien : elle a toujours la même valeur."),
            )

    def choice(self, node: tree.If, types: Types) -> str:
        """Return the type that both branches share."""
        self.condition(node.condition, types)
        then, otherwise = self._all((node.then, node.otherwise), types)
        return then if then == otherwise else UNKNOWN

    def boolean(self, node: tree.Node, types: Types) -> str:
        """Inspect the parts of a test, which is a boolean."""
        self._all(children(node), types)
        return "boolean"

    def list_of(self, node: tree.Node, types: Types) -> str:
        """Inspect the items of a list."""
        self._all(children(node), types)
        return "list"

    def context_of(self, node: tree.ContextOf, types: Types) -> str:
        """Inspect the entries of a context, each knowing those before it."""
        known = dict(types)
        for name, value in node.entries:
            known[name] = self.type_of(value, known)
        return "context"

    def loop(self, node: tree.For | tree.Quantified, types: Types) -> str:
        """Inspect a `for`, `some` or `every`; what its variables hold is not known."""
        known = dict(types)
        for iterator in node.iterators:
            for part in (iterator.source, iterator.end):
                if part is not None:
                    self.type_of(part, known)
            known[iterator.name] = UNKNOWN
        if isinstance(node, tree.For):
            self.type_of(node.result, known)
            return "list"
        self.type_of(node.condition, known)
        return "boolean"

    def function_of(self, node: tree.FunctionOf, types: Types) -> str:
        """Inspect the body of a function."""
        known = {p.name: "" if p.type is None else p.type.name for p in node.parameters}
        self.type_of(node.body, {**types, **known})
        return "function"

    def filtered(self, node: tree.Filter, types: Types) -> str:
        """Inspect a filter; the names inside may be those of the item."""
        self.type_of(node.source, types)
        self.type_of(node.condition, {})
        return UNKNOWN

    def called(self, node: tree.Call, types: Types) -> str:
        """Return the type of a call; note arguments that the function never takes."""
        arguments = self._all(node.arguments, types)
        if not isinstance(node.function, tree.Name):
            self.type_of(node.function, types)
            return UNKNOWN
        built_in = LIBRARY.get(node.function.name)
        if built_in is None or node.function.name in types:
            return UNKNOWN
        self._check_arguments(node, built_in, arguments)
        return RESULTS.get(node.function.name, UNKNOWN)

    def _check_arguments(self, node: tree.Call, built_in: BuiltIn, types: list[str]) -> None:
        samples = [SAMPLES.get(kind) for kind in types]
        known = [kind in SAMPLES for kind in types]
        if not accepts(built_in, node.names, samples, known):
            written = ", ".join(built_in.parameters) or _("aucun")
            self.note(
                "arguments",
                node.position,
                _("« %(name)s » ne prend pas ces arguments (attendus : %(parameters)s).")
                % {"name": built_in.name, "parameters": written},
            )


def is_constant(node: tree.Node) -> bool:
    """Tell whether a value depends on no variable and on no function."""
    if isinstance(node, tree.Comparison) and node.left == node.right:
        return True
    if isinstance(node, tree.Literal):
        return True
    inner = list(children(node))
    return bool(inner) and all(is_constant(part) for part in inner)


INSPECTIONS: dict[type, Callable[[Inspector, tree.Node, Types], str]] = {}
for _kind, _inspection in (
    (tree.Literal, Inspector.literal),
    (tree.Name, Inspector.name),
    (tree.Arithmetic, Inspector.arithmetic),
    (tree.Comparison, Inspector.comparison),
    (tree.Negation, Inspector.negation),
    (tree.And, Inspector.logic),
    (tree.Or, Inspector.logic),
    (tree.If, Inspector.choice),
    (tree.Between, Inspector.boolean),
    (tree.In, Inspector.boolean),
    (tree.InstanceOf, Inspector.boolean),
    (tree.ListOf, Inspector.list_of),
    (tree.ContextOf, Inspector.context_of),
    (tree.For, Inspector.loop),
    (tree.Quantified, Inspector.loop),
    (tree.FunctionOf, Inspector.function_of),
    (tree.Filter, Inspector.filtered),
    (tree.Call, Inspector.called),
):
    INSPECTIONS[_kind] = _inspection  # type: ignore[assignment]  # each takes its own kind of node
