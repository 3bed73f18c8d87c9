"""Hardened reading of XML: no DTD, no entities, no network, capped size and depth."""

from lxml import etree

from workflows.errors import Invalid
from workflows.translation import _

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 200
BLANK = b" \t\r\n"  # before the declaration, where an export of some tools puts it


class InvalidXml(Invalid):
    """The file is not XML we accept to read; `line` is where, 0 when unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def read_xml(data: bytes, *, to_edit: bool = False) -> etree._Element:
    """Return the root element of `data`, or raise InvalidXml; `to_edit` keeps its comments."""
    if len(data) > MAX_BYTES:
        raise InvalidXml(_("Le fichier dépasse 2 Mo : allégez-le, puis recommencez."))
    declared = data.lstrip(BLANK)
    root = _parse(declared if declared.startswith(b"<?xml") else data, to_edit=to_edit)
    if root.getroottree().docinfo.internalDTD is not None:
        raise InvalidXml(_("Le fichier contient un DOCTYPE : supprimez-le, il n’est pas accepté."))
    _refuse_depth(root)
    return root


def _parse(data: bytes, *, to_edit: bool) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not to_edit,
        remove_pis=not to_edit,
        strip_cdata=not to_edit,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        # the parser's own words are English and technical: its place says enough
        line, column = getattr(error, "position", None) or (0, 0)
        raise InvalidXml(
            _("Le fichier n’est pas du XML lisible (ligne %(line)d, caractère %(column)d).")
            % {"line": line or 0, "column": column or 0},
            line or 0,
        ) from error


def _refuse_depth(root: etree._Element) -> None:
    """Bound nesting, since the readers above recurse."""
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise InvalidXml(_("Le fichier imbrique trop d’éléments les uns dans les autres."))
