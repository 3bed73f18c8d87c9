"""The factory of the back office: one Flask application over a World."""

from pathlib import Path

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from flask_admin import Admin
from flask_babel import Babel
from flask_wtf import CSRFProtect

from backoffice.assets import serve_assets
from backoffice.auth import auth, require_sign_in, world
from backoffice.failures import answer_failures
from backoffice.navigation import show_navigation
from backoffice.screens import all_screens
from backoffice.shield import nonce, protect
from backoffice.stage import Portal, Stage
from backoffice.views.home import Home
from backoffice.views.studio.played import PlayedScreens
from backoffice.wording import teach_templates
from workflows.settings import Settings
from workflows.use_cases.act import World
from workflows.use_cases.operations.health import health

PLAYED = f"{PlayedScreens.__module__}.show"
FORM_MEMORY = 2 * 1024 * 1024  # bytes of typed text, files apart


def create_app(world: World, portal: Portal | None = None) -> Flask:
    """Build the application for agents, analysts and administrators; mountable at any prefix.

    With the citizen `portal` at hand, analysts can play their drafts on the real screens.
    """
    app = Flask("backoffice", root_path=str(Path(__file__).parent), static_folder=None)
    app.config.update(_configuration(world.settings))
    app.extensions["world"] = world
    protect(app, world.settings)
    app.before_request(require_sign_in)
    forgery = CSRFProtect(app)
    Babel(app)
    answer_failures(app)
    teach_templates(app)
    serve_assets(app)
    app.register_blueprint(auth)
    app.add_url_rule("/healthz", "healthz", healthz)
    _mount_screens(app)
    if portal is not None:
        app.extensions["stage"] = Stage(portal, create_app)
    # the application behind a played screen has its own token, and asks for it
    forgery.exempt(PLAYED)
    return app


def healthz() -> ResponseReturnValue:
    """Tell a monitor whether the database answers; a late worker is told, not an outage."""
    found = health(world())
    return jsonify(found.as_json()), 200 if found.database else 503


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-agent_form" if settings.secure else "agent_form",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure,
        "MAX_CONTENT_LENGTH": settings.max_request_bytes,
        "MAX_FORM_MEMORY_SIZE": FORM_MEMORY,
        "WTF_CSRF_TIME_LIMIT": None,  # a form left open over lunch must still be accepted
        "BABEL_DEFAULT_LOCALE": "fr",
        "BABEL_DEFAULT_TIMEZONE": settings.timezone,
    }


def _mount_screens(app: Flask) -> None:
    home = Home(name="Accueil", endpoint="home", url="/")
    admin = Admin(app, name="Démarches", index_view=home, url="/", csp_nonce_generator=nonce)
    screens = all_screens()
    for screen in screens:
        admin.add_view(screen)
    show_navigation(app, screens)
