"""A démarche and its immutable published versions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.model.base import Base, Identified

# the groups that hold a lane of a version: who among the agents may see its dossiers
version_group = Table(
    "version_group",
    Base.metadata,
    Column("version_id", ForeignKey("demarche_version.id", ondelete="CASCADE"), primary_key=True),
    Column("group_code", String(60), primary_key=True, index=True),
)


class Demarche(Base):
    """What citizens can apply for; new dossiers begin on `current`.

    It opens and closes as its version says, or by its own two dates when it has some.
    """

    __tablename__ = "demarche"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(120))
    current_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("demarche_version.id", use_alter=True, name="fk_demarche_current_id")
    )
    own_dates: Mapped[bool] = mapped_column(server_default=false())
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    current: Mapped["DemarcheVersion | None"] = relationship(foreign_keys=[current_id])


class DemarcheVersion(Identified, Base):
    """One published folder, as a zip whose `digest` (SHA-256 of names and contents) is its name."""

    __tablename__ = "demarche_version"
    __table_args__ = (
        UniqueConstraint("demarche_code", "number"),
        UniqueConstraint("demarche_code", "digest"),  # the same content is never published twice
    )

    demarche_code: Mapped[str] = mapped_column(ForeignKey("demarche.code"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    package: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(120))
