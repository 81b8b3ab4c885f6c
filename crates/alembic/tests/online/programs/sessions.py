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


from sqlalchemy.orm import Session, declarative_base, DeclarativeBase, Mapped, mapped_column, sessionmaker, relationship
from typing import Optional
import datetime
Base = declarative_base()
class User(Base):
    __tablename__ = 'user'
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50), nullable=False)
    created = sa.Column(sa.DateTime, default=lambda: datetime.datetime(2020, 1, 2))
    full = sa.Column(sa.String(50), default='dflt')
    def __repr__(self): return f'<User {self.name}>'
class B2(DeclarativeBase): pass
class Post(B2):
    __tablename__ = 'post'
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(20))
    body: Mapped[Optional[str]]
    user_id: Mapped[int | None]
    score: Mapped[float] = mapped_column(default=0.5)
def upgrade():
    op.create_table('user', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(50), nullable=False), sa.Column('created', sa.DateTime), sa.Column('full', sa.String(50)))
    if context.is_offline_mode(): return
    bind = op.get_bind()
    B2.metadata.create_all(bind)
    session = Session(bind=bind)
    session.add_all([User(name='a'), User(name='b', full='x')])
    session.flush()
    print(session.query(User).order_by(User.id).all())
    for u in session.query(User): u.full = u.name.upper()
    session.commit()
    session.add_all([Post(title=f't{i}', user_id=u.id) for i, u in enumerate(session.query(User).order_by(User.id))])
    session.commit()
    print([(p.title, p.body, p.user_id, p.score) for p in session.scalars(sa.select(Post).order_by(Post.id))])
    print(session.query(User.name, Post.title).join(Post, Post.user_id == User.id).order_by(User.id).all())
    print(session.query(sa.func.max(User.id)).scalar(), session.query(User).filter(User.name.in_(['a'])).one(), session.query(User).filter_by(name='zz').one_or_none())
    print(session.execute(sa.update(User).where(User.name == 'a').values(full='z')).rowcount)
    session.expire_all()
    print(session.get(User, 1).full, session.query(User).filter(User.full.is_(None)).count())
    print(session.query(User).filter(sa.or_(User.name == 'a', User.name == 'b')).update({User.full: User.name + '!'}, synchronize_session=False))
    print(session.execute(sa.select(User.full).order_by(User.id)).scalars().all())
    session.delete(session.get(Post, 1)); session.flush()
    print(session.query(Post).count())
    try:
        with session.begin_nested():
            session.add(User(name=None)); session.flush()
    except sa.exc.IntegrityError as e:
        print('integrity', type(e.orig).__name__)
    with sessionmaker(bind=bind)() as s2:
        print(s2.query(User).count()); s2.execute(sa.insert(User), [{'name': 'k'}]); s2.commit()
    print(bind.execute(sa.select(sa.func.count()).select_from(User)).scalar())
    with Session(bind) as s3, s3.begin():
        s3.bulk_save_objects([User(name='bulk')])
        s3.execute(sa.text('update "user" set "full" = :x where name = :n'), {'x': 'q', 'n': 'bulk'})
    print(Session(bind).query(User.full).filter(User.name == 'bulk').all())
def downgrade(): op.drop_table('user')
