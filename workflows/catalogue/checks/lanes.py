"""Checks of who does what: each lane has a holder, each group a name."""

from collections.abc import Iterator

from workflows.catalogue.card.about import CITIZEN, FILE, SYSTEM
from workflows.catalogue.checks.subject import PROCESS, Subject, near
from workflows.catalogue.findings import Finding, error, warning
from workflows.translation import _


def lane_without_holder(subject: Subject) -> Iterator[Finding]:
    """Find the lanes of the diagram that demarche.toml does not give to anybody."""
    for lane in subject.drawing.lanes:
        if lane not in subject.about.lanes:
            yield error(
                "couloir-sans-groupe",
                FILE,
                lane,
                _("Le couloir « %(lane)s » n'est donné à personne.") % {"lane": lane},
                _('Sous [lanes], écrivez "%(lane)s" = le code d\'un groupe, usager ou systeme.')
                % {"lane": lane},
            )


def lane_not_drawn(subject: Subject) -> Iterator[Finding]:
    """Find the lanes of demarche.toml that the diagram does not have."""
    for lane in subject.about.lanes:
        if lane not in subject.drawing.lanes:
            yield warning(
                "couloir-absent",
                FILE,
                lane,
                _("Le diagramme n'a pas de couloir « %(lane)s ».") % {"lane": lane},
                near(lane, subject.drawing.lanes),
            )


def unknown_group(subject: Subject) -> Iterator[Finding]:
    """Find the groups that lanes or tasks name and [groups] does not describe."""
    known = set(subject.about.groups)
    for lane, holder in subject.about.lanes.items():
        if holder not in known | {CITIZEN, SYSTEM}:
            yield _nameless(FILE, lane, holder, known)
    for node in subject.human:
        for group in node.extensions.candidate_groups:
            if group not in known:
                yield _nameless(PROCESS, node.id, group, known)


def task_without_lane(subject: Subject) -> Iterator[Finding]:
    """Find the human tasks that nobody is told to do."""
    for node in subject.human:
        if not node.lane and not node.extensions.candidate_groups:
            yield error(
                "tache-sans-couloir",
                PROCESS,
                node.id,
                _("La tâche « %(task)s » n'est dans aucun couloir.") % {"task": node.label},
                _("Placez-la dans le couloir de la personne qui la fait."),
            )


def human_task_of_the_system(subject: Subject) -> Iterator[Finding]:
    """Find the tasks of the system's lane that wait for a person, drawn so or left unconfigured."""
    tasks = subject.parts.process.tasks.values() if subject.parts.process else ()
    for task in tasks:
        if subject.about.lanes.get(task.lane) == SYSTEM and not task.candidate_groups:
            yield error(
                "tache-humaine-systeme",
                PROCESS,
                task.element_id,
                _("La tâche « %(task)s » attend une personne dans le couloir du système.")
                % {"task": task.name},
                _("Déplacez-la dans le couloir de qui la fait, ou donnez-lui un type de service."),
            )


def _nameless(file: str, element: str, group: str, known: set[str]) -> Finding:
    return error(
        "groupe-inconnu",
        file,
        element,
        _("Le groupe « %(group)s » n'est pas décrit.") % {"group": group},
        _('Sous [groups], écrivez %(group)s = "son nom". %(near)s')
        % {"group": group, "near": near(group, known)},
    )
