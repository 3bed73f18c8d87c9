"""The demo's mailbox: there where mails go to a folder, absent everywhere else."""

from dataclasses import replace
from pathlib import Path

from flask import Flask

from citizen_portal.app import create_app
from workflows.adapters.mail import Mail, MailboxMail
from workflows.use_cases.act import World


def test_every_mail_can_be_read_with_its_links(app: Flask, world: World):
    folder = Path(world.settings.smtp_url.removeprefix("mailbox:"))
    body = "Ouvrez http://localhost/lien/abc <script>alert(1)</script>"
    MailboxMail(folder, "a@exemple.nc").send(Mail("b@exemple.nc", "Votre compte", body, "k"))

    page = app.test_client().get("/demo/courriels").get_data(as_text=True)

    assert "Votre compte" in page
    assert 'href="http://localhost/lien/abc"' in page
    assert "<script>alert" not in page


def test_an_installation_that_sends_its_mails_shows_none(world: World):
    sending = replace(world.settings, smtp_url="smtp://mail.exemple.nc:25")
    client = create_app(replace(world, settings=sending)).test_client()

    assert client.get("/demo/courriels").status_code == 404
