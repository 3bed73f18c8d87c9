"""Posting effects: rows of the outbox, delivered by the worker after the commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from workflows.adapters.mail import Mail
from workflows.model import EffectKind, OutboxItem
from workflows.use_cases.act import Act
from workflows.use_cases.upsert import add_missing

MOST = 1000  # parcels of one move, far more than any has


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to deliver once; a `key` already posted is not posted again."""

    key: str
    kind: EffectKind
    payload: Mapping[str, object]


def post_mail(act: Act, mail: Mail, dossier_id: UUID | None = None) -> None:
    """Post one mail; it leaves only if this transaction is committed."""
    post(act, [mail_parcel(mail)], dossier_id)


def mail_parcel(mail: Mail) -> Parcel:
    """Wrap a mail for the outbox."""
    content = {"to": mail.to, "subject": mail.subject, "body": mail.body}
    return Parcel(mail.key, EffectKind.MAIL, content)


def post(act: Act, parcels: Sequence[Parcel], dossier_id: UUID | None = None) -> None:
    """Post parcels in their order, in one statement; nothing is sent when there is none."""
    if parcels:
        rows = [_row(act, parcel, dossier_id, rank) for rank, parcel in enumerate(parcels)]
        add_missing(act, OutboxItem, ("key",), rows)


def _row(act: Act, parcel: Parcel, dossier_id: UUID | None, rank: int) -> dict[str, object]:
    return {
        "id": uuid4(),
        "key": parcel.key,
        "kind": parcel.kind,
        "dossier_id": dossier_id,
        "payload": dict(parcel.payload),
        "created_at": act.now,
        # a microsecond apart, all of them due: the worker keeps the order
        "next_try_at": act.now - timedelta(microseconds=MOST - rank),
        "tries": 0,
        "failure": "",
    }
