"""Checks of what people read: every task, way out and end has a name, in French; headings nest."""

from collections.abc import Iterator

from workflows.catalogue.checks.subject import PROCESS, Subject
from workflows.catalogue.findings import Finding, warning
from workflows.catalogue.parts import FICHE
from workflows.translation import _

CHOOSING = ("exclusiveGateway", "inclusiveGateway")
ENGLISH = frozenset(
    {
        "text field", "text area", "number", "checkbox", "checkbox group", "radio group", "select",
        "tag list", "date time", "date & time", "file picker", "button", "group", "dynamic list",
        "text view", "submit", "value", "task", "user task", "activity", "yes", "no",
        "start", "end", "approve", "reject", "approved", "rejected", "untitled",
    }
)  # fmt: skip
TOP = 2  # the title of the page is the first level


def unnamed(subject: Subject) -> Iterator[Finding]:
    """Find the tasks, ways out and ends that would be shown under a technical identifier."""
    drawing = subject.drawing
    for node in subject.human:
        if not node.name:
            yield _unnamed(node.id, _("La tâche « %(id)s » n'a pas de nom.") % {"id": node.id})
    for node in drawing.of_kind(*CHOOSING):
        silent = [flow.id for flow in drawing.out[node.id] if not flow.name.strip()]
        if silent and len(drawing.out[node.id]) > 1:
            message = _("Une sortie de « %(gateway)s » n'a pas de nom.") % {"gateway": node.label}
            yield _unnamed(silent[0], message)
    for node in drawing.of_kind("endEvent"):
        if node.extensions.properties.get("outcome") and not node.name:
            yield _unnamed(node.id, _("La fin « %(id)s » n'a pas de nom.") % {"id": node.id})


def in_english(subject: Subject) -> Iterator[Finding]:
    """Find the words that editors put by default, and that nobody translated."""
    for node in subject.drawing.nodes.values():
        if _is_english(node.name):
            yield _english(PROCESS, node.id, node.name)
    for flow in subject.drawing.flows:
        if _is_english(flow.name):
            yield _english(PROCESS, flow.id, flow.name)
    for form_id, form in sorted(subject.parts.forms.items()):
        for component in form.components:
            if _is_english(component.label):
                yield _english(
                    f"forms/{form_id}.form", component.key or component.id, component.label
                )


def headings(subject: Subject) -> Iterator[Finding]:
    """Find the headings of the fiche that skip a level: those who hear the page get lost."""
    before = TOP - 1
    for line in subject.parts.fiche.splitlines():
        mark, _space, title = line.partition(" ")
        if not mark or set(mark) != {"#"} or not title.strip():
            continue
        level = len(mark)
        if level < TOP or level > before + 1:
            yield warning(
                "titres-desordonnes",
                FICHE,
                title.strip(),
                _("Le titre « %(title)s » n'est pas au bon niveau.") % {"title": title.strip()},
                _("Commencez par ## et descendez d'un niveau à la fois (##, puis ###)."),
            )
        before = max(level, TOP)


def _unnamed(element: str, message: str) -> Finding:
    remedy = _("Donnez-lui un nom : l'usager et les agents le lisent.")
    return warning("libelle-absent", PROCESS, element, message, remedy)


def _english(file: str, element: str, words: str) -> Finding:
    return warning(
        "libelle-anglais",
        file,
        element,
        _("« %(words)s » est resté en anglais.") % {"words": words},
        _("Écrivez ce que l'usager ou l'agent doit lire."),
    )


def _is_english(words: str) -> bool:
    return words.strip().lower() in ENGLISH
