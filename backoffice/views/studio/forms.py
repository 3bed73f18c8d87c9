"""The forms of a draft: their list, the editor of one, its preview by the citizen's renderer."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TypeVar

from flask import Response, abort, flash, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from backoffice.auth import acting, looking, world
from backoffice.shield import framed_policy, framing_policy
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from backoffice.views.studio.sent import sent_object, text_in
from workflows.errors import Conflict, Invalid
from workflows.forms.design.kinds import kinds_as_json
from workflows.forms.design.rules import rules_from_json, rules_to_json
from workflows.forms.design.trial import Ask, Trial
from workflows.forms.design.written_rules import holds_when, shown_when
from workflows.use_cases.studio.drafts import open_design
from workflows.use_cases.studio.editors.forms import (
    FormDesk,
    KeyChange,
    form_desk,
    list_forms,
    rename_field,
    study,
    try_out,
)
from workflows.use_cases.studio.files import read_draft_file
from workflows.use_cases.studio.parts import PartKind, add_part, part_path

# not <name>: Flask-Admin hands its own `name` to every view
ONE = "/<code>/formulaires/<form>"
WRITERS = {"shown": shown_when, "valid": holds_when}
Kept = TypeVar("Kept")


class DraftForms(StudioScreen):
    """Where a form is drawn, field by field."""

    entry = _l("Formulaires")
    rank = 20

    @at("/<code>/formulaires/")
    def show(self, code: str) -> ResponseReturnValue:
        """List the forms."""
        return self._list(code)

    @at("/<code>/formulaires/", methods=("POST",))
    def create(self, code: str) -> ResponseReturnValue:
        """Add a form, and open it."""
        name = request.form.get("name", "").strip()
        try:
            with acting() as act:
                add_part(act, code, PartKind.FORM, name)
        except (Conflict, Invalid) as refused:
            return self._list(code, refused.message), refused.status
        flash(_("Le formulaire est créé : reliez-le à une tâche dans le diagramme."), "success")
        return redirect(url_for(".edit", code=code, form=name), 303)

    @at(ONE)
    def edit(self, code: str, form: str) -> ResponseReturnValue:
        """Open the editor of one form."""
        path = part_path(PartKind.FORM, form)
        with looking() as act:
            design = open_design(act, code)
            read_draft_file(act, code, path)
        settings = {"path": path, "base": url_for(".edit", code=code, form=form)}
        page = self.framed(
            design,
            "backoffice/studio/form.html",
            name=form,
            editor={**settings, **kinds_as_json()},
        )
        return _with_policy(page, framing_policy())

    @at(f"{ONE}/avance")
    def advanced(self, code: str, form: str) -> ResponseReturnValue:
        """Open form-js's own editor on the same file."""
        path = part_path(PartKind.FORM, form)
        with looking() as act:
            design = open_design(act, code)
            read_draft_file(act, code, path)
        return self.framed(design, "backoffice/studio/form_advanced.html", name=form, path=path)

    @at(f"{ONE}/etude", methods=("POST",))
    def study(self, code: str, form: str) -> ResponseReturnValue:
        """Tell what the form at hand means: conditions as rows, remarks, uses."""
        found = study(_desk(code, form, sent_object()))
        return jsonify(
            shown={text: rules_to_json(rules) for text, rules in found.shown.items()},
            held={text: rules_to_json(rules) for text, rules in found.held.items()},
            remarks={text: [asdict(each) for each in told] for text, told in found.remarks.items()},
            uses={key: [use.as_json() for use in uses] for key, uses in found.uses.items()},
            others=[field.as_json() for field in found.others],
            scenarios=found.scenarios,
        )

    @at(f"{ONE}/condition", methods=("POST",))
    def compile(self, code: str, form: str) -> ResponseReturnValue:
        """Write rows as FEEL."""
        sent = sent_object()
        write = WRITERS.get(str(sent.get("purpose")))
        if write is None:
            abort(400)
        return jsonify(feel=write(rules_from_json(sent.get("rules"))))

    @at(f"{ONE}/cle", methods=("POST",))
    def rename(self, code: str, form: str) -> ResponseReturnValue:
        """Rename a key wherever the draft reads it."""
        sent = sent_object()
        old, new, rows = (_kept(sent, name, str) or "" for name in ("old", "wanted", "column"))
        change = KeyChange(form, old, new, _kept(sent, "revision", int) or 0, rows)
        with acting() as act:
            done = rename_field(act, code, change)
        return jsonify(content=done.content.decode(), revision=done.revision, files=done.files)

    @at(f"{ONE}/apercu")
    def frame(self, code: str, form: str) -> ResponseReturnValue:
        """Give the frame that the preview is drawn in; nothing runs there."""
        page = str(self.render("backoffice/studio/form_frame.html", name=form))
        return _with_policy(page, framed_policy())

    @at(f"{ONE}/apercu", methods=("POST",))
    def preview(self, code: str, form: str) -> ResponseReturnValue:
        """Draw one page as its citizen sees it."""
        sent = sent_object()
        here = world()
        moment = (here.now(), here.settings.zone)
        trial = try_out(_desk(code, form, sent), _ask(sent), str(sent.get("scenario", "")), moment)
        return jsonify(
            html=self._page(form, trial),
            page=trial.page,
            steps=[step._asdict() for step in trial.steps],
            values=trial.values,
            accepted=trial.accepted,
            problems=[f"{problem.field} : {problem.message}" for problem in trial.problems],
        )

    def _page(self, name: str, trial: Trial) -> str:
        return str(self.render("backoffice/studio/form_page.html", trial=trial, name=name))

    def _list(self, code: str, refusal: str = "") -> str:
        with looking() as act:
            design = open_design(act, code)
            forms = list_forms(act, code)
        return self.framed(design, "backoffice/studio/forms.html", forms=forms, refusal=refusal)


def _with_policy(page: str, policy: str) -> Response:
    response = make_response(page)
    response.headers["Content-Security-Policy"] = policy
    if "frame-ancestors 'self'" in policy:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _desk(code: str, form: str, sent: Mapping[str, object]) -> FormDesk:
    content = text_in(sent, "content").encode(errors="replace")
    with looking() as act:
        return form_desk(act, code, form, content)


def _ask(sent: Mapping[str, object]) -> Ask:
    """Read what the previewer does; anything of another shape is left out."""
    controls = sent.get("sent")
    return Ask(
        page=_kept(sent, "page", int) or 0,
        values=_kept(sent, "values", dict) or {},
        sent=_texts(controls) if isinstance(controls, dict) else None,
        attached=_counts(_kept(sent, "attached", dict) or {}),
        press=_kept(sent, "press", str) or "",
        to=_kept(sent, "to", int),
    )


def _kept(sent: Mapping[str, object], name: str, kind: Callable[..., Kept]) -> Kept | None:
    value = sent.get(name)
    return value if type(value) is kind else None  # type: ignore[return-value]  # of this very kind


def _texts(controls: Mapping[str, object]) -> dict[str, list[str]]:
    return {
        name: [each for each in values if isinstance(each, str)]
        for name, values in controls.items()
        if isinstance(values, list)
    }


def _counts(given: Mapping[str, object]) -> dict[str, int]:
    return {name: count for name, count in given.items() if type(count) is int and count >= 0}
