"""Secrets made and compared: tokens, what the database keeps of them, keys for signatures."""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Token:
    """A random token: `text` goes to its owner once, `digest` (32 bytes) to the database."""

    text: str = field(repr=False)
    digest: bytes


def new_token() -> Token:
    """Draw a token that cannot be guessed."""
    text = token_urlsafe(TOKEN_BYTES)
    return Token(text, digest_of(text))


def digest_of(text: str) -> bytes:
    """Return what the database keeps of a token; a fast hash is enough for 256 random bits."""
    return sha256(text.encode()).digest()


def derived_key(secret_key: str, purpose: str) -> bytes:
    """Return a key for one purpose, so that no signature serves for another."""
    return hmac.digest(secret_key.encode(), purpose.encode(), "sha256")
