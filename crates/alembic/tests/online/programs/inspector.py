from alembic import context, op
import sqlalchemy as sa

revision = "a1"
down_revision = None


def show(label, f):
    try:
        value = f()
    except Exception as error:
        value = "%s: %s" % (type(error).__name__, str(error).split("\n")[0])
    print(label, "=>", value)


def has_column(t, c): return any(x['name'] == c for x in sa.inspect(op.get_bind()).get_columns(t))
def upgrade():
    if context.is_offline_mode():
        op.add_column('x', sa.Column('y', sa.Integer)); return
    bind = op.get_bind()
    insp = sa.inspect(bind)
    print(insp.get_table_names())
    if 'thing' not in insp.get_table_names():
        op.create_table('thing', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(10), index=True), sa.Column('p', sa.Integer, sa.ForeignKey('thing.id', ondelete='CASCADE')), sa.CheckConstraint('id > 0', name='ck_thing'), sa.UniqueConstraint('name', 'p', name='uq_thing'), comment='a thing')
    print(insp.get_table_names(), insp.has_table('thing'))
    insp = sa.inspect(bind)
    print(insp.get_table_names(), insp.has_table('thing'))
    insp.clear_cache()
    if not has_column('thing', 'extra'): op.add_column('thing', sa.Column('extra', sa.Boolean, server_default=sa.false(), nullable=False))
    if not has_column('thing', 'extra'): print('bad')
    print([c['name'] for c in sa.inspect(bind).get_columns('thing')])
    for n in ['get_indexes', 'get_foreign_keys', 'get_unique_constraints', 'get_check_constraints', 'get_pk_constraint', 'get_columns', 'get_table_comment', 'get_table_options', 'has_table']:
        show(n, lambda: getattr(sa.inspect(bind), n)('thing'))
    for n in ['get_multi_columns', 'get_multi_indexes', 'get_multi_foreign_keys', 'get_multi_unique_constraints', 'get_multi_check_constraints', 'get_multi_pk_constraint', 'get_multi_table_comment', 'get_multi_table_options', 'get_schema_names', 'get_view_names', 'get_temp_table_names', 'get_temp_view_names', 'get_sequence_names', 'get_materialized_view_names', 'get_sorted_table_and_fkc_names', 'sort_tables_on_foreign_key_dependency', 'info_cache', 'default_schema_name', 'engine', 'bind', 'get_view_definition', 'unreflectable', 'has_index', 'has_schema', 'has_sequence', 'get_enums', 'get_table_oid', 'has_type', 'get_foreign_table_names']:
        def f():
            v = getattr(sa.inspect(bind), n)
            if n in ('engine', 'bind'): return type(v).__name__
            if n in ('from_engine',): return type(v(bind)).__name__
            if n == 'info_cache': return type(v).__name__
            if n == 'has_index': return v('thing', 'ix_thing_name'), v('thing', 'nope'), v('nope', 'nope')
            if n == 'has_schema': return v('nope')
            if n == 'has_sequence': return v('nope')
            if n == 'has_type': return v('nope')
            if n == 'get_view_definition': return v('nope')
            if n == 'get_table_oid': return type(v('thing')).__name__
            return v() if callable(v) else v
        show(n, f)
    m = sa.MetaData()
    t = sa.Table('thing', m, autoload_with=bind)
    print(repr(t.c.name.type), t.c.p.foreign_keys, [i.name for i in t.indexes], sorted(str(c.name) for c in t.constraints))
    idx = {i['name'] for i in sa.inspect(bind).get_indexes('thing')}
    if 'ix_thing_name' in idx: op.drop_index('ix_thing_name', table_name='thing')
    for fk in sa.inspect(bind).get_foreign_keys('thing'): print(fk['name'], fk['constrained_columns'], fk['options'])
def downgrade(): op.drop_table('thing')
