"""The component types of form-js that we know: one line here, one file in `fields`."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.forms.field import AnswerField
from workflows.forms.fields.checkbox import Checkbox
from workflows.forms.fields.checklist import Checklist
from workflows.forms.fields.datetime import Datetime
from workflows.forms.fields.dynamiclist import Dynamiclist
from workflows.forms.fields.expression import Expression
from workflows.forms.fields.filepicker import Filepicker
from workflows.forms.fields.number import Number
from workflows.forms.fields.radio import Radio
from workflows.forms.fields.select import Select
from workflows.forms.fields.separator import SEPARATOR
from workflows.forms.fields.taglist import Taglist
from workflows.forms.fields.text import TEXT, Decoration
from workflows.forms.fields.textarea import Textarea
from workflows.forms.fields.textfield import Textfield
from workflows.translation import _

ANSWERS: Mapping[str, type[AnswerField]] = MappingProxyType(
    {
        field.type_name: field
        for field in (
            Textfield, Textarea, Number, Datetime, Checkbox, Checklist, Radio, Select,
            Taglist, Filepicker, Dynamiclist, Expression,
        )
    }
)  # fmt: skip
DECORATIONS: Mapping[str, Decoration] = MappingProxyType({"text": TEXT, "separator": SEPARATOR})
GROUP = "group"
IGNORED = frozenset({"button", "spacer"})  # the page has its own buttons and its own rhythm


def is_known(type_name: str) -> bool:
    """Tell whether a component of this type can stand in a form."""
    return type_name in ANSWERS or type_name in DECORATIONS or type_name == GROUP


def refusal(type_name: str) -> str:
    """Say why a component cannot be used, and what to put in its place."""
    remedies = {
        "html": _("remplacez-le par un texte (markdown)."),
        "image": _("décrivez l’image dans un texte, ou placez-la dans la fiche de la démarche."),
        "iframe": _("les pages d’autres sites sont refusées : mettez un lien dans un texte."),
        "documentPreview": _("les pièces jointes se voient déjà dans le dossier : retirez-le."),
        "table": _("remplacez-le par un texte, ou par un champ par valeur."),
    }
    remedy = remedies.get(type_name, _("retirez-le ou remplacez-le par un type connu."))
    return _("le type « %(type)s » n’est pas géré : %(remedy)s") % {
        "type": type_name,
        "remedy": remedy,
    }
