"""How types are written (DMN 1.5, 10.3.1.2): `list<number>`, `date and time`, `tLoan`."""

from workflows.feel.semantics.value_types import (
    ANY,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    Type,
)
from workflows.feel.syntax.lexer import Kind
from workflows.feel.syntax.reader import Reader
from workflows.translation import _


def read_type(reader: Reader) -> Type:
    """Read one type."""
    with reader.nested():
        name = _type_name(reader)
        if not reader.at("<"):
            return Type(name)
        if name in {"list", "range"}:
            return _container(reader, name)
        if name == "context":
            return _context(reader)
        if name == "function":
            return _function(reader)
        return Type(name)


def parse_type(text: str) -> Type:
    """Return the type written in `text`, as in the typeRef of a model; `feel:` is left out."""
    reader = Reader(text.removeprefix("feel:"))
    if reader.token.kind is Kind.END:
        return ANY
    found = read_type(reader)
    reader.expect_end()
    return found


def _type_name(reader: Reader) -> str:
    if reader.token.kind is not Kind.WORD:
        raise reader.error(_("Il manque un type ici, par exemple « number » ou « date »."))
    name = reader.known_name() or reader.joined_words()
    while reader.at(".") and reader.peek().kind is Kind.WORD:
        reader.take()
        name = f"{name}.{reader.path_name()}"
    return name


def _container(reader: Reader, name: str) -> Type:
    reader.expect("<")
    of = read_type(reader)
    reader.expect(">")
    return ListType(name, of) if name == "list" else RangeType(name, of)


def _context(reader: Reader) -> Type:
    reader.expect("<")
    fields: list[tuple[str, Type]] = []
    while not reader.at(">"):
        name = reader.context_key()
        fields.append((name, read_type(reader)))
        if not reader.skip(","):
            break
    reader.expect(">")
    return ContextType("context", tuple(fields))


def _function(reader: Reader) -> Type:
    reader.expect("<")
    parameters: list[Type] = []
    while not reader.at(">"):
        parameters.append(read_type(reader))
        if not reader.skip(","):
            break
    reader.expect(">")
    result = read_type(reader) if reader.skip("->") else ANY
    return FunctionType("function", tuple(parameters), result)
