"""Forgetting what has served: ended sessions, dead links, old tries, states of before a move."""

from datetime import timedelta

from sqlalchemy import delete, or_

from workflows.model import Attempt, Delivery, OneTimeLink, SignIn, SpentChallenge, VersionMove
from workflows.use_cases.act import Act
from workflows.use_cases.people.throttle import WINDOW

MOVES_KEPT = timedelta(days=90)  # a change of version can be taken back for a season at most
DELIVERIES_KEPT = timedelta(days=90)  # to answer who received what
LINKS_KEPT = timedelta(days=7)  # time to understand a complaint about a link


def clean_up(act: Act) -> None:
    """Delete the rows that can no longer change an answer; anybody may call it at any time."""
    idle = timedelta(seconds=act.world.settings.session_idle)
    session = act.session
    over = or_(SignIn.expires_at <= act.now, SignIn.seen_at <= act.now - idle)
    session.execute(delete(SignIn).where(over))
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at <= act.now - LINKS_KEPT))
    session.execute(delete(Attempt).where(Attempt.at <= act.now - WINDOW))
    session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at <= act.now))
    session.execute(delete(Delivery).where(Delivery.handed_at <= act.now - DELIVERIES_KEPT))
    session.execute(delete(VersionMove).where(VersionMove.at <= act.now - MOVES_KEPT))
