"""Reporting incidents: what stopped a dossier, in French, for an administrator to resolve."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.errors import ProcessFailure, TaskGone, WorkflowError
from workflows.model import Incident
from workflows.translation import _

CAUSE = 1000
# what a bug can raise while a process moves: it must stop one dossier, not the worker
UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


def report(session: Session, now: datetime, dossier_id: UUID, failure: WorkflowError) -> None:
    """Open an incident, unless the same one is open already."""
    element_id = failure.element_id if isinstance(failure, ProcessFailure) else ""
    cause = failure.message[:CAUSE]
    same = (
        Incident.dossier_id == dossier_id,
        Incident.element_id == element_id,
        Incident.cause == cause,
        Incident.resolved_at.is_(None),
    )
    if session.scalar(select(Incident.id).where(*same)) is None:
        session.add(Incident(dossier_id=dossier_id, element_id=element_id, cause=cause, at=now))


@contextmanager
def failing_as_incident(dossier_id: UUID) -> Iterator[None]:
    """Turn whatever stops a process into a ProcessFailure that carries its dossier.

    TaskGone is left alone: it tells a person that somebody was faster.
    """
    try:
        yield
    except TaskGone:
        raise
    except ProcessFailure as stuck:
        stuck.dossier_id = dossier_id
        raise
    except (WorkflowError, *UNEXPECTED) as cause:
        told = cause.message if isinstance(cause, WorkflowError) else _named(cause)
        failure = ProcessFailure(_("Le processus n'a pas pu avancer : %(cause)s") % {"cause": told})
        failure.dossier_id = dossier_id
        raise failure from cause


def _named(bug: Exception) -> str:
    return f"{type(bug).__name__} ({bug})"
