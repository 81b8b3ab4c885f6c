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


import logging, os, sys
from alembic import context as ctx
log = logging.getLogger('alembic.runtime.migration.x')
SQL = {
    'sqlite': ["CREATE TRIGGER tr AFTER INSERT ON g BEGIN UPDATE g SET n = n + 1 WHERE id = NEW.id; END"],
    'postgresql': ["CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n = NEW.n + 1; RETURN NEW; END $$", "CREATE TRIGGER tr BEFORE INSERT ON g FOR EACH ROW EXECUTE FUNCTION f()"],
}
def table_exists(name):
    return sa.inspect(op.get_bind()).has_table(name)
def column_exists(table, column):
    return column in [c['name'] for c in sa.inspect(op.get_bind()).get_columns(table)]
def index_exists(table, name):
    return any(i['name'] == name for i in sa.inspect(op.get_bind()).get_indexes(table))
def fk_name(table, col):
    for fk in sa.inspect(op.get_bind()).get_foreign_keys(table):
        if col in fk['constrained_columns']: return fk['name']
def upgrade() -> None:
    bind = op.get_bind()
    dialect = op.get_context().dialect.name if context.is_offline_mode() else bind.dialect.name
    op.create_table('g', sa.Column('id', sa.Integer(), nullable=False), sa.Column('n', sa.Integer(), server_default=sa.text('0')), sa.Column('ts', sa.DateTime(), server_default=sa.text('CURRENT_TIMESTAMP')), sa.PrimaryKeyConstraint('id', name=op.f('pk_g')))
    for s in SQL[dialect]: op.execute(s)
    op.execute(sa.text("insert into g (id, n) values (1, 1)"))
    if context.is_offline_mode(): return
    print(bind.execute(sa.text("select id, n from g")).all())
    if not table_exists('h'):
        op.create_table('h', sa.Column('id', sa.Integer, primary_key=True), sa.Column('g_id', sa.Integer, sa.ForeignKey('g.id', name='fk_h_g')))
    if not column_exists('h', 'extra'):
        op.add_column('h', sa.Column('extra', sa.String(10), nullable=True))
    if not index_exists('h', 'ix_h_extra'):
        op.create_index('ix_h_extra', 'h', ['extra'], unique=True)
    print(fk_name('h', 'g_id'), index_exists('h', 'ix_h_extra'), index_exists('h', 'zz'))
    if dialect == 'postgresql':
        op.execute('ALTER TABLE g ADD COLUMN IF NOT EXISTS j jsonb')
        op.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_c ON g (n)") if False else None
        bind.execute(sa.text("SET LOCAL lock_timeout = '5s'"))
        print(bind.execute(sa.text("show lock_timeout")).scalar())
        print(bind.execute(sa.text("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = :t ORDER BY ordinal_position"), {'t': 'g'}).all())
    else:
        print(bind.execute(sa.text("PRAGMA table_info('h')")).all())
        print(bind.execute(sa.text("select name from sqlite_master where type = 'trigger'")).scalars().all())
    print(ctx.get_context() is op.get_context(), op.get_context().get_current_heads(), type(bind).__name__)
    x = ctx.get_x_argument(as_dictionary=True); print(x)
    conn = op.get_bind(); meta = sa.MetaData(); meta.reflect(bind=conn, only=['g', 'h'])
    print(sorted(meta.tables), meta.tables['h'].c.g_id.foreign_keys)
    with conn.begin_nested():
        conn.execute(meta.tables['h'].insert().values(id=1, g_id=1, extra='q'))
    try:
        with conn.begin_nested():
            conn.execute(meta.tables['h'].insert().values(id=2, g_id=1, extra='q'))
    except sa.exc.IntegrityError as e:
        print(type(e.orig).__name__, type(e).__name__, isinstance(e, sa.exc.DBAPIError), e.statement is not None)
    print(conn.execute(sa.select(meta.tables['h'])).all())
def downgrade() -> None:
    if context.is_offline_mode(): return
    if table_exists('h'): op.drop_table('h')
    op.execute('DROP TRIGGER tr' + (' ON g' if op.get_bind().dialect.name == 'postgresql' else ''))
    op.drop_table('g', if_exists=True); op.drop_table('nope', if_exists=True)
    if op.get_bind().dialect.name == 'postgresql': op.execute('DROP FUNCTION f')
