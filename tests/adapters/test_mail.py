"""Mails leave by SMTP once each, or lie readable in the demo's folder."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from workflows.adapters.mail import (
    Mail,
    MailboxMail,
    MailFailure,
    MemoryMail,
    SmtpMail,
    mailbox_folder,
    open_mail,
    read_mailbox,
)
from workflows.errors import BadSettings

SENDER = "ne-pas-repondre@exemple.nc"
MAIL = Mail("usager@exemple.nc", "Dossier déposé", "Bonjour,\n\nReçu : à bientôt.\n.\n", "k:1")


class Sink:
    """A mail server that keeps what it takes, and refuses the recipients it is told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusals: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802  aiosmtpd finds its hooks by these names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def smtp_url(sink: Sink) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(
        sink,
        hostname="127.0.0.1",
        port=port,
        auth_require_tls=False,  # it would take a password in clear: it is ours to send none
        authenticator=lambda *_who: AuthResult(success=True),
    )
    server.start()
    yield f"smtp://127.0.0.1:{port}"
    server.stop()


def test_a_mail_arrives_whole_by_smtp(smtp_url: str, sink: Sink):
    open_mail(smtp_url, SENDER).send(MAIL)

    (received,) = sink.mails
    assert (received["To"], received["From"]) == ("usager@exemple.nc", SENDER)
    assert received["Subject"] == "Dossier déposé"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received.get_content().replace("\r\n", "\n") == MAIL.body


def test_a_mail_sent_twice_keeps_its_message_id(smtp_url: str, sink: Sink):
    post = open_mail(smtp_url, SENDER)

    post.send(MAIL)
    post.send(MAIL)
    post.send(Mail(MAIL.to, MAIL.subject, MAIL.body, "k:2"))

    ids = [mail["Message-ID"] for mail in sink.mails]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].endswith("@exemple.nc>")


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [("550 no such user", True), ("451 try later", False)],
    ids=["unknown recipient", "greylisted"],
)
def test_a_refusal_says_whether_to_try_again(
    smtp_url: str, sink: Sink, answer: str, permanent: bool
):
    sink.refusals[MAIL.to] = answer

    with pytest.raises(MailFailure) as refused:
        open_mail(smtp_url, SENDER).send(MAIL)

    assert refused.value.permanent is permanent


def test_a_server_that_is_down_is_tried_again():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"smtp://127.0.0.1:{closed.getsockname()[1]}"

        with pytest.raises(MailFailure) as failed:
            open_mail(url, SENDER).send(MAIL)

    assert not failed.value.permanent


def test_a_password_never_travels_in_clear(smtp_url: str, sink: Sink):
    url = smtp_url.replace("smtp://", "smtp://compte:motdepasse@")

    with pytest.raises(MailFailure) as failed:
        open_mail(url, SENDER).send(MAIL)

    assert sink.mails == []
    assert "motdepasse" not in failed.value.message


def test_a_line_break_adds_no_header(smtp_url: str, sink: Sink):
    post = open_mail(smtp_url, SENDER)

    post.send(Mail(MAIL.to, "Sujet\r\nBcc: autre@exemple.nc", "corps", "k:3"))
    with pytest.raises(MailFailure) as refused:
        post.send(Mail("usager@exemple.nc\r\nBcc: autre@exemple.nc", "Sujet", "corps", "k:4"))

    assert [mail["Subject"] for mail in sink.mails] == ["Sujet Bcc: autre@exemple.nc"]
    assert sink.mails[0]["Bcc"] is None
    assert refused.value.permanent


def test_the_demo_mailbox_shows_each_mail_once_the_last_first(tmp_path: Path):
    post = MailboxMail(tmp_path / "courriels", SENDER)
    second = Mail(MAIL.to, "Dossier accepté", "Bravo", "k:2")

    for mail in (MAIL, second, MAIL):
        post.send(mail)

    received = read_mailbox(tmp_path / "courriels")
    assert [mail.subject for mail in received] == ["Dossier accepté", "Dossier déposé"]
    assert received[1].body == MAIL.body
    assert received[1].to == MAIL.to
    assert received[1].at.tzinfo is not None


def test_a_mailbox_without_mail_is_empty(tmp_path: Path):
    assert read_mailbox(tmp_path / "absent") == ()


@pytest.mark.parametrize(
    ("url", "folder"),
    [("mailbox:var/courriels", Path("var/courriels")), ("smtp://serveur:25", None)],
)
def test_the_address_says_whether_there_is_a_mailbox_to_show(url: str, folder: Path | None):
    assert mailbox_folder(url) == folder


@pytest.mark.parametrize("url", ["", "http://serveur", "smtp://", "mailbox:", "serveur:25"])
def test_an_unreadable_address_of_the_server_refuses_to_start(url: str):
    with pytest.raises(BadSettings):
        open_mail(url, SENDER)


def test_an_encrypted_server_is_met_on_its_own_port():
    server = SmtpMail("smtps://compte:mot%40passe@serveur.exemple.nc", SENDER).server

    assert (server.scheme, server.hostname, server.port) == ("smtps", "serveur.exemple.nc", None)


def test_the_mailbox_in_memory_behaves_like_a_server():
    post = MemoryMail()
    post.send(MAIL)
    post.down = True

    with pytest.raises(MailFailure) as failed:
        post.send(MAIL)

    assert post.sent == [MAIL]
    assert not failed.value.permanent
