"""Reading DMN elements whatever the version's namespace: 1.1 to 1.5 differ by little else."""

from collections.abc import Iterator

from lxml import etree

from workflows.dmn.errors import DmnError
from workflows.dmn.source import read_xml
from workflows.translation import _

NAMESPACES = frozenset(
    (
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",  # 1.1
        "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
        "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
        "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
        "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
    )
)


def read_definitions(data: bytes) -> etree._Element:
    """Return the `definitions` of a DMN 1.1-1.5 file; raise InvalidXml or DmnError."""
    root = read_xml(data)
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        raise DmnError(_("Ce fichier n’est pas une décision DMN 1.1 à 1.5."))
    _refuse_language(root)
    return root


def tag_of(element: etree._Element) -> str:
    """Return the local name of an element."""
    return etree.QName(element).localname


def children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Give the children with this local name."""
    return element.iterchildren(f"{{*}}{tag}")


def child(element: etree._Element | None, tag: str) -> etree._Element | None:
    """Return the first child with this local name."""
    return None if element is None else next(children(element, tag), None)


def text_of(element: etree._Element | None) -> str:
    """Return the text of an element, empty when there is none."""
    return "" if element is None else (element.text or "").strip()


def expression_text(element: etree._Element | None) -> str:
    """Return what the `text` child holds; raise DmnError when it is in another language."""
    if element is not None:
        _refuse_language(element)
    return text_of(child(element, "text"))


def _refuse_language(element: etree._Element) -> None:
    language = element.get("expressionLanguage") or "FEEL"
    if "feel" not in language.lower():
        raise DmnError(
            _("Le langage « %(language)s » n’est pas accepté : récrivez cette expression en FEEL.")
            % {"language": language},
            element.get("id") or "",
        )
