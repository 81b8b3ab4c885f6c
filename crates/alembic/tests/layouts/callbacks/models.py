import enum
import json
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.declarative import declared_attr
from sqlalchemy.orm import declarative_base, relationship
from sqlalchemy.types import TypeDecorator, UserDefinedType


class JSONEncoded(TypeDecorator):
    """Stores JSON as text."""
    impl = sa.Text
    cache_ok = True

    def __init__(self, *args, indent=None, **kwargs):
        self.indent = indent
        super().__init__(*args, **kwargs)

    def process_bind_param(self, value, dialect):
        return None if value is None else json.dumps(value, indent=self.indent)

    def process_result_value(self, value, dialect):
        return json.loads(value) if value else None


class GUID(TypeDecorator):
    impl = sa.CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            from sqlalchemy.dialects import postgresql
            return dialect.type_descriptor(postgresql.UUID())
        return dialect.type_descriptor(sa.CHAR(36))


class Point(UserDefinedType):
    cache_ok = True

    def __init__(self, srid=4326):
        self.srid = srid

    def get_col_spec(self, **kw):
        return f"POINT({self.srid})"


class ChoiceString(TypeDecorator):
    impl = sa.String
    cache_ok = True

    def __init__(self, choices: Iterable[str], **kw):
        self.choices = tuple(choices)
        super().__init__(length=max(map(len, self.choices)), **kw)

    def __repr__(self):
        return f"ChoiceString({list(self.choices)!r})"


class PrefixerBase:
    @declared_attr
    def __tablename__(cls):
        return "app_" + cls.__name__.lower()

    id = sa.Column(GUID(), primary_key=True)


Base = declarative_base(cls=PrefixerBase, metadata=sa.MetaData())


class Comment(Base):
    body = sa.Column(JSONEncoded(2000, indent=2), nullable=False, doc="text")
    where = sa.Column(Point(srid=3857))
    kind = sa.Column(ChoiceString(["note", "question"]), server_default="note")
    view = sa.Column(sa.Integer, info={"skip_autogenerate": True})
    price = sa.Column(sa.Numeric(10, 2, asdecimal=False), sa.CheckConstraint("price >= 0"))
    sub = sa.Column(sa.Integer, sa.Identity(start=1, increment=5), index=True)


class Report(Base):
    __tablename__ = "legacy_report"
    __table_args__ = {"info": {"is_view": True}}


class Thing(Base):
    amount = sa.Column("Amount", sa.Float(53), key="amount")
    author_id = sa.Column(sa.ForeignKey("app_comment.id", name=None, deferrable=True, initially="IMMEDIATE"), nullable=False)
    author = relationship(Comment)
    tmp_index = sa.Index("tmp_thing", amount)
    __table_args__ = (sa.UniqueConstraint("amount", "author_id"), sa.PrimaryKeyConstraint("id", name="pk_thing"),)
