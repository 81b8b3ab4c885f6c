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


# only: sqlite
import enum, uuid, json, datetime, decimal
class Color(enum.Enum):
    red = 'r'
class SColor(str, enum.Enum):
    red = 'r'
def upgrade():
    t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('s', sa.String), sa.Column('ch', sa.CHAR(36)), sa.Column('i', sa.Integer), sa.Column('f', sa.Float), sa.Column('n', sa.Numeric(10, 2)), sa.Column('b', sa.Boolean), sa.Column('d', sa.Date), sa.Column('dt', sa.DateTime), sa.Column('ti', sa.Time), sa.Column('iv', sa.Interval), sa.Column('lb', sa.LargeBinary), sa.Column('u', sa.Uuid), sa.Column('us', sa.Uuid(as_uuid=False)), sa.Column('j', sa.JSON), sa.Column('e', sa.Enum('a', 'b', name='ee')), sa.Column('txt', sa.Text), sa.Column('uni', sa.Unicode), sa.Column('ec', sa.Enum(Color)), sa.Column('x', sa.BigInteger))
    if context.is_offline_mode(): return
    b = op.get_bind()
    U = uuid.UUID(int=5)
    vals = {'uuid': U, 'ustr': str(U), 'list': [1, 'a'], 'tuple': (1, 2), 'dict': {'a': 1}, 'set': {1}, 'dec': decimal.Decimal('1.25'), 'date': datetime.date(2020, 1, 2), 'datetime': datetime.datetime(2020, 1, 2, 3, 4), 'aware': datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.timezone.utc), 'time': datetime.time(1, 2), 'td': datetime.timedelta(1), 'enum': Color.red, 'int': 5, 'big': 2 ** 70, 'float': 1.5, 'str': 'x', 'num': '1.5', 'bytes': b'x', 'bool': True, 'none': None, 'obj': object(), 'two': 2, 'nan': float('nan')}
    for c in ['s', 'ch', 'i', 'f', 'n', 'd', 'dt', 'ti', 'j', 'txt', 'uni', 'x']:
        for k, v in vals.items():
            def f():
                b.execute(t.delete())
                b.execute(t.insert(), {c: v})
                return b.exec_driver_sql('select %s from t' % c).scalar(), b.execute(sa.select(t.c[c])).scalar()
            show('exec %s %s' % (c, k), f)
            def f():
                b.execute(t.delete())
                b.execute(t.insert().values({c: v}))
                return b.exec_driver_sql('select %s from t' % c).scalar(), b.execute(sa.select(t.c[c])).scalar()
            show('vals %s %s' % (c, k), f)
    for k, v in vals.items():
        show('text ' + k, lambda: b.execute(sa.text('select :x'), {'x': v}).scalar())
        show('bindp ' + k, lambda: b.execute(sa.text('select :x').bindparams(x=v)).scalar())
        show('lit ' + k, lambda: b.execute(sa.select(sa.literal(v))).scalar())
        show('driver ' + k, lambda: b.exec_driver_sql('select ?', (v,)).scalar())
        show('cmp ' + k, lambda: b.execute(sa.select(sa.func.count()).where(t.c.s == v)).scalar())
def downgrade(): op.drop_table('t')
