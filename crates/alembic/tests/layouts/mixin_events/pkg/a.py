import sqlalchemy as sa
from sqlalchemy.orm import relationship, backref, column_property, synonym, validates, deferred
from .db import Base, Owned, Stamped, Flag
class Person(Stamped, Base):
    name = sa.Column(sa.Unicode(30), nullable=False)
    nick = synonym("name")
    active = sa.Column(Flag, server_default="1")
    boss_id = sa.Column(sa.Integer, sa.ForeignKey(lambda: Person.__table__.c.id) if False else sa.ForeignKey("person.id"))
    reports = relationship("Person", backref=backref("boss", remote_side=lambda: Person.id))
    full = column_property(name + " !")
person_group = sa.Table("person_group", Base.metadata, sa.Column("person_id", sa.ForeignKey(Person.id), primary_key=True), sa.Column("group_id", sa.ForeignKey("group.id", onupdate="CASCADE"), primary_key=True))
