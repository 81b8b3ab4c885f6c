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


import decimal
def upgrade():
    t = op.create_table('n', sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', sa.Numeric(10, 2)), sa.Column('b', sa.Numeric), sa.Column('c', sa.Numeric(10, 4, asdecimal=False)), sa.Column('d', sa.Float), sa.Column('e', sa.Float(asdecimal=True)), sa.Column('f', sa.Numeric(12, 3, decimal_return_scale=5)), sa.Column('g', sa.Double), sa.Column('h', sa.DECIMAL(8, 1)), sa.Column('i', sa.BigInteger), sa.Column('j', sa.REAL))
    if context.is_offline_mode(): return
    c = op.get_bind()
    D = decimal.Decimal
    c.execute(t.insert(), [dict(id=1, a=D('12.5'), b=D('1.23456789'), c=1.5, d=2.25, e=D('3.125'), f=D('1.5'), g=1e10, h=D('7.25'), i=2**40, j=0.5), dict(id=2, a=3, b=4, c=5, d=6, e=7, f=8, g=9, h=10, i=11, j=12)])
    show('rows', lambda: c.execute(sa.select(t).order_by(t.c.id)).all())
    for x in 'abcdefghij':
        col = t.c[x]
        for label, e in [('*2', col * 2), ('+1', col + 1), ('-1', col - 1), ('/4', col / 4), ('//4', col // 4), ('%2', col % 2), ('neg', -col), ('*col', col * t.c.a), ('*f', col * 1.5), ('*D', col * D('1.5')), ('r*', 2 * col), ('r-', 10 - col), ('r/', 10 / col), ('id*', t.c.id * col), ('id/', col / t.c.id), ('sum', sa.func.sum(col)), ('avg', sa.func.avg(col)), ('max', sa.func.max(col)), ('coalesce', sa.func.coalesce(col, 0)), ('round', sa.func.round(col)), ('abs', sa.func.abs(col)), ('cast', sa.cast(col, sa.Numeric(10, 3))), ('castint', sa.cast(col, sa.Integer)), ('castf', sa.cast(col, sa.Float)), ('coerce', sa.type_coerce(col, sa.Numeric(10, 1))), ('coercef', sa.type_coerce(col, sa.Float)), ('case', sa.case((t.c.id == 1, col), else_=None)), ('lit', sa.literal(D('1.10'))), ('litf', sa.literal(1.5)), ('liti', sa.literal(3) * col), ('text', sa.literal_column(x, sa.Numeric(10, 3))), ('label', col.label('zz') * 2), ('sum*', sa.func.sum(col * 2)), ('sum/', sa.func.sum(col) / 3), ('cnt', sa.func.count(col) * 2), ('sub', sa.select(sa.func.max(col)).scalar_subquery()), ('+str', sa.cast(col, sa.String) + 'x')]:
            def f():
                q = sa.select(e).where(t.c.id == 1)
                with c.begin_nested():
                    v = c.execute(q).scalar()
                return repr(type(e.type)), v
            show(x + label, f)
def downgrade(): op.drop_table('n')
