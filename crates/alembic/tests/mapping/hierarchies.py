# Which classes of a hierarchy get tables of their own, by where `__tablename__` comes from.
import sqlalchemy as sa
from sqlalchemy.orm import *

def t(label, f):
    try:
        c = f(); print(label, c.__table__.name, list(c.__table__.c.keys()))
    except Exception as e: print(label, type(e).__name__, str(e)[:60])
FK=lambda n: mapped_column(sa.ForeignKey(n+".id"), primary_key=True)
def a1():
    class Base(DeclarativeBase):
        @declared_attr.directive
        def __tablename__(cls): return cls.__name__.lower()
    class V(Base):
        id: Mapped[int] = mapped_column(primary_key=True)
    class C(V):
        id: Mapped[int] = FK("v")
    return C
def a3():
    class M:
        @declared_attr
        def __tablename__(cls): return cls.__name__.lower()
    Base=declarative_base()
    class V(M, Base):
        id = sa.Column(sa.Integer, primary_key=True)
    class C(V):
        id = sa.Column(sa.ForeignKey("v.id"), primary_key=True)
    return C
def a4():
    class M:
        @declared_attr
        def __tablename__(cls): return cls.__name__.lower()
    Base=declarative_base(cls=M)
    class V(Base):
        id = sa.Column(sa.Integer, primary_key=True)
    class C(V):
        id = sa.Column(sa.ForeignKey("v.id"), primary_key=True)
    return C
def a5():
    class M:
        @declared_attr
        def __tablename__(cls):
            if has_inherited_table(cls): return None
            return cls.__name__.lower()
    Base=declarative_base(cls=M)
    class V(Base):
        id = sa.Column(sa.Integer, primary_key=True)
    class C(V):
        n = sa.Column(sa.Integer)
    return C
def a6():
    Base=declarative_base()
    class V(Base):
        __tablename__="v"
        id = sa.Column(sa.Integer, primary_key=True)
    class C(V):
        n = sa.Column(sa.Integer)
    return C
def a7():
    Base=declarative_base()
    class V(Base):
        @declared_attr
        def __tablename__(cls): return cls.__name__.lower()
        id = sa.Column(sa.Integer, primary_key=True)
    class C(V):
        id = sa.Column(sa.ForeignKey("v.id"), primary_key=True)
    return C
def a8():
    class Base(DeclarativeBase):
        def __init_subclass__(cls, **k):
            cls.__tablename__ = cls.__name__.lower()
            super().__init_subclass__(**k)
    class V(Base):
        id: Mapped[int] = mapped_column(primary_key=True)
    class C(V):
        id: Mapped[int] = FK("v")
    return C
def a9():
    class M:
        __tablename__ = "fix"
    class Base(DeclarativeBase): pass
    class V(Base):
        __tablename__ = "v"
        id: Mapped[int] = mapped_column(primary_key=True)
    class C(M, V):
        id: Mapped[int] = FK("v")
    return C
def b2():
    class M:
        @declared_attr
        def __tablename__(cls): return cls.__name__.lower()
    class N:
        pass
    Base=declarative_base()
    class V(M, Base):
        id = sa.Column(sa.Integer, primary_key=True)
    class C(N, V):
        id = sa.Column(sa.ForeignKey("v.id"), primary_key=True)
    class D(C):
        id = sa.Column(sa.ForeignKey("c.id"), primary_key=True)
    return D
def b3():
    class M:
        @declared_attr
        def __table_args__(cls): return {"comment": cls.__name__}
        @declared_attr
        def __tablename__(cls): return cls.__name__.lower()
    Base=declarative_base()
    class V(M, Base):
        id = sa.Column(sa.Integer, primary_key=True)
    class C(V):
        id = sa.Column(sa.ForeignKey("v.id"), primary_key=True)
    print(C.__table__.comment)
    return C
def c3():
    class M:
        __tablename__="m"
        id = sa.Column(sa.Integer, primary_key=True)
    Base=declarative_base()
    class V(M, Base):
        pass
    class C(V):
        n = sa.Column(sa.Integer)
    return C
def c4():
    class Base(DeclarativeBase):
        id: Mapped[int] = mapped_column(primary_key=True)
        @declared_attr.directive
        def __tablename__(cls): return cls.__name__.lower()
    class V(Base):
        kind: Mapped[str]
        __mapper_args__ = {"polymorphic_on": "kind"}
    class C(V):
        __tablename__ = None
        n: Mapped[int|None]
    class D(V):
        id: Mapped[int] = FK("v")
    print(D.__table__.name, V.__table__.c.keys())
    return C
def c5():
    class Base(DeclarativeBase):
        @declared_attr.directive
        def __tablename__(cls): return None if has_inherited_table(cls) else cls.__name__.lower()
    class V(Base):
        id: Mapped[int] = mapped_column(primary_key=True)
    class C(V):
        n: Mapped[int|None]
    class D(C):
        __tablename__ = "dd"
        id: Mapped[int] = FK("v")
    print(D.__table__.name)
    return C
for f in (a1, a3, a4, a5, a6, a7, a8, a9, b2, b3, c3, c4, c5): t(f.__name__, f)
