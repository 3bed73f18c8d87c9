"""Forms and contexts for the tests of this folder."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from workflows.errors import InvalidAnswers
from workflows.forms import (
    Form,
    FormContext,
    PageAnswers,
    PieceRef,
    read_answers,
    read_form,
    read_page,
)

ZONE = ZoneInfo("Pacific/Noumea")
NOW = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)  # noon in Nouméa
YES_NO = [{"label": "Oui", "value": "oui"}, {"label": "Non", "value": "non"}]


def component(type_name: str, key: str, **more: object) -> dict[str, object]:
    """Return the JSON of a field, labelled by its key."""
    own = {"type": type_name, "id": f"id_{key}", "key": key, "label": key.capitalize()}
    return own | more


def group(label: str, *components: object, **more: object) -> dict[str, object]:
    return {
        "type": "group",
        "id": f"group_{label}",
        "label": label,
        "components": list(components),
        **more,
    }


def document(*components: object) -> bytes:
    return json.dumps(
        {"id": "demande", "type": "default", "schemaVersion": 19, "components": list(components)}
    ).encode()


def form(*components: object) -> Form:
    return read_form(document(*components))


def context(
    variables: Mapping[str, object] | None = None,
    pieces: Mapping[str, Sequence[PieceRef]] | None = None,
) -> FormContext:
    return FormContext(variables or {}, NOW, pieces or {}, ZONE)


def piece(name: str = "carte.pdf", size: int = 348_160, **more: str) -> PieceRef:
    return PieceRef(UUID(int=7), name, "application/pdf", size, f"/pieces/{UUID(int=7)}", **more)


def sent(
    a_form: Form,
    raw: Mapping[str, str | Sequence[str]],
    known: Mapping[str, object] | None = None,
    a_context: FormContext | None = None,
) -> PageAnswers:
    """Post the first page; a single text stands for a list of one."""
    lists = {name: [value] if isinstance(value, str) else value for name, value in raw.items()}
    return read_page(a_form, 0, lists, known or {}, a_context or context())


def plain(text: str) -> str:
    """Return a message with ordinary spaces, for comparison."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def errors_of(
    a_form: Form, values: Mapping[str, object], a_context: FormContext | None = None
) -> dict[str, str]:
    """Return the refusals of a whole draft; none when it is accepted."""
    try:
        read_answers(a_form, values, a_context or context())
    except InvalidAnswers as refused:
        return {key: plain(message) for key, message in refused.errors.items()}
    return {}
