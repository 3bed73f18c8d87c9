"""The base of every field type: a form-js component as a WTForms field."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from wtforms import Field, ValidationError
from wtforms.meta import DefaultMeta

from workflows.feel import variables_read
from workflows.forms.context import FormContext, Scope
from workflows.forms.french import HARD, inside, quoted, written
from workflows.forms.schema import Component
from workflows.forms.typed_text import Sent, storable
from workflows.translation import _

META = DefaultMeta()


class AnswerField(Field, ABC):  # type: ignore[misc]  # WTForms ships no types
    """One question. A value has three shapes, and the class methods turn one into the next.

    draft: what was typed, JSON, perhaps wrong; clean: JSON as it is stored once accepted;
    typed: the FEEL value that conditions and the process read. None is « not answered ».
    """

    type_name: ClassVar[str]
    template: ClassVar[str]
    asked: ClassVar[bool] = True  # False: the answer never comes from a request

    def __init__(self, component: Component, scope: Scope, **bound: Any) -> None:
        self.component = component
        self.scope = scope
        super().__init__(label=scope.words(component.label), **bound)

    @classmethod
    def bound(cls, component: Component, scope: Scope, name: str) -> Self:
        """Make a field of no form: ours look at the others through `scope`, never through it."""
        made: Self = cls(component, scope, name=name, _form=None, _meta=META)
        return made

    @classmethod
    def problems(cls, component: Component) -> tuple[str, ...]:
        """Say what this type cannot use in a component."""
        return ()

    @classmethod
    def stored(
        cls, component: Component, values: Mapping[str, object], context: FormContext
    ) -> object:
        """Return the draft of this field, or its default when it was never filled in."""
        return values.get(component.key, component.source.get("defaultValue"))

    @classmethod
    @abstractmethod
    def clean(cls, component: Component, draft: object) -> object:
        """Turn a draft into the stored value; raise ValidationError when it is none."""

    @classmethod
    def typed(cls, component: Component, value: object) -> object:
        """Turn a clean value into its FEEL value."""
        return value

    @classmethod
    def shown(cls, component: Component, value: object, scope: Scope) -> str:
        """Write a clean value for a reader."""
        return written(value)

    @classmethod
    def accepted(cls, value: object) -> object:
        """Return what the process receives of a value that no rule refuses."""
        return value

    def read(self, sent: Sent) -> object:
        """Return the draft that a request carries."""
        return sent.one(self.id)

    @classmethod
    def in_request(cls, component: Component, sent: Sent) -> bool:
        """Tell whether the request carries something for this field."""
        return component.key in sent

    def check(self) -> None:
        """Raise ValidationError when a clean value breaks a rule of this type."""

    def missing(self) -> str:
        """Say that the answer is required."""
        return _("Renseignez %(field)s.") % {"field": quoted(self.label.text)}

    def process(
        self, formdata: Sent | None, data: object = None, extra_filters: object = None
    ) -> None:
        """Take the value of the request, or the stored one when there is no request."""
        self.process_errors = []
        self.errors: list[str] = []
        draft = data if formdata is None else self.read(formdata)
        try:
            self.data = self.clean(self.component, draft)
        except ValidationError as refusal:
            self.data = storable(draft)
            self.process_errors = [self.refusal(str(refusal))]

    def take(self, clean: object) -> None:
        """Take a value that was found good already."""
        self.process_errors = []
        self.errors = []
        self.data = clean

    def pre_validate(self, form: object) -> None:
        """Apply the rules, from the simplest to the analyst's own."""
        if self.process_errors:
            return
        if not answered(self.data):
            if self.required:
                raise ValidationError(
                    self.component.properties.get("requiredMessage") or self.missing()
                )
            return
        self.check()
        self._check_valid()

    def refusal(self, message: str) -> str:
        """Return what to show when a draft is no value at all."""
        return self.about(message)

    def rule(self, name: str) -> object:
        """Return a rule of `validate`, computed when it is FEEL."""
        return self.scope.setting(self.component.rules.get(name))

    def about(self, message: str) -> str:
        """Name the field in front of a message, for the summary at the top of the page."""
        return f"{quoted(self.label.text)}{HARD}: {inside(message)}"

    def look_from(self, scope: Scope) -> None:
        """See the answers as they are now: conditions may have been settled since."""
        self.scope = scope
        self.label.text = scope.words(self.component.label)

    @property
    def required(self) -> bool:
        """Tell whether an answer is required here and now."""
        return self.rule("required") is True

    @property
    def locked(self) -> bool:
        """Tell whether the field is shown without being asked."""
        readonly = self.component.source.get("readonly")
        return self.component.source.get("disabled") is True or self.scope.flag(readonly)

    @property
    def hint(self) -> str:
        """Return the help text."""
        return self.scope.words(self.component.text("description"))

    @property
    def error(self) -> str:
        """Return the message to show beside the field, or nothing."""
        return self.errors[0] if self.errors else ""

    @classmethod
    def first_control(cls, component: Component) -> str:
        """Return the id that an error summary leads to."""
        return component.key

    @property
    def described_by(self) -> str:
        """Return the ids of hint and error, for `aria-describedby`."""
        ids = ((self.hint, f"{self.id}-hint"), (self.error, f"{self.id}-error"))
        return " ".join(name for text, name in ids if text)

    @property
    def optional_mark(self) -> bool:
        """Tell whether the label says « (facultatif) »."""
        return not (self.required or self.locked)

    @property
    def attributes(self) -> dict[str, str]:
        """Return the attributes that any control of this field carries."""
        given = {"autocomplete": self.component.properties.get("autocomplete", "")}
        given["aria-describedby"] = self.described_by
        if self.error:
            given["aria-invalid"] = "true"
        return {name: value for name, value in given.items() if value}

    def _check_valid(self) -> None:
        rule = self.component.properties.get("valid", "")
        if not rule:
            return
        verdict = self.scope.value(rule)
        # Null while another answer is missing is not this field's fault; otherwise it is a breach.
        if verdict is False or (verdict is None and self._all_known(rule)):
            message = self.component.properties.get("validMessage", "")
            raise ValidationError(message or self.about(_("Corrigez cette réponse.")))

    def _all_known(self, rule: str) -> bool:
        return all(self.scope.variables.get(name) is not None for name in variables_read(rule))


def answered(value: object) -> bool:
    """Tell whether a clean value is an answer; zero is one."""
    return value is not None and value is not False and value not in ("", [])
