"""Limits on tries: so many by key in a window; kept even when the try itself is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.errors import Throttled
from workflows.model import Attempt
from workflows.translation import _
from workflows.use_cases.act import Act

WINDOW = timedelta(minutes=15)
KEY_LENGTH = 32
IPV6_HOME = 64  # bits: one subscriber owns all the addresses behind them


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` of `kind` for the same `who` in a window."""

    kind: str
    who: str
    tries: int

    @property
    def key(self) -> str:
        """Return what the table keeps: a hash, for an address is personal data."""
        return f"{self.kind}:{sha256(self.who.encode()).hexdigest()[:KEY_LENGTH]}"


def count_try(act: Act, *limits: Limit) -> None:
    """Count one try in a transaction of its own; raise Throttled when a limit is reached.

    Call it before anything else of the act: on SQLite its transaction would wait for the act's.
    """
    with act.world.database.transaction() as session:
        waits = [_seconds_to_wait(session, limit, act.now) for limit in limits]
        if not any(waits):
            session.add_all(Attempt(key=limit.key, at=act.now) for limit in limits)
    if any(waits):
        raise _throttled(max(waits))


def forgive(act: Act, *limits: Limit) -> None:
    """Forget the tries of somebody who has just shown who they are."""
    keys = [limit.key for limit in limits]
    act.session.execute(delete(Attempt).where(Attempt.key.in_(keys)))


def is_over(act: Act, limit: Limit) -> bool:
    """Tell whether a limit is reached, without counting; for limits kept silent."""
    with act.world.database.reading() as session:
        return _seconds_to_wait(session, limit, act.now) > 0


def neighbourhood(address: str) -> str:
    """Return what counts as one address: an IPv4 address, or a subscriber's IPv6 network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(int(parsed) >> (128 - IPV6_HOME))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def _seconds_to_wait(session: Session, limit: Limit, now: datetime) -> int:
    recent: Sequence[datetime] = session.scalars(
        select(Attempt.at)
        .where(Attempt.key == limit.key, Attempt.at > now - WINDOW)
        .order_by(Attempt.at.desc())
        .limit(limit.tries)
    ).all()
    if len(recent) < limit.tries:
        return 0
    return max(1, round((recent[-1] + WINDOW - now).total_seconds()))


def _throttled(wait: int) -> Throttled:
    minutes = -(-wait // 60)
    message = _("Trop d'essais. Attendez %(n)d min avant de recommencer.") % {"n": minutes}
    return Throttled(message, wait)
