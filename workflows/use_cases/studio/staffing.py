"""Who will do the work of a démarche: the groups of its tasks that no agent has joined yet."""

from dataclasses import dataclass

from sqlalchemy import select

from workflows.catalogue.checks.subject import Subject
from workflows.catalogue.files import Files
from workflows.catalogue.folder import holder_of
from workflows.catalogue.parts import read_parts
from workflows.errors import NotFound
from workflows.model import Agent, Group, Role
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import Act
from workflows.use_cases.studio.create import present_files

WORKERS = (Role.INSTRUCTOR, Role.CHIEF)


@dataclass(frozen=True, slots=True)
class EmptyGroup:
    """A group that has tasks and no agent; `known` once a version is published that names it."""

    code: str
    label: str
    known: bool


def empty_groups(act: Act, code: str) -> tuple[EmptyGroup, ...]:
    """Return the groups of the draft, else of the version in service, that have nobody."""
    require(act.actor, Verb.DESIGN)
    try:
        held = _groups(code, present_files(act, code))
    except NotFound:
        return ()
    workers = (Agent.active.is_(True), Agent.role.in_(WORKERS))
    staffed = set(act.session.scalars(select(Group.code).join(Agent.groups).where(*workers)))
    known = set(act.session.scalars(select(Group.code)))
    return tuple(
        EmptyGroup(group, label, group in known)
        for group, label in sorted(held.items())
        if group not in staffed
    )


def _groups(code: str, files: Files) -> dict[str, str]:
    """Return the groups that do the tasks drawn, with their labels; none while it is unreadable."""
    parts = read_parts(code, files, engine=False)
    about, drawing = parts.about, parts.drawing
    if about is None or drawing is None:
        return {}
    tasks = Subject(parts, about, drawing).human
    held = {holder_of(about, each.lane, each.extensions.candidate_groups) for each in tasks}
    return {group: about.groups.get(group, group) for group in held if group}
