"""Add event capacity

Revision ID: d65f19ac38e0
Revises: b41d7e5a90c2
Create Date: 2026-05-19 13:47:21.990148

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'd65f19ac38e0'
down_revision: Union[str, Sequence[str], None] = 'b41d7e5a90c2'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('events', sa.Column('capacity', sa.Integer(), server_default='10', nullable=False))
    # SQLite cannot alter a column in place, so the table is rebuilt there; PostgreSQL gets a plain ALTER.
    with op.batch_alter_table('events', copy_from=events(title_length=100)) as batch_op:
        batch_op.alter_column('title', existing_type=sa.String(length=100), type_=sa.String(length=200), existing_nullable=False)


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('events', copy_from=events(title_length=200)) as batch_op:
        batch_op.alter_column('title', existing_type=sa.String(length=200), type_=sa.String(length=100), existing_nullable=False)
    op.drop_column('events', 'capacity')


def events(title_length: int) -> sa.Table:
    """The table as it is when it is rebuilt; with it `upgrade --sql` needs no database."""
    return sa.Table(
        'events',
        sa.MetaData(),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('title', sa.String(length=title_length), nullable=False),
        sa.Column('description', sa.Text(), nullable=True),
        sa.Column('status', sa.Enum('draft', 'published', 'cancelled', name='event_status'), server_default='draft', nullable=False),
        sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('organizer_id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('CURRENT_TIMESTAMP'), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('CURRENT_TIMESTAMP'), nullable=False),
        sa.Column('capacity', sa.Integer(), server_default='10', nullable=False),
        sa.ForeignKeyConstraint(['organizer_id'], ['users.id'], name=op.f('fk_events_organizer_id_users'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_events')),
        sa.Index('ix_events_organizer_id', 'organizer_id'),
        sa.Index('ix_events_starts_at_status', 'starts_at', 'status'),
    )
