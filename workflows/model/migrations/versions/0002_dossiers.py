"""Create the tables of dossiers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables, the referred ones first."""
    _create_dossier()
    _create_task()
    _create_draft()
    _create_answer_set()
    _create_wait()
    _create_piece()
    _create_journal()
    _create_incident()
    _create_outbox()


def downgrade() -> None:
    """Drop the tables, the referring ones first."""
    for table in (
        "outbox",
        "incident",
        "journal",
        "piece",
        "wait",
        "answer_set",
        "draft",
        "task",
        "dossier",
    ):
        op.drop_table(table)


def _create_dossier() -> None:
    op.create_table(
        "dossier",
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("demarche_code", sa.String(60), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("citizen_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("applicant", sa.String(200), nullable=False),
        sa.Column("process_state", sa.LargeBinary()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("filed_at", MOMENT),
        sa.Column("decided_at", MOMENT),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizen.id"], name="fk_dossier_citizen_id"),
        sa.ForeignKeyConstraint(
            ["demarche_code"], ["demarche.code"], name="fk_dossier_demarche_code"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["demarche_version.id"], name="fk_dossier_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dossier"),
        sa.UniqueConstraint("number", name="uq_dossier_number"),
    )
    op.create_index("ix_dossier_citizen_created", "dossier", ["citizen_id", "created_at"])
    op.create_index("ix_dossier_demarche_state", "dossier", ["demarche_code", "state"])


def _create_task() -> None:
    op.create_table(
        "task",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("element_id", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("lane", sa.String(120), nullable=False),
        sa.Column("group_code", sa.String(60)),
        sa.Column("form_id", sa.String(120), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("claimed_by_id", sa.Uuid()),
        sa.Column("claimed_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["agent.id"], name="fk_task_claimed_by_id"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_task_dossier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
    )
    op.create_index("ix_task_claimed", "task", ["claimed_by_id", "state", "ended_at", "id"])
    op.create_index("ix_task_dossier", "task", ["dossier_id", "state"])
    op.create_index("ix_task_inbox", "task", ["group_code", "state", "created_at", "id"])


def _create_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_draft_task_id"),
        sa.PrimaryKeyConstraint("task_id", name="pk_draft"),
    )


def _create_answer_set() -> None:
    op.create_table(
        "answer_set",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("element_id", sa.String(200), nullable=False),
        sa.Column("form_id", sa.String(120), nullable=False),
        sa.Column("by_citizen", sa.Boolean(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_answer_set_dossier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answer_set"),
    )
    op.create_index("ix_answer_set_dossier_at", "answer_set", ["dossier_id", "at"])


def _create_wait() -> None:
    op.create_table(
        "wait",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("element_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_wait_dossier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wait"),
    )
    op.create_index("ix_wait_dossier_id", "wait", ["dossier_id"])
    op.create_index("ix_wait_due", "wait", ["due_at"])
    op.create_index("ix_wait_name", "wait", ["kind", "name"])


def _create_piece() -> None:
    op.create_table(
        "piece",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid()),
        sa.Column("field_key", sa.String(120)),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("transmitted", sa.Boolean(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_piece_dossier_id"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_piece_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_piece"),
    )
    op.create_index("ix_piece_dossier_id", "piece", ["dossier_id"])
    op.create_index("ix_piece_sha256", "piece", ["sha256"])


def _create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Uuid()),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("audience", sa.String(40)),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("actor_name", sa.String(120), nullable=False),
        sa.Column("verb", sa.String(60), nullable=False),
        sa.Column("element_id", sa.String(200), nullable=False),
        sa.Column("label", sa.String(300), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_journal_dossier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
    )
    op.create_index("ix_journal_dossier", "journal", ["dossier_id", "id"])


def _create_incident() -> None:
    op.create_table(
        "incident",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("element_id", sa.String(200), nullable=False),
        sa.Column("cause", sa.String(1000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT),
        sa.Column("resolution", sa.String(300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_incident_dossier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_index("ix_incident_dossier_id", "incident", ["dossier_id"])
    op.create_index("ix_incident_open", "incident", ["resolved_at", "at"])


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("dossier_id", sa.Uuid()),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("delivered_at", MOMENT),
        sa.Column("failure", sa.String(500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_outbox_dossier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_next_try", "outbox", ["next_try_at"])
