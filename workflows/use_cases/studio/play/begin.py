"""Beginning a play: the draft as it is, published in a world that only its analyst enters."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from workflows.catalogue import About, Finding, InvalidDemarche
from workflows.catalogue.apart import INTERRUPTED, check_within_limits
from workflows.catalogue.files import Files, digest_of
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import read_parts
from workflows.errors import NotFound
from workflows.translation import _
from workflows.use_cases.access import Verb, require
from workflows.use_cases.act import SYSTEM, Act, Actor, World, acting, looking
from workflows.use_cases.demarches.publish_demarche import make_current
from workflows.use_cases.journal import Line, note
from workflows.use_cases.studio.files import draft_files
from workflows.use_cases.studio.play.cast import add_cast
from workflows.use_cases.studio.play.sandbox import (
    Sandbox,
    make_sandbox,
    new_card,
    own_sandboxes,
)

BEFORE_CLOSING = timedelta(minutes=1)


def begin_play(world: World, actor: Actor, code: str, base: str) -> UUID:
    """Begin a play of the draft, in the place of the one under way; `base`: where plays are served.

    Raise Forbidden, NotFound, or InvalidDemarche when the draft cannot be read as a démarche.
    """
    files = _draft(world, actor, code)
    _refuse_endless(check_within_limits(code, files, world.settings.check_seconds))
    folder = make_folder(read_parts(code, files))
    now = world.now().replace(second=0, microsecond=0)
    card = replace(
        new_card(actor, world.now(), code, base),
        title=folder.about.title,
        digest=folder.digest,
        start=_opening(folder.about, now).isoformat(),
    )
    sandbox = make_sandbox(world, actor, card)
    with acting(sandbox.world, SYSTEM) as act:
        make_current(act, folder)
        add_cast(act)
    with acting(world, actor) as act:
        told = _("« %(title)s » : essai commencé") % {"title": folder.about.title}
        note(act, None, Line("played", told, code))
    return sandbox.id


def play_under_way(world: World, actor: Actor, code: str) -> Sandbox | None:
    """Return the play of a démarche that this analyst has under way, if any; raise Forbidden."""
    require(actor, Verb.DESIGN)
    return next(own_sandboxes(world, actor, code), None)


def draft_has_changed(act: Act, sandbox: Sandbox) -> bool:
    """Tell whether the draft is no longer what is being played, or is gone; raise Forbidden."""
    code = sandbox.card.code
    try:
        return digest_of(code, draft_files(act, code)) != sandbox.card.digest
    except NotFound:
        return True


def _draft(world: World, actor: Actor, code: str) -> Files:
    with looking(world, actor) as act:
        require(actor, Verb.DESIGN)
        return draft_files(act, code)


def _refuse_endless(findings: Iterable[Finding]) -> None:
    """Raise InvalidDemarche for files that the checking process could not read in its time."""
    cut = [finding for finding in findings if finding.code == INTERRUPTED]
    if cut:
        raise InvalidDemarche(cut)


def _opening(about: About, now: datetime) -> datetime:
    """Return a moment at which the démarche takes applications: now, or the nearest one."""
    if about.opening.is_open(now):
        return now
    if about.opens_at is not None and now < about.opens_at:
        return about.opens_at
    return about.closes_at - BEFORE_CLOSING if about.closes_at is not None else now
