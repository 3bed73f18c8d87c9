"""Where each field is used: diagram, tables, letters, scenarios, other fields, by key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflows.catalogue.checks.subject import Subject
from workflows.catalogue.drawing import Drawing, Flow, placed
from workflows.catalogue.letters.letter import placeholders
from workflows.catalogue.parts import Parts
from workflows.catalogue.scenarios.steps import Step
from workflows.feel import FeelError, variables_read
from workflows.forms import Component, Expression, Form
from workflows.translation import _

APPLICANT = frozenset(
    {"prenoms", "prenom", "nom", "denomination", "raisonSociale"}
)  # the name that lists show


class Place(StrEnum):
    """What kind of thing uses a field."""

    DIAGRAM = "diagramme"
    TABLE = "table"
    LETTER = "lettre"
    FORM = "formulaire"
    SCENARIO = "scenario"
    LISTS = "listes"


@dataclass(frozen=True, slots=True)
class Use:
    """One place that reads a field; `said` names it in French, `element` is an id in `file`."""

    place: Place
    file: str
    element: str
    said: str

    def as_json(self) -> dict[str, str]:
        """Return the use for the browser."""
        return {
            "place": self.place.value,
            "file": self.file,
            "element": self.element,
            "said": self.said,
        }


Uses = Mapping[str, tuple[Use, ...]]
Found = Iterator[tuple[str, Use]]
FORM_PLACES = {
    "conditional.hide": _("condition d’affichage"),
    "properties.valid": _("contrôle"),
    "expression": _("calcul"),
    "valuesExpression": _("liste calculée"),
    "valuesKey": _("liste tenue par une variable"),
    "readonly": _("lecture seule"),
    "label": _("libellé"),
    "description": _("aide"),
    "text": _("texte"),
}


def uses_of(parts: Parts) -> Uses:
    """Return the uses of each name, each told once, in the order of the démarche's parts."""
    found: dict[str, dict[Use, None]] = {}
    for walk in (_in_diagram, _in_tables, _in_letters, _in_forms, _in_lists, _in_scenarios):
        for name, use in walk(parts):
            found.setdefault(name, {})[use] = None
    return {name: tuple(uses) for name, uses in found.items()}


def _in_diagram(parts: Parts) -> Found:
    drawing = parts.drawing
    if drawing is None:
        return
    flows = {flow.id: flow for flow in drawing.flows}
    for slot in drawing.slots:
        flow = flows.get(slot.element)
        said = _flow_said(drawing, flow) if flow else _node_said(drawing, slot.element)
        for name in _read(slot.text):
            yield name, Use(Place.DIAGRAM, *placed(slot.element), said)


def _flow_said(drawing: Drawing, flow: Flow) -> str:
    source = drawing.nodes.get(flow.source)
    words = {"way": flow.name or flow.id, "source": source.label if source else flow.source}
    return _("diagramme, « %(source)s », sortie « %(way)s »") % words


def _node_said(drawing: Drawing, element: str) -> str:
    node = drawing.nodes.get(element)
    return _("diagramme, « %s »") % (node.label if node else element)


def _in_tables(parts: Parts) -> Found:
    for stem, model in sorted(parts.models.items()):
        for decision, element in model.decisions.items():
            said = _("table « %s »") % (element.name or decision)
            for name in sorted(model.inputs_read(decision) - set(model.decisions)):
                yield name, Use(Place.TABLE, f"{stem}.dmn", decision, said)


def _in_letters(parts: Parts) -> Found:
    for stem, letter in sorted(parts.letters.items()):
        for name in sorted(placeholders(letter)):
            said = _("lettre « %s »") % letter.subject
            yield name, Use(Place.LETTER, f"letters/{stem}.txt", name, said)


def _in_forms(parts: Parts) -> Found:
    for form in parts.forms.values():
        for component in _with_columns(form):
            own = {column.key for column in component.columns}
            for expression in component.expressions:
                yield from _of_component(form, component, expression, own)
            if key := component.text("valuesKey"):
                yield from _of_component(form, component, Expression("", "valuesKey", key), own)


def _with_columns(form: Form) -> Iterator[Component]:
    for component in form.components:
        yield component
        yield from component.columns


def _of_component(form: Form, component: Component, text: Expression, own: set[str]) -> Found:
    rule = FORM_PLACES.get(text.place, _("contrôle"))
    title = component.label or component.key or component.id
    said = _("formulaire « %(form)s », %(rule)s de « %(title)s »") % {
        "form": form.id,
        "rule": rule,
        "title": title,
    }
    for name in _read(text.text) - own:
        # a field that checks its own answer is not read by that
        if name != component.key or text.place in {"label", "text"}:
            element = component.key or component.id
            yield name, Use(Place.FORM, f"forms/{form.id}.form", element, said)


def _in_lists(parts: Parts) -> Found:
    if parts.about is None or parts.drawing is None:
        return
    subject = Subject(parts, parts.about, parts.drawing)
    said = _("listes des agents, nom du demandeur")
    for task in sorted(subject.first_tasks):
        form = parts.forms.get(parts.drawing.nodes[task].extensions.form_id)
        for key in sorted(form.keys & APPLICANT if form else ()):
            yield key, Use(Place.LISTS, f"forms/{form.id if form else ''}.form", key, said)


def _in_scenarios(parts: Parts) -> Found:
    for stem, scenario in sorted(parts.scenarios.items()):
        use = Use(
            Place.SCENARIO, f"scenarios/{stem}.toml", "", _("scénario « %s »") % scenario.name
        )
        for step in scenario.steps:
            yield from ((name, use) for name in _answered(step))


def _answered(step: Step) -> Iterator[str]:
    yield from (*step.answers, *step.pieces, *step.expected.blocked)


def _read(text: str) -> frozenset[str]:
    try:
        return variables_read(text)
    except FeelError:
        return frozenset()  # the checks tell it
