"""Who may do what: one table of rules, and the queries that hide what a person may not see.

An invisible thing is NotFound, like a missing one; a visible thing that the person may not
touch is Forbidden.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, select, true

from workflows.errors import Forbidden, NotFound
from workflows.model import (
    AnyDossier,
    AnyTask,
    Audience,
    Demarche,
    Dossier,
    DossierRow,
    Piece,
    Role,
    Task,
    TaskRow,
    version_group,
)
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Actor

Thing = AnyDossier | AnyTask | Piece | Demarche | None
Rule = Callable[[Actor, Thing], bool]


class Verb(StrEnum):
    """What is done to a thing."""

    START = "start"  # a dossier of a démarche
    FILL = "fill"  # a task: open its form, save it, attach pieces, complete it
    CLAIM = "claim"  # a task
    RELEASE = "release"  # a task
    WITHDRAW = "withdraw"  # a dossier
    OPEN_PIECE = "open a piece"
    INBOX = "open the inbox"
    PUBLISH = "publish"  # a version of a démarche
    MANAGE_PEOPLE = "manage people"
    SUPERVISE = "supervise"  # figures of the work under way
    OPERATE = "operate"  # journal, incidents, deliveries given up
    RETRY = "retry"  # see the incidents of visible dossiers, and try again
    REPAIR = "repair"  # a stuck dossier: skip, correct, cancel
    MOVE = "move"  # dossiers under way to another version, seen as counts and numbers only
    SEND_EVENT = "send an event"  # a message or a signal to the dossiers that wait for it
    SCHEDULE = "schedule"  # the opening and the closing of a published démarche
    READ_VERSIONS = "read versions"  # published démarches and their diagrams
    DESIGN = "design"  # a draft of a démarche: read, write, try, import, abandon


class Who(StrEnum):
    """The columns of the table."""

    CITIZEN = "citizen"
    INSTRUCTOR = "instructor"
    CHIEF = "chief"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
    NOBODY = "nobody"


def require(actor: Actor, verb: Verb, thing: Thing = None) -> None:
    """Raise Forbidden unless the table lets this person do that with this (visible) thing."""
    if not allowed(actor, verb, thing):
        raise Forbidden(_REFUSALS.get(verb, _("Cette action ne vous est pas ouverte.")))


def allowed(actor: Actor, verb: Verb, thing: Thing = None) -> bool:
    """Tell whether the table lets this person do that with this thing."""
    rule = TABLE[verb].get(who(actor))
    return rule is not None and rule(actor, thing)


def who(actor: Actor) -> Who:
    """Return the column of the table that holds for a person."""
    if actor.audience is Audience.CITIZEN:
        return Who.CITIZEN
    if actor.audience is Audience.AGENT and actor.role is not None:
        return _COLUMNS[actor.role]
    return Who.SYSTEM if actor == SYSTEM else Who.NOBODY


def visible_dossiers(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Dossier that keeps what this person may see."""
    return visible_to(who(actor), actor.id, sorted(actor.groups))


def visible_to(column: Who, actor_id: object, groups: object) -> ColumnElement[bool]:
    """Return the same condition for a column of the table; the two others may be bind parameters.

    A citizen sees his own; agents what was filed: instructors and chiefs where their groups
    hold a lane, administrators everything, analysts nothing.
    """
    if column is Who.CITIZEN:
        return Dossier.citizen_id == actor_id
    if column is Who.SYSTEM:
        return true()
    if column is Who.ADMINISTRATOR:
        return Dossier.filed_at.is_not(None)
    if column in {Who.INSTRUCTOR, Who.CHIEF}:
        held = version_group.c.group_code.in_(groups)  # type: ignore[arg-type]  # a list, or a bind
        versions = select(version_group.c.version_id).where(held)
        return and_(Dossier.filed_at.is_not(None), Dossier.version_id.in_(versions))
    return false()


