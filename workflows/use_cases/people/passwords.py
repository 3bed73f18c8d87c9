"""Passwords: hashed by argon2id, judged by their guesses, verified in equal time for nobody."""

from collections.abc import Iterable
from functools import cache
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from zxcvbn import zxcvbn

from workflows.errors import InvalidAnswers
from workflows.translation import _

SHORTEST = 12  # characters, as the CNIL recommends
LONGEST = 200  # argon2 reads it whole: a megabyte would be work for free
JUDGED = 72  # zxcvbn refuses more
OWN_WORD = 4  # characters; a shorter part of a name says nothing
LEAST_OF_OTHERS = 8  # characters left without the words of one's own name and address
WEAKEST_SCORE = 3  # of 4: more than 10^8 guesses
# zxcvbn knows English words and the qwerty keyboard.
FRENCH_WORDS = (
    "administration",
    "azerty",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "bienvenue",
    "bonjour",
    "caledonie",
    "demarche",
    "demarches",
    "jetaime",
    "motdepasse",
    "nouvelle",
    "noumea",
    "passe",
    "province",
    "secret",
    "soleil",
)
HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """Hash with argon2id, salted; about a twentieth of a second."""
    return HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Verify a password; without a hash, spend the same time and refuse."""
    try:
        HASHER.verify(password_hash or _nobodys_hash(HASHER), password[: LONGEST + 1])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(password_hash)


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with lighter parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


def require_strong(password: str, about: Iterable[str]) -> None:
    """Raise InvalidAnswers for a short or guessable password; `about` are its owner's own words."""
    message = _length_problem(password) or _guess_problem(password, about)
    if message:
        raise InvalidAnswers(message, {"password": message})


def _length_problem(password: str) -> str:
    if len(password) < SHORTEST:
        return _("Choisissez un mot de passe d'au moins %(n)d caractères.") % {"n": SHORTEST}
    if len(password) > LONGEST:
        return _("Choisissez un mot de passe d'au plus %(n)d caractères.") % {"n": LONGEST}
    return ""


def _guess_problem(password: str, about: Iterable[str]) -> str:
    own = [word.lower() for word in about if len(word) >= OWN_WORD]
    judged = zxcvbn(password[:JUDGED], user_inputs=[*FRENCH_WORDS, *own])
    patterns = {match["pattern"] for match in judged["sequence"]}
    if len(_without(password.lower(), own)) < LEAST_OF_OTHERS:
        patterns = {"dictionary"}
    elif judged["score"] >= WEAKEST_SCORE:
        return ""
    return _(
        "Ce mot de passe est trop facile à deviner : %(why)s Associez plusieurs mots rares."
    ) % {"why": _reason(patterns)}


def _without(password: str, words: list[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        password = password.replace(word, "")
    return password


def _reason(patterns: set[str]) -> str:
    reasons = {
        "repeat": _("il répète les mêmes caractères."),
        "sequence": _("il contient une suite comme abc ou 123."),
        "spatial": _("il suit les touches du clavier."),
        "date": _("il contient une date."),
        "dictionary": _("il repose sur un mot, un nom ou une adresse connus."),
    }
    found = [reason for pattern, reason in reasons.items() if pattern in patterns]
    return found[0] if found else _("il est trop simple.")


@cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash(token_urlsafe())
