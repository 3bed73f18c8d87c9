"""What whoever plays the portal in a sandbox has to know of it: its session cookie, its pages."""

from uuid import UUID

from flask import Flask

from citizen_portal.auth import cookie_of
from workflows.settings import Settings


def session_cookie(settings: Settings) -> str:
    """Return the name of the cookie that holds the citizen's session."""
    return cookie_of(settings)


def first_page(app: Flask, code: str, dossier_id: UUID | None, task_id: UUID | None) -> str:
    """Return the page to begin with: the task to do, the dossier, or the fiche of the démarche."""
    address = app.url_map.bind("localhost")
    if task_id is not None:
        return address.build("tasks.resume", {"task_id": task_id})
    if dossier_id is not None:
        return address.build("dossiers.show", {"dossier_id": dossier_id})
    return address.build("catalogue.fiche", {"code": code})
