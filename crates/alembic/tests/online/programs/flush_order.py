# A flush changes rows in the order of their keys, table by table, before it adds rows; deletions come last.
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

revision = "a1"
down_revision = None


class Base(DeclarativeBase):
    pass


class Child(Base):
    __tablename__ = "child"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_name: Mapped[str] = mapped_column(sa.ForeignKey("parent.name"))


class Parent(Base):
    __tablename__ = "parent"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind=bind)

    def show(label, *changes):
        rows = {row.name: row for row in session.scalars(sa.select(Parent).order_by(Parent.id.desc()))}
        try:
            with session.begin_nested():
                for change in changes:
                    change(rows)
                session.flush()
        except sa.exc.IntegrityError as error:
            print(label, type(error).__name__)
            session.expire_all()
        print(label, bind.execute(sa.text("SELECT id, name FROM parent ORDER BY id")).fetchall())

    session.add_all([Parent(name="a"), Parent(name="b"), Parent(name="c")])
    session.flush()
    show("along the keys", lambda r: setattr(r["b"], "name", "a"), lambda r: setattr(r["a"], "name", "z"))
    show("changes first", lambda r: session.add(Parent(name="z")), lambda r: setattr(r["z"], "name", "y"))
    show("deletions last", lambda r: session.delete(r["c"]), lambda r: setattr(r["a"], "name", "q"), lambda r: session.add(Parent(name="a")))
    show("tables by reference", lambda r: session.add(Child(parent_name="new")), lambda r: setattr(r["q"], "name", "new"))
    print(bind.execute(sa.text("SELECT parent_name FROM child")).fetchall())


def downgrade():
    pass
