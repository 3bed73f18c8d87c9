"""Call activities: the called process, of this file or of another, becomes a sub-process there."""

from collections.abc import Mapping

from lxml import etree

from workflows.engine.definition import InvalidProcess, Origin
from workflows.engine.diagram.copies import follow, renamed_copy
from workflows.engine.diagram.dialects import BPMN, NAMESPACES, kind_of, read_extensions, tag
from workflows.engine.diagram.draft import (
    COPIED,
    ENGINE,
    Draft,
    all_nodes,
    by_id,
    refuse_many,
    retag,
    said_name,
    unqualify,
)
from workflows.translation import _

CALLED = f"{{{ENGINE}}}called"
CLOSED = f"{{{ENGINE}}}closed"  # a call whose variables are its own
SHARED_REFERENCES = ("messageRef", "signalRef", "errorRef", "escalationRef")
NOT_COPIED = frozenset({"documentation", "extensionElements"})
GLOBAL_TASKS = ("globalTask", "globalUserTask", "globalManualTask")
APART = frozenset({"process", "collaboration", "import", "extensionElements", "documentation"})


def adopt(draft: Draft, others: Mapping[str, etree._Element]) -> None:
    """Let the processes of the other files be called; what these share is added to the tree."""
    for file, root in others.items():
        try:
            _adopt(draft, file, root)
        except InvalidProcess as refusal:
            refusal.file = file
            raise


def do_global_tasks(draft: Draft) -> None:
    """Make of the call of a global task what it is: a task that a person does."""
    for node in draft.every("callActivity"):
        if calls_global_task(node):
            node.attrib.pop("calledElement")
            retag(node, "userTask")


def calls_global_task(node: etree._Element) -> bool:
    """Tell whether a call activity calls a task drawn beside the processes, done by a person."""
    root = node.getroottree().getroot()
    called = called_by(node)
    tasks = (each for kind in GLOBAL_TASKS for each in root.iterfind(f"bpmn:{kind}", NAMESPACES))
    return any(called and each.get("id") == called for each in tasks)


def inline_calls(draft: Draft) -> None:
    """Replace every call by what it calls; a call of an unknown process is left as it is."""
    while calls := [n for n in draft.every("callActivity") if called_by(n) in draft.partners]:
        _inline(draft, calls[0], called_by(calls[0]))
        refuse_many(len(all_nodes(draft.process)))
    for node in draft.every("callActivity"):
        if called_by(node) == draft.process.get("id"):
            _refuse_recursion(draft, node, called_by(node))


def main_process(root: etree._Element) -> etree._Element | None:
    """Return the process to run: executable if one is, not called by another, the richest."""
    processes = root.findall("bpmn:process", NAMESPACES)
    executable = [each for each in processes if each.get("isExecutable") == "true"]
    calls = {called_by(node) for node in root.iter(tag("callActivity"))}
    own = [each for each in executable or processes if each.get("id") not in calls]
    among = own or executable or processes
    return max(among, key=lambda each: len(all_nodes(each)), default=None)


def called_by(node: etree._Element) -> str:
    """Return the id of the process that a call activity calls."""
    return read_extensions(node).called_process.rpartition(":")[2]  # it may be a QName


def _adopt(draft: Draft, file: str, root: etree._Element) -> None:
    if root.tag != tag("definitions"):
        raise InvalidProcess(_("Ce fichier n’est pas un diagramme BPMN."))
    unqualify(root)
    by_id(root)
    shared = [node for node in root if kind_of(node) and kind_of(node) not in APART]
    renamed = {}
    for node in shared:
        if (old := node.get("id")) is not None:
            renamed[old] = draft.free_id(old)
            node.set("id", renamed[old])
    for node in root.iter(etree.Element):
        follow(node, renamed, SHARED_REFERENCES, "eventDefinitionRef")
    draft.root.extend(shared)
    for process in root.findall("bpmn:process", NAMESPACES):
        id_ = process.get("id", "")
        if id_ in draft.partners or id_ == draft.process.get("id"):
            other = draft.files.get(id_) or _("le diagramme principal")
            raise InvalidProcess(
                _("Le processus « %(id)s » est aussi dans %(file)s : changez un identifiant.")
                % {"id": id_, "file": other},
                id_,
            )
        draft.partners[id_] = process
        draft.files[id_] = file


def _inline(draft: Draft, node: etree._Element, called: str) -> None:
    if called in {holder.get(CALLED) for holder in node.iterancestors()}:
        _refuse_recursion(draft, node, called)
    said = read_extensions(node)
    copy = renamed_copy(draft, draft.partners[called], node)
    retag(node, "subProcess")
    node.set(CALLED, called)
    _note_origins(draft, copy, node)
    if said.outputs or not (said.gives_all and said.takes_all):
        node.set(CLOSED, "true")
    for child in [each for each in copy if kind_of(each) not in NOT_COPIED]:
        node.append(child)


def _note_origins(draft: Draft, copy: etree._Element, node: etree._Element) -> None:
    """Say of what was called where it is drawn, and by which call of the main process."""
    file = draft.files.get(node.get(CALLED, ""), "")
    call = node.get("id", "")
    caller = draft.origins[call].caller if call in draft.origins else call
    for each in copy.iterdescendants(f"{{{BPMN}}}*"):
        if (id_ := each.get("id")) is not None:
            draft.origins[id_] = Origin(file, each.get(COPIED, id_), caller)


def _refuse_recursion(draft: Draft, node: etree._Element, called: str) -> None:
    inside = [each.get(CALLED, "") for each in node.iterancestors() if each.get(CALLED)]
    chain = [draft.process.get("id", ""), *reversed(inside), called]
    raise InvalidProcess(
        _("« %(name)s » appelle un processus qui s’appelle lui-même : %(chain)s. Retirez un appel.")
        % {"name": said_name(node), "chain": " → ".join(chain[chain.index(called) :])},
        node.get("id", ""),
    )
