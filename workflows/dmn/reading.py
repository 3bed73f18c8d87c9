"""From a `.dmn` file to its model: elements, requirements, types, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from workflows.dmn.boxed import boxed_child, build_boxed, build_function
from workflows.dmn.errors import DmnError
from workflows.dmn.graph import inputs_of, plan_of
from workflows.dmn.item_definitions import component_names, read_types, type_ref
from workflows.dmn.model import DecisionModel, Element, Kind, Problem, Requirement, Service
from workflows.dmn.places import Place
from workflows.dmn.xml import child, children, read_definitions
from workflows.feel import FeelError
from workflows.feel.scope import Evaluate
from workflows.feel.semantics.value_types import SIMPLE, Type
from workflows.translation import _

REQUIREMENTS = (
    ("informationRequirement", ("requiredInput", "requiredDecision")),
    ("knowledgeRequirement", ("requiredKnowledge",)),
)
NO_FILES: Mapping[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class _File:
    """A file being read: its root, the namespace put before its keys, its imports' names."""

    root: etree._Element
    prefix: str
    imports: Mapping[str, str]
    names: Mapping[str, str]  # of all elements known, by key
    components: tuple[str, ...]

    def key(self, href: str) -> str:
        """Return the key of the element that a reference designates."""
        namespace, _mark, identifier = href.rpartition("#")
        if not namespace or namespace == self.root.get("namespace"):
            return self.prefix + identifier
        return f"{namespace}#{identifier}"

    def requirement(self, href: str) -> Requirement:
        """Return the requirement that a reference makes."""
        namespace = href.rpartition("#")[0]
        return Requirement(self.key(href), self.imports.get(namespace, ""))


def read_decisions(xml: bytes, imported: Mapping[str, bytes] = NO_FILES) -> DecisionModel:
    """Read a decision file; `imported` are the files it may import, by any name.

    A wrong expression is listed in `problems` and fails when it is evaluated; raise DmnError or
    InvalidXml when the file itself cannot be read.
    """
    try:
        return _read(xml, imported)
    except RecursionError as error:
        raise DmnError(_("Cette décision imbrique trop d’éléments.")) from error


def _read(xml: bytes, imported: Mapping[str, bytes]) -> DecisionModel:
    root = read_definitions(xml)
    others = {
        other.get("namespace", ""): other for other in map(read_definitions, imported.values())
    }
    elements: dict[str, Element] = {}
    types: dict[str, Type] = {}
    for prefix, name, file_root in _files(root, others):
        types |= read_types(file_root) | read_types(file_root, name)
        file = _file_of(file_root, prefix, elements)
        elements |= {element.key: element for element in _elements(file)}
    elements = {key: _with_known_type(found, types) for key, found in elements.items()}
    plans = {key: plan_of(key, elements) for key in elements}
    inputs = {key: inputs_of(key, elements) for key in elements}
    problems = tuple(found.problem for found in elements.values() if found.problem is not None)
    return DecisionModel(
        root.get("namespace", ""), root.get("name", ""), elements, types, plans, inputs, problems
    )


def _with_known_type(element: Element, types: Mapping[str, Type]) -> Element:
    """Return the element, with a problem when its type is neither of FEEL nor of the file."""
    name = element.type.name
    if element.problem is not None or type(element.type) is not Type:
        return element
    if name in types or name in SIMPLE:
        return element
    message = _("Le type « %(name)s » n’est défini nulle part.") % {"name": name}
    return replace(element, problem=Problem(element.id, message))


def _files(
    root: etree._Element, others: Mapping[str, etree._Element]
) -> Iterator[tuple[str, str, etree._Element]]:
    """Give the imported files, then the file itself, each with its prefix and import name."""
    waiting, seen = [("", "", root)], {root.get("namespace", "")}
    found = list(waiting)
    while waiting:
        _prefix, _name, current = waiting.pop()
        for item in children(current, "import"):
            namespace = item.get("namespace", "")
            if namespace in others and namespace not in seen:
                seen.add(namespace)
                waiting.append((f"{namespace}#", item.get("name", ""), others[namespace]))
                found.append(waiting[-1])
    yield from reversed(found)


def _file_of(root: etree._Element, prefix: str, known: Mapping[str, Element]) -> _File:
    imports = {item.get("namespace", ""): item.get("name", "") for item in children(root, "import")}
    names = {key: element.name for key, element in known.items()}
    for kind in Kind:
        for item in children(root, kind.value):
            names[prefix + _id(item)] = _variable_name(item)
    return _File(root, prefix, imports, names, tuple(component_names(root)))


def _id(item: etree._Element) -> str:
    """Return the id of an element, its name when it has none."""
    return item.get("id") or item.get("name") or ""


def _variable_name(item: etree._Element) -> str:
    variable = child(item, "variable")
    named = item if variable is None else variable
    return named.get("name") or item.get("name") or ""


def _elements(file: _File) -> Iterator[Element]:
    seen: set[str] = set()
    for kind in Kind:
        for item in children(file.root, kind.value):
            if _id(item) in seen:
                raise DmnError(
                    _("L’identifiant « %s » est donné à deux éléments : changez-en un.")
                    % _id(item),
                    _id(item),
                )
            seen.add(_id(item))
            yield _element(item, kind, file)


def _element(item: etree._Element, kind: Kind, file: _File) -> Element:
    requires = tuple(_requirements(item, file))
    place = Place(_id(item), (*(_names_in_scope(requires, file)), *file.components), frozenset())
    logic, problem = _logic_or_problem(item, kind, place)
    return Element(
        key=file.prefix + _id(item),
        id=_id(item),
        kind=kind,
        name=_variable_name(item),
        label=item.get("name") or "",
        type=type_ref(child(item, "variable")),
        logic=logic,
        requires=requires,
        reads=frozenset(place.reads) - set(_names_in_scope(requires, file)),
        service=_service(item, file) if kind is Kind.SERVICE else None,
        problem=problem,
    )


def _names_in_scope(requires: tuple[Requirement, ...], file: _File) -> Iterator[str]:
    for requirement in requires:
        if requirement.prefix:
            yield requirement.prefix
        yield file.names.get(requirement.key, "")


def _requirements(item: etree._Element, file: _File) -> Iterator[Requirement]:
    for tag, references in REQUIREMENTS:
        for requirement in children(item, tag):
            for reference in references:
                found = child(requirement, reference)
                if found is not None:
                    yield file.requirement(found.get("href", ""))


def _logic_or_problem(
    item: etree._Element, kind: Kind, place: Place
) -> tuple[Evaluate | None, Problem | None]:
    try:
        return _logic(item, kind, place), None
    except FeelError as error:
        return None, Problem(place.element_id, error.message, error.position, error.text)
    except DmnError as error:
        return None, Problem(place.element_id, error.message)


def _logic(item: etree._Element, kind: Kind, place: Place) -> Evaluate | None:
    if kind is Kind.KNOWLEDGE:
        function = child(item, "encapsulatedLogic")
        return None if function is None else build_function(function, place)
    expression = boxed_child(item) if kind is Kind.DECISION else None
    return None if expression is None else build_boxed(expression, place)


def _service(item: etree._Element, file: _File) -> Service:
    def keys(*tags: str) -> tuple[str, ...]:
        return tuple(
            file.key(found.get("href", "")) for tag in tags for found in children(item, tag)
        )

    return Service(keys("inputData", "inputDecision"), keys("outputDecision"))
