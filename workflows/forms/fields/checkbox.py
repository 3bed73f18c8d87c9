"""A box to tick: true or false; « required » means that it must be ticked."""

from wtforms import ValidationError

from workflows.forms.context import Scope
from workflows.forms.field import AnswerField
from workflows.forms.french import quoted
from workflows.forms.schema import Component
from workflows.forms.typed_text import Sent
from workflows.translation import _

TICKED = "oui"


class Checkbox(AnswerField):
    """One box; an absent one in a request is an unticked one."""

    type_name = "checkbox"
    template = "checkbox.html"

    @classmethod
    def clean(cls, component: Component, draft: object) -> object:
        """Return a boolean."""
        if isinstance(draft, bool | None):
            return bool(draft)
        raise ValidationError(_("Cochez ou décochez la case."))

    @classmethod
    def shown(cls, component: Component, value: object, scope: Scope) -> str:
        """Write « Oui » or « Non »."""
        return _("Oui") if value else _("Non")

    def read(self, sent: Sent) -> object:
        """Return whether the box was sent, since browsers send only ticked ones."""
        given = sent.one(self.id)
        return given == TICKED if given is None or given == TICKED else given

    def missing(self) -> str:
        """Ask to tick the box."""
        return _("Cochez %(field)s pour continuer.") % {"field": quoted(self.label.text)}

    @property
    def ticked_value(self) -> str:
        """Return what the browser sends for a ticked box."""
        return TICKED
