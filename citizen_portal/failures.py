"""Every expected failure as one French page that says what to do."""

from flask import Flask, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from citizen_portal.auth import SCRIPT, is_script, recognise, world
from citizen_portal.interruption import ask_again, typed_in_request
from citizen_portal.presentation import size
from workflows.database import OperationalError
from workflows.errors import InvalidCredentials, Throttled, WorkflowError

MINUTE = 60


def install(app: Flask) -> None:
    """Register the handlers; an unexpected exception is a 500 that keeps its trace in the log."""
    app.register_error_handler(WorkflowError, _expected)
    app.register_error_handler(CSRFError, _expired_page)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(OperationalError, _database_away)


def _expected(failure: Exception) -> ResponseReturnValue:
    assert isinstance(failure, WorkflowError)  # noqa: S101  the registration says so, mypy cannot
    dead_link = isinstance(failure, InvalidCredentials)  # a wrong password is shown in its page
    title = _("Ce lien ne peut plus servir") if dead_link else ""
    response = failure_page(failure.status, failure.message, title=title, ask_link=dead_link)
    if isinstance(failure, Throttled):
        response.headers["Retry-After"] = str(failure.wait)
    return response


def _expired_page(_failure: Exception) -> ResponseReturnValue:
    typed = typed_in_request()
    if typed:
        recognise()  # the token is judged before anybody is
        return ask_again(typed, {}, 400)
    advice = _(
        "La page était ouverte depuis trop longtemps, ou les cookies sont refusés par votre "
        "navigateur. Revenez en arrière, rechargez la page puis recommencez."
    )
    return failure_page(400, advice, title=_("Cette page a expiré"))


def _refused(failure: Exception) -> ResponseReturnValue:
    assert isinstance(failure, HTTPException)  # noqa: S101  the registration says so, mypy cannot
    if isinstance(failure, SecurityError):
        # a host that is not ours: no address can be built for it, so no page either
        return Response(_titles()[400], status=400, mimetype="text/plain")
    code = failure.code or 500
    response = failure_page(code, _advice().get(code, _advice()[500]))
    for name, value in failure.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _database_away(_failure: Exception) -> ResponseReturnValue:
    response = failure_page(503, _advice()[503])
    response.headers["Retry-After"] = str(MINUTE)
    return response


def failure_page(code: int, message: str, title: str = "", *, ask_link: bool = False) -> Response:
    """Render the page of a failure; for a script of ours, the message alone."""
    if is_script():
        return Response(message, status=code, mimetype=SCRIPT)
    titles = _titles()
    page = render_template(
        "citizen_portal/failure.html",
        code=code,
        title=title or titles.get(code, titles[500]),
        message=message,
        ask_link=ask_link,
    )
    return Response(page, status=code)


def _titles() -> dict[int, str]:
    return {
        400: _("Cette demande n’a pas été comprise"),
        403: _("Cette action ne vous est pas permise"),
        404: _("Cette page n’existe pas"),
        405: _("Cette page ne s’ouvre pas ainsi"),
        409: _("Cela a changé entre-temps"),
        413: _("Votre envoi est trop volumineux"),
        422: _("Votre envoi n’a pas été accepté"),
        429: _("Trop d’essais en peu de temps"),
        500: _("Une erreur est survenue de notre côté"),
        503: _("Le service est momentanément indisponible"),
    }


def _advice() -> dict[int, str]:
    return {
        400: _("Revenez à l’accueil et recommencez."),
        404: _(
            "Vérifiez l’adresse, ou retrouvez la page depuis l’accueil. Si vous cherchez un "
            "dossier, il figure dans « Mes dossiers » une fois que vous êtes identifié."
        ),
        405: _("Revenez à l’accueil et suivez les liens des pages."),
        413: _(
            "Un fichier peut peser %(limit)s au plus : réduisez le vôtre, par exemple en le "
            "numérisant moins finement. Ce que vous aviez enregistré dans votre brouillon est "
            "conservé.",
            limit=size(world().settings.max_piece_bytes),
        ),
        500: _(
            "Réessayez dans quelques minutes : ce que vous avez enregistré est conservé. "
            "Si cela se reproduit, écrivez à l’assistance."
        ),
        503: _("Réessayez dans une minute : ce que vous avez enregistré est conservé."),
    }
