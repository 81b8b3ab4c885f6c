import uuid
from dataclasses import KW_ONLY
from datetime import datetime
from typing import Any, ClassVar, Literal, Optional, get_args

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String, func
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedAsDataclass,
    MappedColumn,
    WriteOnlyMapped,
    backref,
    column_property,
    composite,
    declared_attr,
    mapped_column,
    query_expression,
    relationship,
    synonym,
)

from .domain import Money

Status = Literal["draft", "live", "archived"]


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    type_annotation_map: ClassVar[dict] = {
        Status: sa.Enum(*get_args(Status), name="status", native_enum=False, create_constraint=True, length=20),
        dict[str, Any]: sa.JSON(none_as_null=True),
        list[int]: MutableList.as_mutable(sa.PickleType),
    }


class AuditMixin(MappedAsDataclass, kw_only=True):
    created: Mapped[datetime] = mapped_column(default=None, server_default=func.now(), init=False)
    modified: Mapped[datetime | None] = mapped_column(default=None, onupdate=func.now(), repr=False)


class Party(AuditMixin, Base):
    __tablename__ = "party"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "party", "version_id_col": None}

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), init=False)
    title: Mapped[str]
    price: Mapped[Money] = composite(mapped_column("price_amount"), mapped_column("price_currency", String(3)), default=None)
    status: Mapped[Status] = mapped_column(default="draft", index=True)
    data: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(sa.JSON), default_factory=dict)
    marks: Mapped[list[int]] = mapped_column(default_factory=list)
    tags: Mapped[list["Tag"]] = relationship(default_factory=list, back_populates="party", order_by="Tag.position")
    tag_names: AssociationProxy[list[str]] = association_proxy("tags", "name", default_factory=list)
    label: Mapped[str] = synonym("title", init=False)


class Company(Party):
    __tablename__ = "company"
    __mapper_args__ = {"polymorphic_identity": "company"}
    id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, init=False)
    vat: Mapped[Optional[str]] = mapped_column(String(20), unique=True, default=None)
    staff: WriteOnlyMapped["Human"] = relationship(back_populates="company", foreign_keys="Human.company_id", init=False)


class Human(Party):
    __mapper_args__ = {"polymorphic_identity": "human"}
    nick: Mapped[str | None] = mapped_column(String(30), default=None)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), default=None, use_existing_column=True)
    company: Mapped[Company | None] = relationship(back_populates="staff", default=None, foreign_keys=[company_id])

    @hybrid_property
    def loud(self) -> str:
        return self.nick.upper()

    @loud.expression
    def loud(cls):
        return func.upper(cls.nick)


class Robot(Party):
    __mapper_args__ = {"polymorphic_identity": "robot", "polymorphic_load": "inline"}
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), default=None, use_existing_column=True)
    serial: Mapped[uuid.UUID | None] = mapped_column(default_factory=uuid.uuid4, insert_default=uuid.uuid4)


class Tag(Base):
    __tablename__ = "tag"
    __table_args__ = (sa.UniqueConstraint("party_id", "position", name="uq_tag"), sa.Index("ix_tag_lower", func.lower(sa.text("name"))), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(String(40, collation="NOCASE"))
    position: Mapped[int] = mapped_column(init=False, sort_order=-1)
    party_id: Mapped[int] = mapped_column(ForeignKey(Party.id, onupdate="CASCADE", ondelete="SET NULL"), init=False)
    party: Mapped[Party] = relationship(back_populates="tags", init=False)
    length: Mapped[int] = column_property(func.length(name), init=False)


class Plain(DeclarativeBase):
    metadata = Base.metadata


class Node(Plain):
    __table__ = sa.Table("node", Base.metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("up", sa.ForeignKey("node.id")), sa.Column("name", sa.Unicode(20), default="x"))
    children = relationship("Node", backref=backref("parent", remote_side=[__table__.c.id]))
