"""Moving the clock of a play: each timer rings at its own moment, mails leave as they would."""

from dataclasses import replace
from datetime import datetime
from time import monotonic

from sqlalchemy import func, select

from workflows.errors import Invalid
from workflows.feel import evaluate
from workflows.model import Wait, WaitKind
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, looking
from workflows.use_cases.studio.play.sandbox import Passing, Sandbox
from workflows.use_cases.worker.work import work_once

MOST_WAKES = 300  # as many as in one step of a scenario
MOST_SECONDS = 20  # of work for one press of a button
MOST_PASSINGS = 150
LAST_YEAR = 2200


def let_pass(sandbox: Sandbox, duration: str) -> Sandbox:
    """Let a duration pass (`P15D`), as a scenario would; raise Invalid when it is none."""
    zone = sandbox.world.settings.zone
    asked = {"start": sandbox.clock.now().astimezone(zone), "text": duration}
    target = evaluate("start + duration(text)", asked)
    if not isinstance(target, datetime):
        raise Invalid(_("« %(text)s » n'est pas une durée.") % {"text": duration})
    return _pass(sandbox, target, Passing(after=duration, to=target.isoformat()))


def pass_to(sandbox: Sandbox, moment: datetime) -> Sandbox:
    """Let time pass until a moment; raise Invalid when it is gone."""
    target = moment.astimezone(sandbox.world.settings.zone)
    return _pass(sandbox, target, Passing(until=target.isoformat(), to=target.isoformat()))


def pass_to_next_due(sandbox: Sandbox) -> Sandbox:
    """Let time pass until the next timer rings; raise Invalid when none is set."""
    due = _next_due(sandbox)
    if due is None:
        raise Invalid(_("Aucune échéance n'est posée : le dossier n'attend que des personnes."))
    return pass_to(sandbox, max(due, sandbox.clock.now()))


def deliver_now(sandbox: Sandbox) -> None:
    """Do what the worker would: mails, documents, timers already due."""
    work_once(sandbox.world)


def _pass(sandbox: Sandbox, target: datetime, passing: Passing) -> Sandbox:
    if target < sandbox.clock.now():
        raise Invalid(_("Le temps ne recule pas : recommencez l'essai pour revenir en arrière."))
    if target.year > LAST_YEAR or len(sandbox.card.passings) >= MOST_PASSINGS:
        raise Invalid(_("L'horloge de cet essai est allée assez loin : recommencez-le."))
    until = monotonic() + MOST_SECONDS
    for _turn in range(MOST_WAKES):
        due = _next_due(sandbox)
        if due is None or due > target:
            sandbox.clock.set(target)
            work_once(sandbox.world)
            return _keep(sandbox, passing)
        sandbox.clock.set(max(due, sandbox.clock.now()))
        work_once(sandbox.world)
        if monotonic() > until:
            break
    reached = sandbox.clock.now().astimezone(target.tzinfo).isoformat()
    _keep(sandbox, Passing(until=reached, to=reached))
    raise Invalid(
        _("Trop d'échéances sonnent d'ici là : l'horloge s'est arrêtée en chemin. Continuez.")
    )


def _keep(sandbox: Sandbox, passing: Passing) -> Sandbox:
    kept = (*sandbox.card.passings, passing)
    return sandbox.write(replace(sandbox.card, passings=kept))


def _next_due(sandbox: Sandbox) -> datetime | None:
    due = select(func.min(Wait.due_at)).where(Wait.kind == WaitKind.TIMER)
    with looking(sandbox.world, SYSTEM) as act:
        return act.session.scalar(due)
