"""What every answer carries: a strict content policy with a nonce, no sniffing, no framing."""

import secrets

from flask import Flask, Response, abort, current_app, g, request
from werkzeug.datastructures import Headers

from workflows.use_cases.act import ANONYMOUS

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
SANDBOX = "default-src 'none'; sandbox"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # our own POSTs keep it, other sites never see an address
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def install(app: Flask) -> None:
    """Put the nonce within reach of templates and the headers on every answer."""
    app.before_request(_refuse_foreign_origin)
    app.after_request(_add_headers)
    app.jinja_env.globals["csp_nonce"] = _nonce


def _nonce() -> str:
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    return str(g.nonce)


def _refuse_foreign_origin() -> None:
    """Refuse a write that another site's page sent, beside the CSRF token."""
    origin = request.headers.get("Origin")
    if request.method in SAFE_METHODS or origin is None:
        return
    public = current_app.extensions["world"].settings.public_url
    if origin not in {request.host_url.rstrip("/"), public.rstrip("/")}:
        abort(400)


def _add_headers(response: Response) -> Response:
    _set_missing(response.headers, FIXED)
    _set_missing(response.headers, {"Content-Security-Policy": POLICY.format(nonce=_nonce())})
    if current_app.extensions["world"].settings.secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if response.mimetype == "text/html":
        # a person's pages leave no trace on a shared computer
        personal = g.get("actor", ANONYMOUS) is not ANONYMOUS
        response.headers["Cache-Control"] = "no-store" if personal else "private, no-cache"
    return response


def _set_missing(headers: Headers, values: dict[str, str]) -> None:
    for name, value in values.items():
        headers.setdefault(name, value)
