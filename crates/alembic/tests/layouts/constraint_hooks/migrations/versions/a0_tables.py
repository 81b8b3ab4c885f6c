import sqlalchemy as sa
from alembic import op

revision = "a0"
down_revision = None


def upgrade():
    op.create_table("owner", sa.Column("id", sa.Integer, primary_key=True), sa.Column("mail", sa.String(10)))
    op.create_table(
        "item", sa.Column("id", sa.Integer, primary_key=True), sa.Column("owner_id", sa.Integer), sa.Column("code", sa.String(5))
    )
    op.create_table("part", sa.Column("id", sa.Integer, primary_key=True), sa.Column("item_id", sa.Integer))


def downgrade():
    op.drop_table("part")
    op.drop_table("item")
    op.drop_table("owner")
