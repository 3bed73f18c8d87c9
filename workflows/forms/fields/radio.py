"""One answer among a few, all in sight."""

from wtforms import ValidationError

from workflows.forms.choices import VALUE_CAP, Option, label_of, option_problems, options
from workflows.forms.context import Scope
from workflows.forms.field import AnswerField
from workflows.forms.french import quoted
from workflows.forms.schema import Component
from workflows.forms.typed_text import plain
from workflows.translation import _


class Radio(AnswerField):
    """A closed list of which one is chosen; the value is stored."""

    type_name = "radio"
    template = "radio.html"

    @classmethod
    def problems(cls, component: Component) -> tuple[str, ...]:
        """Refuse a list that is missing or ambiguous."""
        return option_problems(component)

    @classmethod
    def clean(cls, component: Component, draft: object) -> object:
        """Return the value chosen; whether the list has it depends on the moment."""
        if draft is None:
            return None
        if not isinstance(draft, str):
            raise ValidationError(_("Choisissez une seule réponse."))
        return plain(draft, VALUE_CAP) or None

    @classmethod
    def shown(cls, component: Component, value: object, scope: Scope) -> str:
        """Write the label of the answer."""
        return label_of(value, component, scope)

    def missing(self) -> str:
        """Ask to choose."""
        return _("Choisissez une réponse pour %(field)s.") % {"field": quoted(self.label.text)}

    def check(self) -> None:
        """Refuse what the list does not have."""
        if self.data not in {option.value for option in self.options}:
            raise ValidationError(self.about(_("choisissez une des réponses proposées.")))

    @property
    def options(self) -> tuple[Option, ...]:
        """Return the answers to choose from."""
        return options(self.component, self.scope)
