"""Reading the components of a form-js document, one by one, with what is wrong in each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import re2
from wtforms import ValidationError

from workflows.feel import FeelError, parse, variables_read
from workflows.forms.context import feel_in, is_feel
from workflows.forms.fields.dynamiclist import Dynamiclist
from workflows.forms.registry import ANSWERS, GROUP, IGNORED, is_known, refusal
from workflows.forms.schema import Component, Expression, Problem
from workflows.translation import _

KEY = re2.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
RESERVED = frozenset(
    {
        "add_row",
        "csrf_token",
        "envoi",
        "page",
        "refresh",
        "remove_piece",
        "remove_row",
        "save",
        "shown",
        "upload",
    }
)
DEPTH_CAP = 8
COUNT_CAP = 500
MOST_TEXT = 10_000  # characters of a label or a paragraph
# Rules that change nothing on screen before the page is sent.
ON_SENDING = frozenset({"valid", "min", "max", "minLength", "maxLength"})


@dataclass
class Findings:
    """The problems met so far, and the names already taken."""

    problems: list[Problem] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def add(self, place: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, message))


def read_components(
    given: object, findings: Findings, place: str = "components", depth: int = 1
) -> tuple[Component, ...]:
    """Read a list of components; those that cannot be used become problems."""
    if not isinstance(given, tuple):
        findings.add(place, _("une liste de composants (components) est attendue ici."))
        return ()
    if depth > DEPTH_CAP or len(given) > COUNT_CAP:
        findings.add(
            place, _("trop de composants ou de groupes imbriqués : divisez le formulaire.")
        )
        return ()
    read = (
        _component(item, f"{place}[{rank}]", findings, depth) for rank, item in enumerate(given, 1)
    )
    return tuple(component for component in read if component)


def _component(source: object, place: str, findings: Findings, depth: int) -> Component | None:
    if not isinstance(source, Mapping):
        findings.add(place, _("un composant est attendu ici."))
        return None
    name = str(source.get("key") or source.get("id") or place)
    type_name = source.get("type")
    if not isinstance(type_name, str) or not is_known(type_name):
        if str(type_name) not in IGNORED:
            findings.add(name, refusal(str(type_name)))
        return None
    component = _assemble(source, name, _inside(source, name, findings, depth), findings)
    _check(component, name, findings)
    return component


def _inside(
    source: Mapping[str, object], name: str, findings: Findings, depth: int
) -> tuple[Component, ...]:
    """Read what a group or a list holds; the keys of a list's rows are its own."""
    given = source.get("components", ())
    if source["type"] == GROUP:
        return read_components(given, findings, name, depth + 1)
    if source["type"] != Dynamiclist.type_name:
        return ()
    within = Findings(findings.problems, set(), findings.ids)
    return read_components(given, within, name, depth + 1)


def _assemble(
    source: Mapping[str, object], name: str, inside: tuple[Component, ...], findings: Findings
) -> Component:
    hide = _mapping(source, "conditional", name, findings).get("hide")
    draft = Component(
        type=str(source["type"]),
        id=_identity(source, name, findings),
        key=_key(source, name, findings),
        label=_label(source),
        source=source,
        rules=_mapping(source, "validate", name, findings),
        properties=_properties(source, name, findings),
        hide=hide if isinstance(hide, str) else "",
        children=inside if source["type"] == GROUP else (),
        columns=() if source["type"] == GROUP else inside,
    )
    expressions = tuple(_expressions(draft, name))
    return replace(draft, expressions=expressions, reads=_reads(expressions, findings))


def _label(source: Mapping[str, object]) -> str:
    """Return the question; form-js names that of a date apart."""
    names = ("label", "dateLabel", "timeLabel")
    return str(next((source[name] for name in names if source.get(name)), ""))


def _check(component: Component, name: str, findings: Findings) -> None:
    """Add what the field type itself refuses, and a default value it could not store."""
    if any(isinstance(t, str) and len(t) > MOST_TEXT for t in component.source.values()):
        findings.add(
            name, _("un texte dépasse %d caractères : coupez-le en plusieurs.") % MOST_TEXT
        )
    field_type = ANSWERS.get(component.type)
    if field_type is None:
        if component.type == GROUP and component.source.get("path"):
            findings.add(name, _("un groupe ne peut pas avoir de chemin (path) : videz-le."))
        return
    if field_type.asked and not component.label.strip():
        findings.add(name, _("le libellé (label) manque : sans lui, la question est illisible."))
    problems = field_type.problems(component)
    for problem in problems:
        findings.add(name, problem)
    if problems:
        return
    try:
        field_type.clean(component, component.source.get("defaultValue"))
    except ValidationError as wrong:
        findings.add(name, _("la valeur par défaut est refusée. %s") % wrong)


def _identity(source: Mapping[str, object], name: str, findings: Findings) -> str:
    """Return the id of a component, or one made from its place; each is used once."""
    given = source.get("id")
    identity = given if isinstance(given, str) and given else name
    if identity in findings.ids:
        findings.add(name, _("l’identifiant « %s » sert deux fois : changez-en un.") % identity)
    findings.ids.add(identity)
    return identity


def _key(source: Mapping[str, object], name: str, findings: Findings) -> str:
    """Return the key of an answer; other components have none."""
    if source["type"] not in ANSWERS:
        return ""
    key = source.get("key") or source.get("path")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        findings.add(name, _("donnez une clé (key) de lettres sans accent, chiffres et « _ »."))
        return ""
    if key in RESERVED:
        findings.add(name, _("la clé « %s » est réservée : choisissez-en une autre.") % key)
    if key in findings.keys:
        findings.add(name, _("la clé « %s » sert à deux champs : renommez l’un d’eux.") % key)
    findings.keys.add(key)
    return key


def _mapping(
    source: Mapping[str, object], part: str, name: str, findings: Findings
) -> Mapping[str, object]:
    given = source.get(part)
    if given is None or isinstance(given, Mapping):
        return given or {}
    findings.add(name, _("« %s » doit être un objet.") % part)
    return {}


def _properties(source: Mapping[str, object], name: str, findings: Findings) -> Mapping[str, str]:
    given = _mapping(source, "properties", name, findings)
    if all(isinstance(value, str) for value in given.values()):
        return {key: str(value) for key, value in given.items()}
    findings.add(name, _("les propriétés (properties) doivent être des textes."))
    return {}


def _expressions(component: Component, name: str) -> Iterator[Expression]:
    """Yield every FEEL text of a component, with the property it stands in."""
    wholes = {
        "conditional.hide": component.hide,
        "expression": component.text("expression"),
        "valuesExpression": component.text("valuesExpression"),
        "properties.valid": component.properties.get("valid", ""),
        "readonly": component.text("readonly"),
    }
    wholes |= {
        f"validate.{rule}": value for rule, value in component.rules.items() if is_feel(value)
    }
    wholes.pop("validate.pattern", None)  # a regular expression may begin with =
    yield from (Expression(name, place, text) for place, text in wholes.items() if text)
    templates = {
        "label": component.label,
        "description": component.text("description"),
        "text": component.text("text"),
    }
    for place, template in templates.items():
        yield from (Expression(name, place, text) for text in feel_in(template))


def _reads(expressions: tuple[Expression, ...], findings: Findings) -> frozenset[str]:
    """Return the names that what is shown depends on; note the expressions that do not parse."""
    names: set[str] = set()
    for name, place, text in expressions:
        try:
            parse(text)
            if place.rpartition(".")[2] not in ON_SENDING:
                names |= variables_read(text)
        except FeelError as wrong:
            findings.add(name, f"{place} : {wrong.message}")
    return frozenset(names)
