"""Invented answers, so that a form can be tried without typing: plausible, and nobody's."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from workflows.forms.choices import options
from workflows.forms.conditions import settle
from workflows.forms.context import FormContext, Scope
from workflows.forms.schema import Component, Form

ADULT = timedelta(days=35 * 365 + 9)
SOON = timedelta(days=60)
LONG_AGO = ("naiss", "birth")
LATER = ("fin", "echeance", "jusqu", "limite", "depart", "retour")
WORDS = (  # what a key contains -> what is typed; the first that fits
    ("courriel", "camille.dupont@essai.invalid"),
    ("mail", "camille.dupont@essai.invalid"),
    ("telephone", "50 00 00"),
    ("mobile", "50 00 00"),
    ("prenom", "Camille"),
    ("codepostal", "98800"),
    ("commune", "Nouméa"),
    ("ville", "Nouméa"),
    ("adresse", "12, rue de l'Exemple"),
    ("denomination", "Société Exemple"),
    ("ridet", "0123456.001"),
    ("nom", "Dupont"),
    ("numero", "12345"),
)
SENTENCE = "Texte inventé pour l'essai."
WORD = "Exemple"
DATE, TIME = "date", "time"


def invent_answers(form: Form, context: FormContext) -> dict[str, object]:
    """Return a draft of the whole form; a field hidden by the others stays empty.

    Files are not answers: they are attached apart.
    """
    values: dict[str, object] = {}
    for _round in range(2):  # the second sees the fields that the first revealed
        situation = settle(form, values, context)
        for component in form.fields:
            if situation.shows(component) and component.key not in values:
                invented = _invent(component, situation.scope)
                if invented is not None:
                    values[component.key] = invented
    final = settle(form, values, context)
    return {key: value for key, value in values.items() if final.shows(form.by_key[key])}


def _invent(component: Component, scope: Scope) -> object:
    make = _MAKERS.get(component.type)
    return make(component, scope) if make else None


def _text(component: Component, scope: Scope) -> str:
    key = component.key.lower()
    if component.text_rule("validationType") == "email":
        key = "mail"
    found = next((text for part, text in WORDS if part in key), WORD)
    return _long_enough(found, component)


def _sentence(component: Component, scope: Scope) -> str:
    return _long_enough(SENTENCE, component)


def _long_enough(text: str, component: Component) -> str:
    least, most = component.rules.get("minLength"), component.rules.get("maxLength")
    if isinstance(least, int) and len(text) < least:
        text = ((text + " ") * (least // len(text) + 1)).strip()
    return text[:most].strip() if isinstance(most, int) else text


def _number(component: Component, scope: Scope) -> str:
    low, high = component.rules.get("min"), component.rules.get("max")
    if isinstance(low, int | float):
        return str(low)
    return str(high) if isinstance(high, int | float) and high < 1 else "1"


def _moment(component: Component, scope: Scope) -> str:
    key, today = component.key.lower(), scope.context.now.astimezone(scope.context.zone).date()
    day = _day(key, today)
    kind = component.text("subtype") or DATE
    if kind == TIME:
        return "09:00"
    return day.isoformat() if kind == DATE else f"{day.isoformat()}T09:00"


def _day(key: str, today: date) -> date:
    if any(part in key for part in LONG_AGO):
        return today - ADULT
    return today + SOON if any(part in key for part in LATER) else today


def _first(component: Component, scope: Scope) -> str | None:
    return next((option.value for option in options(component, scope)), None)


def _first_alone(component: Component, scope: Scope) -> list[str] | None:
    found = _first(component, scope)
    return None if found is None else [found]


def _row(component: Component, scope: Scope) -> list[dict[str, object]]:
    filled = {each.key: _invent(each, scope) for each in component.columns if each.key}
    return [{key: value for key, value in filled.items() if value is not None}]


_MAKERS: Mapping[str, Callable[[Component, Scope], object]] = MappingProxyType(
    {
        "textfield": _text,
        "textarea": _sentence,
        "number": _number,
        "datetime": _moment,
        "checkbox": lambda _component, _scope: True,
        "radio": _first,
        "select": _first,
        "checklist": _first_alone,
        "taglist": _first_alone,
        "dynamiclist": _row,
    }
)
