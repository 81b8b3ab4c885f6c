import datetime
from typing import Annotated, Optional
import sqlalchemy as sa
from sqlalchemy.ext.declarative import AbstractConcreteBase, ConcreteBase
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, declared_attr
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.ext.associationproxy import association_proxy, AssociationProxy

intpk = Annotated[int, mapped_column(primary_key=True)]
str50 = Annotated[str, 50]

class Base(DeclarativeBase):
    type_annotation_map = {str50: sa.String(50), datetime.datetime: sa.DateTime(timezone=True)}
    metadata = sa.MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"})

class Employee(ConcreteBase, Base):
    __tablename__ = "employee"
    id: Mapped[intpk]
    name: Mapped[str50]
    __mapper_args__ = {"polymorphic_identity": "employee", "concrete": True}

class Manager(Employee):
    __tablename__ = "manager"
    id: Mapped[intpk]
    name: Mapped[str50]
    manager_data: Mapped[Optional[str]] = mapped_column(sa.String(40))
    __mapper_args__ = {"polymorphic_identity": "manager", "concrete": True}

class Vehicle(AbstractConcreteBase, Base):
    strict_attrs = True
    vin: Mapped[str50] = mapped_column(index=True)

    @declared_attr
    def owner_id(cls) -> Mapped[int]:
        return mapped_column(sa.ForeignKey("employee.id", ondelete="CASCADE"))

    @declared_attr
    def owner(cls):
        return relationship("Employee")

class Car(Vehicle):
    __tablename__ = "car"
    id: Mapped[intpk]
    doors: Mapped[int] = mapped_column(server_default=sa.text("4"))
    __mapper_args__ = {"polymorphic_identity": "car", "concrete": True}

class Truck(Vehicle):
    __tablename__ = "truck"
    id: Mapped[intpk]
    load: Mapped[float]
    __mapper_args__ = {"polymorphic_identity": "truck", "concrete": True}

class Item(Base):
    __tablename__ = "item"
    id: Mapped[intpk]
    kind: Mapped[str50]
    created: Mapped[datetime.datetime] = mapped_column(server_default=sa.func.now())
    tags: Mapped[list["Tag"]] = relationship(back_populates="item")
    tag_names: AssociationProxy[list[str]] = association_proxy("tags", "name")
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "item"}
    @hybrid_property
    def upper(self): return self.kind.upper()
    @upper.inplace.expression
    @classmethod
    def _upper(cls): return sa.func.upper(cls.kind)

class Book(Item):
    pages: Mapped[Optional[int]]
    __mapper_args__ = {"polymorphic_identity": "book"}

class Disc(Item):
    __tablename__ = "disc"
    id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"), primary_key=True)
    length: Mapped[float]
    __mapper_args__ = {"polymorphic_identity": "disc"}

class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[intpk]
    name: Mapped[str50] = mapped_column(unique=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey(Item.id))
    item: Mapped[Item] = relationship(back_populates="tags")
    __table_args__ = (sa.CheckConstraint("length(name) > 1", name="long"),)
