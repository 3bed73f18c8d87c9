"""The files of a démarche on the bench: what a fix changes, written back in their own manner."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from lxml import etree

from workflows.catalogue.diagram_text import open_diagram, write_diagram
from workflows.catalogue.drawing import Node, key_of
from workflows.catalogue.files import Files
from workflows.catalogue.findings import Finding, Fix
from workflows.catalogue.layout import lay_out_tree, undrawn
from workflows.catalogue.layout.drawn import read_drawn
from workflows.catalogue.parts import Parts
from workflows.engine.diagram.draft import by_id
from workflows.errors import Invalid
from workflows.translation import _


@dataclass(frozen=True, slots=True)
class Present:
    """The moment at which a fix is asked for, and the zone of those who will read it."""

    now: datetime
    zone: ZoneInfo


class Bench:
    """Files being mended; `files` is a copy, the tree of `diagram` is made when asked for."""

    def __init__(self, files: Files, diagram: str, present: Present) -> None:
        self.files = dict(files)
        self.diagram = diagram
        self.present = present

    @cached_property
    def root(self) -> etree._Element:
        """Return the tree of the diagram, to change in place."""
        return open_diagram(self.files[self.diagram])

    def element(self, id_: str) -> etree._Element:
        """Return an element of the diagram; raise Invalid when it is there no more."""
        found = by_id(self.root).get(id_)
        if found is None:
            raise Invalid(
                _("L'élément « %(id)s » n'existe plus : vérifiez de nouveau.") % {"id": id_}
            )
        return found

    def text(self, name: str) -> str:
        """Return a text file; raise Invalid when it is there no more, or in another encoding."""
        try:
            return self.files[name].decode("utf-8-sig")
        except KeyError as gone:
            message = _("Le fichier « %(name)s » n'existe plus : vérifiez de nouveau.")
            raise Invalid(message % {"name": name}) from gone
        except UnicodeDecodeError as other:
            message = _("Enregistrez d'abord « %(name)s » en UTF-8 : son encodage est autre.")
            raise Invalid(message % {"name": name}) from other

    def finished(self) -> dict[str, bytes]:
        """Return the files; what was added to a diagram that is drawn is drawn too."""
        if "root" in self.__dict__:
            if read_drawn(self.root).boxes and undrawn(self.root):
                lay_out_tree(self.root)
            self.files[self.diagram] = write_diagram(self.root, self.files[self.diagram])
        return self.files


@dataclass(frozen=True, slots=True)
class Fixer:
    """One way to make the findings of one code go away: what it offers, and how it does it."""

    finding: str
    code: str
    offer: Callable[[Parts, Finding], Iterable[Fix]]
    mend: Callable[[Bench, Finding, str], None]  # the text is the value of the fix taken


def node_of(parts: Parts, finding: Finding) -> Node | None:
    """Return the node that a finding is about."""
    if parts.drawing is None:
        return None
    return parts.drawing.nodes.get(key_of(finding.file, finding.element))


def one(code: str, label: str, *, safe: bool) -> Callable[[Parts, Finding], Iterable[Fix]]:
    """Return an offer that is always the same single fix."""
    return lambda _parts, _finding: (Fix(code, label, safe),)
