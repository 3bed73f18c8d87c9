"""A session that ends while somebody types: what was typed comes along until it is saved."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from citizen_portal.auth import SCRIPT, current_actor, is_script

OURS = {"csrf_token", "save"}  # sent with every page, no answer of the form


@dataclass(frozen=True, slots=True)
class Typed:
    """One page of a form as it was sent: nobody has read it yet."""

    task_id: UUID
    page: int
    fields: dict[str, list[str]]

    def as_json(self) -> str:
        """Write it for the hidden field that carries it."""
        return json.dumps({"task": str(self.task_id), "page": self.page, "fields": self.fields})


def typed_in_request() -> Typed | None:
    """Return what this request brings, from the form itself or carried along; None when nothing."""
    if request.endpoint == "tasks.save" and request.view_args:
        sent = request.form.to_dict(flat=False)
        fields = {name: values for name, values in sent.items() if name not in OURS}
        return Typed(request.view_args["task_id"], request.view_args["number"], fields)
    return _carried(request.form.get("typed", ""))


def ask_again(typed: Typed, errors: Mapping[str, str], status: int) -> Response:
    """Ask who it is, or only whether to save, on a page that carries what was typed."""
    if is_script():
        return Response(_told_to_script(), status=status, mimetype=SCRIPT)
    page = render_template(
        "citizen_portal/interrupted.html",
        typed=typed.as_json(),
        known=current_actor().is_citizen,
        files=any(file.filename for file in request.files.values()),
        email=request.form.get("email", "") if request.endpoint != "tasks.save" else "",
        errors=errors,
    )
    return make_response(page, status)


def _carried(text: str) -> Typed | None:
    try:
        read = json.loads(text)
        fields = {
            str(name): [str(value) for value in each] for name, each in read["fields"].items()
        }
        return Typed(UUID(read["task"]), int(read["page"]), fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _told_to_script() -> str:
    words: str = _(
        "Brouillon non enregistré : votre session a pris fin. Appuyez sur « Enregistrer et "
        "continuer » pour vous identifier, ce que vous avez saisi sera gardé."
    )
    return words
