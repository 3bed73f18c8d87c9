"""A line of text: free, e-mail address or telephone; patterns are matched by google-re2."""

from decimal import Decimal
from typing import TypeGuard

import re2
from wtforms import ValidationError

from workflows.forms.context import Scope
from workflows.forms.field import AnswerField
from workflows.forms.french import phone
from workflows.forms.schema import Component
from workflows.forms.typed_text import plain
from workflows.translation import _, ngettext

LINE_CAP = 1_000  # characters, when the form sets none
WIDTHS = (2, 3, 4, 5, 10, 20)  # those that the style sheet has
EMAIL = re2.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
PHONE = re2.compile(r"\d{6}|\+\d{8,15}")
PHONE_SPACES = str.maketrans("", "", " .-\u00a0\u202f")


class Textfield(AnswerField):
    """A text; `cap` is the size that the type allows, whatever the form says."""

    type_name = "textfield"
    template = "textfield.html"
    cap = LINE_CAP
    lines = False

    @classmethod
    def problems(cls, component: Component) -> tuple[str, ...]:
        """Refuse a pattern that google-re2 cannot read, a length beyond the type's."""
        longest = component.rules.get("maxLength")
        if _is_length(longest) and longest > cls.cap:
            text = _("maxLength dépasse %d. Réduisez-le, ou prenez un texte long (textarea).")
            return (text % cls.cap,)
        pattern = component.text_rule("pattern")
        try:
            re2.compile(pattern, _quiet())
        except re2.error:
            return (
                _(
                    "le motif « %s » est illisible. Utilisez une expression régulière "
                    "sans renvoi ni regard en avant ou en arrière."
                )
                % pattern,
            )
        return ()

    @classmethod
    def clean(cls, component: Component, draft: object) -> object:
        """Return the text normalised, None when empty."""
        if draft is None:
            return None
        if not isinstance(draft, str):
            raise ValidationError(_("Donnez une seule réponse."))
        text = plain(draft, cls.cap, lines=cls.lines)
        return (text.translate(PHONE_SPACES) if is_phone(component) else text) or None

    @classmethod
    def shown(cls, component: Component, value: object, scope: Scope) -> str:
        """Write the text between its adorners; a telephone by pairs."""
        text = phone(str(value)) if is_phone(component) else str(value)
        around = (component.adorner("prefixAdorner"), text, component.adorner("suffixAdorner"))
        return " ".join(part for part in around if part)

    def check(self) -> None:
        """Check the length, then the kind, then the pattern."""
        text = str(self.data)
        self._check_length(len(text))
        self._check_kind(text)
        pattern = self.component.text_rule("pattern")
        if pattern and not re2.search(pattern, text):
            raise ValidationError(self._pattern_message())

    @property
    def value(self) -> str:
        """Return what the control holds, a wrong draft included."""
        return self.data if isinstance(self.data, str) else ""

    @property
    def width(self) -> str:
        """Return the class of a control made for a short answer, from its longest one."""
        longest = self.rule("maxLength")
        if not _is_length(longest):
            return ""
        return next((f"govuk-input--width-{n}" for n in WIDTHS if longest <= n), "")

    @property
    def control_type(self) -> str:
        """Return the `type` of the HTML control, which decides a telephone's keyboard."""
        kinds = {"email": "email", "phone": "tel"}
        kind = self.component.rules.get("validationType")
        if isinstance(kind, str) and kind in kinds:
            return kinds[kind]
        return "tel" if is_phone(self.component) else "text"

    @property
    def attributes(self) -> dict[str, str]:
        """Add what a keyboard on screen and a browser's memory need."""
        given = super().attributes
        if self.control_type == "email":
            given |= {"spellcheck": "false", "autocapitalize": "none"}
        inputmode = self.component.properties.get("inputmode", "")
        return given | ({"inputmode": inputmode} if inputmode else {})

    def _check_length(self, length: int) -> None:
        longest, shortest = self.rule("maxLength"), self.rule("minLength")
        figures = {"length": length, "least": shortest, "most": longest}
        if _is_length(longest) and length > longest:
            text = ngettext(
                "%(most)d caractère au plus, vous en avez saisi %(length)d.",
                "%(most)d caractères au plus, vous en avez saisi %(length)d.",
                int(longest),
            )
            raise ValidationError(self.about(text % figures))
        if _is_length(shortest) and length < shortest:
            text = ngettext(
                "%(least)d caractère au moins, vous en avez saisi %(length)d.",
                "%(least)d caractères au moins, vous en avez saisi %(length)d.",
                int(shortest),
            )
            raise ValidationError(self.about(text % figures))

    def _check_kind(self, text: str) -> None:
        kind = self.component.rules.get("validationType")
        if kind == "email" and not EMAIL.fullmatch(text):
            raise ValidationError(
                self.about(
                    _("saisissez une adresse électronique, par exemple prenom.nom@exemple.nc.")
                )
            )
        if kind == "phone" and not PHONE.fullmatch(text):
            raise ValidationError(
                self.about(
                    _(
                        "saisissez les 6 chiffres d’un numéro calédonien, par exemple 12 34 56, "
                        "ou un numéro étranger qui commence par +."
                    )
                )
            )

    def _pattern_message(self) -> str:
        return (
            self.component.text_rule("patternErrorMessage")
            or self.component.properties.get("validMessage")
            or self.about(_("cette réponse n’a pas la forme attendue."))
        )


def is_phone(component: Component) -> bool:
    """Tell whether a text is a telephone number."""
    by_rule = component.rules.get("validationType") == "phone"
    return by_rule or component.properties.get("format") == "telephone"


def _is_length(given: object) -> TypeGuard[int | Decimal]:
    return isinstance(given, int | Decimal) and not isinstance(given, bool)


def _quiet() -> "re2.Options":
    options = re2.Options()
    options.log_errors = False
    return options
