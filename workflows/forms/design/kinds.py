"""The kinds of fields an analyst may add: French name, hint, first JSON, settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from workflows.forms.design import settings as of
from workflows.forms.design.settings import SECTIONS, Setting
from workflows.forms.fields.dynamiclist import COLUMNS
from workflows.forms.registry import ANSWERS
from workflows.translation import _

TEXTS, CHOICES, FIGURES, FILES, LAYOUT = (
    _("Texte"), _("Choix"), _("Nombres et dates"), _("Pièces et listes"), _("Mise en page"),
)  # fmt: skip
TWO_OPTIONS = (
    {"label": _("Oui"), "value": "oui"},
    {"label": _("Non"), "value": "non"},
)
_ASKED = (of.LABEL, of.HINT)
_CHECKED = (of.REQUIRED, of.REQUIRED_MESSAGE, of.VALID, of.VALID_MESSAGE)
_SHOWN = (of.HIDE, of.READONLY, of.DISABLED)
_LENGTHS = (of.SHORTEST, of.LONGEST, of.PATTERN, of.PATTERN_MESSAGE)
_AROUND = (of.PREFIX, of.SUFFIX)
_LISTED = (of.VALUES, of.DEFAULT, of.VALUES_KEY, of.VALUES_EXPRESSION)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of component as an analyst meets it; `starter` is its JSON but for id and key."""

    type: str
    name: str
    hint: str
    family: str
    settings: Sequence[Setting] = ()
    starter: Mapping[str, object] = field(default_factory=dict)
    label_name: str = "label"  # the property that holds its title
    key_name: str = "key"

    def as_json(self) -> dict[str, object]:
        """Return the kind for the browser."""
        return {
            "type": self.type,
            "name": self.name,
            "hint": self.hint,
            "family": self.family,
            "settings": [setting.as_json() for setting in self.settings],
            "starter": dict(self.starter),
            "labelName": self.label_name,
            "keyName": self.key_name if self.type in ANSWERS else "",
            "column": self.type in COLUMNS,
            "asked": self.type in ANSWERS and ANSWERS[self.type].asked,
        }


KINDS: tuple[Kind, ...] = (
    Kind(
        "textfield", _("Texte court"), _("une ligne : nom, adresse électronique, téléphone"), TEXTS,
        (*_ASKED, of.KIND, of.DEFAULT, *_CHECKED, *_LENGTHS, *_SHOWN, of.PHONE, of.AUTOCOMPLETE,
         of.KEYBOARD, *_AROUND),
    ),
    Kind(
        "textarea", _("Texte long"), _("plusieurs lignes : motif, observations"), TEXTS,
        (*_ASKED, of.DEFAULT, *_CHECKED, *_LENGTHS, *_SHOWN, of.ROWS, of.AUTOCOMPLETE, *_AROUND,
         of.KIND, of.PHONE, of.KEYBOARD),
    ),
    Kind(
        "radio", _("Choix unique"), _("une réponse parmi quelques-unes, toutes visibles"), CHOICES,
        (*_ASKED, *_LISTED, *_CHECKED, *_SHOWN), {"values": TWO_OPTIONS},
    ),
    Kind(
        "select", _("Liste déroulante"), _("une réponse dans une longue liste"), CHOICES,
        (*_ASKED, *_LISTED, *_CHECKED, *_SHOWN, of.AUTOCOMPLETE), {"values": TWO_OPTIONS},
    ),
    Kind(
        "checklist", _("Cases à cocher"), _("plusieurs réponses parmi quelques-unes"), CHOICES,
        (*_ASKED, *_LISTED, *_CHECKED, *_SHOWN), {"values": TWO_OPTIONS},
    ),
    Kind(
        "taglist", _("Choix multiple"), _("plusieurs réponses, montrées en cases à cocher"),
        CHOICES, (*_ASKED, *_LISTED, *_CHECKED, *_SHOWN), {"values": TWO_OPTIONS},
    ),
    Kind(
        "checkbox", _("Case à cocher"), _("un accord, une attestation : oui ou non"), CHOICES,
        (*_ASKED, of.DEFAULT, *_CHECKED, *_SHOWN, of.AUTOCOMPLETE),
    ),
    Kind(
        "number", _("Nombre"), _("quantité, surface, somme d’argent"), FIGURES,
        (*_ASKED, of.DEFAULT, *_CHECKED, of.LEAST, of.MOST, of.DECIMALS, *_SHOWN, of.MONEY,
         *_AROUND, of.AUTOCOMPLETE),
    ),
    Kind(
        "datetime", _("Date ou heure"), _("jour, heure, ou les deux"), FIGURES,
        (of.DATE_LABEL, of.TIME_LABEL, of.HINT, of.SUBTYPE, of.DEFAULT, *_CHECKED, of.NOT_PASSED,
         *_SHOWN, of.AUTOCOMPLETE),
        {"subtype": "date"}, label_name="dateLabel",
    ),
    Kind(
        "expression", _("Valeur calculée"), _("calculée par le serveur, jamais demandée"), FIGURES,
        (of.SHOWN_LABEL, of.COMPUTED, of.HIDE), {"expression": "=null", "computeOn": "change"},
    ),
    Kind(
        "filepicker", _("Pièce jointe"), _("un ou plusieurs fichiers à fournir"), FILES,
        (*_ASKED, of.ASKED_OF, of.ACCEPT, of.MULTIPLE, of.MAX_FILES, *_CHECKED, *_SHOWN,
         of.CAPTURE, of.AUTOCOMPLETE),
        {"accept": ".pdf,.jpg,.jpeg,.png", "multiple": False},
    ),
    Kind(
        "dynamiclist", _("Liste répétée"), _("les mêmes questions, autant de fois qu’il faut"),
        FILES,
        (*_ASKED, of.ROW_LABEL, *_CHECKED, of.MIN_ROWS, of.MAX_ROWS, of.FIRST_ROWS, *_SHOWN),
        {"isRepeating": True, "allowAddRemove": True, "defaultRepetitions": 1}, key_name="path",
    ),
    Kind("group", _("Cadre"), _("des champs réunis sous un titre"), LAYOUT, (of.TITLE, of.HIDE)),
    Kind(
        "text", _("Texte d’information"), _("une explication entre les questions"), LAYOUT,
        (of.TEXT, of.HIDE), label_name="text",
    ),
    Kind("separator", _("Séparateur"), _("un trait entre deux parties"), LAYOUT, (of.HIDE,),
         label_name=""),
)  # fmt: skip
BY_TYPE: Mapping[str, Kind] = MappingProxyType({kind.type: kind for kind in KINDS})


def kinds_as_json() -> dict[str, object]:
    """Return everything the editor's menu and panel are built from."""
    return {
        "kinds": [kind.as_json() for kind in KINDS],
        "sections": [{"name": name.value, "label": label} for name, label in SECTIONS.items()],
    }
