"""Naming the applicant of a dossier in lists, from the answers of its first form."""

from collections.abc import Mapping

COMPANY = ("denomination", "raisonSociale")
GIVEN = ("prenoms", "prenom")
FAMILY = ("nom", "nomUsage", "nomNaissance")
LENGTH = 200


def applicant_of(values: Mapping[str, object], email: str) -> str:
    """Return the company, else « Prénoms Nom », else the e-mail address.

    The keys are the ones that bpmn/README.md asks analysts to use for these fields.
    """
    company = _first(values, COMPANY)
    person = f"{_first(values, GIVEN)} {_first(values, FAMILY)}".strip()
    return (company or person or email)[:LENGTH]


def _first(values: Mapping[str, object], keys: tuple[str, ...]) -> str:
    found = (values.get(key) for key in keys)
    return next((text.strip() for text in found if isinstance(text, str) and text.strip()), "")
