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


from sqlalchemy.sql import table, column, select, func, and_, or_, case, literal, exists
def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(30)), sa.Column('total', sa.Numeric(10, 2)), sa.Column('level', sa.String(10)))
    op.create_table('orders', sa.Column('id', sa.Integer, primary_key=True), sa.Column('user_id', sa.Integer, sa.ForeignKey('users.id', name='fk_orders_user')), sa.Column('amount', sa.Numeric(10, 2), nullable=False), sa.Column('state', sa.Enum('new', 'paid', name='order_state')))
    users = table('users', column('id', sa.Integer), column('name', sa.String), column('total', sa.Numeric(10, 2)), column('level', sa.String))
    orders = table('orders', column('id', sa.Integer), column('user_id', sa.Integer), column('amount', sa.Numeric(10, 2)), column('state', sa.Enum('new', 'paid', name='order_state')))
    op.bulk_insert(users, [{'id': 1, 'name': 'ann'}, {'id': 2, 'name': 'bob'}, {'id': 3, 'name': 'cyd'}])
    op.bulk_insert(orders, [{'id': 1, 'user_id': 1, 'amount': 10, 'state': 'new'}, {'id': 2, 'user_id': 1, 'amount': 2.5, 'state': 'paid'}, {'id': 3, 'user_id': 2, 'amount': 100, 'state': 'paid'}])
    op.execute(users.update().values(total=select(func.coalesce(func.sum(orders.c.amount), 0)).where(orders.c.user_id == users.c.id).scalar_subquery()))
    op.execute(users.update().values({'level': case((users.c.total > 50, 'gold'), (users.c.total > 0, 'silver'), else_='none')}))
    op.execute(orders.delete().where(and_(orders.c.state == 'new', ~exists().where(users.c.id == orders.c.user_id).where(users.c.level == 'gold'))))
    if context.is_offline_mode(): return
    c = op.get_bind()
    for r in c.execute(select(users.c.name, users.c.total, users.c.level, func.count(orders.c.id).label('n')).select_from(users.outerjoin(orders, users.c.id == orders.c.user_id)).group_by(users.c.name, users.c.total, users.c.level).order_by(users.c.name)):
        print(r.name, r.total, r.level, r.n, r)
    big = select(users.c.id).where(users.c.total >= 50).cte('big')
    q = select(orders.c.id, orders.c.amount * 2, orders.c.amount / 4, orders.c.amount + 1, -orders.c.amount).join(big, big.c.id == orders.c.user_id)
    print(c.execute(q).all()); print(str(q))
    a = users.alias('a'); b = users.alias('b')
    print(c.execute(select(a.c.name, b.c.name).select_from(a.join(b, a.c.id < b.c.id)).order_by(a.c.id, b.c.id)).all())
    r = c.execute(orders.update().where(orders.c.user_id == users.c.id).where(users.c.name == 'bob').values(amount=orders.c.amount + 5))
    print(r.rowcount)
    print(c.execute(select(orders)).mappings().all())
    print(c.execute(select(func.sum(orders.c.amount), func.avg(orders.c.amount), func.min(orders.c.amount), func.max(orders.c.state))).one())
def downgrade():
    op.drop_table('orders'); op.drop_table('users')
    if op.get_context().dialect.name == 'postgresql': sa.Enum(name='order_state').drop(op.get_bind(), checkfirst=False)
