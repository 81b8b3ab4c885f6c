from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, declared_attr, mapped_column


class Base(DeclarativeBase):
    pass


class Stamp:
    created: Mapped[int] = mapped_column(default=1)
    other: Mapped[str | None]

    @declared_attr
    def ref(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("parent.id"))


class IdBase(Base):
    __abstract__ = True
    id: Mapped[int] = mapped_column(primary_key=True)


class Parent(Stamp, IdBase):
    __tablename__ = "parent"
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "p"}


class Single(Parent):
    extra: Mapped[int | None]
    __mapper_args__ = {"polymorphic_identity": "s"}


class Joined(Parent):
    __tablename__ = "joined"
    id: Mapped[int] = mapped_column(ForeignKey("parent.id"), primary_key=True)
    more: Mapped[int]
    __mapper_args__ = {"polymorphic_identity": "j"}


class Two:
    two: Mapped[int] = mapped_column()


class JoinedMixin(Two, Parent):
    __tablename__ = "joined_mixin"
    id: Mapped[int] = mapped_column(ForeignKey("parent.id"), primary_key=True)
    __mapper_args__ = {"polymorphic_identity": "jm"}


Old = declarative_base()


class OldMixin:
    id = Column(Integer, primary_key=True)
    when = Column(String(3))


class OldParent(OldMixin, Old):
    __tablename__ = "old"
    kind = Column(String)
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "p"}


class OldChild(OldParent):
    thing = Column(Integer)
    __mapper_args__ = {"polymorphic_identity": "c"}


for base in (Base, Old):
    for table in base.metadata.tables.values():
        print(table.name, [(c.name, c.nullable) for c in table.columns])
