"""Item definitions of a model -> FEEL types (DMN 1.5, 7.3.3)."""

from collections.abc import Callable, Iterator

from lxml import etree

from workflows.dmn.xml import child, children, text_of
from workflows.feel import Run, parse_tests
from workflows.feel.scope import Frame
from workflows.feel.semantics.value_types import (
    ANY,
    AllowedType,
    ContextType,
    FunctionType,
    ListType,
    Type,
)
from workflows.feel.syntax.type_grammar import parse_type

# what Camunda 7 and DMN 1.1 write for a number
OTHER_NAMES = dict.fromkeys(("integer", "long", "double", "int", "float", "decimal"), "number")


def read_types(root: etree._Element, prefix: str = "") -> dict[str, Type]:
    """Return the types of a file by name; `prefix` is put before those of an import."""
    definitions = list(children(root, "itemDefinition"))
    own = {definition.get("name", "") for definition in definitions}

    def qualified(name: str) -> str:
        return f"{prefix}.{name}" if prefix and name in own else name

    return {
        qualified(definition.get("name", "")): _type_of(definition, qualified)
        for definition in definitions
    }


def component_names(root: etree._Element) -> Iterator[str]:
    """Give the names of all components, which paths may write with spaces or symbols."""
    for component in root.iter("{*}itemComponent"):
        yield component.get("name", "")


def type_ref(element: etree._Element | None) -> Type:
    """Return the type that `typeRef` names on an element, Any when there is none."""
    if element is None:
        return ANY
    written = element.get("typeRef") or text_of(child(element, "typeRef"))
    name = _without_prefix(element, written.replace("feel:", "").strip())
    name = OTHER_NAMES.get(name, name)
    # the name of a definition may hold symbols, only the standard's own types have brackets
    return parse_type(name) if "<" in name else (Type(name) if name else ANY)


def _without_prefix(element: etree._Element, name: str) -> str:
    """Return a name without the prefix by which the file calls its own namespace (`tns:tAge`)."""
    prefix, mark, local = name.partition(":")
    own = element.getroottree().getroot().get("namespace", "")
    return local if mark and own and element.nsmap.get(prefix) == own else name


def _type_of(definition: etree._Element, qualified: Callable[[str], str]) -> Type:
    name = definition.get("name", "")
    components = list(children(definition, "itemComponent"))
    function = child(definition, "functionItem")
    if components:
        fields = tuple((part.get("name", ""), _type_of(part, qualified)) for part in components)
        found: Type = ContextType("context", fields)
    elif function is not None:
        parameters = tuple(type_ref(part) for part in children(function, "parameters"))
        found = FunctionType("function", parameters, ANY)
    else:
        written = type_ref(definition)
        found = Type(qualified(written.name)) if type(written) is Type else written
    found = _limited(found, definition, "allowedValues")
    if definition.get("isCollection") == "true":
        found = ListType(name, found)
    return _limited(found, definition, "typeConstraint")


def _limited(found: Type, definition: etree._Element, tag: str) -> Type:
    """Return the type with the values it allows, if the definition lists them."""
    tests = text_of(child(child(definition, tag), "text"))
    if not tests:
        return found
    cell = parse_tests(tests)

    def allows(value: object) -> bool:
        return cell.value_in(Frame({"?": value}, None, Run())) is True

    return AllowedType(definition.get("name", ""), found, allows)
