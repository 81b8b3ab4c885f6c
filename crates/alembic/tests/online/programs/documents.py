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


import json
from sqlalchemy.dialects import postgresql
def upgrade():
    J = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
    t = op.create_table('doc', sa.Column('id', sa.Integer, primary_key=True), sa.Column('data', J, nullable=True), sa.Column('raw', sa.JSON(none_as_null=True)), sa.Column('tags', sa.Text))
    if context.is_offline_mode():
        op.execute(t.update().where(t.c.data['a'].as_string() == 'x').values(tags='y'))
        op.execute(t.insert().values(id=1, data={'a': [1, 'q\'s']}))
        return
    c = op.get_bind()
    c.execute(t.insert(), [{'id': 1, 'data': {'a': 'x', 'n': {'k': [1, 2, 3]}, 'i': 5, 'f': 1.5, 'b': True}, 'raw': [1, 2]}, {'id': 2, 'data': None, 'raw': None}, {'id': 3, 'data': [1, {'z': None}], 'raw': 'str'}])
    c.execute(t.insert().values(id=4, data=sa.null(), raw=sa.JSON.NULL))
    show('all', lambda: c.execute(sa.select(t).order_by(t.c.id)).all())
    show('a', lambda: c.execute(sa.select(t.c.data['a']).where(t.c.id == 1)).scalar())
    show('as_string', lambda: c.execute(sa.select(t.c.data['a'].as_string()).where(t.c.id == 1)).scalar())
    show('as_integer', lambda: c.execute(sa.select(t.c.data['i'].as_integer()).where(t.c.id == 1)).scalar())
    show('as_float', lambda: c.execute(sa.select(t.c.data['f'].as_float()).where(t.c.id == 1)).scalar())
    show('as_boolean', lambda: c.execute(sa.select(t.c.data['b'].as_boolean()).where(t.c.id == 1)).scalar())
    show('as_numeric', lambda: c.execute(sa.select(t.c.data['f'].as_numeric(10, 2)).where(t.c.id == 1)).scalar())
    show('as_json', lambda: c.execute(sa.select(t.c.data['n'].as_json()).where(t.c.id == 1)).scalar())
    show('path', lambda: c.execute(sa.select(t.c.data[('n', 'k', 1)]).where(t.c.id == 1)).scalar())
    show('pathi', lambda: c.execute(sa.select(t.c.data[('n', 'k', 1)].as_integer()).where(t.c.id == 1)).scalar())
    show('idx', lambda: c.execute(sa.select(t.c.data[0]).where(t.c.id == 3)).scalar())
    show('chain', lambda: c.execute(sa.select(t.c.data['n']['k'][2]).where(t.c.id == 1)).scalar())
    show('missing', lambda: c.execute(sa.select(t.c.data['zzz']).where(t.c.id == 1)).scalar())
    show('isnull', lambda: c.execute(sa.select(t.c.id).where(t.c.data.is_(None)).order_by(t.c.id)).scalars().all())
    show('eqnull', lambda: c.execute(sa.select(t.c.id).where(t.c.data == sa.JSON.NULL).order_by(t.c.id)).scalars().all())
    show('cast', lambda: c.execute(sa.select(t.c.id).where(sa.cast(t.c.data, sa.String).like('%x%'))).scalars().all())
    show('where', lambda: c.execute(sa.select(t.c.id).where(t.c.data['a'].as_string() == 'x')).scalars().all())
    for row in c.execute(sa.text('select id, data, raw from doc order by id')):
        d = row.data
        if isinstance(d, str): d = json.loads(d)
        print(row.id, d, type(row.raw).__name__)
        if isinstance(d, dict):
            d['new'] = len(d); d.pop('a', None)
            c.execute(sa.text('update doc set data = :d where id = :i'), {'d': json.dumps(d), 'i': row.id})
    c.execute(sa.text('update doc set data = :d where id = 3').bindparams(sa.bindparam('d', type_=J)), {'d': {'q': [1]}})
    show('after', lambda: c.execute(sa.select(t.c.id, t.c.data).order_by(t.c.id)).all())
    if c.dialect.name == 'postgresql':
        show('contains', lambda: c.execute(sa.select(t.c.id).where(t.c.data.op('@>')(sa.cast({'q': [1]}, postgresql.JSONB)))).scalars().all())
        tt = sa.table('doc', sa.column('id'), sa.column('data', postgresql.JSONB))
        show('contains2', lambda: c.execute(sa.select(tt.c.id).where(tt.c.data.contains({'q': [1]}))).scalars().all())
        show('has_key', lambda: c.execute(sa.select(tt.c.id).where(tt.c.data.has_key('n'))).scalars().all())
        show('has_any', lambda: c.execute(sa.select(tt.c.id).where(tt.c.data.has_any(postgresql.array(['n', 'q']))).order_by(tt.c.id)).scalars().all())
        show('astext', lambda: c.execute(sa.select(tt.c.data['n'].astext).order_by(tt.c.id)).scalars().all())
        show('concat', lambda: c.execute(sa.update(tt).where(tt.c.id == 1).values(data=tt.c.data + {'zz': 1}).returning(tt.c.data)).scalar())
        show('minus', lambda: c.execute(sa.update(tt).where(tt.c.id == 1).values(data=tt.c.data - 'zz').returning(tt.c.data)).scalar())
        show('set', lambda: c.execute(sa.update(tt).where(tt.c.id == 1).values(data=sa.func.jsonb_set(tt.c.data, '{n,k}', sa.cast('[9]', postgresql.JSONB))).returning(tt.c.data)).scalar())
        show('each', lambda: c.execute(sa.text("select key, value from doc, jsonb_each(data) where id = 1 order by 1")).all())
def downgrade(): op.drop_table('doc')
