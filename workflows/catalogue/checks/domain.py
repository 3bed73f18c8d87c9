"""Checks of what the administration owes people: reasons, deadlines, an end to keeping data."""

from collections.abc import Iterator

from workflows.catalogue.card.about import FILE
from workflows.catalogue.checks.subject import HUMAN, PROCESS, Subject
from workflows.catalogue.drawing import Node
from workflows.catalogue.findings import Finding, error, warning
from workflows.catalogue.letters.letter import placeholders
from workflows.catalogue.refusals import letters_before, reasons_in
from workflows.translation import _

FILEPICKER = "filepicker"
ANSWERS = ("radio", "select", "checkbox", "checklist", "taglist", "number")


def refusal_without_reason(subject: Subject) -> Iterator[Finding]:
    """Find the refusals that no letter explains with a text that the agent had to write."""
    reasons = {key for form in subject.forms_of(citizen=False) for key in reasons_in(form)}
    for end in subject.drawing.of_kind("endEvent"):
        if end.extensions.properties.get("outcome") != "refuse":
            continue
        letters = (
            subject.parts.letters.get(stem) for stem in letters_before(subject.drawing, end.id)
        )
        if not any(letter and placeholders(letter) & reasons for letter in letters):
            yield error(
                "refus-sans-motif",
                PROCESS,
                end.id,
                _("Le refus « %(end)s » n'est pas motivé auprès de l'usager.") % {"end": end.label},
                _(
                    "Ajoutez au formulaire de l'agent un texte obligatoire, et son {{ champ }} "
                    "à la lettre envoyée avant cette fin."
                ),
            )


def no_refusal(subject: Subject) -> Iterator[Finding]:
    """Find the démarches that cannot say no."""
    outcomes = {n.extensions.properties.get("outcome") for n in subject.drawing.of_kind("endEvent")}
    if "refuse" not in outcomes:
        yield warning(
            "refus-absent",
            PROCESS,
            "",
            _("Aucune fin ne porte l'issue « refuse »."),
            _("Ajoutez le chemin d'un refus, si la demande peut être refusée."),
        )


def citizen_without_deadline(subject: Subject) -> Iterator[Finding]:
    """Find the tasks that a citizen could leave undone for ever."""
    for node in subject.human:
        if not subject.is_citizens(node) or node.id in subject.first_tasks:
            continue
        events = subject.drawing.attached(node.id)
        if not any(event.timer is not None and event.interrupting for event in events):
            yield warning(
                "usager-sans-delai",
                PROCESS,
                node.id,
                _("Sans réponse de l'usager, « %(task)s » attend toujours.") % {"task": node.label},
                _("Posez sur la tâche un minuteur interruptif, par exemple à 30 jours (P30D)."),
            )


def field_nobody_reads(subject: Subject) -> Iterator[Finding]:
    """Find the choices asked of agents that no gateway, table, letter or form looks at."""
    read = _names_read(subject)
    for form in subject.forms_of(citizen=False):
        for component in form.fields:
            if component.type in ANSWERS and component.key not in read:
                yield warning(
                    "champ-jamais-lu",
                    f"forms/{form.id}.form",
                    component.key,
                    _("Personne ne lit la réponse à « %(label)s ».") % {"label": component.label},
                    _("Servez-vous-en dans une condition, une table ou une lettre, ou retirez-la."),
                )


def data_kept_for_ever(subject: Subject) -> Iterator[Finding]:
    """Find the démarches that do not say how long personal data is kept."""
    if subject.about.retention_months is None:
        yield warning(
            "conservation-absente",
            FILE,
            "retention_months",
            _("La durée de conservation des dossiers n'est pas dite."),
            _("Ajoutez « retention_months », en mois après la décision."),
        )


def delay_not_told(subject: Subject) -> Iterator[Finding]:
    """Find the démarches that do not announce when the answer comes."""
    if subject.about.delay_days is None:
        yield warning(
            "delai-absent",
            FILE,
            "delay_days",
            _("Le délai de réponse n'est pas annoncé."),
            _("Ajoutez « delay_days », en jours."),
        )


def final_state_without_mail(subject: Subject) -> Iterator[Finding]:
    """Find the decisions that nobody writes to the citizen: no mail after the last human task."""
    met = subject.drawing.reachable(*(node.id for node in subject.starts))
    sent = [node for node in subject.mails if node.id in met]
    told = {each.id for node in sent for each in _after_work(subject, node)}
    for end in subject.drawing.of_kind("endEvent"):
        if end.extensions.properties.get("outcome") and not end.parent and end.id not in told:
            yield warning(
                "fin-sans-courriel",
                PROCESS,
                end.id,
                _("Aucun courriel n'annonce la fin « %(end)s » à l'usager.") % {"end": end.label},
                _("Avant cette fin, ajoutez une tâche d'envoi de type « mail » et sa lettre."),
            )


def delay_not_watched(subject: Subject) -> Iterator[Finding]:
    """Find the delays announced to citizens that no timer and no due date keeps."""
    days = subject.about.delay_days
    ours = [node for node in subject.human if not subject.is_citizens(node)]
    drawing = subject.drawing
    watched = any(
        node.extensions.due_date or any(event.timer for event in drawing.attached(node.id))
        for node in ours
    ) or any(node.kind == "startEvent" and node.timer for node in drawing.nodes.values())
    if days is not None and ours and not watched:
        yield warning(
            "delai-sans-minuteur",
            FILE,
            "delay_days",
            _("Le délai annoncé, %(n)d jours, n'est suivi nulle part dans le diagramme.")
            % {"n": days},
            _("Donnez une échéance à la tâche de l'agent, ou posez-y un minuteur."),
        )


def piece_asked_twice(subject: Subject) -> Iterator[Finding]:
    """Find the pièces that the citizen is asked for again under another key."""
    seen: dict[str, str] = {}
    for form in subject.forms_of(citizen=True):
        for component in form.fields:
            name = " ".join(component.label.lower().split())
            if (
                component.type != FILEPICKER
                or seen.setdefault(name, component.key) == component.key
            ):
                continue
            yield warning(
                "piece-demandee-deux-fois",
                f"forms/{form.id}.form",
                component.key,
                _("« %(label)s » est déjà demandée, sous la clé « %(key)s ».")
                % {"label": component.label, "key": seen[name]},
                _("Reprenez la même clé, retirez la question, ou changez son libellé."),
            )


def _after_work(subject: Subject, start: Node) -> Iterator[Node]:
    """Yield the nodes that come after `start` before anybody has to do anything."""
    drawing, seen, todo = subject.drawing, set[str](), [start.id]
    while todo:
        node = drawing.nodes.get(todo.pop())
        if node is None or node.id in seen or node.kind in HUMAN:
            continue
        seen.add(node.id)
        yield node
        todo += [flow.target for flow in drawing.out[node.id]]


def _names_read(subject: Subject) -> set[str]:
    read = set(subject.parts.process.routing_variables) if subject.parts.process else set()
    for form in subject.parts.forms.values():
        for component in form.components:
            read |= component.reads
    for letter in subject.parts.letters.values():
        read |= placeholders(letter)
    return read
