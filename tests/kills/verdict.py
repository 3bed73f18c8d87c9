"""What must be true after the kills, read from the database, the store and the mail server."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select, text

from tests.kills.people import Acknowledged
from workflows.adapters.mail import Mail, as_email
from workflows.model import (
    AnswerSet,
    Dossier,
    DossierState,
    Draft,
    EffectKind,
    JournalEntry,
    OutboxItem,
    Piece,
    Task,
    TaskState,
)
from workflows.use_cases.act import SYSTEM, Act, World, looking

DATE_PARTS = ("-day", "-month", "-year")


def lost_filings(act: Act, noted: Acknowledged) -> set[UUID]:
    """Return the dossiers whose sending was acknowledged and that are not filed."""
    filed = select(Dossier.id).where(Dossier.filed_at.is_not(None))
    return noted.filed - set(act.session.scalars(filed))


def lost_decisions(act: Act, noted: Acknowledged) -> set[UUID]:
    """Return the dossiers whose decision was acknowledged and that are not decided."""
    granted = select(Dossier.id).where(Dossier.state == DossierState.ACCEPTE)
    return noted.decided - set(act.session.scalars(granted))


def lost_drafts(act: Act, noted: Acknowledged) -> list[tuple[UUID, str, str]]:
    """Return what was typed, acknowledged, and is neither in a draft nor in the answers."""
    kept: dict[UUID, Mapping[str, object]] = {
        **dict(act.session.execute(select(Draft.task_id, Draft.values)).all()),
        **dict(act.session.execute(select(AnswerSet.task_id, AnswerSet.values)).all()),
    }
    return [
        (task_id, key, value)
        for task_id, typed in noted.drafts.items()
        for key, value in typed.items()
        if not key.endswith(DATE_PARTS)
        and value not in {kept.get(task_id, {}).get(key), _ticked(kept.get(task_id, {}).get(key))}
    ]


def lost_pieces(act: Act, noted: Acknowledged) -> dict[UUID, set[str]]:
    """Return the hashes of files, acknowledged, that their task does not hold any more."""
    held: dict[UUID, set[str]] = {}
    for task_id, sha256 in act.session.execute(select(Piece.task_id, Piece.sha256)):
        held.setdefault(task_id, set()).add(sha256)
    missing = {task: files - held.get(task, set()) for task, files in noted.pieces.items()}
    return {task: files for task, files in missing.items() if files}


def broken_files(act: Act) -> list[str]:
    """Return the hashes of rows whose bytes are absent from the store, or are not theirs."""
    broken = []
    for sha256 in set(act.session.scalars(select(Piece.sha256))):
        with act.world.storage.open(sha256) as file:
            if hashlib.sha256(file.read()).hexdigest() != sha256:
                broken.append(sha256)
    return broken


def done_twice(act: Act) -> list[object]:
    """Return the tasks completed twice, and the dossiers filed twice."""
    completed = select(Task.id).where(Task.state == TaskState.COMPLETED)
    answered = Counter(act.session.scalars(select(AnswerSet.task_id)))
    assert set(answered) == set(act.session.scalars(completed))
    filed = select(JournalEntry.dossier_id).where(JournalEntry.verb == "filed")
    return [
        each
        for each, times in (answered + Counter(act.session.scalars(filed))).items()
        if times > 1
    ]


def undelivered(act: Act) -> list[str]:
    """Return the keys of effects that did not leave."""
    waiting = select(OutboxItem.key).where(OutboxItem.delivered_at.is_(None))
    return list(act.session.scalars(waiting))


def message_ids(act: Act) -> set[str]:
    """Return the Message-ID of every mail that was committed."""
    keys = act.session.scalars(select(OutboxItem.key).where(OutboxItem.kind == EffectKind.MAIL))
    sender = act.world.settings.mail_from
    return {str(as_email(Mail("a@b.nc", "", "", key), sender)["Message-ID"]) for key in keys}


def is_sound(act: Act) -> bool:
    """Tell whether SQLite finds its file whole; PostgreSQL was not killed."""
    if act.session.get_bind().dialect.name != "sqlite":
        return True
    return act.session.execute(text("pragma integrity_check")).scalar() == "ok"


def require_nothing_lost(world: World, noted: Acknowledged, received: Iterable[str]) -> None:
    """Fail, naming it, on anything lost, done twice, or sent for what was not committed."""
    with looking(world, SYSTEM) as act:
        assert is_sound(act)
        assert lost_filings(act, noted) == set()
        assert lost_decisions(act, noted) == set()
        assert lost_drafts(act, noted) == []
        assert lost_pieces(act, noted) == {}
        assert broken_files(act) == []
        assert done_twice(act) == []
        assert undelivered(act) == []
        assert set(received) == message_ids(act)


def _ticked(value: object) -> object:
    return "oui" if value is True else value
