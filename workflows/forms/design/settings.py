"""The settings of a field that our renderer honours: where each lies in the JSON, how it is asked.

Whatever else a component carries is kept, and shown by the editor as an advanced property.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from workflows.translation import _


class Control(StrEnum):
    """How the editor asks for a value."""

    LINE = "line"
    LINES = "lines"  # a sentence
    TEMPLATE = "template"  # a text with {{ places }}
    MARKDOWN = "markdown"
    FIGURE = "figure"  # a JSON number, or FEEL
    COUNT = "count"  # a whole number kept as a text, in `properties`
    INTEGER = "integer"  # a whole JSON number
    FLAG = "flag"
    REQUIRED = "required"  # yes, no, or FEEL
    CHOICE = "choice"
    SUGGEST = "suggest"
    FEEL = "feel"
    OPTIONS = "options"
    FORMATS = "formats"
    DEFAULT = "default"
    CONDITION = "condition"
    RULES = "rules"


class Section(StrEnum):
    """The parts of the panel, in their order."""

    QUESTION = "question"
    ANSWERS = "answers"
    CHECKS = "checks"
    DISPLAY = "display"
    ADVANCED = "advanced"


SECTIONS = {
    Section.QUESTION: _("Question"),
    Section.ANSWERS: _("Réponse"),
    Section.CHECKS: _("Contrôles"),
    Section.DISPLAY: _("Affichage"),
    Section.ADVANCED: _("Réglages fins"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One property of a component; `choices` are values with their words.

    `needs` is another property without which this one says nothing; `unless` a property and the
    value with which it makes no sense.
    """

    path: tuple[str, ...]
    label: str
    control: Control
    section: Section
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, str] | None = None

    def as_json(self) -> dict[str, object]:
        """Return the setting for the browser."""
        return asdict(self)


FEEL_HINT = _("Une expression FEEL commence par =, par exemple =age >= 18.")
PLACES_HINT = _("{{ champ }} montre une réponse déjà donnée.")

