"""The demo's mailbox: every mail that would have left, readable without a mail server."""

from pathlib import Path

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from citizen_portal.auth import world
from workflows.adapters.mail import mailbox_folder, read_mailbox

pages = Blueprint("mailbox", __name__)


@pages.get("/demo/courriels")
def show() -> ResponseReturnValue:
    """List the mails sent, the newest first."""
    mails = read_mailbox(_folder())
    return render_template("citizen_portal/mailbox.html", mails=mails)


def _folder() -> Path:
    folder = mailbox_folder(world().settings.smtp_url)
    if folder is None:
        abort(404)
    return folder
