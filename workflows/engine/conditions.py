"""Conditions on flows: FEEL is kept, what is only a text becomes a person's choice."""

import re

from workflows.engine.dialects import feel_of
from workflows.engine.draft import Draft, condition_of, set_condition
from workflows.feel import FeelError, parse
from workflows.translation import _

COMPARISON = re.compile(r"[<>=]|\bnot\b|\bin\b|^(true|false)$")


def settle_conditions(draft: Draft) -> None:
    """Write every condition as FEEL introduced by `=`; take away those that are no expression."""
    for flow in draft.every("sequenceFlow"):
        text = feel_of(condition_of(flow))
        if text.startswith("="):
            set_condition(flow, text)
            continue
        if text and _is_expression(text):
            set_condition(flow, f"={text}")
            continue
        set_condition(flow, "")
        if text:
            message = _("« %s » n’est pas une condition en FEEL : elle est ignorée.") % text
            draft.adjust("condition_not_feel", flow, message)


def _is_expression(text: str) -> bool:
    """Tell whether `text`, without `=` before it, is FEEL and compares something."""
    if not COMPARISON.search(text):
        return False
    try:
        parse(text)
    except FeelError:
        return False
    return True
