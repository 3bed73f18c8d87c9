"""Fixes of starts, ends and deadlines: where a dossier begins, how it ends, how long it waits."""

from collections.abc import Iterator

from lxml import etree

from workflows.catalogue.diagram_text import settle
from workflows.catalogue.drawing import placed
from workflows.catalogue.findings import Finding, Fix
from workflows.catalogue.fixes.bench import Bench, Fixer, node_of, one
from workflows.catalogue.fixes.letters import put_letter, system_lane
from workflows.catalogue.fixes.nodes import (
    HEADER,
    PROPERTY,
    add_flow,
    add_node,
    drop,
    lane_of,
    put_in_lane,
    set_entry,
    set_extension,
)
from workflows.catalogue.folder import holder_of
from workflows.catalogue.parts import PROCESS, Parts
from workflows.engine.diagram.dialects import (
    NAMESPACES,
    SEVENS,
    kind_of,
    read_extensions,
    tag,
)
from workflows.engine.diagram.draft import (
    HUMAN,
    arriving,
    definitions_of,
    is_event_scope,
    leaving,
    nodes_of,
)
from workflows.engine.spiff.timers import DURATION
from workflows.errors import Invalid
from workflows.translation import _

OUTCOME, START, END, DEADLINE, WAIT, DUE = (
    "issue-de-fin",
    "ajouter-debut",
    "ajouter-fin",
    "ajouter-echeance",
    "valeur-du-minuteur",
    "poser-echeance",
)
OUTCOMES = (
    ("accepte", _("Accepté")),
    ("refuse", _("Refusé")),
    ("sans_suite", _("Classé sans suite")),
)
DELAYS = (15, 30, 60)  # days
DURATIONS = (("P7D", 7), ("P15D", 15), ("P30D", 30))


def _offer_outcomes(_parts: Parts, _finding: Finding) -> Iterator[Fix]:
    for value, name in OUTCOMES:
        yield Fix(OUTCOME, _("Issue : %(name)s") % {"name": name}, False, value)


def _set_outcome(bench: Bench, finding: Finding, value: str) -> None:
    set_entry(bench.element(finding.element), PROPERTY, "outcome", _known(value))


def _offer_ends(parts: Parts, finding: Finding) -> Iterator[Fix]:
    """Offer an end by outcome; inside a sub-process an end has none, and changes nothing."""
    node = node_of(parts, finding)
    if node is None:
        return
    if node.parent:
        yield Fix(END, _("Ajouter une fin"), True)
        return
    for value, name in OUTCOMES:
        yield Fix(END, _("Ajouter une fin : %(name)s") % {"name": name}, False, value)


def _add_end(bench: Bench, finding: Finding, value: str) -> None:
    node = bench.element(finding.element)
    if kind_of(node) == "endEvent" or leaving(node):
        return
    end = add_node(_scope(node), "endEvent", f"Fin_{node.get('id')}", dict(OUTCOMES).get(value, ""))
    if value:
        set_entry(end, PROPERTY, "outcome", _known(value))
    add_flow(node, end)
    put_in_lane(end, lane_of(node))


def _add_start(bench: Bench, finding: Finding, _value: str) -> None:
    """Add a start before the nodes that nothing leads to, as the engine does by itself."""
    scope = _process(bench) if finding.code == "debut-absent" else bench.element(finding.element)
    nodes = [n for n in nodes_of(scope) if kind_of(n) != "boundaryEvent" and not is_event_scope(n)]
    first = [node for node in nodes if not arriving(node)] or nodes[:1]
    start = add_node(scope, "startEvent", f"Debut_{scope.get('id')}", "")
    for node in first:
        add_flow(start, node)
    if first:
        put_in_lane(start, lane_of(first[0]))


def _give_first_task(bench: Bench, finding: Finding, _value: str) -> None:
    """Put the form of a start on a task of its own, right after it."""
    start = bench.element(finding.element)
    form = read_extensions(start).form_id
    task = add_node(_scope(start), "userTask", f"{start.get('id')}_tache", _("Déposer la demande"))
    set_extension(task, "formDefinition", "formId", form)
    told = list(start.iterchildren(tag("outgoing")))
    for flow in leaving(start):
        flow.set("sourceRef", task.get("id", ""))
    for reference in told:
        task.append(reference)
        settle(reference)
    add_flow(start, task)
    put_in_lane(task, lane_of(start))
    for held in start.findall("bpmn:extensionElements/zeebe:formDefinition", NAMESPACES):
        drop(held)
    for space in SEVENS:
        for name in ("formKey", "formRef"):
            start.attrib.pop(f"{{{space}}}{name}", "")


def _begin_by_person(bench: Bench, finding: Finding, _value: str) -> None:
    """Take what triggers a start away: a person begins, as the engine has it."""
    start = bench.element(finding.element)
    for definition in definitions_of(start):
        drop(definition)


def _make_executable(bench: Bench, finding: Finding, _value: str) -> None:
    bench.element(finding.element).set("isExecutable", "true")


def _offer_durations(_parts: Parts, _finding: Finding) -> Iterator[Fix]:
    for value, days in DURATIONS:
        yield Fix(WAIT, _("Attendre %(n)d jours") % {"n": days}, False, value)


def _set_duration(bench: Bench, finding: Finding, value: str) -> None:
    if value not in dict(DURATIONS):
        raise Invalid(_("Cette durée n'est pas proposée."))
    for definition in definitions_of(bench.element(finding.element)):
        if kind_of(definition) == "timerEventDefinition":
            for child in list(definition):
                definition.remove(child)
            _write_duration(definition, value)


