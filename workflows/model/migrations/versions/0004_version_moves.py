"""Keep what a dossier was before it moved to another version."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "version_move",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("from_version_id", sa.Uuid(), nullable=False),
        sa.Column("to_version_id", sa.Uuid(), nullable=False),
        sa.Column("state_before", sa.LargeBinary(), nullable=False),
        sa.Column("after_sha256", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_version_move_dossier_id"),
        sa.ForeignKeyConstraint(
            ["from_version_id"], ["demarche_version.id"], name="fk_version_move_from_version_id"
        ),
        sa.ForeignKeyConstraint(
            ["to_version_id"], ["demarche_version.id"], name="fk_version_move_to_version_id"
        ),
        sa.PrimaryKeyConstraint("dossier_id", name="pk_version_move"),
    )
    op.create_index("ix_version_move_to_version_id", "version_move", ["to_version_id"])


def downgrade() -> None:
    """Drop the table: moves can no longer be undone, dossiers stay where they are."""
    op.drop_table("version_move")
