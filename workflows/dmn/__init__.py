"""DMN 1.1-1.5: decision tables and the graph of decisions, their cells in FEEL, never in Python.

    model = read_decisions(xml)
    decide(model, "eligibilite", {"age": 17})  -> DecisionResult(value, matched rules)

Reading order: source and xml (bytes -> elements), reading (elements -> model), boxed and
decision_table (expressions -> closures), hit_policies, graph, evaluation.
"""

from workflows.dmn.errors import DmnError
from workflows.dmn.evaluation import decide
from workflows.dmn.model import (
    DecisionModel,
    DecisionResult,
    Element,
    Kind,
    MatchedRule,
    Problem,
)
from workflows.dmn.reading import read_decisions
from workflows.dmn.source import InvalidXml, read_xml

__all__ = [
    "DecisionModel",
    "DecisionResult",
    "DmnError",
    "Element",
    "InvalidXml",
    "Kind",
    "MatchedRule",
    "Problem",
    "decide",
    "read_decisions",
    "read_xml",
]
