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


# only: postgresql
from sqlalchemy.dialects import postgresql
import enum
class Kind(enum.Enum):
    a = 1
    b = 2
old = sa.Enum('x', 'y', name='kind_old')
new = postgresql.ENUM('x', 'y', 'z', name='kind_new')
def upgrade():
    bind = op.get_bind()
    old.create(bind, checkfirst=False)
    op.create_table('k', sa.Column('id', sa.Integer, primary_key=True), sa.Column('kind', postgresql.ENUM('x', 'y', name='kind_old', create_type=False), server_default='x'), sa.Column('e', sa.Enum(Kind), nullable=True), sa.Column('arr', postgresql.ARRAY(sa.Enum('p', 'q', name='pq')) ))
    op.execute("insert into k (id) values (1), (2)")
    new.create(bind, checkfirst=not context.is_offline_mode())
    op.alter_column('k', 'kind', server_default=None)
    op.alter_column('k', 'kind', type_=new, existing_type=old, postgresql_using='kind::text::kind_new')
    op.alter_column('k', 'kind', server_default=sa.text("'z'::kind_new"))
    old.drop(bind, checkfirst=False)
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE kind_new ADD VALUE IF NOT EXISTS 'w'")
    sa.Enum('m', 'n', name='mn').create(bind, checkfirst=False)
    op.add_column('k', sa.Column('other', sa.Enum('m', 'n', name='mn'), nullable=True))
    if context.is_offline_mode(): return
    print(bind.execute(sa.text("select * from k order by id")).all())
    t = sa.Table('k', sa.MetaData(), autoload_with=bind)
    print(repr(t.c.kind.type), t.c.kind.type.enums, repr(t.c.e.type), repr(t.c.arr.type))
    bind.execute(t.insert().values(id=5, e='a', arr=['p', 'q']))
    print(bind.execute(sa.select(t.c.e, t.c.arr, t.c.kind).where(t.c.id == 5)).one())
    tt = sa.table('k', sa.column('id'), sa.column('e', sa.Enum(Kind)))
    bind.execute(tt.update().where(tt.c.id == 1).values(e=Kind.b))
    print(bind.execute(sa.select(tt.c.e).order_by(tt.c.id)).scalars().all(), bind.execute(sa.select(tt.c.id).where(tt.c.e == Kind.b)).scalars().all())
    sa.Enum('m', 'n', name='mn2').create(bind); sa.Enum('m', 'n', name='mn2').create(bind, checkfirst=True)
    print([e['name'] for e in sa.inspect(bind).get_enums()])
def downgrade():
    op.drop_table('k')
    for n in ('kind_new', 'kind', 'pq', 'mn', 'mn2'):
        postgresql.ENUM(name=n).drop(op.get_bind(), checkfirst=True) if not context.is_offline_mode() else op.execute(f'DROP TYPE {n}')
