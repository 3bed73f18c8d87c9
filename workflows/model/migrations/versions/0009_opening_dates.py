"""Let a démarche have dates of its own, whatever its versions say."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the dates; every démarche goes on by those of its version."""
    op.add_column(
        "demarche",
        sa.Column("own_dates", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for name in ("opens_at", "closes_at"):
        op.add_column("demarche", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget the dates."""
    for name in ("closes_at", "opens_at", "own_dates"):
        op.drop_column("demarche", name)
