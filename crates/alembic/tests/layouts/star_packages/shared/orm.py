"""Old style base with new style columns beside it."""
import inspect
import re
import uuid
from datetime import datetime

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text, event, func, inspect as sa_inspect, text
from sqlalchemy.orm import as_declarative, backref, declarative_mixin, declared_attr, has_inherited_table, relationship
from sqlalchemy.orm import registry as Registry

convention = {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"}
metadata = MetaData(naming_convention=convention)
FIRST_CAP = re.compile("(.)([A-Z][a-z]+)")


def snake(name):
    return re.sub("([a-z0-9])([A-Z])", r"\1_\2", FIRST_CAP.sub(r"\1_\2", name)).lower()


@as_declarative(metadata=metadata)
class Model(object):
    __mapper_args__ = {"eager_defaults": True}

    @declared_attr
    def __tablename__(cls):
        if has_inherited_table(cls):
            return None
        return snake(cls.__name__)

    @declared_attr
    def __table_args__(cls):
        extra = []
        if has_inherited_table(cls):
            return ()
        for base in reversed(cls.__mro__):
            declared = base.__dict__.get("__extra_args__")
            if declared:
                extra.extend(declared(cls) if callable(declared) else declared)
        return tuple(extra)

    id = Column(Integer, primary_key=True)

    @classmethod
    def by_id(cls, session, id):
        return session.get(cls, id)


@declarative_mixin
class Audited:
    created_at = Column(DateTime, nullable=False, server_default=func.now())
    updated_at = Column(DateTime, onupdate=datetime.utcnow)

    @declared_attr
    def created_by_id(cls):
        return Column(Integer, ForeignKey("user.id", name=f"fk_{cls.__tablename__}_creator", ondelete="SET NULL"), index=True)

    @declared_attr
    def created_by(cls):
        return relationship("User", primaryjoin=f"User.id == {cls.__name__}.created_by_id", foreign_keys=[cls.created_by_id])


@declarative_mixin
class HasComments:
    """One comment table per parent."""

    @declared_attr
    def comments(cls):
        name = f"{cls.__name__}Comment"
        cls.Comment = type(
            name,
            (Model,),
            dict(
                __tablename__=f"{cls.__tablename__}_comment",
                parent_id=Column(Integer, ForeignKey(f"{cls.__tablename__}.id"), nullable=False),
                parent=relationship(cls),
                body=Column(Text, nullable=False),
            ),
        )
        return relationship(cls.Comment)


@declarative_mixin
class HasTags:
    @declared_attr
    def tags(cls):
        association = Table(
            f"{cls.__tablename__}_tag",
            cls.metadata,
            Column("tag_id", ForeignKey("tag.id"), primary_key=True),
            Column(f"{cls.__tablename__}_id", ForeignKey(f"{cls.__tablename__}.id"), primary_key=True),
        )
        return relationship("Tag", secondary=association, backref=backref(f"{cls.__tablename__}s"))


class Tag(Model):
    name = Column(String(30), unique=True, nullable=False)
    __extra_args__ = (Index("ix_tag_name_len", text("length(name)")),)


@event.listens_for(Model, "instrument_class", propagate=True)
def on_class(mapper, cls):
    table = cls.__dict__.get("__table__")
    if table is not None and "slug" in table.c:
        Index(f"ix_{table.name}_slug_auto", table.c.slug, unique=True)


@event.listens_for(Table, "after_parent_attach")
def engine_options(target, parent):
    target.dialect_options["mysql"]["engine"] = "InnoDB"
