"""What an analyst drew, changed just enough for the engine to run it as BPMN says."""

from dataclasses import dataclass, field

from lxml import etree

from workflows.engine.definition import Adjustment, InvalidProcess
from workflows.engine.dialects import NAMESPACES, kind_of, tag
from workflows.engine.reading import NODES
from workflows.translation import _

MAX_NODES = 300
DECORATION = frozenset(
    {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataInputAssociation",
        "dataOutputAssociation",
        "ioSpecification",
        "property",
        "association",
        "textAnnotation",
        "group",
        "dataStore",
        "correlationProperty",
        "correlationKey",
    }
)


@dataclass(slots=True)
class Normalised:
    """An executable tree with one process, and what was changed to get there."""

    root: etree._Element
    process: etree._Element
    adjustments: list[Adjustment] = field(default_factory=list)


def normalise(root: etree._Element) -> Normalised:
    """Change the tree `root` in place. Raise InvalidProcess for what cannot be run."""
    if root.tag != tag("definitions"):
        raise InvalidProcess(_("Ce fichier n’est pas un diagramme BPMN."))
    done = Normalised(root, _choose_process(root))
    _strip_decoration(done)
    _refuse_size(done)
    _refuse_duplicates(done)
    return done


def _choose_process(root: etree._Element) -> etree._Element:
    """Return the process to run: the executable one, else the richest; the others are removed."""
    processes = root.findall("bpmn:process", NAMESPACES)
    if not processes:
        raise InvalidProcess(_("Le diagramme ne contient aucun processus."))
    executable = [each for each in processes if each.get("isExecutable") == "true"]
    chosen = max(executable or processes, key=lambda each: len(_nodes(each)))
    chosen.set("isExecutable", "true")
    for each in processes:
        if each is not chosen:
            root.remove(each)
    return chosen


def _strip_decoration(done: Normalised) -> None:
    for node in [each for each in done.root.iter() if kind_of(each) in DECORATION]:
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)


def _refuse_size(done: Normalised) -> None:
    count = len(_nodes(done.process))
    if count > MAX_NODES:
        raise InvalidProcess(
            _("Le diagramme compte %(n)d éléments, plus que les %(max)d permis : découpez-le.")
            % {"n": count, "max": MAX_NODES}
        )
    if not count:
        raise InvalidProcess(_("Le processus est vide."))


def _refuse_duplicates(done: Normalised) -> None:
    seen: set[str] = set()
    for node in done.process.iter():
        id_ = node.get("id")
        if kind_of(node) and id_ is not None:
            if id_ in seen:
                raise InvalidProcess(_("L’identifiant « %s » est donné deux fois.") % id_, id_)
            seen.add(id_)


def _nodes(process: etree._Element) -> list[etree._Element]:
    return [node for node in process.iter() if kind_of(node) in NODES]
