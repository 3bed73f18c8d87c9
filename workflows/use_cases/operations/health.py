"""The health of an installation: does its database answer, is a worker alive."""

from dataclasses import dataclass

from sqlalchemy import func, select

from workflows.model import WorkerBeat
from workflows.use_cases.act import SYSTEM, World, looking


@dataclass(frozen=True, slots=True)
class Health:
    """What /healthz tells; `worker_age` is the seconds since a worker's last sign, or None."""

    database: bool
    worker_age: float | None
    worker_late: bool

    def as_json(self) -> dict[str, object]:
        """Return the body of /healthz."""
        return {
            "database": "ok" if self.database else "unreachable",
            "worker_age_seconds": None if self.worker_age is None else round(self.worker_age, 1),
            "worker": "late" if self.worker_late else "ok",
        }


def health(world: World) -> Health:
    """Look at the database and at the last beat of the workers; a late worker is no outage."""
    if not world.database.is_alive():
        return Health(database=False, worker_age=None, worker_late=True)
    with looking(world, SYSTEM) as act:
        beat = act.session.scalar(select(func.max(WorkerBeat.at)))
    age = None if beat is None else (world.now() - beat).total_seconds()
    return Health(
        database=True,
        worker_age=age,
        worker_late=age is None or age > world.settings.worker_late,
    )
