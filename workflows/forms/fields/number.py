"""A number, typed the French way: comma or dot, spaces between thousands."""

from decimal import Decimal, InvalidOperation

import re2
from wtforms import ValidationError

from workflows.forms.context import Scope
from workflows.forms.field import AnswerField
from workflows.forms.french import amount
from workflows.forms.french import number as written_number
from workflows.forms.schema import Component
from workflows.forms.typed_text import plain
from workflows.translation import _, ngettext

CURRENCY = "F"  # when the form names no other unit
FIGURES = re2.compile(r"[-+]?\d{1,30}(\.\d{1,20})?")
BLANKS = str.maketrans({" ": "", "\u00a0": "", "\u202f": "", ",": ".", "−": "-"})
DRAFT_CAP = 100  # characters


class Number(AnswerField):
    """A decimal number; stored as an integer when it is one, else as the text `12.5`."""

    type_name = "number"
    template = "number.html"

    @classmethod
    def clean(cls, component: Component, draft: object) -> object:
        """Return an integer or a canonical decimal text, never a binary float."""
        if draft is None or draft == "":
            return None
        if isinstance(draft, bool) or not isinstance(draft, str | int | float | Decimal):
            raise ValidationError(_("Donnez une seule réponse."))
        text = _bare(plain(str(draft), DRAFT_CAP), component)
        if not text:
            return None
        if not FIGURES.fullmatch(text):
            raise ValidationError(_("Saisissez un nombre, par exemple 1500 ou 12,5."))
        return _storable(Decimal(text))

    @classmethod
    def typed(cls, component: Component, value: object) -> object:
        """Return a Decimal."""
        return None if value is None else Decimal(str(value))

    @classmethod
    def shown(cls, component: Component, value: object, scope: Scope) -> str:
        """Write the number with its unit; a sum of money when `properties.format` says so."""
        figure, unit = Decimal(str(value)), component.adorner("suffixAdorner")
        if component.properties.get("format") == "montant":
            return amount(figure, unit or CURRENCY)
        around = (component.adorner("prefixAdorner"), written_number(figure), unit)
        return "\u00a0".join(part for part in around if part)

    def check(self) -> None:
        """Check decimals, then bounds."""
        figure = Decimal(str(self.data))
        self._check_decimals(figure)
        least, most = _decimal(self.rule("min")), _decimal(self.rule("max"))
        if least is not None and figure < least:
            text = _("saisissez %(least)s au moins.") % {"least": self._written(least)}
            raise ValidationError(self.about(text))
        if most is not None and figure > most:
            text = _("saisissez %(most)s au plus.") % {"most": self._written(most)}
            raise ValidationError(self.about(text))

    @property
    def decimals(self) -> int | None:
        """Return how many figures may follow the comma; None when the form does not say."""
        given = self.component.source.get("decimalDigits")
        return given if isinstance(given, int) and not isinstance(given, bool) else None

    @property
    def inputmode(self) -> str:
        """Return the keyboard for a phone: figures alone, or with a comma."""
        least = _decimal(self.rule("min"))
        if least is not None and least < 0:
            return "text"  # several keyboards of figures have no minus sign
        return "numeric" if self.decimals == 0 else "decimal"

    @property
    def value(self) -> str:
        """Return what the control holds: figures with a comma, or what was typed."""
        if self.process_errors or self.data is None:
            return str(self.data or "")
        if self.component.properties.get("format") == "montant":
            return written_number(Decimal(str(self.data)))
        return str(self.data).replace(".", ",")

    def _written(self, figure: Decimal) -> str:
        return self.shown(self.component, figure, self.scope)

    def _check_decimals(self, figure: Decimal) -> None:
        found = max(0, -int(figure.normalize().as_tuple().exponent))
        if self.decimals is None or found <= self.decimals:
            return
        if self.decimals == 0:
            raise ValidationError(self.about(_("saisissez un nombre entier, sans virgule.")))
        text = ngettext(
            "%(count)d chiffre au plus après la virgule.",
            "%(count)d chiffres au plus après la virgule.",
            self.decimals,
        )
        raise ValidationError(self.about(text % {"count": self.decimals}))


def _bare(text: str, component: Component) -> str:
    """Return the figures alone: the unit that the form shows may have been typed too."""
    stripped = text
    for unit in (component.adorner("suffixAdorner"), CURRENCY):
        if unit:
            stripped = stripped.removesuffix(unit).strip()
    return stripped.translate(BLANKS)


def _storable(figure: Decimal) -> int | str:
    return int(figure) if figure == figure.to_integral_value() else f"{figure.normalize():f}"


def _decimal(given: object) -> Decimal | None:
    if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal):
        return None
    try:
        return Decimal(str(given))
    except InvalidOperation:
        return None
