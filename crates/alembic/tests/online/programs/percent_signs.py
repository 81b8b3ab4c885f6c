# only: postgresql
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None


def upgrade():
    bind = op.get_bind()
    for sql in [
        "SELECT 'a%%b', 5 %% 3",
        "SELECT '100%% of %%s'",
        "SELECT 'a%b'",
        "SELECT 'a%'",
        "SELECT '%s'",
        "SELECT '%(x)s'",
    ]:
        try:
            print(sql, bind.exec_driver_sql(sql).fetchall())
        except Exception as error:
            print(sql, type(error).__name__, error)
    print(bind.exec_driver_sql("SELECT 'a%%b', %s", ("x",)).fetchall())
    print(bind.execute(sa.text("SELECT 'a%b', 'c%%d', 5 % 3")).fetchall())

    op.execute("CREATE SCHEMA s2")
    op.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')")
    op.execute("CREATE TYPE s2.mood AS ENUM ('x')")
    op.execute("CREATE TYPE nothing AS ENUM ()")
    inspector = sa.inspect(bind)
    for schema in [None, "s2", "public", "*"]:
        print(schema, inspector.get_enums(schema=schema))
