"""A line between two parts of a page."""

from markupsafe import Markup

from workflows.forms.context import Scope
from workflows.forms.fields.text import Decoration
from workflows.forms.schema import Component


def _nothing(component: Component, scope: Scope) -> Markup:
    return Markup()


SEPARATOR = Decoration("separator.html", _nothing)
