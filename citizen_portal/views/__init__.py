"""The portal's pages, one module per subject; a view reads, acts and answers."""

from flask import Flask

from citizen_portal.views import (
    account,
    catalogue,
    dossiers,
    health,
    identification,
    information,
    mailbox,
    pieces,
    tasks,
)


def install(app: Flask, *, with_mailbox: bool) -> None:
    """Register every page; the mailbox only where mails go to a demo folder."""
    for module in (
        catalogue,
        information,
        identification,
        account,
        dossiers,
        tasks,
        pieces,
        health,
    ):
        app.register_blueprint(module.pages)
    if with_mailbox:
        app.register_blueprint(mailbox.pages)
