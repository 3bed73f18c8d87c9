"""Keep the last answer to each field beside its dossier."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOSSIER = sa.table("dossier", sa.column("id", sa.Uuid()), sa.column("answers", sa.JSON()))
ANSWER_SET = sa.table(
    "answer_set",
    sa.column("dossier_id", sa.Uuid()),
    sa.column("form_id", sa.String()),
    sa.column("values", sa.JSON()),
    sa.column("at", sa.DateTime()),
)


def upgrade() -> None:
    """Add the column and fill it from what was answered, the last answer winning."""
    op.add_column("dossier", sa.Column("answers", sa.JSON(), nullable=False, server_default="{}"))
    connection = op.get_bind()
    given = sa.select(ANSWER_SET.c.dossier_id, ANSWER_SET.c.form_id, ANSWER_SET.c["values"])
    last: dict[object, dict[str, object]] = {}
    for dossier_id, form_id, values in connection.execute(given.order_by(ANSWER_SET.c.at)):
        answers = {key: [form_id, value] for key, value in values.items()}
        last.setdefault(dossier_id, {}).update(answers)
    for dossier_id, kept in last.items():
        of_dossier = DOSSIER.update().where(DOSSIER.c.id == dossier_id)
        connection.execute(of_dossier.values(answers=kept))
    with op.batch_alter_table("dossier") as dossier:
        dossier.alter_column("answers", server_default=None)


def downgrade() -> None:
    """Drop the column; nothing is lost, every answer is in `answer_set`."""
    with op.batch_alter_table("dossier") as dossier:
        dossier.drop_column("answers")
