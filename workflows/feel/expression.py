"""Expressions ready to evaluate: parsed once, kept by text and by the names that change reading."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from workflows.feel.analysis.free_names import names_read
from workflows.feel.budget import Budget
from workflows.feel.errors import FeelError
from workflows.feel.evaluator import build
from workflows.feel.scope import DEFAULT_CALENDAR, Evaluate, Frame, Run
from workflows.feel.semantics.boundary import leaving
from workflows.feel.semantics.values import from_python
from workflows.feel.syntax import tree
from workflows.feel.syntax.grammar import parse_expression, parse_unary_tests
from workflows.feel.syntax.names import special_names
from workflows.feel.unary_tests import build_tests
from workflows.translation import _

CACHED = 4096
TOO_DEEP = _("L’expression est trop profonde : coupez-la en plusieurs.")


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression or a cell: its text, tree, closure, and the variables it reads."""

    text: str
    tree: tree.Node
    run: Evaluate
    reads: frozenset[str]

    def evaluate(self, variables: Mapping[str, object], run: Run | None = None) -> object:
        """Return the value for these variables; those missing are null."""
        known = {name: from_python(variables[name]) for name in self.reads if name in variables}
        run = run or Run()
        found = self.value_in(Frame(known, None, run))
        return leaving(found, run.budget)

    def value_in(self, frame: Frame) -> object:
        """Return the value in a scope that already holds FEEL values."""
        try:
            return self.run(frame)
        except RecursionError as error:
            raise FeelError(TOO_DEEP) from error


def parse(expression: str, names: Collection[str] = ()) -> Expression:
    """Return an expression; `names` are the variables known, needed for those with symbols.

    A leading `=`, as Camunda writes it, is left out. Raise FeelError with the position.
    """
    return _parsed(expression, special_names(names))


def parse_tests(tests: str, names: Collection[str] = ()) -> Expression:
    """Return the cell of a decision table, evaluated with the input as `?`."""
    return _parsed_tests(tests, special_names(names))


@lru_cache(maxsize=CACHED)
def _parsed(text: str, names: tuple[str, ...]) -> Expression:
    try:
        found = parse_expression(_without_equals(text), names)
        return Expression(text, found, build(found), names_read(found))
    except RecursionError as error:
        raise FeelError(TOO_DEEP) from error


@lru_cache(maxsize=CACHED)
def _parsed_tests(text: str, names: tuple[str, ...]) -> Expression:
    try:
        found = parse_unary_tests(text, names)
        return Expression(text, found, build_tests(found), names_read(found))
    except RecursionError as error:
        raise FeelError(TOO_DEEP) from error


def _without_equals(text: str) -> str:
    """Return the text with a space for Camunda's `=`, so that places stay those of the text."""
    start = len(text) - len(text.lstrip())
    return f"{text[:start]} {text[start + 1 :]}" if text[start : start + 1] == "=" else text


def evaluate(
    expression: str,
    variables: Mapping[str, object],
    *,
    now: datetime | None = None,
    calendar: str = DEFAULT_CALENDAR,
) -> object:
    """Return the FEEL value of `expression`; `now` is the moment of `now()` and `today()`.

    `calendar` is that of the working days, an ISO code of the `holidays` package. A value of the
    wrong type gives null; raise FeelError when the expression is wrong or costs too much.
    """
    found = _parsed(expression, special_names(variables))
    return found.evaluate(variables, Run(Budget(), now, calendar))


def matches_unary(
    tests: str, value: object, variables: Mapping[str, object], *, now: datetime | None = None
) -> bool | None:
    """Tell whether `value` passes a decision table's cell such as `< 5, [10..20]` or `not("a")`."""
    found = parse_tests(tests, variables)
    known = {name: from_python(variables[name]) for name in found.reads if name in variables}
    frame = Frame({**known, "?": from_python(value)}, None, Run(Budget(), now))
    answer = found.value_in(frame)
    return answer if isinstance(answer, bool) else None


def variables_read(expression: str, names: Collection[str] = ()) -> frozenset[str]:
    """Return the variables an expression needs; `names` as for parse."""
    return parse(expression, names).reads
