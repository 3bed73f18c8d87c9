"""Every expected failure, and every HTTP error, as a page in French that says what to do."""

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from backoffice.typed import typed_in_words
from workflows.errors import Throttled, WorkflowError

TITLES = {
    400: "Demande incomprise",
    401: "Session terminée",
    403: "Accès réservé",
    404: "Page introuvable",
    405: "Action impossible ici",
    409: "Quelque chose a changé entre-temps",
    413: "Envoi trop volumineux",
    422: "Saisie à corriger",
    429: "Trop d'essais",
    500: "Une erreur est survenue",
}
REMEDIES = {
    400: "Revenez à la page précédente et recommencez.",
    401: "Connectez-vous de nouveau.",
    403: "Votre compte n'ouvre pas cette page. Demandez à l'administrateur si vous en avez besoin.",
    404: "Cette page n'existe pas, ou elle n'est pas visible avec votre compte.",
    405: "Revenez à la page précédente et utilisez ses boutons.",
    413: "Joignez des fichiers moins lourds, ou en plusieurs fois.",
    429: "Patientez quelques minutes avant de recommencer.",
    500: "L'erreur est enregistrée. Réessayez ; si elle revient, prévenez l'administrateur.",
}
SERVER_ERROR = 500
EXPIRED = (
    "Cette page était ouverte depuis trop longtemps, ou votre session a changé. "
    "Rien n'a été enregistré : rouvrez la page et renvoyez votre saisie."
)


def answer_failures(app: Flask) -> None:
    """Register the one place where errors become HTTP."""
    app.register_error_handler(WorkflowError, _expected)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)


def page(status: int, message: str) -> ResponseReturnValue:
    """Return the error page of `status`; an unknown one is shown as a bad request."""
    if wants_json():
        return jsonify(message=message), status
    shown: dict[str, object] = {"title": _(TITLES.get(status, TITLES[400])), "message": message}
    if status >= SERVER_ERROR:
        # the database may be what is broken: this page asks it nothing
        shown |= {"agent": None, "navigation": tuple}
    return render_template("backoffice/error.html", **shown), status


def wants_json() -> bool:
    """Tell whether a script asks, that shows the message by itself."""
    return request.accept_mimetypes.best == "application/json"


def _expected(failure: WorkflowError) -> ResponseReturnValue:
    if failure.status >= SERVER_ERROR:
        # Flask logs only what nobody answers
        current_app.logger.error("%s: %s", type(failure).__name__, failure, exc_info=failure)
    answer = page(failure.status, failure.message)
    if isinstance(failure, Throttled):
        return (*answer, {"Retry-After": str(failure.wait)})  # type: ignore[misc]  # a pair, made above
    return answer


def _forged(_failure: CSRFError) -> ResponseReturnValue:
    if wants_json():
        return page(400, _(EXPIRED))
    shown = render_template(
        "backoffice/error.html",
        title=_(TITLES[400]),
        message=_(EXPIRED),
        typed=typed_in_words(),
    )
    return shown, 400


def _http(failure: HTTPException) -> ResponseReturnValue:
    status = failure.code or 500
    return page(status, _(REMEDIES.get(status, REMEDIES[400])))
