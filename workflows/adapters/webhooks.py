"""Telling other software: named targets that the administrator allowed, signed calls, no redirect.

A diagram names a target and never an address: nothing that an analyst or a citizen writes can
choose where a call goes.
"""

import hashlib
import hmac
import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from workflows.errors import BadSettings, DeliveryFailure
from workflows.translation import _

TIMEOUT = 10  # seconds, for each exchange
MIN_SECRET = 16
NAME = re.compile(r"[a-z0-9_-]{1,40}")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
WORTH_ANOTHER_TRY = frozenset({408, 425, 429})  # and every 5xx
SERVER_ERROR = 500
ACCEPTED = range(200, 300)
KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Target:
    """Where calls of one name go, and the secret that signs them."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `key` is the same at each try, so that the other side can tell it was had."""

    target: str
    body: bytes
    key: str
    at: datetime


class Webhooks(Protocol):
    """What takes calls to their targets."""

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the targets."""

    def post(self, call: Call) -> None:
        """Make the call; raise DeliveryFailure unless the other side accepted it."""


class HttpWebhooks:
    """The targets of an installation, over HTTP."""

    def __init__(self, targets: Mapping[str, Target]) -> None:
        self.targets = dict(targets)

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the targets."""
        return frozenset(self.targets)

    def post(self, call: Call) -> None:
        """Send the call over a connection of its own; a redirect is a refusal."""
        target = self.targets.get(call.target)
        if target is None:
            raise unknown_target(call.target)
        try:
            status = _send(target, call)
        except (OSError, HTTPException) as cause:
            told = _("« %(name)s » ne répond pas (%(cause)s).")
            raise DeliveryFailure(
                told % {"name": call.target, "cause": type(cause).__name__}
            ) from cause
        if status not in ACCEPTED:
            again = status >= SERVER_ERROR or status in WORTH_ANOTHER_TRY
            told = _("« %(name)s » a répondu %(status)d.")
            raise DeliveryFailure(
                told % {"name": call.target, "status": status}, permanent=not again
            )


class MemoryWebhooks:
    """Targets in memory, for tests and trials; without names, every one is known."""

    def __init__(self, *names: str) -> None:
        self.names = frozenset(names)
        self.calls: list[Call] = []
        self.down = False

    def post(self, call: Call) -> None:
        """Keep the call; raise DeliveryFailure when `down` or for an unknown target."""
        if self.names and call.target not in self.names:
            raise unknown_target(call.target)
        if self.down:
            raise DeliveryFailure(_("« %s » ne répond pas.") % call.target)
        self.calls.append(call)


def open_webhooks(text: str) -> HttpWebhooks:
    """Read WEBHOOKS; raise BadSettings for what is no list of targets."""
    if not text.strip():
        return HttpWebhooks({})
    try:
        given = json.loads(text)
    except ValueError as wrong:
        raise _bad(_("ce n'est pas du JSON")) from wrong
    if not isinstance(given, dict):
        raise _bad(_("un objet JSON est attendu"))
    return HttpWebhooks({name: _target(name, said) for name, said in given.items()})


def signature(secret: str, call: Call) -> str:
    """Return what proves that we made the call, and when: HMAC-SHA256 of `moment.body`."""
    moment = str(int(call.at.timestamp()))
    signed = hmac.new(secret.encode(), moment.encode() + b"." + call.body, hashlib.sha256)
    return f"t={moment},v1={signed.hexdigest()}"


def unknown_target(name: str) -> DeliveryFailure:
    """Make the failure of a call to a target that is not, or no longer, allowed."""
    told = _("La cible « %s » n'est pas déclarée dans WEBHOOKS.")
    return DeliveryFailure(told % name, permanent=True)


def _send(target: Target, call: Call) -> int:
    place = urlsplit(target.url)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "demarches",
        "Idempotency-Key": hashlib.sha256(call.key.encode()).hexdigest()[:KEY_LENGTH],
        "Demarches-Signature": signature(target.secret, call),
    }
    connection = _connection(place)
    try:
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        connection.request("POST", path, call.body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _connection(place: SplitResult) -> HTTPConnection:
    host = place.hostname or ""
    if place.scheme == "http":
        return HTTPConnection(host, place.port, timeout=TIMEOUT)
    tls = ssl.create_default_context()
    return HTTPSConnection(host, place.port, timeout=TIMEOUT, context=tls)


def _target(name: str, said: object) -> Target:
    if not NAME.fullmatch(name):
        raise _bad(_("le nom « %s » : minuscules, chiffres, - et _") % name)
    if not isinstance(said, dict) or said.keys() != {"url", "secret"}:
        raise _bad(_("« %s » attend « url » et « secret », et rien d'autre") % name)
    url, secret = str(said["url"]), str(said["secret"])
    if not _is_allowed(url):
        raise _bad(_("« %s » : une adresse https:// est attendue, sans compte") % name)
    if len(secret) < MIN_SECRET:
        told = _("« %(name)s » : un secret d'au moins %(n)d caractères")
        raise _bad(told % {"name": name, "n": MIN_SECRET})
    return Target(url, secret)


def _is_allowed(url: str) -> bool:
    try:
        place = urlsplit(url)
        _port = place.port
    except ValueError:
        return False
    secure = place.scheme == "https" or (place.scheme == "http" and place.hostname in LOOPBACK)
    plain = url.isascii() and url.isprintable() and " " not in url
    return secure and plain and bool(place.hostname) and "@" not in place.netloc


def _bad(reason: str) -> BadSettings:
    return BadSettings(_("WEBHOOKS est illisible : %s.") % reason)
