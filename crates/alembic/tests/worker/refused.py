"""second"""
from alembic import op
import sqlalchemy as sa
import subprocess
revision = "b2"
down_revision = "a1"
users = sa.table("users", sa.column("id", sa.Integer), sa.column("name", sa.String))
def upgrade():
    op.add_column("users", sa.Column("z", sa.Float(), nullable=True))
    op.create_table("limits", sa.Column("x", sa.Integer(), sa.CheckConstraint("x > 0", name="ck_x")), sa.Column("f", sa.Boolean(name="b", create_constraint=True)))
    print("printed before")
    out = subprocess.run(["echo", "hello"], capture_output=True, text=True).stdout.strip()
    z = complex(3, 4)
    op.bulk_insert(users, [{"id": 1, "name": out}, {"id": 2, "name": str(abs(z))}])
    op.execute(users.update().where(users.c.id == 1).values(name="x'y:z"))
    op.execute("UPDATE users SET z = 1.5")
    with op.batch_alter_table("users") as b:
        b.add_column(sa.Column("w", sa.Integer(), server_default="3"))
        b.alter_column("name", existing_type=sa.String(50), type_=sa.String(80))
    bind = op.get_bind()
    print(bind.dialect.name if hasattr(bind, "dialect") else None)
    from alembic import context
    if not context.is_offline_mode():
        print(bind.execute(sa.select(users)).all())
        print(sorted(sa.inspect(bind).get_table_names()))
def downgrade():
    op.drop_table("limits")
    with op.batch_alter_table("users") as b:
        b.drop_column("w")
        b.drop_column("z")
    print(memoryview(b"abc").tobytes())
