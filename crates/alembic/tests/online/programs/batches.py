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


def upgrade():
    t = op.create_table('account', sa.Column('id', sa.Integer, primary_key=True), sa.Column('email', sa.String(100), nullable=False), sa.Column('domain', sa.String(50)))
    op.bulk_insert(t, [{'id': i, 'email': f'user{i}@ex{i % 3}.org'} for i in range(1, 26)])
    bind = op.get_bind() if not context.is_offline_mode() else None
    if bind is None:
        op.execute("UPDATE account SET domain = 'offline'")
        return
    result = bind.execute(sa.select(t.c.id, t.c.email).order_by(t.c.id))
    n = 0
    while True:
        rows = result.fetchmany(10)
        if not rows:
            break
        n += len(rows)
        bind.execute(t.update().where(t.c.id == sa.bindparam('b_id')).values(domain=sa.bindparam('b_domain')), [{'b_id': r.id, 'b_domain': r.email.split('@')[1]} for r in rows])
    print("rows", n)
    last = 0
    while True:
        chunk = bind.execute(sa.select(t.c.id).where(t.c.id > last).order_by(t.c.id).limit(7)).scalars().all()
        if not chunk: break
        last = chunk[-1]
        print(chunk)
    for part in bind.execute(sa.select(t.c.domain, sa.func.count().label('n')).group_by(t.c.domain).order_by(t.c.domain)).partitions(2):
        print([tuple(r) for r in part])
    r = bind.execute(sa.text("select count(*) as c, max(id) m from account"))
    row = r.mappings().one()
    print(dict(row), row['c'], row.c if hasattr(row, 'c') else 'no attr')
    res = bind.execute(sa.select(t).order_by(t.c.id).limit(3))
    print(res.keys(), res.fetchone(), res.fetchone()._mapping['email'], res.all(), res.fetchone())
    print(bind.execute(sa.select(t.c.id).order_by(t.c.id).limit(5)).scalars().unique().fetchmany(2))
    print(bind.execute(sa.select(t.c.id, t.c.domain).order_by(t.c.id).limit(2)).columns(1).all())
    res = bind.execute(sa.select(t.c.id).order_by(t.c.id)).yield_per(10)
    print(sum(1 for _ in res))
def downgrade():
    op.drop_table('account')
