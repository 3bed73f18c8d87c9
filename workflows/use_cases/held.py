"""The dossiers locked by one act, written before it commits: the optimistic lock of the product."""

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from uuid import UUID

from sqlalchemy import Integer, Update, Uuid, bindparam, update

from workflows.database import Transaction
from workflows.model import Dossier, DossierRow
from workflows.model.rows import DOSSIER

WATCHED = tuple(name for name in DOSSIER if name not in {"id", "revision"})
_values: Callable[[DossierRow], tuple[object, ...]] = attrgetter(*WATCHED)


class Held:
    """What one act has locked; each dossier is there once, however often it is read."""

    def __init__(self) -> None:
        self._rows: dict[UUID, DossierRow] = {}
        self._written: dict[UUID, tuple[object, ...]] = {}
        self._fresh: set[UUID] = set()

    def __bool__(self) -> bool:
        """Tell whether there is a dossier."""
        return bool(self._rows)

    def get(self, dossier_id: UUID) -> DossierRow | None:
        """Return a dossier that this act has already locked."""
        return self._rows.get(dossier_id)

    def keep(self, row: DossierRow) -> None:
        """Hold a dossier as it is in the database; it is written in any case.

        A change of `revision` tells those who wait for its lock that all is to be reread.
        """
        self._rows[row.id], self._written[row.id] = row, _values(row)
        self._fresh.add(row.id)

    def write(self, transaction: Transaction) -> None:
        """Put off writing what changed in each dossier: StaleDossier if somebody else did too."""
        for row in self._rows.values():
            values = _values(row)
            pairs = zip(WATCHED, values, self._written[row.id], strict=True)
            changed = {name: new for name, new, old in pairs if new is not old}
            if changed or row.id in self._fresh:
                _update(transaction, row, changed)
                self._written[row.id] = values
        self._fresh.clear()

    def forget(self) -> None:
        """Let go of every dossier, when the transaction is undone."""
        self._rows.clear()
        self._written.clear()
        self._fresh.clear()


def _update(transaction: Transaction, row: DossierRow, changed: Mapping[str, object]) -> None:
    values = {**changed, "revision": row.revision + 1}
    given = {f"new_{name}": value for name, value in values.items()}
    place = {"of_dossier": row.id, "of_revision": row.revision}
    transaction.later(_writing(tuple(values)), {**given, **place}, rows=1)
    row.revision += 1


@cache
def _writing(names: tuple[str, ...]) -> Update:
    columns = Dossier.__table__.c
    of_dossier = Dossier.id == bindparam("of_dossier", type_=Uuid())
    same = Dossier.revision == bindparam("of_revision", type_=Integer())
    table = update(Dossier.__table__)  # type: ignore[arg-type]  # a declared table is a Table
    values = {name: bindparam(f"new_{name}", type_=columns[name].type) for name in names}
    return table.where(of_dossier, same).values(values)
