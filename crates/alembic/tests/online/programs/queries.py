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


from sqlalchemy import select, func, literal, insert, update, delete, union_all, exists, and_, or_, not_, case, cast, null, true, false, distinct, literal_column, text, lateral, values, tuple_, extract, desc, asc
def upgrade():
    n = op.create_table('node', sa.Column('id', sa.Integer, primary_key=True), sa.Column('parent', sa.Integer), sa.Column('name', sa.String(20)), sa.Column('w', sa.Integer), sa.Column('d', sa.Date))
    op.bulk_insert(n, [{'id': 1, 'parent': None, 'name': 'root', 'w': 1}, {'id': 2, 'parent': 1, 'name': 'a', 'w': 2}, {'id': 3, 'parent': 1, 'name': 'b', 'w': 3}, {'id': 4, 'parent': 2, 'name': 'aa', 'w': 4}])
    tree = select(n.c.id, n.c.parent, literal(0).label('depth')).where(n.c.parent.is_(None)).cte('tree', recursive=True)
    child = n.alias()
    tree = tree.union_all(select(child.c.id, child.c.parent, tree.c.depth + 1).where(child.c.parent == tree.c.id))
    dup = select(n.c.name, func.max(n.c.id).label('m')).group_by(n.c.name).having(func.count() > 0).cte('dup')
    op.execute(update(n).where(n.c.id.in_(select(dup.c.m).where(dup.c.name != 'root'))).values(w=n.c.w * 10))
    op.execute(delete(n).where(n.c.id == select(func.max(n.c.id)).scalar_subquery()))
    op.execute(insert(n).from_select(['id', 'name', 'w'], select(n.c.id + 100, n.c.name + literal('_copy'), n.c.w).where(n.c.parent != null())))
    op.execute(n.update().values(w=select(func.sum(child.c.w)).where(child.c.parent == n.c.id).scalar_subquery()).where(exists().where(child.c.parent == n.c.id)))
    if context.is_offline_mode(): return
    c = op.get_bind()
    show('rows', lambda: c.execute(select(n).order_by(n.c.id)).all())
    show('tree', lambda: c.execute(select(tree.c.id, tree.c.depth).order_by(tree.c.id)).all())
    show('param', lambda: c.execute(select(dup.c.name, literal('p')).where(dup.c.m > 2, dup.c.name != 'zzz').order_by(dup.c.name).limit(2).offset(1)).all())
    show('sub', lambda: c.execute(select(n.c.name, select(func.count()).select_from(child).where(child.c.parent == n.c.id).scalar_subquery().label('kids')).order_by(n.c.id)).all())
    show('maxself', lambda: c.execute(select(n.c.id).where(n.c.w == select(func.max(n.c.w)).scalar_subquery())).all())
    show('exists', lambda: c.execute(select(n.c.id).where(exists(select(child.c.id).where(child.c.parent == n.c.id))).order_by(n.c.id)).all())
    show('existsself', lambda: c.execute(select(n.c.id).where(exists().where(n.c.id == 2)).order_by(n.c.id)).all())
    show('notin', lambda: c.execute(select(n.c.id).where(n.c.id.not_in([1, 2])).order_by(n.c.id)).scalars().all())
    show('empty', lambda: c.execute(select(n.c.id).where(n.c.id.in_([]))).all())
    show('tuple', lambda: c.execute(select(n.c.id).where(tuple_(n.c.id, n.c.name).in_([(1, 'root'), (2, 'zz')]))).all())
    show('case', lambda: c.execute(select(case({1: 'one', 2: 'two'}, value=n.c.id, else_='many')).order_by(n.c.id)).scalars().all())
    show('union', lambda: c.execute(union_all(select(n.c.id).where(n.c.id == 1), select(n.c.id + 1).where(n.c.id == 1)).order_by('id')).all())
    show('window', lambda: c.execute(select(n.c.id, func.row_number().over(order_by=n.c.id.desc(), partition_by=n.c.parent), func.sum(n.c.w).over(order_by=n.c.id, rows=(None, 0))).order_by(n.c.id)).all())
    show('distinct', lambda: c.execute(select(n.c.parent).distinct().order_by(n.c.parent.nulls_first())).scalars().all())
    show('cnt', lambda: c.execute(select(func.count(distinct(n.c.parent)), func.count(n.c.id.distinct()))).one())
    show('filter', lambda: c.execute(select(func.count(n.c.id).filter(n.c.id > 2))).scalar())
    show('like', lambda: c.execute(select(n.c.id).where(or_(n.c.name.like('a%'), n.c.name.ilike('R%'), n.c.name.contains('_', autoescape=True), n.c.name.startswith('zz'))).order_by(n.c.id)).scalars().all())
    show('between', lambda: c.execute(select(n.c.id).where(n.c.id.between(2, 3), ~n.c.name.in_(['q'])).order_by(n.c.id)).scalars().all())
    show('cast', lambda: c.execute(select(cast(n.c.id, sa.String) + '-' + n.c.name).order_by(n.c.id)).scalars().all())
    show('concat', lambda: c.execute(select(func.concat(n.c.name, 'x')).where(n.c.id == 1)).scalar()) if c.dialect.name == 'postgresql' else None
    show('lower', lambda: c.execute(select(func.lower(n.c.name), func.upper(n.c.name), func.length(n.c.name), func.replace(n.c.name, 'o', '0'), func.coalesce(n.c.parent, -1)).order_by(n.c.id)).first())
    show('bool', lambda: c.execute(select(true(), false(), n.c.id == 1, n.c.parent.is_(None)).order_by(n.c.id)).first())
    show('join', lambda: c.execute(select(n.c.name, child.c.name).join(child, child.c.parent == n.c.id).order_by(child.c.id)).all())
    show('values', lambda: c.execute(select(values(sa.column('a', sa.Integer), sa.column('b', sa.String), name='v').data([(1, 'x'), (2, 'y')]))).all())
    show('updret', lambda: c.execute(update(n).where(n.c.id == 1).values(name='ROOT').returning(n.c.id, n.c.name, (n.c.w + 1).label('w1'))).all())
    show('insret', lambda: c.execute(insert(n).values(id=500, name='z').returning(n)).one())
    show('delret', lambda: c.execute(delete(n).where(n.c.id == 500).returning(n.c.id)).scalar())
    show('inscte', lambda: c.execute(insert(n).from_select(['id', 'name'], select(dup.c.m + 1000, dup.c.name)).returning(n.c.id)).scalars().all().__len__())
    show('anon', lambda: c.execute(select(n.alias().c.id).order_by(sa.text('1')).limit(1)).scalar())
    show('groupby', lambda: c.execute(select(n.c.parent, func.count().label('c')).group_by(n.c.parent).having(func.count() > 1).order_by(sa.text('c desc'), n.c.parent)).all())
    show('extract', lambda: c.execute(select(extract('year', cast('2020-05-06', sa.Date)))).scalar())
    show('labels', lambda: c.execute(select(n.c.id.label('a'), n.c.id.label('b')).where(n.c.id == 1)).mappings().one())
    show('dupcols', lambda: c.execute(select(n, child).where(n.c.id == child.c.id, n.c.id == 1)).keys())
    show('str', lambda: str(select(n.c.id).where(n.c.name == 'x').limit(5)))
    show('corr', lambda: c.execute(select(n.c.id).where(n.c.id == select(func.min(child.c.id)).where(child.c.parent == n.c.parent).correlate(n).scalar_subquery()).order_by(n.c.id)).scalars().all())
    show('mathfun', lambda: c.execute(select(n.c.id % 2, n.c.id // 2, n.c.id / 2, -n.c.id, func.abs(-5), func.round(2.567, 1) if c.dialect.name == 'sqlite' else 1).where(n.c.id == 3)).one())
def downgrade(): op.drop_table('node')
