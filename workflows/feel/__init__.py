"""FEEL, the language of rules of DMN 1.3-1.5: closed, exact, bounded.

    evaluate("montant * 0.05", {"montant": 1200})  -> Decimal("60.00")

Reading order: lexer, names, reader, grammar (text -> tree), evaluator (tree -> closures), then one
module per chapter of the standard: comparison, arithmetic, ternary, filters, iteration, functions,
properties, temporal, patterns, and `builtins/` for the library. Nothing here can reach Python.
"""

from workflows.feel.budget import Budget, Limits
from workflows.feel.checking import check
from workflows.feel.dialects import to_feel
from workflows.feel.errors import BudgetSpent, FeelError
from workflows.feel.expression import (
    Expression,
    evaluate,
    matches_unary,
    parse,
    parse_tests,
    variables_read,
)
from workflows.feel.inference import Remark
from workflows.feel.scope import DEFAULT_CALENDAR, Run
from workflows.feel.values import Range, YearsMonths

__all__ = [
    "DEFAULT_CALENDAR",
    "Budget",
    "BudgetSpent",
    "Expression",
    "FeelError",
    "Limits",
    "Range",
    "Remark",
    "Run",
    "YearsMonths",
    "check",
    "evaluate",
    "matches_unary",
    "parse",
    "parse_tests",
    "to_feel",
    "variables_read",
]
