"""The captcha: a proof of work of our own, signed, short-lived, and spent by its first use."""

import base64
import binascii
import json
import secrets
from datetime import UTC, datetime, timedelta

from altcha import Challenge, Payload, Solution, create_challenge, verify_solution
from sqlalchemy.exc import IntegrityError

from workflows.errors import InvalidAnswers
from workflows.model import SpentChallenge
from workflows.settings import Settings
from workflows.translation import _
from workflows.use_cases.act import Act, World
from workflows.use_cases.people.secret_words import derived_key

LIFETIME = timedelta(minutes=10)
ALGORITHM = "PBKDF2/SHA-256"
FEWEST_STEPS, MOST_STEPS = 40, 120  # derivations to find the solution: bounded, unlike pure luck
LONGEST_PAYLOAD = 4000


def make_challenge(world: World) -> dict[str, object]:
    """Return a challenge for the browser, as the ALTCHA widget reads it.

    Its end lies in the signed `data`, not in `expiresAt`: the widget would hold that against the
    citizen's clock, which may be wrong by hours.
    """
    ends_at = world.now() + LIFETIME
    challenge = create_challenge(
        ALGORITHM,
        world.settings.captcha_cost,
        counter=FEWEST_STEPS + secrets.randbelow(MOST_STEPS - FEWEST_STEPS),
        data={"endsAt": int(ends_at.timestamp())},
        hmac_secret=_challenge_key(world.settings),
        hmac_key_secret=_solution_key(world.settings),
    )
    return dict(challenge.to_dict())


def spend_captcha(act: Act, solution: str) -> None:
    """Accept a solution once; raise InvalidAnswers for a wrong, an old or a spent one."""
    payload = _read(solution)
    if payload is None or not _is_solved(act.world.settings, payload):
        raise _refused(_("Cochez « Je ne suis pas un robot », puis continuez."))
    ends_at = _end(payload)
    if ends_at <= act.now:
        raise _refused(_("La vérification a expiré. Refaites-la, puis continuez."))
    _spend(act, str(payload.challenge.signature), ends_at)


def _read(solution: str) -> Payload | None:
    if len(solution) > LONGEST_PAYLOAD:
        return None
    try:
        read = json.loads(base64.b64decode(solution, validate=True))
        return Payload(Challenge.from_dict(read["challenge"]), Solution.from_dict(read["solution"]))
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _is_solved(settings: Settings, payload: Payload) -> bool:
    judged = verify_solution(
        payload, _challenge_key(settings), hmac_key_secret=_solution_key(settings)
    )
    return bool(judged.verified)


def _end(payload: Payload) -> datetime:
    signed = payload.challenge.parameters.data or {}
    return datetime.fromtimestamp(int(signed["endsAt"]), UTC)


def _spend(act: Act, signature: str, ends_at: datetime) -> None:
    try:
        with act.session.begin_nested():
            act.session.add(SpentChallenge(signature=signature, expires_at=ends_at))
    except IntegrityError as spent:
        message = _("Cette vérification a déjà servi. Refaites-la, puis continuez.")
        raise _refused(message) from spent


def _challenge_key(settings: Settings) -> bytes:
    return derived_key(settings.secret_key, "captcha challenge")


def _solution_key(settings: Settings) -> bytes:
    return derived_key(settings.secret_key, "captcha solution")


def _refused(message: str) -> InvalidAnswers:
    return InvalidAnswers(message, {"captcha": message})