LABEL = Setting(("label",), _("Libellé"), Control.TEMPLATE, Section.QUESTION, PLACES_HINT)
HINT = Setting(
    ("description",), _("Aide"), Control.TEMPLATE, Section.QUESTION,
    _("Sous le libellé : un exemple, où trouver la réponse."),
)  # fmt: skip
REQUIRED = Setting(("validate", "required"), _("Obligatoire"), Control.REQUIRED, Section.CHECKS)
REQUIRED_MESSAGE = Setting(
    ("properties", "requiredMessage"), _("Message si le champ est vide"), Control.LINES,
    Section.CHECKS, _("Sans message : « Renseignez … »."), needs=("validate", "required"),
)  # fmt: skip
VALID = Setting(
    ("properties", "valid"), _("La réponse est acceptée si"), Control.RULES, Section.CHECKS
)
VALID_MESSAGE = Setting(
    ("properties", "validMessage"), _("Message si elle est refusée"), Control.LINES,
    Section.CHECKS, _("Dites ce qu’il faut écrire, par exemple « Écrivez PS-2025-00123. »."),
    needs=("properties", "valid"),
)  # fmt: skip
HIDE = Setting(("conditional", "hide"), _("Montrer"), Control.CONDITION, Section.DISPLAY)
READONLY = Setting(
    ("readonly",), _("Lecture seule"), Control.REQUIRED, Section.DISPLAY,
    _("Le champ est montré sans pouvoir être changé."),
)  # fmt: skip
DISABLED = Setting(("disabled",), _("Désactivé"), Control.FLAG, Section.ADVANCED)
DEFAULT = Setting(("defaultValue",), _("Valeur par défaut"), Control.DEFAULT, Section.ANSWERS)
PREFIX = Setting(
    ("appearance", "prefixAdorner"), _("Texte avant la réponse"), Control.LINE, Section.DISPLAY
)
SUFFIX = Setting(
    ("appearance", "suffixAdorner"), _("Unité, après la réponse"), Control.LINE, Section.DISPLAY,
    _("Dites-la aussi dans le libellé : « Surface, en m² »."),
)  # fmt: skip
SHORTEST = Setting(
    ("validate", "minLength"), _("Caractères au moins"), Control.FIGURE, Section.CHECKS
)
LONGEST = Setting(
    ("validate", "maxLength"), _("Caractères au plus"), Control.FIGURE, Section.CHECKS,
    _("Donne aussi sa largeur à un champ court."),
)  # fmt: skip
LEAST = Setting(("validate", "min"), _("Au moins"), Control.FIGURE, Section.CHECKS)
MOST = Setting(("validate", "max"), _("Au plus"), Control.FIGURE, Section.CHECKS)
PATTERN = Setting(
    ("validate", "pattern"), _("Motif"), Control.LINE, Section.CHECKS,
    _("Expression régulière, par exemple ^[A-Z]{2}[0-9]{4}$."),
)  # fmt: skip
PATTERN_MESSAGE = Setting(
    ("validate", "patternErrorMessage"), _("Message si le motif ne convient pas"), Control.LINES,
    Section.CHECKS, needs=("validate", "pattern"),
)  # fmt: skip
KIND = Setting(
    ("validate", "validationType"), _("Genre de texte"), Control.CHOICE, Section.ANSWERS,
    choices=(("", _("libre")), ("email", _("adresse électronique")), ("phone", _("téléphone"))),
)  # fmt: skip
PHONE = Setting(
    ("properties", "format"), _("Présentation"), Control.CHOICE, Section.DISPLAY,
    choices=(("", _("ordinaire")), ("telephone", _("téléphone, par paires"))),
)  # fmt: skip
MONEY = Setting(
    ("properties", "format"), _("Présentation"), Control.CHOICE, Section.DISPLAY,
    choices=(("", _("nombre")), ("montant", _("somme d’argent"))),
)  # fmt: skip
AUTOCOMPLETE = Setting(
    ("properties", "autocomplete"), _("Remplissage par le navigateur"), Control.SUGGEST,
    Section.DISPLAY, _("Ce que le navigateur peut proposer au demandeur, sur lui-même."),
    (
        ("family-name", _("nom de famille")), ("given-name", _("prénoms")),
        ("honorific-prefix", _("civilité")), ("email", _("adresse électronique")),
        ("tel", _("téléphone")), ("street-address", _("adresse")),
        ("postal-code", _("code postal")), ("address-level2", _("commune")),
        ("country-name", _("pays")), ("organization", _("entreprise ou association")),
        ("bday", _("date de naissance")), ("off", _("ne rien proposer")),
    ),
)  # fmt: skip
KEYBOARD = Setting(
    ("properties", "inputmode"), _("Clavier du téléphone"), Control.CHOICE, Section.DISPLAY,
    choices=(
        ("", _("ordinaire")), ("numeric", _("chiffres")), ("decimal", _("chiffres et virgule")),
        ("tel", _("téléphone")), ("email", _("adresse électronique")), ("url", _("adresse web")),
    ),
)  # fmt: skip
ROWS = Setting(
    ("properties", "rows"), _("Hauteur, en lignes"), Control.COUNT, Section.DISPLAY,
    _("5 lignes sans réglage, 30 au plus."),
)  # fmt: skip
DECIMALS = Setting(
    ("decimalDigits",), _("Chiffres après la virgule"), Control.INTEGER, Section.CHECKS,
    _("0 pour un nombre entier ; vide : autant qu’on veut."),
)  # fmt: skip
SUBTYPE = Setting(
    ("subtype",), _("On demande"), Control.CHOICE, Section.ANSWERS,
    choices=(("date", _("une date")), ("time", _("une heure")), ("datetime", _("date et heure"))),
)  # fmt: skip
DATE_LABEL = Setting(("dateLabel",), _("Libellé"), Control.TEMPLATE, Section.QUESTION, PLACES_HINT)
TIME_LABEL = Setting(
    ("timeLabel",), _("Libellé de l’heure"), Control.TEMPLATE, Section.QUESTION,
    unless=("subtype", "date"),
)  # fmt: skip
NOT_PASSED = Setting(
    ("disallowPassedDates",), _("Refuser une date passée"), Control.FLAG, Section.CHECKS,
    unless=("subtype", "time"),
)  # fmt: skip
VALUES = Setting(("values",), _("Réponses proposées"), Control.OPTIONS, Section.ANSWERS)
VALUES_KEY = Setting(
    ("valuesKey",), _("Liste tenue par une variable"), Control.LINE, Section.ADVANCED,
    _("Le nom d’une variable qui contient les réponses, à la place de celles d’ici."),
)  # fmt: skip
VALUES_EXPRESSION = Setting(
    ("valuesExpression",), _("Liste calculée"), Control.FEEL, Section.ADVANCED, FEEL_HINT
)
ACCEPT = Setting(("accept",), _("Formats acceptés"), Control.FORMATS, Section.ANSWERS)
MULTIPLE = Setting(("multiple",), _("Plusieurs fichiers"), Control.FLAG, Section.ANSWERS)
MAX_FILES = Setting(
    ("properties", "maxFiles"), _("Fichiers au plus"), Control.COUNT, Section.ANSWERS,
    _("Sans réglage : 1, ou 10 si plusieurs fichiers sont permis."),
)  # fmt: skip
ASKED_OF = Setting(
    ("properties", "condition"), _("À qui cette pièce est demandée"), Control.LINES,
    Section.QUESTION, _("Montré dans la fiche, par exemple « Si vous avez moins de 18 ans »."),
)  # fmt: skip
CAPTURE = Setting(
    ("properties", "capture"), _("Photo prise sur place"), Control.CHOICE, Section.DISPLAY,
    choices=(
        ("", _("non")), ("environment", _("avec l’appareil du téléphone")),
        ("user", _("portrait, caméra avant")),
    ),
)  # fmt: skip
MIN_ROWS = Setting(("properties", "minRows"), _("Lignes au moins"), Control.COUNT, Section.CHECKS)
MAX_ROWS = Setting(
    ("properties", "maxRows"), _("Lignes au plus"), Control.COUNT, Section.CHECKS,
    _("20 sans réglage, 100 au plus."),
)  # fmt: skip
FIRST_ROWS = Setting(
    ("defaultRepetitions",), _("Lignes montrées au départ"), Control.INTEGER, Section.DISPLAY
)
ROW_LABEL = Setting(
    ("properties", "rowLabel"), _("Nom d’une ligne"), Control.LINE, Section.QUESTION,
    _("« Ligne » sans réglage ; par exemple « Enfant »."),
)  # fmt: skip
COMPUTED = Setting(("expression",), _("Expression FEEL"), Control.FEEL, Section.ANSWERS, FEEL_HINT)
SHOWN_LABEL = Setting(
    ("label",), _("Libellé"), Control.LINE, Section.QUESTION,
    _("Montré dans le récapitulatif ; sans libellé, la valeur n’y est pas."),
)  # fmt: skip
TEXT = Setting(
    ("text",), _("Texte"), Control.MARKDOWN, Section.QUESTION,
    _("Markdown : **gras**, - liste, [lien](https://…). {{ champ }} montre une réponse."),
)  # fmt: skip
TITLE = Setting(("label",), _("Titre"), Control.TEMPLATE, Section.QUESTION)
