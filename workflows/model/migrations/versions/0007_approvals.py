"""Keep who approved a draft, and what it was then."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the approval to drafts; none is approved yet."""
    for name, size in (("approved_digest", 64), ("approved_by", 120)):
        op.add_column(
            "demarche_draft", sa.Column(name, sa.String(size), nullable=False, server_default="")
        )
    op.add_column("demarche_draft", sa.Column("approved_by_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Forget the approvals."""
    for name in ("approved_by_id", "approved_by", "approved_digest"):
        op.drop_column("demarche_draft", name)
