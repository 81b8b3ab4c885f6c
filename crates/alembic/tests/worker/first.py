"""first"""
from alembic import op
import sqlalchemy as sa
revision = "a1"
down_revision = None
def upgrade():
    op.create_table("users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("kind", sa.Enum("a", "b", name="kind"), server_default="a"),
        sa.Column("made", sa.DateTime(), server_default=sa.func.now()),
        sa.UniqueConstraint("name", name="uq_users_name"))
    op.create_index("ix_users_kind", "users", ["kind"])
def downgrade():
    op.drop_table("users")
