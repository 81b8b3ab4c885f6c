from alembic import op
import sqlalchemy as sa
revision="a1"
down_revision=None
def upgrade():
    bind = op.get_bind()
    op.create_table("p", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.String(20), nullable=False, server_default="x"), sa.UniqueConstraint("n", name="uq_n"))
    op.create_table("c", sa.Column("id", sa.Integer, primary_key=True), sa.Column("p_id", sa.Integer, sa.ForeignKey("p.id", name="fk_p")), sa.Column("q", sa.Numeric(5,2)), sa.CheckConstraint("q > 1", name="ck_q"))
    op.create_index("ix_q", "c", ["q"])
    if bind.dialect.name == "postgresql":
        op.execute("create domain posint as integer check (value > 0)")
        op.execute("create domain plain as text not null default 'x'")
        op.execute("create view vw as select id from p")
        op.execute("create materialized view mv as select id from p")
        op.execute("create schema s2")
        op.execute("create sequence sq")
    else:
        op.execute("create view vw as select id from p")
    i = sa.inspect(bind)
    def show(name, *a, **k):
        try:
            v = getattr(i, name)
            v = v(*a, **k) if callable(v) else v
            print(name, a, k, v)
        except Exception as e:
            print(name, a, k, type(e).__name__, e)
    show("default_schema_name")
    for n in ["get_schema_names","get_table_names","get_temp_table_names","get_view_names","get_materialized_view_names","get_temp_view_names","get_sequence_names", "get_sorted_table_and_fkc_names", "sort_tables_on_foreign_key_dependency", "get_domains", "get_enums", "get_foreign_table_names"]:
        show(n)
    for n in ["has_table","get_columns","get_pk_constraint","get_foreign_keys","get_indexes","get_unique_constraints","get_check_constraints","get_table_comment","get_table_options","get_view_definition", "get_table_oid"]:
        for t in ["c", "vw", "nope"]:
            if n in ("get_table_oid",) and t != "nope": continue
            show(n, t)
    show("has_sequence", "sq"); show("has_schema", "public"); show("has_schema", "main"); show("has_index", "c", "ix_q"); show("has_index","c","zz"); show("has_type", "posint")
    for n in ["get_multi_columns","get_multi_pk_constraint","get_multi_foreign_keys","get_multi_indexes","get_multi_unique_constraints","get_multi_check_constraints","get_multi_table_comment","get_multi_table_options"]:
        show(n, filter_names=["c"])
    from sqlalchemy.engine.reflection import Inspector
    m = sa.MetaData()
    t = sa.Table("c", m)
    i.reflect_table(t, None)
    print(t.c.keys(), [repr(c.type) for c in t.c], sorted(str(x.name) for x in t.constraints), [x.name for x in t.indexes], sorted(m.tables))
    t = sa.Table("c", sa.MetaData())
    i.reflect_table(t, ["id", "q"])
    print(t.c.keys())
    t = sa.Table("c", sa.MetaData())
    i.reflect_table(t, None, exclude_columns=["q"], resolve_fks=False)
    print(t.c.keys(), sorted(t.metadata.tables))
    try: i.reflect_table(sa.Table("nope", sa.MetaData()), None)
    except Exception as e: print(type(e).__name__, e)
    print(type(i).__name__, i.dialect.name, i.bind is bind, i.engine is bind.engine)
    print(type(bind.dialect).__name__, type(bind).__name__, type(bind.engine).__name__, bind.dialect.driver, bind.dialect.paramstyle)
    i.clear_cache()
    print(Inspector.from_engine(bind).get_table_names())
