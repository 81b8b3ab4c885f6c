from alembic import op
import sqlalchemy as sa
from sqlalchemy import event
revision="a1"
down_revision=None
def show(name):
    bind = op.get_bind()
    i = sa.inspect(bind)
    print(name, [(c["name"], repr(c["type"]), c["nullable"], c["default"]) for c in i.get_columns(name)], i.get_pk_constraint(name)["constrained_columns"], sorted(f["name"] or "" for f in i.get_foreign_keys(name)), sorted(x["name"] for x in i.get_indexes(name)), sorted(x["name"] or "" for x in i.get_unique_constraints(name)))
def make():
    op.create_table("p", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.String(20), nullable=False, server_default="x"), sa.UniqueConstraint("n", name="uq_n"))
    op.create_table("c", sa.Column("id", sa.Integer, primary_key=True), sa.Column("p_id", sa.Integer, sa.ForeignKey("p.id", name="fk_p")), sa.Column("q", sa.Integer), sa.Column("flag", sa.SmallInteger))
    op.create_index("ix_q", "c", ["q"])
def upgrade():
    make()
    bind = op.get_bind()
    def hear(inspector, table, info):
        print("heard", table.name, info["name"], type(info["type"]).__name__, info["nullable"], info["default"])
        if info["name"] == "flag":
            info["type"] = sa.Boolean() if bind.dialect.name == "sqlite" else sa.BigInteger()
            info["nullable"] = False
    with op.batch_alter_table("c", reflect_kwargs={"listeners": [("column_reflect", hear)]}, recreate="always") as b:
        b.add_column(sa.Column("z", sa.Integer))
    show("c")
    with op.batch_alter_table("c", reflect_kwargs=dict(resolve_fks=False, extend_existing=True), recreate="always") as b:
        b.alter_column("q", new_column_name="qq")
    show("c")
    if bind.dialect.name == "postgresql": op.drop_constraint("fk_p", "c")
    with op.batch_alter_table("p", reflect_kwargs=dict(include_columns=["id"]), recreate="always") as b:
        b.add_column(sa.Column("z", sa.Integer)) if bind.dialect.name == "sqlite" else None
    show("p") if bind.dialect.name == "sqlite" else None
    m = sa.MetaData()
    t = sa.Table("c", m, autoload_with=bind)
    print(list(m.tables), t.c.keys(), [str(f.target_fullname) for f in t.foreign_keys])
    m = sa.MetaData()
    t = sa.Table("c", m, autoload_with=bind, resolve_fks=False)
    print(list(m.tables))
    m = sa.MetaData()
    t = sa.Table("c", m, autoload_with=bind, include_columns=["id", "p_id", "flag"])
    print(list(m.tables), t.c.keys(), [i.name for i in t.indexes])
    m = sa.MetaData()
    @event.listens_for(m, "column_reflect")
    def key(inspector, table, info):
        info["key"] = "k_" + info["name"]
    t = sa.Table("c", m, autoload_with=bind)
    print(t.c.keys(), [c.name for c in t.c], t.primary_key.columns.keys())
    print(sa.select(t.c.k_id))
    m = sa.MetaData()
    t = sa.Table("c", m, sa.Column("flag", sa.Text, nullable=False), sa.Column("extra", sa.Text), autoload_with=bind, listeners=[("column_reflect", lambda i, t, c: c.update(type=sa.BigInteger()) if c["name"] == "id" else None)])
    print([(c.name, repr(c.type)) for c in t.c])
    m = sa.MetaData()
    m.reflect(bind, only=["c"])
    print(sorted(m.tables))
    m = sa.MetaData()
    m.reflect(bind, only=["c"], resolve_fks=False)
    print(sorted(m.tables))
    m = sa.MetaData()
    m.reflect(bind=bind)
    print(sorted(m.tables))
    t = sa.Table("p", m, autoload_with=bind)
    print(t is m.tables["p"])
    t = sa.Table("p", m, sa.Column("added", sa.Integer), autoload_with=bind, extend_existing=True)
    print(t.c.keys())
    try: sa.Table("none", sa.MetaData(), autoload_with=bind)
    except Exception as e: print(type(e).__name__, e)
    @event.listens_for(sa.Table, "column_reflect")
    def all_(inspector, table, info):
        print("all", table.name, info["name"])
    sa.Table("p", sa.MetaData(), autoload_with=bind)
    with op.batch_alter_table("p", recreate="always") as b:
        b.add_column(sa.Column("yy", sa.Integer))
