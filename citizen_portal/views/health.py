"""The address that a supervisor polls."""

from flask import Blueprint, Response, jsonify

from citizen_portal.auth import world
from workflows.use_cases.operations.health import health

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def show() -> Response:
    """Answer 200 when the database answers, 503 otherwise; a late worker is told, not an outage."""
    state = health(world())
    response = jsonify(state.as_json())
    response.status_code = 200 if state.database else 503
    return response
