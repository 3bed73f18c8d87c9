"""Tell messages apart by a key, and note to which dossiers each of them goes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WAIT = sa.table(
    "wait",
    sa.column("dossier_id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("key", sa.String()),
)
DOSSIER = sa.table("dossier", sa.column("id", sa.Uuid()), sa.column("number", sa.String()))


def upgrade() -> None:
    """Add the key, which so far is the dossier's own number, and the table of deliveries."""
    op.add_column("wait", sa.Column("key", sa.String(200), nullable=False, server_default=""))
    number = sa.select(DOSSIER.c.number).where(DOSSIER.c.id == WAIT.c.dossier_id)
    messages = WAIT.update().where(WAIT.c.kind == "message")
    op.get_bind().execute(messages.values(key=number.scalar_subquery()))
    with op.batch_alter_table("wait") as wait:
        wait.alter_column("key", server_default=None)
        wait.drop_index("ix_wait_name")
        wait.create_index("ix_wait_name", ["kind", "name", "key"])
    _create_delivery()


def downgrade() -> None:
    """Drop the keys and the deliveries; what was not handed over is lost."""
    op.drop_table("delivery")
    with op.batch_alter_table("wait") as wait:
        wait.drop_index("ix_wait_name")
        wait.create_index("ix_wait_name", ["kind", "name"])
        wait.drop_column("key")


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("outbox_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("handed_at", sa.DateTime(timezone=True)),
        sa.Column("failure", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_delivery_outbox_id"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_delivery_dossier_id"),
        sa.PrimaryKeyConstraint("outbox_id", "dossier_id", name="pk_delivery"),
    )
    op.create_index("ix_delivery_due", "delivery", ["due_at"])
    op.create_index("ix_delivery_dossier_id", "delivery", ["dossier_id"])
