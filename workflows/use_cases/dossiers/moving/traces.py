"""What the journal keeps of a move: elements passed, decisions taken and why, mails written."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from workflows.engine import Advance, DecisionTrace
from workflows.model import EffectKind, TaskRow
from workflows.translation import _
from workflows.use_cases.journal import Line
from workflows.use_cases.post import Parcel

PLAIN = (str, bool, int, float, type(None))


def move_line(verb: str, label: str, done: TaskRow | None, advance: Advance) -> Line:
    """Return the line of a move: what it passed, decided by rules, and waits for now."""
    details: dict[str, object] = {
        "passed": [each.element_id for each in advance.passed],
        "decisions": [_decision(trace) for trace in advance.decisions],
    }
    if advance.waits:
        details["waits"] = [
            (
                each.element_id,
                each.kind,
                each.name,
                each.due_at.isoformat() if each.due_at else None,
            )
            for each in advance.waits
        ]
    return Line(verb, label, done.element_id if done else "", details=details)


def parcel_lines(parcels: Iterable[Parcel]) -> list[Line]:
    """Return a line for each thing written to the citizen."""
    return [_parcel_line(parcel) for parcel in parcels]


def as_json(value: object) -> object:
    """Return a FEEL value as JSON: exact numbers, dates and durations become texts."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | timedelta) else repr(value)


def _decision(trace: DecisionTrace) -> dict[str, object]:
    return {
        "element": trace.element_id,
        "decision": trace.decision_id,
        "inputs": as_json(dict(trace.inputs)),
        "result": as_json(trace.result),
        "matched": list(trace.matched),
    }


def _parcel_line(parcel: Parcel) -> Line:
    if parcel.kind is EffectKind.DOCUMENT:
        label = _("Document établi : %(name)s") % {"name": parcel.payload["name"]}
        return Line("document", label)
    if parcel.kind is EffectKind.MESSAGE:
        label = _("Message envoyé : « %(name)s », pour « %(key)s »") % parcel.payload
        return Line("event_sent", label, public=False)
    if parcel.kind is EffectKind.SIGNAL:
        label = _("Signal envoyé : « %(name)s »") % parcel.payload
        return Line("event_sent", label, public=False)
    if parcel.kind is EffectKind.WEBHOOK:
        label = _("« %(to)s » prévenu : %(subject)s") % parcel.payload
        return Line("webhook", label, public=False)
    return Line("mail", _("Courriel envoyé : %(subject)s") % {"subject": parcel.payload["subject"]})
