"""E-mail addresses and telephone numbers as people type them, and as we keep and show them."""

import re

from workflows.errors import InvalidAnswers
from workflows.translation import _

LONGEST_EMAIL = 254
# Letters, digits and the usual signs; quoted or accented local parts, which no provider here gives,
# would need a mail server that accepts them.
EMAIL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}")
LOCAL_PHONE = re.compile(r"\d{6}")
FOREIGN_PHONE = re.compile(r"\+[1-9]\d{6,14}")
LOCAL_PREFIX = "+687"
PHONE_SIGNS = str.maketrans("", "", " .-/()\u00a0\u202f\t")


def read_email(raw: str) -> str:
    """Return the address in lower case; raise InvalidAnswers for what is none."""
    email = raw.strip().lower()
    local = email.partition("@")[0]
    dots = ".." in email or local.startswith(".") or local.endswith(".")
    if len(email) > LONGEST_EMAIL or dots or not EMAIL.fullmatch(email):
        raise _wrong(
            "email", _("Saisissez une adresse courriel complète, comme prenom.nom@exemple.nc.")
        )
    return email


def read_phone(raw: str) -> str:
    """Return the number in E.164 (`+687123456`); six digits alone are a local number."""
    digits = raw.translate(PHONE_SIGNS)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    local = digits.removeprefix(LOCAL_PREFIX)
    if LOCAL_PHONE.fullmatch(local) and local.isascii():
        return f"{LOCAL_PREFIX}{local}"
    # A +687 number has six digits: one more or one less is a slip, not a foreign number.
    if digits.startswith(LOCAL_PREFIX) or not _is_foreign(digits):
        raise _wrong(
            "phone",
            _(
                "Saisissez un numéro de téléphone à 6 chiffres, comme 12 34 56, "
                "ou un numéro international commençant par +."
            ),
        )
    return digits


def show_phone(phone: str) -> str:
    """Write a kept number for people: `12 34 56` here, `+33612345678` for elsewhere."""
    local = phone.removeprefix(LOCAL_PREFIX)
    if local == phone:
        return phone
    return " ".join(local[start : start + 2] for start in range(0, len(local), 2))


def _is_foreign(digits: str) -> bool:
    return digits.isascii() and FOREIGN_PHONE.fullmatch(digits) is not None


def _wrong(field: str, message: str) -> InvalidAnswers:
    return InvalidAnswers(message, {field: message})
