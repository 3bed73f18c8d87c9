"""What protects every answer: security headers, a nonce per request, no foreign origin."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request

from workflows.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
YEAR = 365 * 24 * 3600
FILE_POLICY = "default-src 'none'; img-src 'self'; frame-ancestors 'none'; sandbox"
STEADY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def nonce() -> str:
    """Return this request's nonce, the same for the whole page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def page_policy() -> str:
    """Return the policy of our pages: our own files only, no inline code or style."""
    mark = nonce()
    return (
        "default-src 'none'; "
        f"script-src 'self' 'nonce-{mark}'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def framing_policy() -> str:
    """Return the policy of a page of ours that holds another page of ours in a frame."""
    return f"{page_policy()}; frame-src 'self'"


def framed_policy() -> str:
    """Return the policy of a page shown in such a frame: our styles, and nothing that runs."""
    return (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
    )


def protect(app: Flask, settings: Settings) -> None:
    """Refuse foreign origins and sign every answer of `app` with the headers above."""

    @app.before_request
    def refuse_foreign_origin() -> None:
        origin = request.headers.get("Origin")
        if request.method in SAFE_METHODS or origin is None:
            return
        ours = {request.host, urlsplit(settings.public_url).netloc}
        if urlsplit(origin).netloc not in ours:
            abort(403)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in STEADY.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", page_policy())
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        if settings.secure:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        return response
