"""Conditions on flows: FEEL is kept, what is only a text becomes a person's choice."""

import re

from workflows.engine.diagram.dialects import feel_of
from workflows.engine.diagram.draft import Draft, condition_of, set_condition
from workflows.feel import FeelError, parse, to_feel
from workflows.translation import _

COMPARISON = re.compile(r"[<>=]|\bnot\b|\bin\b|^(true|false)$")


def settle_conditions(draft: Draft) -> None:
    """Write every condition as FEEL introduced by `=`; take away those that are no expression."""
    for flow in draft.every("sequenceFlow"):
        text = feel_of(condition_of(flow))
        if text.startswith("="):
            set_condition(flow, text)
            continue
        expression = _as_feel(text)
        set_condition(flow, expression)
        if text and not expression:
            message = _("« %s » n’est pas une condition en FEEL : elle est ignorée.") % text
            draft.adjust("condition_not_feel", flow, message)


def _as_feel(text: str) -> str:
    """Return as FEEL a `text` without `=` that compares something, else nothing.

    SpiffWorkflow's conditions are written like Python's.
    """
    if not COMPARISON.search(text):
        return ""
    for python in (False, True):
        try:
            expression = to_feel(text, python=python)
            parse(expression)
        except FeelError:
            continue
        return f"={expression}"
    return ""
