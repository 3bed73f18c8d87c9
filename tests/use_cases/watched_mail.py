"""A mailbox that looks at what is committed each time a mail leaves."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from workflows.adapters.mail import Mail, MemoryMail

WANTED = "select tries, delivered_at from outbox where key = ?"


@dataclass(frozen=True)
class Departure:
    """A mail that left, and whether a committed item asked for it and was taken in hand."""

    mail: Mail
    wanted: bool


class WatchedMail(MemoryMail):
    """Keeps the mails, and what any other process saw in the database as each of them left."""

    def __init__(self, sqlite_url: str) -> None:
        super().__init__()
        self.departures: list[Departure] = []
        self._path = sqlite_url.removeprefix("sqlite:///")

    def send(self, mail: Mail) -> None:
        """Keep the mail; raise MailFailure when `down`."""
        self.departures.append(Departure(mail, self._is_wanted(mail.key)))
        super().send(mail)

    def _is_wanted(self, key: str) -> bool:
        with closing(sqlite3.connect(self._path)) as other:
            rows = other.execute(WANTED, (key,)).fetchall()
        return [(tries > 0, delivered_at) for tries, delivered_at in rows] == [(True, None)]
