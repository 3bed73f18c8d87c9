"""The hunting permit's form, filled in page by page by an adult or by a minor."""

import re
from io import BytesIO

from tests.citizen_portal.visitors import Visitor
from tests.use_cases.files import jpg, pdf

ADULT = (
    {"nature": "premiere"},
    {
        "civilite": "Madame",
        "nom": "Wéa",
        "prenoms": "Marie-Ange",
        "dateNaissance-day": "7",
        "dateNaissance-month": "4",
        "dateNaissance-year": "1990",
    },
    {
        "adresse": "BP 12\nTribu de Gouaro",
        "commune": "Bourail",
        "codePostal": "98870",
        "telephone": "12 34 56",
        "courriel": "marie@exemple.nc",
    },
    {
        "assureur": "Assurances du Lagon",
        "policeNumero": "AL-778",
        "assuranceDebut-day": "1",
        "assuranceDebut-month": "1",
        "assuranceDebut-year": "2026",
        "assuranceFin-day": "31",
        "assuranceFin-month": "12",
        "assuranceFin-year": "2026",
    },
    {},
    {"lieuRetrait": "Bourail", "declarationHonneur": "oui"},
)
PAGES = (1, 2, 4, 5, 6, 7)  # the third page is for minors
PIECES_PAGE = 6


def files() -> dict[str, tuple[BytesIO, str]]:
    return {
        "pieceIdentite": (BytesIO(pdf()), "identité.pdf"),
        "photoIdentite": (BytesIO(jpg()), "photo.jpg"),
        "attestationAssurance": (BytesIO(pdf()), "assurance 2026.pdf"),
    }


def fill(visitor: Visitor, form: str, upto: int = len(PAGES)) -> None:
    """Fill the first `upto` pages in, as « Enregistrer et continuer » does."""
    for page, answers in list(zip(PAGES, ADULT, strict=True))[:upto]:
        sent = {**answers, "save": "next", **(files() if page == PIECES_PAGE else {})}
        answer = visitor.post(f"{form}/pages/{page}", sent)
        assert answer.status_code == 303, errors_of(answer.get_data(as_text=True))


def begun(visitor: Visitor) -> str:
    """Begin a dossier; return the address of its form, `/taches/<id>`."""
    return visitor.begins()


def sent(visitor: Visitor) -> str:
    """Fill in and send a whole application; return the address of its dossier."""
    form = begun(visitor)
    fill(visitor, form)
    answer = visitor.post(f"{form}/envoi", {"dossier": ""})
    assert answer.status_code == 303, errors_of(answer.get_data(as_text=True))
    return answer.headers["Location"].removesuffix("/confirmation")


def errors_of(page: str) -> list[str]:
    return re.findall(r'class="govuk-error-message"[^>]*>(.*?)</p>', page, re.S)
