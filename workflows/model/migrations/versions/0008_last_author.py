"""Keep who changed a draft last, not only how they were called."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the person; who changed the drafts of before is known by name only."""
    op.add_column("demarche_draft", sa.Column("changed_by_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Forget the person."""
    op.drop_column("demarche_draft", "changed_by_id")
