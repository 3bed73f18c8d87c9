"""Messages and signals: what dossiers wait for, and sending one by hand once one knows to whom."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from backoffice.auth import acting, looking
from backoffice.views.base import Screen, at
from workflows.errors import Conflict, Invalid
from workflows.model import Role, WaitKind
from workflows.use_cases.act import Act
from workflows.use_cases.events.addressing import Event
from workflows.use_cases.events.awaited import (
    list_awaited,
    list_concerned,
    list_keys,
    list_sent,
)
from workflows.use_cases.events.send_event import asked_event, count_waiting, send_event


class Events(Screen):
    """A chief sends within the dossiers of his groups, an administrator to all."""

    roles = frozenset({Role.CHIEF, Role.ADMINISTRATOR})

    @at()
    def index(self) -> ResponseReturnValue:
        """List what is awaited, and what was sent lately."""
        with looking() as act:
            awaited, sent = list_awaited(act), list_sent(act)
        return str(self.render("backoffice/events.html", awaited=awaited, sent=sent))

    @at("/envoyer")
    def prepare(self) -> ResponseReturnValue:
        """Show whom an event concerns; a message without a key asks for it first."""
        if request.args.get("nature") == WaitKind.MESSAGE and "cle" not in request.args:
            return self._choose(request.args.get("nom", ""))
        try:
            event = _asked()
        except Invalid as refused:
            return self._choose(request.args.get("nom", ""), refused.message), refused.status
        return self._confirm(event)

    @at("/envoyer", methods=("POST",))
    def send(self) -> ResponseReturnValue:
        """Send it; the worker moves the dossiers."""
        event = _asked()
        try:
            with acting() as act:
                count = _send(act, event)
        except (Conflict, Invalid) as refused:
            return self._confirm(event, refused.message), refused.status
        flash(_told(event, count), "success")
        return redirect(url_for(".index"), 303)

    def _choose(self, name: str, refusal: str = "") -> str:
        with looking() as act:
            keys = list_keys(act, name)
        return str(self.render("backoffice/event_keys.html", name=name, keys=keys, refusal=refusal))

    def _confirm(self, event: Event, refusal: str = "") -> str:
        with looking() as act:
            count, dossiers = count_waiting(act, event), list_concerned(act, event)
        shown = {"event": event, "count": count, "dossiers": dossiers, "typed": request.form}
        return str(self.render("backoffice/event.html", refusal=refusal, **shown))


def _asked() -> Event:
    given = (request.values.get(name, "") for name in ("nature", "nom", "cle"))
    return asked_event(*given)


def _send(act: Act, event: Event) -> int:
    name = request.form.get("variable", "").strip()
    value = request.form.get("valeur", "").strip()
    if value and not name:
        raise Invalid(_("Dites quelle variable reçoit cette valeur."))
    return send_event(act, event, {name: value} if name else {})


def _told(event: Event, count: int) -> str:
    if not count and event.kind is WaitKind.MESSAGE:
        return str(_("Message gardé un jour : aucun dossier ne l'attend encore."))
    told = ngettext(
        "Envoyé à %(num)d dossier : il avance dans la minute.",
        "Envoyé à %(num)d dossiers : ils avancent l'un après l'autre.",
        count,
    )
    return str(told)
