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


from sqlalchemy import text, bindparam
def upgrade():
    op.execute("""
        CREATE TABLE book (
            id INTEGER PRIMARY KEY,
            title VARCHAR(50) NOT NULL,
            price NUMERIC(8, 2),
            tags TEXT
        )
    """)
    op.execute(text("""
        INSERT INTO book (id, title, price, tags)
        VALUES
            (1, 'a: b', 1.50, 'x'),
            (2, 'it''s', 2.25, NULL),
            (3, '50% off', NULL, 'y;z')
    """))
    op.execute(text("UPDATE book SET tags = :t WHERE id = :i").bindparams(t="o'neil; \\ % :x", i=2))
    op.execute(text("UPDATE book SET title = title || :suffix").bindparams(bindparam('suffix', '!', type_=sa.String)))
    if context.is_offline_mode(): return
    c = op.get_bind()
    show('in', lambda: c.execute(text("select id from book where id in :ids order by id").bindparams(bindparam('ids', expanding=True)), {'ids': [1, 3]}).scalars().all())
    show('in2', lambda: c.execute(text("select id from book where id in :x order by id").bindparams(bindparam('x', expanding=True), x=(1, 2))).scalars().all())
    show('in3', lambda: c.execute(text("select id from book where id in :x").bindparams(bindparam('x', value=[2, 9], expanding=True))).scalars().all())
    show('empty', lambda: c.execute(text("select id from book where id in :x").bindparams(bindparam('x', expanding=True)), {'x': []}).scalars().all())
    show('many', lambda: c.execute(text("insert into book (id, title) values (:id, :t)"), [{'id': 10, 't': 'q'}, {'id': 11, 't': 'r'}]).rowcount)
    show('cols', lambda: c.execute(text("select id, price from book order by id").columns(id=sa.Integer, price=sa.Numeric(8, 2))).all())
    show('raw', lambda: c.execute(text("select * from book order by id")).all())
    show('missing', lambda: c.execute(text("select * from book where id = :nope")).all())
    show('extra', lambda: c.execute(text("select id from book where id = :i"), {'i': 1, 'z': 5}).all())
    show('null', lambda: c.execute(text("select id from book where tags is null and title = :t"), {'t': None}).all())
    show('scalar', lambda: c.scalar(text("select count(*) from book")))
    show('subq', lambda: c.execute(sa.select(sa.column('id')).select_from(text("book")).where(text("id < :m")).order_by(text("id desc")), {'m': 3}).scalars().all())
    show('tsel', lambda: (lambda s: c.execute(sa.select(s.c.id).where(s.c.id > 2).order_by(s.c.id)).scalars().all())(text("select id, title from book").columns(sa.column('id', sa.Integer), sa.column('title')).subquery('s')))
    show('cte', lambda: (lambda s: c.execute(sa.select(sa.func.count()).select_from(s)).scalar())(text("select id from book").columns(sa.column('id')).cte('s')))
    show('str', lambda: str(text("select :a").bindparams(a=5)))
    show('lit', lambda: str(text("select :a, :b").bindparams(a=5, b='x').compile(compile_kwargs={'literal_binds': True})))
    if c.dialect.name == 'sqlite':
        show('drv2', lambda: c.exec_driver_sql("select id from book where id = ? or title = ?", (1, 'q')).scalars().all())
        show('drv3', lambda: c.exec_driver_sql("select id from book where id = :i", {'i': 2}).scalars().all())
        show('drv4', lambda: c.exec_driver_sql("insert into book (id, title) values (?, ?)", [(20, 'a'), (21, 'b')]).rowcount)
    else:
        show('drv2', lambda: c.exec_driver_sql("select id from book where id = %s or title = %s", (1, 'q')).scalars().all())
        show('drv3', lambda: c.exec_driver_sql("select id from book where id = %(i)s and title like '%%s'", {'i': 2}).scalars().all())
        show('drv4', lambda: c.exec_driver_sql("insert into book (id, title) values (%s, %s)", [(20, 'a'), (21, 'b')]).rowcount)
        show('tuple', lambda: c.execute(text("select id from book where id in :ids order by id"), {'ids': (1, 2)}).scalars().all())
        show('list', lambda: c.execute(text("select id from book where id = any(:ids) order by id"), {'ids': [1, 2]}).scalars().all())
        show('dict', lambda: c.execute(text("select :d"), {'d': {'a': 1}}).scalar())
def downgrade(): op.execute("DROP TABLE book")
