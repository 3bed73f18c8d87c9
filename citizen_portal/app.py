"""The factory of the citizen portal: one World in, one Flask application out."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect

from citizen_portal import assets, auth, failures, headers, presentation, views
from workflows.settings import Mode
from workflows.use_cases.act import World

FORM_MEMORY = 2 * 1024 * 1024  # bytes of text fields in one request; files have their own limit
MAX_PARTS = 500


def create_app(world: World) -> Flask:
    """Build the portal over an opened world; nothing global is read."""
    app = Flask(__name__, static_folder=None)
    app.config.update(_configuration(world))
    app.extensions["world"] = world
    Babel(app, default_locale="fr", default_timezone=world.settings.timezone)
    CSRFProtect(app)
    headers.install(app)
    assets.install(app)
    auth.install(app)
    presentation.install(app)
    failures.install(app)
    views.install(app, with_mailbox=world.settings.smtp_url.startswith("mailbox:"))
    return app


def _configuration(world: World) -> dict[str, Any]:
    settings = world.settings
    return {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": settings.max_request_bytes,
        "MAX_FORM_MEMORY_SIZE": FORM_MEMORY,
        "MAX_FORM_PARTS": MAX_PARTS,
        "SESSION_COOKIE_NAME": "__Host-portail" if settings.secure else "portail",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure,
        "TRUSTED_HOSTS": _trusted_hosts(world),
        "WTF_CSRF_TIME_LIMIT": None,  # a form may stay open for hours
        "TESTING": settings.mode is Mode.TEST,
    }


def _trusted_hosts(world: World) -> list[str] | None:
    """Name the hosts of production: its own, and the machine itself for who polls /healthz.

    A demo answers on any name of its machine.
    """
    if world.settings.mode is not Mode.PRODUCTION:
        return None
    return [urlsplit(world.settings.public_url).netloc, "127.0.0.1", "localhost"]