def _offer_deadlines(_parts: Parts, _finding: Finding) -> Iterator[Fix]:
    for days in DELAYS:
        label = _("Classer sans suite après %(n)d jours, avec un rappel avant") % {"n": days}
        yield Fix(DEADLINE, label, False, str(days))


def _add_deadline(bench: Bench, finding: Finding, value: str) -> None:
    """Put on a task a reminder, and a deadline that ends the dossier; each writes its letter."""
    if value not in {str(days) for days in DELAYS}:
        raise Invalid(_("Ce délai n'est pas proposé."))
    days, task = int(value), bench.element(finding.element)
    reminder = _boundary(task, days // 2, interrupting=False)
    _end_after(bench, reminder, ("rappel", _("Relancer l'usager")), (_("Relance envoyée"), ""))
    deadline = _boundary(task, days, interrupting=True)
    _end_after(
        bench,
        deadline,
        ("sans_suite", _("Annoncer le classement")),
        (_("Classé sans suite"), "sans_suite"),
    )


def _offer_due_dates(parts: Parts, _finding: Finding) -> Iterator[Fix]:
    """Offer a due date for each task of an agent, as long as the delay announced."""
    if parts.about is None or parts.drawing is None:
        return
    for node in parts.drawing.of_kind(*HUMAN):
        held = holder_of(parts.about, node.lane, node.extensions.candidate_groups)
        if held is not None and placed(node.id)[0] == PROCESS:
            told = {"task": node.label, "n": parts.about.delay_days}
            label = _("Donner à « %(task)s » une échéance de %(n)d jours") % told
            yield Fix(DUE, label, False, f"{node.id} P{parts.about.delay_days}D")


def _set_due_date(bench: Bench, _finding: Finding, value: str) -> None:
    task, _space, duration = value.rpartition(" ")
    if not DURATION.match(duration):
        raise Invalid(_("Cette durée n'est pas proposée."))
    node = bench.element(task)
    set_extension(node, "taskSchedule", "dueDate", f'=now() + duration("{duration}")')


def _boundary(task: etree._Element, days: int, *, interrupting: bool) -> etree._Element:
    name = _("%(n)d jours") % {"n": days}
    event = add_node(_scope(task), "boundaryEvent", f"{task.get('id')}_{days}_jours", name)
    event.set("attachedToRef", task.get("id", ""))
    if not interrupting:
        event.set("cancelActivity", "false")
    _write_duration(etree.SubElement(event, tag("timerEventDefinition")), f"P{days}D")
    put_in_lane(event, lane_of(task))
    return event


def _end_after(
    bench: Bench, event: etree._Element, letter: tuple[str, str], end: tuple[str, str]
) -> None:
    """Draw what follows a timer: a letter sent by the system, then an end."""
    stem, sending = letter
    put_letter(bench, stem, sending)
    send = add_node(_scope(event), "sendTask", f"{event.get('id')}_courriel", sending)
    set_extension(send, "taskDefinition", "type", "mail")
    set_entry(send, HEADER, "lettre", stem)
    last = add_node(_scope(event), "endEvent", f"{event.get('id')}_fin", end[0])
    if end[1]:
        set_entry(last, PROPERTY, "outcome", end[1])
    add_flow(event, send)
    add_flow(send, last)
    lane = system_lane(bench)
    for node in (send, last):
        put_in_lane(node, lane_of(event) if lane is None else lane)


def _write_duration(definition: etree._Element, value: str) -> None:
    etree.SubElement(definition, tag("timeDuration")).text = value


def _process(bench: Bench) -> etree._Element:
    processes = bench.root.findall("bpmn:process", NAMESPACES)
    executable = [each for each in processes if each.get("isExecutable") == "true"]
    return max(executable or processes, key=lambda each: len(nodes_of(each)))


def _scope(node: etree._Element) -> etree._Element:
    scope = node.getparent()
    if scope is None:
        raise Invalid(_("Cet élément n'est dans aucun processus."))
    return scope


def _known(outcome: str) -> str:
    if outcome not in dict(OUTCOMES):
        raise Invalid(_("Cette issue n'existe pas."))
    return outcome


FIXERS = (
    Fixer("fin-sans-issue", OUTCOME, _offer_outcomes, _set_outcome),
    Fixer("fin-issue-inconnue", OUTCOME, _offer_outcomes, _set_outcome),
    Fixer("element-sans-suite", END, _offer_ends, _add_end),
    Fixer("debut-absent", START, one(START, _("Ajouter un début"), safe=True), _add_start),
    Fixer("moteur-start-added", START, one(START, _("Ajouter un début"), safe=True), _add_start),
    Fixer(
        "moteur-start-form",
        "ajouter-premiere-tache",
        one("ajouter-premiere-tache", _("Le faire remplir par une première tâche"), safe=False),
        _give_first_task,
    ),
    Fixer(
        "moteur-start-by-person",
        "retirer-declencheur",
        one("retirer-declencheur", _("Faire commencer par une personne"), safe=True),
        _begin_by_person,
    ),
    Fixer(
        "moteur-not-executable",
        "rendre-executable",
        one("rendre-executable", _("Rendre le processus exécutable"), safe=True),
        _make_executable,
    ),
    Fixer("minuteur-sans-valeur", WAIT, _offer_durations, _set_duration),
    Fixer("usager-sans-delai", DEADLINE, _offer_deadlines, _add_deadline),
    Fixer("delai-sans-minuteur", DUE, _offer_due_dates, _set_due_date),
)
