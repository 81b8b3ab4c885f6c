from alembic import context, op
import sqlalchemy as sa
from sqlalchemy.util import immutabledict

revision = "a1"
down_revision = None


def show(label, f):
    try:
        value = f()
    except Exception as error:
        value = "%s: %s" % (type(error).__name__, str(error).split("\n")[0])
    print(label, "=>", value)


def upgrade():
    bind = op.get_bind()
    show("proxy", lambda: type(op._proxy).__name__)
    show("context", lambda: op._proxy.migration_context is op.get_context())
    show("dialect", lambda: op._proxy.migration_context.dialect.name)
    show("sequences", lambda: op._proxy.migration_context.dialect.supports_sequences)
    show("bind", lambda: op._proxy.get_bind() is bind)
    show("impl", lambda: op._proxy.impl is op.get_context().impl)
    show("impl.bind", lambda: context.get_impl().bind is bind)
    show("impl.bind.dialect", lambda: op.get_context().impl.bind.dialect.name)
    op._proxy.create_table("b", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer, unique=True))
    op.create_table(
        "a",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("b_id", sa.Integer),
        sa.ForeignKeyConstraint(["b_id"], ["b.id"], name="f"),
    )
    for keywords in ({}, {"extend_existing": True}, {"extend_existing": True, "only": ["a", "b"]}):
        metadata = sa.MetaData()
        metadata.reflect(bind, **keywords)
        for name in ("a", "b"):
            table = metadata.tables[name]
            print(name, table.c.keys(), sorted(type(item).__name__ for item in table.constraints), len(table.foreign_keys))

    fixed = immutabledict({"ix": "ix_%(column_0_label)s"})
    show("repr", lambda: fixed)
    show("union", lambda: fixed.union({"pk": "x"}))
    show("merge", lambda: fixed.merge_with({"pk": "x"}, None, {"fk": "y"}))
    show("or", lambda: (fixed | {"pk": "x"}, {"pk": "x"} | fixed))
    for change in (
        lambda: fixed.update(a=1),
        lambda: fixed.__setitem__("a", 1),
        lambda: fixed.pop("ix"),
        lambda: fixed.clear(),
        lambda: setattr(fixed, "a", 1),
    ):
        show("change", change)
    show("equal", lambda: fixed == {"ix": "ix_%(column_0_label)s"})
    metadata = sa.MetaData(naming_convention=fixed)
    table = sa.Table("t", metadata, sa.Column("n", sa.Integer, index=True))
    show("index", lambda: [index.name for index in table.indexes])
