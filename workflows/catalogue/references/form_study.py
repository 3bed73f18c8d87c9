"""What an editor of forms is told about the form at hand: conditions, expressions, uses, fields."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice

from workflows.catalogue.checks.subject import Subject
from workflows.catalogue.parts import Parts
from workflows.catalogue.references.uses import Uses, uses_of
from workflows.feel import Remark, check
from workflows.forms import Component, Form, feel_type
from workflows.forms.design.read_rules import rules_held_by, rules_hidden_by
from workflows.forms.design.rules import Rules

MOST_TEXTS = 1000


@dataclass(frozen=True, slots=True)
class KnownField:
    """A field of another form, or a value that the process computes (no form then)."""

    form: str
    key: str
    label: str
    type: str
    subtype: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the field for the browser."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class FormStudy:
    """`shown` and `held` are rows by FEEL text, `remarks` what is wrong in each text."""

    shown: Mapping[str, Rules]
    held: Mapping[str, Rules]
    remarks: Mapping[str, tuple[Remark, ...]]
    uses: Uses
    others: tuple[KnownField, ...]
    scenarios: tuple[tuple[str, str], ...]


def study_form(parts: Parts, name: str, content: bytes) -> FormStudy:
    """Study `content` as the form `name` of a démarche; it need not be valid."""
    document = _json(content)
    found = tuple(islice(_feel(document), MOST_TEXTS))
    hides = dict.fromkeys(text for place, text in found if place == "hide")
    controls = dict.fromkeys(text for place, text in found if place == "valid")
    texts = dict.fromkeys(text for _place, text in found)
    return FormStudy(
        shown={text: rules for text in hides if (rules := rules_hidden_by(text))},
        held={text: rules for text in controls if (rules := rules_held_by(text))},
        remarks=_remarks(parts, [*texts], frozenset(_keys(document))),
        uses=uses_of(parts),
        others=tuple(_others(parts, name)),
        scenarios=tuple((stem, each.name) for stem, each in sorted(parts.scenarios.items())),
    )


def _remarks(
    parts: Parts, texts: list[str], names: frozenset[str]
) -> dict[str, tuple[Remark, ...]]:
    answered = {key for form in parts.forms.values() for key in form.keys}
    known, types = answered | names, dict[str, str]()
    if parts.about is not None and parts.drawing is not None:
        subject = Subject(parts, parts.about, parts.drawing)
        known, types = known | subject.computed, dict(subject.types)
    return {text: check(text, known, types) for text in texts}


def _others(parts: Parts, name: str) -> Iterator[KnownField]:
    for form in parts.forms.values():
        if form.id != name:
            yield from (_known(form, component) for component in form.fields)
    if parts.about is not None and parts.drawing is not None:
        for computed in sorted(Subject(parts, parts.about, parts.drawing).computed):
            yield KnownField("", computed, computed, "")


def _known(form: Form, component: Component) -> KnownField:
    values = component.source.get("values")
    options = tuple(
        (str(item.get("value")), str(item.get("label") or item.get("value")))
        for item in (values if isinstance(values, tuple) else ())
        if isinstance(item, Mapping)
    )
    kind = "" if component.type == "expression" and not feel_type(component) else component.type
    label = component.label or component.key
    return KnownField(form.id, component.key, label, kind, component.text("subtype"), options)


def _json(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _components(node: object) -> Iterator[dict[str, object]]:
    inside = node.get("components") if isinstance(node, dict) else None
    for item in inside if isinstance(inside, list) else ():
        if isinstance(item, dict):
            yield item
            yield from _components(item)


def _keys(document: object) -> Iterator[str]:
    for component in _components(document):
        for name in ("key", "path"):
            key = component.get(name)
            if isinstance(key, str) and key:
                yield key


def _feel(document: object) -> Iterator[tuple[str, str]]:
    """Yield each FEEL text with the name of the property that holds it."""
    for component in _components(document):
        for name, part in (
            ("hide", component.get("conditional")),
            ("valid", component.get("properties")),
        ):
            text = part.get(name) if isinstance(part, dict) else None
            if isinstance(text, str) and text:
                yield name, text
        rules = component.get("validate")
        rest = {**(rules if isinstance(rules, dict) else {}), **component}
        for name, text in rest.items():
            always = name in {"expression", "valuesExpression"}
            if isinstance(text, str) and name != "pattern" and (always or text.startswith("=")):
                yield name, text
