"""Create the tables of people, démarches and the worker."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables, the referred ones first."""
    _create_agent()
    _create_agent_group()
    _create_membership()
    _create_citizen()
    _create_one_time_link()
    _create_sign_in()
    _create_attempt()
    _create_spent_challenge()
    _create_counter()
    _create_worker_beat()
    _create_demarche()
    _create_demarche_version()
    _create_version_group()
    with op.batch_alter_table("demarche") as demarche:
        demarche.create_foreign_key(
            "fk_demarche_current_id", "demarche_version", ["current_id"], ["id"]
        )


def downgrade() -> None:
    """Drop the tables, the referring ones first."""
    with op.batch_alter_table("demarche") as demarche:
        demarche.drop_constraint("fk_demarche_current_id", type_="foreignkey")
    for table in (
        "version_group",
        "demarche_version",
        "demarche",
        "worker_beat",
        "counter",
        "spent_challenge",
        "attempt",
        "sign_in",
        "one_time_link",
        "citizen",
        "membership",
        "agent_group",
        "agent",
    ):
        op.drop_table(table)


def _create_agent() -> None:
    op.create_table(
        "agent",
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agent"),
        sa.UniqueConstraint("email", name="uq_agent_email"),
    )


def _create_agent_group() -> None:
    op.create_table(
        "agent_group",
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_agent_group"),
    )


def _create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("group_code", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agent.id"], name="fk_membership_agent_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_code"],
            ["agent_group.code"],
            name="fk_membership_group_code",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agent_id", "group_code", name="pk_membership"),
    )


def _create_citizen() -> None:
    op.create_table(
        "citizen",
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("terms_accepted_at", MOMENT, nullable=False),
        sa.Column("email_proved_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_citizen"),
        sa.UniqueConstraint("email", name="uq_citizen_email"),
    )


def _create_one_time_link() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("token_hash", name="pk_one_time_link"),
    )


def _create_sign_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_in"),
    )
    op.create_index("ix_sign_in_person", "sign_in", ["audience", "person_id"])


def _create_attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_key_at", "attempt", ["key", "at"])


def _create_spent_challenge() -> None:
    op.create_table(
        "spent_challenge",
        sa.Column("signature", sa.String(200), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("signature", name="pk_spent_challenge"),
    )


def _create_counter() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )


def _create_worker_beat() -> None:
    op.create_table(
        "worker_beat",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_worker_beat"),
    )


def _create_demarche() -> None:
    op.create_table(
        "demarche",
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("theme", sa.String(120), nullable=False),
        sa.Column("current_id", sa.Uuid()),
        sa.PrimaryKeyConstraint("code", name="pk_demarche"),
    )


def _create_demarche_version() -> None:
    op.create_table(
        "demarche_version",
        sa.Column("demarche_code", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("package", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.String(120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["demarche_code"], ["demarche.code"], name="fk_demarche_version_demarche_code"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_demarche_version"),
        sa.UniqueConstraint(
            "demarche_code", "digest", name="uq_demarche_version_demarche_code_digest"
        ),
        sa.UniqueConstraint(
            "demarche_code", "number", name="uq_demarche_version_demarche_code_number"
        ),
    )


def _create_version_group() -> None:
    op.create_table(
        "version_group",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("group_code", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["demarche_version.id"],
            name="fk_version_group_version_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "group_code", name="pk_version_group"),
    )
    op.create_index("ix_version_group_group_code", "version_group", ["group_code"])
