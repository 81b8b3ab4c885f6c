"""Publish past drafts

Events that have begun were always visible; say so in their status.

Revision ID: b41d7e5a90c2
Revises: 90e2b6c47f18
Create Date: 2026-05-05 08:30:00.257716

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'b41d7e5a90c2'
down_revision: Union[str, Sequence[str], None] = '90e2b6c47f18'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.execute("UPDATE events SET status = 'published' WHERE status = 'draft' AND starts_at < CURRENT_TIMESTAMP")


def downgrade() -> None:
    """Downgrade schema."""
    # The drafts of before cannot be told from the events that were published by hand.
    pass
