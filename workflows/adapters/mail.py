"""Mails: what one is, who sends it, a mailbox one can read, and one in memory."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import localtime
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from workflows.adapters.disk import write_whole
from workflows.errors import BadSettings, DeliveryFailure
from workflows.translation import _

TIMEOUT = 20  # seconds, for each exchange with the server
PERMANENT = 500  # an SMTP answer from here on will be the same next time
ID_LENGTH = 32


class MailFailure(DeliveryFailure):
    """The mail was not accepted."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One plain-text mail; `key` is stable over retries and becomes its Message-ID."""

    to: str
    subject: str
    body: str
    key: str


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """One mail as found in the demo's mailbox."""

    to: str
    subject: str
    body: str
    message_id: str
    at: datetime


class Mailer(Protocol):
    """What takes mails to their readers."""

    def send(self, mail: Mail) -> None:
        """Hand the mail over; raise MailFailure when it was not accepted."""


class SmtpMail:
    """A mail server: `smtps://` is encrypted at once, `smtp://` with an account by STARTTLS."""

    def __init__(self, url: str, sender: str) -> None:
        self.server = _server(url)
        self.sender = sender

    def send(self, mail: Mail) -> None:
        """Send over a connection of its own; raise MailFailure on any refusal."""
        email = as_email(mail, self.sender)
        try:
            with self._connection() as smtp:
                smtp.send_message(email)
        except (OSError, smtplib.SMTPException) as cause:
            permanent = _is_permanent(cause)
            raise MailFailure(f"{type(cause).__name__}: {cause}", permanent=permanent) from cause

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        account = self.server.username
        with self._connect() as smtp:
            if account and self.server.scheme == "smtp":
                smtp.starttls(context=ssl.create_default_context())
            if account:
                smtp.login(unquote(account), unquote(self.server.password or ""))
            yield smtp

    def _connect(self) -> smtplib.SMTP:
        host, port = self.server.hostname or "", self.server.port
        if self.server.scheme == "smtp":
            return smtplib.SMTP(host, port or smtplib.SMTP_PORT, timeout=TIMEOUT)
        tls = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port or smtplib.SMTP_SSL_PORT, timeout=TIMEOUT, context=tls)


class MailboxMail:
    """A folder of .eml files named from the Message-ID: the same mail twice is one file."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def send(self, mail: Mail) -> None:
        """Write the mail durably, unless it is there already."""
        email = as_email(mail, self.sender)
        path = self.folder / f"{_digest(mail.key)}.eml"
        if not path.exists():
            write_whole(path, email.as_bytes())


class MemoryMail:
    """A mailbox in memory, for tests; `down` makes it refuse everything."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []
        self.down = False

    def send(self, mail: Mail) -> None:
        """Keep the mail; raise MailFailure when `down`."""
        if self.down:
            raise MailFailure("Le serveur de messagerie ne répond pas.")
        self.sent.append(mail)


def open_mail(url: str, sender: str) -> Mailer:
    """Open the mailer that SMTP_URL names; `sender` signs every mail.

    `smtp://[account:password@]server:25`, `smtps://…:465`, or `mailbox:folder` for a demo.
    """
    folder = mailbox_folder(url)
    return SmtpMail(url, sender) if folder is None else MailboxMail(folder, sender)


def mailbox_folder(url: str) -> Path | None:
    """Return the folder of `mailbox:folder`; None for the address of a server."""
    scheme, _colon, place = url.partition(":")
    return Path(place.removeprefix("//")) if scheme == "mailbox" and place else None


def read_mailbox(folder: Path) -> tuple[ReceivedMail, ...]:
    """Return the mails of a mailbox, the last delivered first; none when there is no folder."""
    if not folder.is_dir():
        return ()
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return tuple(_read_email(path.read_bytes()) for path in files)


def as_email(mail: Mail, sender: str) -> EmailMessage:
    """Build the mail; raise a permanent MailFailure when its address cannot be one."""
    email = EmailMessage(policy=policy.SMTP)
    try:
        email["To"] = mail.to
    except ValueError as refused:  # a line break, that would add a header
        raise MailFailure(f"To: {refused}", permanent=True) from refused
    email["From"] = sender
    email["Subject"] = " ".join(mail.subject.split())
    email["Date"] = localtime()
    email["Message-ID"] = f"<{_digest(mail.key)}@{sender.rpartition('@')[2].strip('<> ')}>"
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(mail.body, cte="quoted-printable")
    return email


def _read_email(data: bytes) -> ReceivedMail:
    email = message_from_bytes(data, policy=policy.default)
    return ReceivedMail(
        to=str(email["To"]),
        subject=str(email["Subject"]),
        body=email.get_content().replace("\r\n", "\n"),
        message_id=str(email["Message-ID"]),
        at=email["Date"].datetime,
    )


def _server(url: str) -> SplitResult:
    server = urlsplit(url)
    if server.scheme not in {"smtp", "smtps"} or not server.hostname:
        raise BadSettings(
            _("SMTP_URL est illisible : attendu smtp://serveur:25 ou smtps://serveur:465.")
        )
    return server


def _is_permanent(cause: Exception) -> bool:
    """Tell a refusal of this mail from a server or an account that does not work today."""
    if isinstance(cause, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _text in cause.recipients.values())
    return isinstance(cause, smtplib.SMTPResponseException) and cause.smtp_code >= PERMANENT


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:ID_LENGTH]
