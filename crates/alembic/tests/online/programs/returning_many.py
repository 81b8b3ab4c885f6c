from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None


def upgrade():
    bind = op.get_bind()
    t = op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(9)))
    result = bind.execute(sa.insert(t).returning(t.c.id, t.c.name), [{"name": n} for n in "abcde"])
    print(result.all())
    print(bind.execute(sa.insert(t).returning(t.c.id, sort_by_parameter_order=True), [{"id": 20 - i, "name": "x"} for i in range(3)]).scalars().all())
    print(bind.execute(sa.insert(t).returning(t.c.name), [{"id": 30, "name": "one"}]).all(), bind.execute(sa.insert(t).returning(t), {"id": 31, "name": "two"}).one())
    print(bind.execute(sa.insert(t), [{"id": 40 + i, "name": "y"} for i in range(3)]).rowcount, bind.scalar(sa.select(sa.func.count()).select_from(t)))


def downgrade():
    pass
