import sqlalchemy as sa
from sqlalchemy.orm import relationship, deferred, composite
from .db import Base, Owned, Stamped
from .a import Person, person_group
class Group(Owned, Stamped, Base):
    title = sa.Column("name", sa.String(20), key="title", unique=True)
    body = deferred(sa.Column("body", sa.Text, quote=True))
    people = relationship(Person, secondary=person_group)
class SubGroup(Group):
    __tablename__ = "sub_group"
    id = sa.Column(sa.ForeignKey("group.id"), primary_key=True)
    extra = sa.Column(sa.Interval)
    __table_args__ = ()
