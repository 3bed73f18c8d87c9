"""What a check looks at: the parts of a folder whose identity card and diagram could be read."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from lxml import etree

from workflows.catalogue.card.about import About
from workflows.catalogue.drawing import Drawing, Node
from workflows.catalogue.folder import holder_of
from workflows.catalogue.letters.letter import LETTER_OF
from workflows.catalogue.parts import PROCESS, Parts
from workflows.catalogue.refusals import WORK, letters_sent
from workflows.dmn import InvalidXml, read_xml
from workflows.engine.diagram.dialects import ASKED
from workflows.engine.diagram.draft import HUMAN
from workflows.forms import Form, feel_type, written_values
from workflows.translation import _


@dataclass(frozen=True)
class Subject:
    """A readable démarche, whatever is wrong in its details."""

    parts: Parts
    about: About
    drawing: Drawing

    @cached_property
    def trees(self) -> Mapping[str, etree._Element]:
        """Return each diagram that can be read as it is in its file; not to be changed."""
        diagrams = {PROCESS: self.parts.files[PROCESS], **self.parts.diagrams}
        found: dict[str, etree._Element] = {}
        for name, data in diagrams.items():
            with suppress(InvalidXml):  # the reading of the parts tells it
                found[name] = read_xml(data)
        return found

    @cached_property
    def human(self) -> tuple[Node, ...]:
        """Return the tasks that wait for somebody."""
        return tuple(self.drawing.of_kind(*HUMAN))

    @cached_property
    def starts(self) -> tuple[Node, ...]:
        """Return the start events of the process itself, outside its sub-processes."""
        starts = self.drawing.of_kind("startEvent")
        return tuple(n for n in starts if not n.parent and n.process == self.drawing.main)

    @cached_property
    def first_tasks(self) -> frozenset[str]:
        """Return the human tasks met first: nobody asks the citizen for these."""
        found: set[str] = set()
        seen: set[str] = set()
        todo = [node.id for node in self.starts]
        while todo:
            here = todo.pop()
            if here in seen or here not in self.drawing.nodes:
                continue
            seen.add(here)
            if self.drawing.nodes[here].kind in HUMAN:
                found.add(here)
            else:
                inside = self.drawing.begun_by(here)
                todo += inside or [flow.target for flow in self.drawing.out[here]]
        return frozenset(found)

    @cached_property
    def letters_sent(self) -> tuple[tuple[Node, str], ...]:
        """Return each node that writes a letter, with the letter's name."""
        return letters_sent(self.drawing)

    @cached_property
    def mails(self) -> tuple[Node, ...]:
        """Return each node that writes a mail to the citizen."""
        return tuple(n for n in self.drawing.of_kind(*WORK) if n.extensions.type == "mail")

    @property
    def all_forms_read(self) -> bool:
        """Tell whether every form could be read: if not, an unknown name may be in another."""
        return len(self.parts.forms) == len(self.parts.under("forms/"))

    @cached_property
    def answered(self) -> frozenset[str]:
        """Return the field keys of all forms."""
        return frozenset(key for form in self.parts.forms.values() for key in form.keys)

    @cached_property
    def computed(self) -> frozenset[str]:
        """Return the variables that the process computes by itself."""
        names: set[str] = set()
        for node in self.drawing.nodes.values():
            said = node.extensions
            names |= {said.result_variable, said.element_variable, said.output_collection}
            names |= {binding.target for binding in (*said.outputs, *said.inputs)}
            names.add(said.headers.get("variable", "") if said.type in ASKED else "")
        return frozenset(names - {""})

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Return the FEEL type of each answer; a key with two types, or computed, has none."""
        found: dict[str, set[str]] = {}
        for form in self.parts.forms.values():
            for field in form.fields:
                found.setdefault(field.key, set()).add(feel_type(field))
        sure = {key: kinds.pop() for key, kinds in found.items() if len(kinds) == 1}
        return {key: kind for key, kind in sure.items() if kind and key not in self.computed}

    @cached_property
    def closed_lists(self) -> Mapping[str, frozenset[str]]:
        """Return what each question with a written list of answers can be answered.

        A key that some other form leaves open, or that the process computes, is not among them.
        """
        lists: dict[str, frozenset[str]] = {}
        fields = [field for form in self.parts.forms.values() for field in form.fields]
        for field in fields:
            lists[field.key] = lists.get(field.key, frozenset()) | written_values(field)
        free = {field.key for field in fields if not written_values(field)} | self.computed
        return {key: values for key, values in lists.items() if key not in free}

    def is_citizens(self, node: Node) -> bool:
        """Tell whether a human task is the citizen's."""
        return holder_of(self.about, node.lane, node.extensions.candidate_groups) is None

    def forms_of(self, *, citizen: bool) -> tuple[Form, ...]:
        """Return the forms that the citizen, or that agents, fill in."""
        theirs = (node for node in self.human if self.is_citizens(node) is citizen)
        names = dict.fromkeys(node.extensions.form_id for node in theirs)
        return tuple(self.parts.forms[name] for name in names if name in self.parts.forms)


def near(name: str, candidates: Iterable[str]) -> str:
    """Suggest the closest of `candidates`, or list them."""
    known = sorted(set(candidates))
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return _("Vouliez-vous écrire « %(name)s » ?") % {"name": close[0]}
    if not known:
        return _("Il n'y en a aucun dans le dossier : ajoutez-le.")
    return _("Choisissez parmi : %(names)s.") % {"names": ", ".join(known[:20])}


__all__ = ["HUMAN", "LETTER_OF", "PROCESS", "WORK", "Subject", "near"]
