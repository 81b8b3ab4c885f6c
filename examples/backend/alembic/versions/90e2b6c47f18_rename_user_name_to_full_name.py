"""Rename user name to full_name

Revision ID: 90e2b6c47f18
Revises: 7ac3f08b1d54
Create Date: 2026-04-22 18:05:49.612093

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '90e2b6c47f18'
down_revision: Union[str, Sequence[str], None] = '7ac3f08b1d54'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.alter_column('users', 'name', new_column_name='full_name')


def downgrade() -> None:
    """Downgrade schema."""
    op.alter_column('users', 'full_name', new_column_name='name')
