"""FEEL, the language of rules of DMN 1.3-1.5: closed, exact, bounded.

    evaluate("montant * 0.05", {"montant": 1200})  -> Decimal("60.00")

Reading order: `syntax/` (text -> tree), evaluator (tree -> closures) with iteration, filters and
functions, `semantics/` for the values and their operators, `builtins/` for the library, `analysis/`
for what is said before evaluating. Nothing here can reach Python.
"""

from workflows.feel.analysis.checking import check
from workflows.feel.analysis.inference import Remark
from workflows.feel.budget import Budget, Limits
from workflows.feel.errors import BudgetSpent, FeelError
from workflows.feel.expression import (
    Expression,
    evaluate,
    matches_unary,
    parse,
    parse_tests,
    variables_read,
)
from workflows.feel.scope import DEFAULT_CALENDAR, Run
from workflows.feel.semantics.values import Range, YearsMonths
from workflows.feel.syntax.dialects import to_feel

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
