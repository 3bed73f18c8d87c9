"""Letters and mails: a subject line, a text, and placeholders that are names and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import re2

from workflows.catalogue.card.toml_table import not_utf8
from workflows.catalogue.findings import Finding, InvalidDemarche, error
from workflows.translation import _

SUBJECT = "Objet :"
PLACEHOLDER = re2.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
BRACES = re2.compile(r"\{\{|\}\}")
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
STANDARD = frozenset({"numero", "demarche", "service", "organisation", "lien", "date"})
MAX_SUBJECT = 200
LETTER_OF = {"mail": "lettre", "document": "modele"}  # kind of work -> header naming a letter
KEPT = 1024  # texts whose placeholders are found once


@dataclass(frozen=True, slots=True)
class Letter:
    """A text to send or to print; `stem` is its file name without extension."""

    stem: str
    subject: str
    body: str


def read_letter(stem: str, data: bytes) -> Letter:
    """Read a letter: « Objet : … », an empty line, the text. Raise InvalidDemarche otherwise."""
    file = f"letters/{stem}.txt"
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as wrong:
        raise InvalidDemarche([not_utf8(file, wrong.start)]) from wrong
    first, _newline, rest = text.partition("\n")
    subject = first.removeprefix(SUBJECT).strip()
    if not first.startswith(SUBJECT) or not subject or len(subject) > MAX_SUBJECT:
        raise InvalidDemarche([_no_subject(file)])
    if not rest.strip():
        raise InvalidDemarche([_no_body(file)])
    letter = Letter(stem, subject, rest.strip("\n") + "\n")
    if _stray_braces(letter):
        raise InvalidDemarche([_bad_braces(file)])
    return letter


@lru_cache(maxsize=KEPT)
def placeholders(letter: Letter) -> frozenset[str]:
    """Return the names that the letter needs."""
    return frozenset(PLACEHOLDER.findall(letter.subject) + PLACEHOLDER.findall(letter.body))


def write_letter(letter: Letter, values: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and text with each placeholder replaced; a missing value leaves nothing.

    The subject stays on one line whatever the values hold; values are never read again as
    placeholders.
    """
    subject = " ".join(_filled(letter.subject, values).split())
    body = BLANK_LINES.sub("\n\n", _filled(letter.body, values))
    return subject[:1].upper() + subject[1:], body


def _filled(text: str, values: Mapping[str, str]) -> str:
    parts = list(_parts(text))
    parts[1::2] = [values.get(name, "") for name in parts[1::2]]
    return "".join(parts)


@lru_cache(maxsize=KEPT)
def _parts(text: str) -> tuple[str, ...]:
    """Return text, name, text, name, … text."""
    return tuple(PLACEHOLDER.split(text))


def _stray_braces(letter: Letter) -> bool:
    without = PLACEHOLDER.sub("", letter.subject) + PLACEHOLDER.sub("", letter.body)
    return BRACES.search(without) is not None


def _no_subject(file: str) -> Finding:
    return error(
        "lettre-objet",
        file,
        "",
        _("La première ligne ne donne pas l'objet."),
        _("Commencez par « Objet : … » (%(n)d caractères au plus), puis une ligne vide.")
        % {"n": MAX_SUBJECT},
    )


def _no_body(file: str) -> Finding:
    return error(
        "lettre-vide",
        file,
        "",
        _("La lettre n'a pas de texte."),
        _("Écrivez le texte sous l'objet, après une ligne vide."),
    )


def _bad_braces(file: str) -> Finding:
    return error(
        "lettre-accolades",
        file,
        "",
        _("Des doubles accolades n'entourent pas un nom simple."),
        _("Écrivez {{ nom }} : un seul nom, sans point, calcul ni espace."),
    )
