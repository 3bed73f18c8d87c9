"""How a refusal is explained: the letters written before it, the texts that agents must give."""

from collections.abc import Iterator

from workflows.catalogue.drawing import Drawing, Node
from workflows.catalogue.folder import holder_of
from workflows.catalogue.letters.letter import LETTER_OF
from workflows.catalogue.parts import Parts
from workflows.engine.diagram.draft import HUMAN
from workflows.forms import Form

REASON_FIELDS = ("textarea", "textfield")
WORK = ("serviceTask", "sendTask", "intermediateThrowEvent", "endEvent")


def letters_sent(drawing: Drawing) -> tuple[tuple[Node, str], ...]:
    """Return each node that writes a letter, with the letter's name."""
    found = (
        (node, node.extensions.headers.get(LETTER_OF[node.extensions.type], "").strip())
        for node in drawing.of_kind(*WORK)
        if node.extensions.type in LETTER_OF
    )
    return tuple((node, stem) for node, stem in found if stem)


def letters_before(drawing: Drawing, end: str) -> Iterator[str]:
    """Yield the letters written on the way to this end and to no other decision."""
    ends = {n.id for n in drawing.of_kind("endEvent") if n.extensions.properties.get("outcome")}
    for node, stem in letters_sent(drawing):
        if drawing.reachable(node.id) & ends == {end}:
            yield stem


def reasons_in(form: Form) -> Iterator[str]:
    """Yield the keys of the texts that a form wants written."""
    for component in form.fields:
        if component.type in REASON_FIELDS and component.rules.get("required") is True:
            yield component.key


def agents_forms(parts: Parts) -> tuple[Form, ...]:
    """Return the forms that agents fill in, in the order of their tasks."""
    if parts.drawing is None or parts.about is None:
        return ()
    about = parts.about
    tasks = parts.drawing.of_kind(*HUMAN)
    theirs = (n for n in tasks if holder_of(about, n.lane, n.extensions.candidate_groups))
    names = dict.fromkeys(node.extensions.form_id for node in theirs)
    return tuple(parts.forms[name] for name in names if name in parts.forms)
