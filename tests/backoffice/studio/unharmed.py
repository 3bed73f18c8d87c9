"""What an editor lost of a file: elements, attributes, texts, whatever their order or prefix."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from workflows.dmn import read_xml

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
# Attributes that say what the standard says without them: editors leave them out.
DEFAULTS = {
    ("cancelActivity", "true"),
    ("isInterrupting", "true"),
    ("triggeredByEvent", "false"),
    ("isForCompensation", "false"),
    ("gatewayDirection", "Unspecified"),
    ("startQuantity", "1"),
    ("completionQuantity", "1"),
    ("isSequential", "false"),
    ("isCollection", "false"),
    ("parallelMultiple", "false"),
    ("instantiate", "false"),
    ("eventGatewayType", "Exclusive"),
    ("testBefore", "false"),
    ("textFormat", "text/plain"),
    ("behavior", "All"),
    ("messageVisibleKind", "initiating"),
    ("hitPolicy", "UNIQUE"),
    ("kind", "FEEL"),
    ("typeLanguage", "http://www.w3.org/2001/XMLSchema"),
    ("expressionLanguage", "http://www.w3.org/1999/XPath"),
}


def losses(before: bytes, after: bytes) -> list[str]:
    """Return what `before` says and `after` does not, one line each."""
    return list(_missing(read_xml(before), read_xml(after), ""))


def _missing(old: etree._Element, new: etree._Element, path: str) -> Iterator[str]:
    here = f"{path}/{_name(old)}"
    said = _attributes(new)
    for name, value in _attributes(old).items():
        if said.get(name) != value and (name, value) not in DEFAULTS:
            yield f"{here}@{name}: {value!r} became {said.get(name)!r}"
    if _words(old) != _words(new):
        yield f"{here}: {_words(old)!r} became {_words(new)!r}"
    found = dict(_children(new))
    for key, child in _children(old):
        if key in found:
            yield from _missing(child, found[key], here)
        elif len(child) or child.attrib or _words(child):
            yield f"{here}: lost {_name(child)}"


def _children(node: etree._Element) -> Iterator[tuple[tuple[object, ...], etree._Element]]:
    """Yield each child under a key that does not depend on the order of its other siblings."""
    rank: Counter[object] = Counter()
    for child in node.iterchildren(etree.Element):
        sign = child.get("id") or child.get("bpmnElement") or _words(child)
        rank[child.tag, sign] += 1
        yield (child.tag, sign, rank[child.tag, sign]), child


def _attributes(node: etree._Element) -> dict[str, str]:
    found = {}
    for name, value in node.attrib.items():
        prefix, colon, local = value.rpartition(":")
        named = (colon or name == XSI_TYPE) and (prefix or None) in node.nsmap
        said = f"{{{node.nsmap[prefix or None]}}}{local}" if named else " ".join(value.split())
        found[name] = _number(said)
    if _name(node).startswith("waypoint"):
        found.pop(XSI_TYPE, None)  # a point is a point
    return found


def _words(node: etree._Element) -> str:
    text = " ".join((node.text or "").split())
    prefix, colon, local = text.partition(":")
    return local if colon and prefix in node.nsmap else text


def _number(text: str) -> str:
    try:
        return f"{float(text):g}" if text[:1] in "-.0123456789" else text
    except ValueError:
        return text


def _name(node: etree._Element) -> str:
    return f"{etree.QName(node).localname}[{node.get('id') or node.get('name') or ''}]"
