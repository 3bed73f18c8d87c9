"""Leave the tasks that nobody took out of the index of those that an agent did."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEX, TABLE = "ix_task_claimed", "task"
COLUMNS = ["claimed_by_id", "state", "ended_at", "id"]
TAKEN = sa.text("claimed_by_id IS NOT NULL")


def upgrade() -> None:
    """Make the index again, smaller: most tasks are a citizen's, or not taken yet."""
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, COLUMNS, sqlite_where=TAKEN, postgresql_where=TAKEN)


def downgrade() -> None:
    """Make the index again, whole."""
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, COLUMNS)
