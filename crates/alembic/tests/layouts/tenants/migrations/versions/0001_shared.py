"""shared"""
import sqlalchemy as sa
from alembic import context, op

revision = "0001"
down_revision = None


def upgrade(tenant: str = "") -> None:
    print("-- for", tenant)
    if not context.is_offline_mode():
        bind = op.get_bind()
        if sa.inspect(bind).has_table("tenants", schema="shared"):
            return
    op.create_table(
        "tenants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(63), nullable=False),
        sa.Column("schema", sa.String(63), server_default="tenant_default", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        schema="shared",
    )


def downgrade(tenant: str = "") -> None:
    op.execute("DROP TABLE IF EXISTS shared.tenants CASCADE")
