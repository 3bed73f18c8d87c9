"""« Essai »: the draft played on the real screens, every role one click away, the clock in hand."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import flash, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from backoffice.auth import acting, current_agent, looking, world
from backoffice.drawings import as_json
from backoffice.failures import wants_json
from backoffice.shield import framing_policy
from backoffice.stage import stage
from backoffice.views.base import at
from backoffice.views.studio.base import StudioScreen
from workflows.catalogue import Finding, InvalidDemarche
from workflows.errors import Invalid
from workflows.use_cases.access import not_found
from workflows.use_cases.act import Actor
from workflows.use_cases.studio.play.begin import begin_play, draft_has_changed, play_under_way
from workflows.use_cases.studio.play.fill import fill_task
from workflows.use_cases.studio.play.pass_time import let_pass, pass_to, pass_to_next_due
from workflows.use_cases.studio.play.sandbox import Sandbox, throw_away
from workflows.use_cases.studio.play.sheet import show_play, show_token
from workflows.use_cases.studio.scenarios import keep_recorded

USAGER = "usager"


class Play(StudioScreen):
    """Begins, moves and ends the play of one démarche; the screens played are `stage`'s."""

    entry = _l("Essai")
    rank = 70
    kin = frozenset({"played"})

    @at("/<code>/essai")
    def show(self, code: str) -> ResponseReturnValue:
        """Show the play under way, or how to begin one."""
        sandbox = play_under_way(world(), _analyst(), code)
        if sandbox is None or stage() is None:
            return self._entrance(code)
        return self._player(sandbox)

    @at("/<code>/essai", methods=("POST",))
    def begin(self, code: str) -> ResponseReturnValue:
        """Begin a play of the draft as it is now, in the place of the one under way."""
        if stage() is None:
            raise not_found()
        try:
            begin_play(world(), _analyst(), code, f"{request.root_url}conception/essai")
        except InvalidDemarche as refused:
            return self._entrance(code, refused.findings), refused.status
        return redirect(url_for(".show", code=code), 303)

    @at("/<code>/essai/fin", methods=("POST",))
    def end(self, code: str) -> ResponseReturnValue:
        """Throw the play away."""
        throw_away(_under_way(code))
        flash(_("L’essai est terminé : rien n’en est gardé."), "success")
        return redirect(url_for(".show", code=code), 303)

    @at("/<code>/essai/temps", methods=("POST",))
    def pass_time(self, code: str) -> ResponseReturnValue:
        """Move the clock of the play."""
        _move_clock(_under_way(code))
        return self._back(code)

    @at("/<code>/essai/remplir", methods=("POST",))
    def fill(self, code: str) -> ResponseReturnValue:
        """Type invented answers into a task, for its role to look over and send."""
        fill_task(_under_way(code), _task_id())
        return self._back(code)

    @at("/<code>/essai/scenario", methods=("POST",))
    def record(self, code: str) -> ResponseReturnValue:
        """Keep what was done as a scenario of the draft."""
        sandbox = _under_way(code)
        with acting() as act:
            stem = keep_recorded(act, sandbox, request.form.get("name", ""))
        flash(_("L’essai est devenu un scénario, qui réussit."), "success")
        return redirect(url_for("scenario.show", code=code, stem=stem), 303)

    @at("/<code>/essai/panneau")
    def panel(self, code: str) -> ResponseReturnValue:
        """Give a script the side panel as it is now."""
        return self._panel(_under_way(code))

    @at("/<code>/essai/jeton.json")
    def token(self, code: str) -> ResponseReturnValue:
        """Give the diagram that is played, with the token."""
        return as_json(show_token(_under_way(code)))

    def _entrance(self, code: str, findings: Sequence[Finding] = ()) -> str:
        playable = stage() is not None
        template = "backoffice/studio/play_begin.html"
        return self.page(code, template, findings=findings, playable=playable)

    def _panel(self, sandbox: Sandbox) -> ResponseReturnValue:
        shown = self._shown(sandbox)
        return jsonify(panel=self.render("backoffice/studio/play_panel.html", **shown))

    def _player(self, sandbox: Sandbox) -> ResponseReturnValue:
        code = sandbox.card.code
        with looking() as act:
            changed = draft_has_changed(act, sandbox)
        shown = self._shown(sandbox)
        page = self.page(code, "backoffice/studio/play.html", changed=changed, **shown)
        answer = make_response(page)
        answer.headers["Content-Security-Policy"] = framing_policy()
        return answer

    def _shown(self, sandbox: Sandbox) -> dict[str, object]:
        sheet = show_play(sandbox)
        slugs = [seat.part.slug for seat in sheet.seats]
        wanted = request.values.get("role", USAGER)
        role = wanted if wanted in slugs else USAGER
        return {"sheet": sheet, "card": sandbox.card, "play_id": sandbox.id, "role": role}

    def _back(self, code: str) -> ResponseReturnValue:
        """Go back to the player in the role that was played, or give a script the new panel."""
        if wants_json():
            return self._panel(_under_way(code))
        role = request.form.get("role", USAGER)
        return redirect(url_for(".show", code=code, role=role), 303)


def _analyst() -> Actor:
    agent = current_agent()
    if agent is None:
        raise not_found()
    return agent


def _under_way(code: str) -> Sandbox:
    """Return the play of this analyst; raise NotFound when it was thrown away."""
    sandbox = play_under_way(world(), _analyst(), code)
    if sandbox is None:
        raise not_found()
    return sandbox


def _move_clock(sandbox: Sandbox) -> None:
    wanted = request.form.get("move", "")
    if wanted == "next":
        pass_to_next_due(sandbox)
    elif wanted == "until":
        pass_to(sandbox, _moment(sandbox))
    else:
        let_pass(sandbox, wanted)


def _moment(sandbox: Sandbox) -> datetime:
    """Return the moment typed in a `datetime-local` field, in the installation's zone."""
    try:
        typed = datetime.fromisoformat(request.form.get("until", ""))
    except ValueError:
        raise Invalid(_("Indiquez une date et une heure.")) from None
    return typed.replace(tzinfo=sandbox.world.settings.zone)


def _task_id() -> UUID:
    try:
        return UUID(request.form.get("task", ""))
    except ValueError:
        raise not_found() from None
