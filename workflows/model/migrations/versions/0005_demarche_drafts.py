"""Keep the démarches being designed, file by file."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and the index that finds what was last written about a file."""
    _create_drafts()
    op.create_table(
        "draft_file",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["demarche_draft.id"], name="fk_draft_file_draft_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", "path", name="pk_draft_file"),
    )
    _create_snapshots()
    without_dossier = sa.text("dossier_id IS NULL")
    op.create_index(
        "ix_journal_element",
        "journal",
        ["element_id", "at"],
        sqlite_where=without_dossier,
        postgresql_where=without_dossier,
    )


def downgrade() -> None:
    """Drop the tables: what was not published is lost."""
    op.drop_index("ix_journal_element", "journal")
    op.drop_table("draft_snapshot")
    op.drop_table("draft_file")
    op.drop_table("demarche_draft")


def _create_drafts() -> None:
    op.create_table(
        "demarche_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("demarche_code", sa.String(60), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("base_version_id", sa.Uuid(), nullable=True),
        sa.Column("first_revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["base_version_id"], ["demarche_version.id"], name="fk_demarche_draft_base_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_demarche_draft"),
        sa.UniqueConstraint("demarche_code", name="uq_demarche_draft_demarche_code"),
    )


def _create_snapshots() -> None:
    op.create_table(
        "draft_snapshot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("package", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["demarche_draft.id"],
            name="fk_draft_snapshot_draft_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_snapshot"),
    )
    op.create_index("ix_draft_snapshot_draft_id_at", "draft_snapshot", ["draft_id", "at"])
