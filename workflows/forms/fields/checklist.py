"""Several answers of a closed list."""

from wtforms import ValidationError

from workflows.forms.choices import LIST_CAP, VALUE_CAP, Option, label_of, option_problems, options
from workflows.forms.context import Scope
from workflows.forms.field import AnswerField
from workflows.forms.french import quoted
from workflows.forms.schema import Component
from workflows.forms.typed_text import Sent, plain
from workflows.translation import _


class Checklist(AnswerField):
    """Boxes of which any number is ticked; the values are stored in the list's order."""

    type_name = "checklist"
    template = "checklist.html"

    @classmethod
    def problems(cls, component: Component) -> tuple[str, ...]:
        """Refuse a list that is missing or ambiguous."""
        return option_problems(component)

    @classmethod
    def clean(cls, component: Component, draft: object) -> object:
        """Return the values chosen, each once; None when there is none."""
        if draft is None:
            return None
        if not isinstance(draft, list | tuple) or len(draft) > LIST_CAP:
            raise ValidationError(_("Choisissez parmi les réponses proposées."))
        return list(dict.fromkeys(_item(value) for value in draft)) or None

    @classmethod
    def shown(cls, component: Component, value: object, scope: Scope) -> str:
        """Write the labels of the answers."""
        chosen = value if isinstance(value, list) else []
        return ", ".join(label_of(item, component, scope) for item in chosen)

    def read(self, sent: Sent) -> object:
        """Return all the values sent."""
        return sent.all(self.id)

    def missing(self) -> str:
        """Ask to choose."""
        field = quoted(self.label.text)
        return _("Choisissez au moins une réponse pour %(field)s.") % {"field": field}

    def check(self) -> None:
        """Refuse what the list does not have, and keep the list's order."""
        allowed = [option.value for option in self.options]
        if not set(self.chosen) <= set(allowed):
            raise ValidationError(self.about(_("choisissez parmi les réponses proposées.")))
        self.data = [value for value in allowed if value in self.chosen]

    @property
    def options(self) -> tuple[Option, ...]:
        """Return the answers to choose from."""
        return options(self.component, self.scope)

    @property
    def chosen(self) -> tuple[object, ...]:
        """Return the values ticked, whatever the draft holds."""
        return tuple(self.data) if isinstance(self.data, list) else ()


def _item(value: object) -> str:
    if not isinstance(value, str):
        raise ValidationError(_("Choisissez parmi les réponses proposées."))
    return plain(value, VALUE_CAP)
