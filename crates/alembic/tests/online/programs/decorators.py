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


import enum, uuid, json, datetime, decimal
from sqlalchemy.types import TypeDecorator, UserDefinedType, CHAR
class Upper(TypeDecorator):
    impl = sa.String(20)
    cache_ok = True
    def process_bind_param(self, value, dialect): return value.upper() if value is not None else value
    def process_result_value(self, value, dialect): return value + '!' if value is not None else value
class GUID(TypeDecorator):
    impl = CHAR
    cache_ok = True
    def load_dialect_impl(self, dialect):
        if dialect.name == 'postgresql':
            from sqlalchemy.dialects.postgresql import UUID
            return dialect.type_descriptor(UUID())
        return dialect.type_descriptor(CHAR(32))
    def process_bind_param(self, value, dialect):
        if value is None: return value
        elif dialect.name == 'postgresql': return str(value)
        if not isinstance(value, uuid.UUID): return "%.32x" % uuid.UUID(value).int
        return "%.32x" % value.int
    def process_result_value(self, value, dialect):
        if value is None: return value
        return value if isinstance(value, uuid.UUID) else uuid.UUID(value)
class JsonText(TypeDecorator):
    impl = sa.Text
    cache_ok = True
    def process_bind_param(self, value, dialect): return json.dumps(value) if value is not None else None
    def process_result_value(self, value, dialect): return json.loads(value) if value is not None else None
class Point(UserDefinedType):
    cache_ok = True
    def __init__(self, precision=8): self.precision = precision
    def get_col_spec(self, **kw): return 'VARCHAR(%s)' % self.precision
    def bind_processor(self, dialect):
        def process(value): return 'p' + value
        return process
    def result_processor(self, dialect, coltype):
        def process(value): return value[1:]
        return process
class Color(enum.Enum):
    red = 'r'
    blue = 'b'
class SColor(str, enum.Enum):
    red = 'r'
    blue = 'b'
class IColor(enum.IntEnum):
    one = 1
class Cents(TypeDecorator):
    impl = sa.Integer
    cache_ok = True
    def process_bind_param(self, value, dialect): return int(value * 100)
    def process_result_value(self, value, dialect): return decimal.Decimal(value) / 100
    def coerce_compared_value(self, op, value): return self.impl
def upgrade():
    t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('u', Upper), sa.Column('g', GUID()), sa.Column('j', JsonText), sa.Column('p', Point(12)), sa.Column('e', sa.Enum(Color, name='color_e')), sa.Column('e2', sa.Enum(SColor, name='color_f', values_callable=lambda x: [m.value for m in x], native_enum=False)), sa.Column('c', Cents()), sa.Column('i', sa.Interval), sa.Column('lb', sa.LargeBinary), sa.Column('uu', sa.Uuid), sa.Column('us', sa.Uuid(as_uuid=False)), sa.Column('pk', sa.PickleType))
    op.bulk_insert(t, [{'id': 1, 'u': 'abc', 'g': uuid.UUID(int=7), 'j': {'a': 1}, 'p': 'xy', 'e': 'red', 'e2': 'b', 'c': decimal.Decimal('1.5'), 'i': datetime.timedelta(hours=30), 'lb': b'\x01', 'uu': uuid.UUID(int=9), 'us': str(uuid.UUID(int=10))}])
    op.execute(t.update().where(t.c.u == 'abc').values(j=[1, 2]))
    op.execute(t.update().where(t.c.g == uuid.UUID(int=7)).values(u='zz'))
    op.execute(t.insert().values(id=2, u='lower', e=Color.blue, e2=SColor.red))
    if context.is_offline_mode(): return
    b = op.get_bind()
    show('exec', lambda: b.execute(t.insert(), [{'id': 3, 'u': 'third', 'g': uuid.UUID(int=8), 'j': [1], 'p': 'q', 'e': Color.red, 'c': 2}, {'id': 4, 'u': None, 'g': None, 'j': None, 'p': 'w', 'e': None, 'c': 1}]).rowcount)
    show('one', lambda: b.execute(t.insert(), {'id': 5, 'u': 'fifth', 'c': 1}).rowcount)
    for c in t.c:
        show(c.name, lambda: b.execute(sa.select(c).order_by(t.c.id)).scalars().all())
    show('raw', lambda: [r for r in b.exec_driver_sql('select id, u, j, p, c from t order by id')])
    show('where', lambda: b.execute(sa.select(t.c.id).where(t.c.u == 'third')).scalars().all())
    show('in', lambda: b.execute(sa.select(t.c.id).where(t.c.u.in_(['third', 'zz'])).order_by(t.c.id)).scalars().all())
    show('guid', lambda: b.execute(sa.select(t.c.id).where(t.c.g.in_([uuid.UUID(int=8)]))).scalars().all())
    show('upd', lambda: b.execute(t.update().where(t.c.id == sa.bindparam('x')).values(u=sa.bindparam('y')), [{'x': 3, 'y': 'new'}]).rowcount)
    show('ret', lambda: b.execute(t.update().where(t.c.id == 3).values(u='ret').returning(t.c.u, t.c.g)).one())
    show('cast', lambda: b.execute(sa.select(sa.cast('x', Upper))).scalar())
    show('lit', lambda: b.execute(sa.select(sa.literal('x', Upper))).scalar())
    show('coerce', lambda: b.execute(sa.select(sa.type_coerce(t.c.u, sa.String)).where(t.c.id == 3)).scalar())
    show('max', lambda: b.execute(sa.select(sa.func.max(t.c.u), sa.func.coalesce(t.c.u, 'x')).where(t.c.id == 3).group_by(t.c.u)).one())
    show('text', lambda: b.execute(sa.text('select u from t where u = :u').bindparams(sa.bindparam('u', type_=Upper)).columns(u=Upper), {'u': 'ret'}).scalar())
    show('cents', lambda: b.execute(sa.select(t.c.c, t.c.c * 2).where(t.c.c > 1).order_by(t.c.id)).all())
def downgrade(): op.drop_table('t')
