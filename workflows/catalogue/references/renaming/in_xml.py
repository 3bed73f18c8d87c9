"""A key renamed in a diagram or a decision table: its expressions, and the inputs of tables."""

from collections.abc import Callable
from html import unescape
from xml.sax.saxutils import escape

import re2

from workflows.catalogue.drawing import read_file
from workflows.catalogue.references.renaming.in_feel import CannotRename, Names, rename_in_feel
from workflows.dmn import DmnError, InvalidXml, read_decisions
from workflows.feel import FeelError, parse_tests, variables_read
from workflows.translation import _

TOKEN = re2.compile(
    r"<!--(?s:.*?)-->|<!\[CDATA\[(?s:.*?)\]\]>|<\?(?s:.*?)\?>"
    r"|<[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>|[^<]+"
)
ATTRIBUTE = re2.compile(r"([A-Za-z_][\w.:-]*)\s*=\s*(\"[^\"]*\"|'[^']*')")
CDATA = "<![CDATA["
# the FEEL texts of a diagram, as (element, attribute), and the elements whose text is one
ATTRIBUTES = frozenset(
    {
        ("script", "expression"),
        ("taskSchedule", "dueDate"),
        ("loopCharacteristics", "inputCollection"),
        ("loopCharacteristics", "outputElement"),
        ("input", "source"),
        ("output", "source"),
    }
)
ELEMENTS = frozenset(
    {
        "conditionExpression", "timeDuration", "timeDate", "timeCycle", "condition",
        "loopCondition", "loopCardinality", "completionCondition",
    }
)  # fmt: skip
CELLS = frozenset({"inputExpression", "literalExpression", "outputEntry", "defaultOutputEntry"})
TESTS = "inputEntry"
Change = Callable[[tuple[str, ...], str, str], str]  # elements around, attribute, value -> value


def rename_in_diagram(content: bytes, names: Names) -> bytes:
    """Return the diagram under the new name, or raise CannotRename."""

    def change(around: tuple[str, ...], attribute: str, value: str) -> str:
        known = (around[-1], attribute) in ATTRIBUTES if attribute else around[-1] in ELEMENTS
        return rename_in_feel(value, names) if known else value

    changed = _changed(content, change)
    before, after = (_diagram_reads(data) for data in (content, changed))
    _verify([frozenset(map(names.of, each)) for each in before], after)
    return changed


def rename_in_table(content: bytes, names: Names) -> bytes:
    """Return the decision file under the new name, or raise CannotRename."""

    def change(around: tuple[str, ...], attribute: str, value: str) -> str:
        if attribute:
            input_name = "inputData" in around and attribute == "name"
            return names.of(value) if input_name else value
        if around[-1] != "text" or len(around) == 1:
            return value
        if around[-2] == TESTS:
            return rename_in_feel(value, names, parse_tests)
        return rename_in_feel(value, names) if around[-2] in CELLS else value

    changed = _changed(content, change)
    before, after = (_table_reads(data) for data in (content, changed))
    _verify([frozenset(map(names.of, each)) for each in before], after)
    return changed


def _changed(content: bytes, change: Change) -> bytes:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise CannotRename(_("ce n'est pas de l'UTF-8.")) from None
    tokens = [found.group(0) for found in TOKEN.finditer(text)]
    if "".join(tokens) != text:
        raise CannotRename(_("ce n'est pas du XML lisible."))
    around: list[str] = []
    parts: list[str] = []
    for token in tokens:
        if token.startswith(("<!", "<?")) and not token.startswith(CDATA):
            parts.append(token)
        elif token.startswith("<") and not token.startswith(CDATA):
            parts.append(_tag(token, around, change))
        else:
            parts.append(_text(token, tuple(around), change) if around else token)
    return "".join(parts).encode()


def _tag(token: str, around: list[str], change: Change) -> str:
    if token.startswith("</"):
        del around[-1:]
        return token
    name = token[1:].split(None, 1)[0].rstrip("/>").rpartition(":")[2]
    around.append(name)
    parts, done = [], 0
    for found in ATTRIBUTE.finditer(token):
        quoted = found.group(2)
        value = unescape(quoted[1:-1])
        new = change(tuple(around), found.group(1).rpartition(":")[2], value)
        if new != value:
            written = escape(new, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
            parts += [token[done : found.start(2)], f'"{written}"']
            done = found.end(2)
    if token.endswith("/>"):
        around.pop()
    return "".join((*parts, token[done:]))


def _text(token: str, around: tuple[str, ...], change: Change) -> str:
    if token.startswith(CDATA):
        inside = token.removeprefix(CDATA).removesuffix("]]>")
        return f"{CDATA}{change(around, '', inside)}]]>"
    value = unescape(token)
    bare = value.strip()
    new = change(around, "", bare)
    return token if new == bare else value.replace(bare, "\0", 1).replace("\0", escape(new))


def _diagram_reads(content: bytes) -> list[frozenset[str]]:
    try:
        return [_read(slot.text) for slot in read_file(content).slots]
    except InvalidXml:
        raise CannotRename(_("ce n'est pas un diagramme lisible.")) from None


def _table_reads(content: bytes) -> list[frozenset[str]]:
    try:
        model = read_decisions(content)
    except (InvalidXml, DmnError):
        raise CannotRename(_("ce n'est pas une table lisible.")) from None
    return [model.inputs_read(decision) for decision in model.decisions]


def _read(text: str) -> frozenset[str]:
    try:
        return variables_read(text)
    except FeelError:
        return frozenset()


def _verify(wanted: list[frozenset[str]], found: list[frozenset[str]]) -> None:
    if wanted != found:
        raise CannotRename(_("une expression n'a pas pu suivre : changez-la à la main d'abord."))
