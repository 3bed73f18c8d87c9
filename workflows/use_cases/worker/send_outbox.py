"""Delivering the outbox: leased, retried with patience, given up in sight of everybody."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy import Select, func, select, update

from workflows.adapters.mail import Mail
from workflows.adapters.webhooks import Call
from workflows.errors import DeliveryFailure, WorkflowError
from workflows.model import EffectKind, OutboxItem
from workflows.translation import _
from workflows.use_cases.act import SYSTEM, Act, World, acting, looking
from workflows.use_cases.incidents import UNEXPECTED, report
from workflows.use_cases.people.account_mails import LINK_KEY
from workflows.use_cases.worker.documents import Document, add_document, render
from workflows.use_cases.worker.hand_events import seek_receivers
from workflows.use_cases.worker.leased import Finish, Leased, NotYet, nothing_more

LEASE = timedelta(minutes=10)  # longer than any delivery; a worker that dies gives it back
MOST_TRIES = 8
FIRST_PAUSE = timedelta(minutes=1)  # doubled at each failure: 1, 2, 4 … minutes, 2 hours in all
FAILURE = 500


def deliver_next(world: World) -> bool:
    """Deliver one item that is due; tell whether there was one. Failures are kept in its row."""
    item = _lease(world)
    if item is None:
        return False
    try:
        finish = DELIVERIES[item.kind](world, item)
    except NotYet as early:
        _put_off(world, item, early.at)
    except (WorkflowError, OSError, *UNEXPECTED) as failure:
        _postpone(world, item, failure)
    else:
        _close(world, item, finish)
    return True


def count_failing(world: World) -> int:
    """Return how many items failed so far and will be tried again."""
    failing = (OutboxItem.failure != "", OutboxItem.next_try_at.is_not(None))
    with looking(world, SYSTEM) as act:
        return act.session.scalar(select(func.count()).where(*failing)) or 0


def _lease(world: World) -> Leased | None:
    """Take the item that is due first, so that no other worker has it before the lease ends."""
    with looking(world, SYSTEM) as act:
        if act.session.scalar(_due(act.now)) is None:
            return None
    with acting(world, SYSTEM) as act:
        item = act.session.scalar(_due(act.now).with_for_update(skip_locked=True))
        if item is None:
            return None
        item.tries += 1
        item.next_try_at = act.now + LEASE
        return Leased(item.id, item.key, item.kind, item.dossier_id, item.payload, item.tries)


def _due(now: datetime) -> Select[OutboxItem]:
    due = OutboxItem.next_try_at <= now
    return select(OutboxItem).where(due).order_by(OutboxItem.next_try_at).limit(1)


def _close(world: World, item: Leased, finish: Finish) -> None:
    with acting(world, SYSTEM) as act:
        values: dict[str, object] = {
            "delivered_at": act.now,
            "next_try_at": None,
            "failure": "",
        }
        if item.key.startswith(LINK_KEY):
            values["payload"] = {**item.payload, "body": ""}
        if _still_ours(act, item, values):
            finish(act)


def _put_off(world: World, item: Leased, at: datetime) -> None:
    with acting(world, SYSTEM) as act:
        _still_ours(act, item, {"next_try_at": at})


def _postpone(world: World, item: Leased, failure: Exception) -> None:
    """Note why it failed and when to try again; after the last try, open an incident."""
    told = failure.message if isinstance(failure, WorkflowError) else f"{type(failure).__name__}"
    refused = isinstance(failure, DeliveryFailure) and failure.permanent
    given_up = item.tries >= MOST_TRIES or refused
    pause = FIRST_PAUSE * 2 ** (item.tries - 1)
    with acting(world, SYSTEM) as act:
        values = {
            "failure": told[:FAILURE],
            "next_try_at": None if given_up else act.now + pause,
        }
        if _still_ours(act, item, values) and given_up and item.dossier_id is not None:
            lost = WorkflowError(_("Envoi abandonné : %(cause)s") % {"cause": told})
            report(act.session, act.now, item.dossier_id, lost)


def _still_ours(act: Act, item: Leased, values: Mapping[str, object]) -> bool:
    """Change the row, unless its lease ended and another worker took it."""
    ours = (
        OutboxItem.id == item.id,
        OutboxItem.tries == item.tries,
        OutboxItem.delivered_at.is_(None),
    )
    changed = update(OutboxItem).where(*ours).values(**values).returning(OutboxItem.id)
    return act.session.scalar(changed) is not None


def _deliver_mail(world: World, item: Leased) -> Finish:
    content = item.payload
    mail = Mail(str(content["to"]), str(content["subject"]), str(content["body"]), item.key)
    world.mail.send(mail)
    return nothing_more


def _deliver_document(world: World, item: Leased) -> Finish:
    if item.dossier_id is None:
        raise WorkflowError(_("Ce document n'appartient à aucun dossier."))
    pdf = render(world, item.payload)
    stored = world.storage.put(BytesIO(pdf), len(pdf))
    document = Document(item.id, item.dossier_id, str(item.payload["name"]), stored)
    return lambda act: add_document(act, document)


def _deliver_call(world: World, item: Leased) -> Finish:
    body = json.dumps(item.payload["body"], ensure_ascii=False).encode()
    world.webhooks.post(Call(str(item.payload["to"]), body, item.key, world.now()))
    return nothing_more


def _deliver_signal(_world: World, _item: Leased) -> Finish:
    """Finish at once: those who waited were noted when it was posted, each has its own row."""
    return nothing_more


DELIVERIES: Mapping[EffectKind, Callable[[World, Leased], Finish]] = {
    EffectKind.MAIL: _deliver_mail,
    EffectKind.DOCUMENT: _deliver_document,
    EffectKind.MESSAGE: seek_receivers,
    EffectKind.SIGNAL: _deliver_signal,
    EffectKind.WEBHOOK: _deliver_call,
}
