"""A diagram being edited: what is not touched is written back as it was, as far as XML allows."""

import re

from lxml import etree

from workflows.dmn import read_xml

PROLOG = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
EMPTY = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<end>(?<=\S)/>)", re.DOTALL)
SPACED_OUT = re.compile(rb'["\w] />')
INDENT = "  "
UTF8 = ("utf-8", "ascii", "us-ascii")


def open_diagram(data: bytes) -> etree._Element:
    """Return the tree of a diagram with its comments; raise InvalidXml."""
    return read_xml(data, to_edit=True)


def write_diagram(root: etree._Element, before: bytes) -> bytes:
    """Return the text of a tree read from `before`, in the manner of `before`."""
    encoding = (root.getroottree().docinfo.encoding or "UTF-8").lower()
    if encoding not in UTF8:
        return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
    return _as_before(_text_of(root, before), before)


def settle(added: etree._Element) -> None:
    """Put an element that was just added on lines of its own, in a file that is written so."""
    parent, root = added.getparent(), added.getroottree().getroot()
    if parent is None or "\n" not in (root.text or ""):
        return
    depth = sum(1 for _up in added.iterancestors())
    inside, outside = "\n" + INDENT * depth, "\n" + INDENT * (depth - 1)
    etree.indent(added, INDENT, level=depth)
    before = added.getprevious()
    if before is None:
        parent.text = inside
    else:
        before.tail = inside
    added.tail = outside if added.getnext() is None else inside


def _text_of(root: etree._Element, before: bytes) -> bytes:
    body = etree.tostring(root, encoding="UTF-8", with_tail=False)
    body = body.removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>\n")
    if SPACED_OUT.search(before):
        body = EMPTY.sub(lambda found: b" />" if found["end"] else found[0], body)
    if b"\r\n" in before:
        body = body.replace(b"\n", b"\r\n")
    start = PROLOG.match(before)
    end = before.rstrip().rfind(b">") + 1
    return (start[0] if start else b"") + body + before[end:]


def _as_before(after: bytes, before: bytes) -> bytes:
    """Give the lines that writing alone has changed (quotes, references) their former text."""
    former = before.split(b"\n")
    rewritten = _text_of(open_diagram(before), before).split(b"\n")
    if len(former) != len(rewritten):
        return after
    known = dict(zip(rewritten, former, strict=True))
    return b"\n".join(known.get(line, line) for line in after.split(b"\n"))
