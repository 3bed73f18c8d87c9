"""What the editors send as JSON: an object of the shape that they promise, or a refusal."""

from collections.abc import Mapping

from flask import request
from flask_babel import gettext as _

from workflows.errors import Invalid


def sent_object() -> Mapping[str, object]:
    """Return the object of the request; raise Invalid."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise unreadable()
    return sent


def text_in(sent: Mapping[str, object], name: str) -> str:
    """Return a text of what was sent; raise Invalid when it is none."""
    text = sent.get(name)
    if not isinstance(text, str):
        raise unreadable()
    return text


def unreadable() -> Invalid:
    """Return the refusal of what no page of ours sends."""
    return Invalid(_("La demande n'est pas lisible : rechargez la page."))
