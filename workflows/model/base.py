"""What every table shares: typed columns, names of constraints, moments in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
WRITTEN = len("2026-03-02 01:00:00.000000")


class Moment(TypeDecorator[datetime]):
    """A moment with its zone in Python, UTC in the database; a naive one is refused.

    SQLite keeps a text, always of the same length, that sorts as moments do.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        """Return what turns an aware moment into UTC; ValueError for a naive one."""
        return _text_of if dialect.name == "sqlite" else _utc

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None]:
        """Return what gives the moment back in UTC."""
        return _moment_of if dialect.name == "sqlite" else _utc


def _utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError(f"a naive moment cannot be stored: {value!r}")
    return value.astimezone(UTC)


def _text_of(value: datetime | None) -> str | None:
    moment = _utc(value)
    return None if moment is None else moment.isoformat(" ", "microseconds")[:WRITTEN]


def _moment_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Name(TypeDecorator[StrEnum]):
    """A StrEnum stored by its value in a plain column: adding a member needs no migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def bind_processor(self, dialect: Dialect) -> Callable[[StrEnum | None], str | None]:
        """Return what stores the value; ValueError for one outside the enumeration."""
        kind = self.kind

        def value_of(member: StrEnum | None) -> str | None:
            if member is None:
                return None
            return str.__str__(member if type(member) is kind else kind(member))

        return value_of

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return what gives the member back."""
        kind = self.kind
        return lambda value: None if value is None else kind(value)


class Base(DeclarativeBase):
    """The one metadata of the product."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        datetime: Moment(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }


class Identified:
    """A table whose rows are known outside by a random UUID."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