def visible_pieces(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Piece joined to Dossier; agents never see an unsent one."""
    shown = and_(visible_dossiers(actor), Piece.removed_at.is_(None))
    return and_(shown, Piece.transmitted) if actor.is_agent else shown


def not_found() -> NotFound:
    """Make the one answer for what is missing or hidden."""
    return NotFound(_("Cette page n'existe pas, ou vous n'y avez pas accès."))


def _anybody(actor: Actor, thing: Thing) -> bool:
    return True


def _own_dossier(actor: Actor, thing: Thing) -> bool:
    return isinstance(thing, (Dossier, DossierRow)) and thing.citizen_id == actor.id


def _own_task(actor: Actor, thing: Thing) -> bool:
    return (
        isinstance(thing, (Task, TaskRow))
        and not thing.group_code
        and _own_dossier(actor, thing.dossier)
    )


def _task_of_group(actor: Actor, thing: Thing) -> bool:
    return isinstance(thing, (Task, TaskRow)) and thing.group_code in actor.groups


def _free_task_of_group(actor: Actor, thing: Thing) -> bool:
    free = isinstance(thing, (Task, TaskRow)) and thing.claimed_by_id in {None, actor.id}
    return free and _task_of_group(actor, thing)


def _claimed_task(actor: Actor, thing: Thing) -> bool:
    return isinstance(thing, (Task, TaskRow)) and thing.claimed_by_id == actor.id


TABLE: Mapping[Verb, Mapping[Who, Rule]] = {
    Verb.START: {Who.CITIZEN: _anybody},
    Verb.FILL: {
        Who.CITIZEN: _own_task,
        Who.INSTRUCTOR: _free_task_of_group,
        Who.CHIEF: _free_task_of_group,
    },
    Verb.CLAIM: {Who.INSTRUCTOR: _free_task_of_group, Who.CHIEF: _task_of_group},
    Verb.RELEASE: {Who.INSTRUCTOR: _claimed_task, Who.CHIEF: _task_of_group},
    Verb.WITHDRAW: {Who.CITIZEN: _own_dossier},
    Verb.OPEN_PIECE: {
        Who.CITIZEN: _anybody,  # among the visible ones
        Who.INSTRUCTOR: _anybody,
        Who.CHIEF: _anybody,
        Who.ADMINISTRATOR: _anybody,
        Who.SYSTEM: _anybody,
    },
    Verb.INBOX: {Who.INSTRUCTOR: _anybody, Who.CHIEF: _anybody, Who.ADMINISTRATOR: _anybody},
    Verb.PUBLISH: {
        Who.ANALYST: _anybody,
        Who.ADMINISTRATOR: _anybody,
        Who.SYSTEM: _anybody,
    },
    Verb.MANAGE_PEOPLE: {Who.ADMINISTRATOR: _anybody, Who.SYSTEM: _anybody},
    Verb.SUPERVISE: {Who.CHIEF: _anybody, Who.ADMINISTRATOR: _anybody},
    Verb.OPERATE: {Who.ADMINISTRATOR: _anybody},
    Verb.RETRY: {Who.CHIEF: _anybody, Who.ADMINISTRATOR: _anybody},
    Verb.REPAIR: {Who.ADMINISTRATOR: _anybody, Who.SYSTEM: _anybody},
    Verb.SEND_EVENT: {
        Who.CHIEF: _anybody,  # within the dossiers of his groups
        Who.ADMINISTRATOR: _anybody,
        Who.SYSTEM: _anybody,
    },
    Verb.MOVE: {Who.ANALYST: _anybody, Who.ADMINISTRATOR: _anybody, Who.SYSTEM: _anybody},
    Verb.SCHEDULE: {Who.ANALYST: _anybody, Who.ADMINISTRATOR: _anybody, Who.SYSTEM: _anybody},
    Verb.READ_VERSIONS: {Who.ANALYST: _anybody, Who.ADMINISTRATOR: _anybody},
    Verb.DESIGN: {
        Who.ANALYST: _anybody,
        Who.ADMINISTRATOR: _anybody,
        Who.SYSTEM: _anybody,
    },
}

_COLUMNS: Mapping[Role, Who] = {
    Role.INSTRUCTOR: Who.INSTRUCTOR,
    Role.CHIEF: Who.CHIEF,
    Role.ANALYST: Who.ANALYST,
    Role.ADMINISTRATOR: Who.ADMINISTRATOR,
}

_REFUSALS: Mapping[Verb, str] = {
    Verb.START: _("Connectez-vous avec un compte d'usager pour faire cette démarche."),
    Verb.FILL: _("Cette tâche est confiée à un autre agent ou à un autre service."),
    Verb.CLAIM: _("Cette tâche est déjà prise par un autre agent, ou confiée à un autre service."),
    Verb.RELEASE: _("Seul l'agent qui a pris cette tâche, ou son chef de service, peut la rendre."),
    Verb.WITHDRAW: _("Seul l'usager peut retirer son dossier."),
    Verb.PUBLISH: _("Seuls un analyste ou un administrateur publient une démarche."),
    Verb.MANAGE_PEOPLE: _("Seul un administrateur gère les comptes et les groupes."),
    Verb.SUPERVISE: _("Seuls un chef de service et un administrateur voient ces chiffres."),
    Verb.OPERATE: _("Seul un administrateur voit cette page."),
    Verb.RETRY: _("Seuls un chef de service et un administrateur voient les incidents."),
    Verb.REPAIR: _("Seul un administrateur répare un dossier."),
    Verb.MOVE: _("Seuls un analyste et un administrateur changent des dossiers de version."),
    Verb.SEND_EVENT: _("Seuls un chef de service et un administrateur envoient un événement."),
    Verb.SCHEDULE: _("Seuls un analyste et un administrateur ouvrent et ferment une démarche."),
    Verb.READ_VERSIONS: _("Seuls un analyste et un administrateur voient les versions."),
    Verb.DESIGN: _("Seuls un analyste et un administrateur conçoivent des démarches."),
}
