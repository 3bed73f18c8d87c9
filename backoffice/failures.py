"""Every expected failure, and every HTTP error, as a page in French that says what to do."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

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
EXPIRED = (
    "Cette page était ouverte depuis trop longtemps, ou votre session a changé. "
    "Revenez en arrière, rechargez la page et renvoyez votre saisie."
)


def answer_failures(app: Flask) -> None:
    """Register the one place where errors become HTTP."""
    app.register_error_handler(WorkflowError, _expected)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)


def page(status: int, message: str) -> ResponseReturnValue:
    """Return the error page of `status`; an unknown one is shown as a bad request."""
    title = TITLES.get(status, TITLES[400])
    return render_template("backoffice/error.html", title=_(title), message=message), status


def _expected(failure: WorkflowError) -> ResponseReturnValue:
    answer = page(failure.status, failure.message)
    if isinstance(failure, Throttled):
        return (*answer, {"Retry-After": str(failure.wait)})  # type: ignore[misc]  # a pair, made above
    return answer


def _forged(_failure: CSRFError) -> ResponseReturnValue:
    return page(400, _(EXPIRED))


def _http(failure: HTTPException) -> ResponseReturnValue:
    status = failure.code or 500
    return page(status, _(REMEDIES.get(status, REMEDIES[400])))
