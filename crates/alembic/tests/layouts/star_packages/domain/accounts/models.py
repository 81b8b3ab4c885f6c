from enum import Enum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import deferred, synonym, validates

from shared.orm import *
from shared.orm import Model, Audited, HasTags

import sqlalchemy as sa


class Kind(Enum):
    person = "P"
    firm = "F"
    legacy = "P"


class User(HasTags, Model):
    email = Column("email_address", String(254), nullable=False)
    kind = Column(sa.Enum(Kind, name="user_kind"), nullable=False, default=Kind.person, server_default=Kind.person.name)
    slug = Column(String(50))
    secret = deferred(Column(sa.LargeBinary(32)))
    type = Column(String(20))
    __mapper_args__ = {"polymorphic_on": type, "polymorphic_identity": "user", "with_polymorphic": "*"}
    __extra_args__ = [UniqueConstraint("email_address"), CheckConstraint("length(slug) > 1", name="slug_len")]

    mail = synonym("email")

    @hybrid_property
    def domain(self):
        return self.email.split("@")[-1]


class Admin(User):
    level = Column(sa.SmallInteger)
    __mapper_args__ = {"polymorphic_identity": "admin"}


class Staff(User):
    __tablename__ = "staff"
    id = Column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    room = Column(String(5), nullable=False)
    __mapper_args__ = {"polymorphic_identity": "staff", "inherit_condition": id == User.id}
