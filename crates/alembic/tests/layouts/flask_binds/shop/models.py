import enum
from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.security import generate_password_hash

from .extensions import db

roles_users = db.Table(
    "roles_users",
    db.Column("user_id", db.Integer, db.ForeignKey("user.id"), primary_key=True),
    db.Column("role_id", db.ForeignKey("role.id"), primary_key=True),
)


class Kind(enum.Enum):
    A = 1
    B = 2


class Role(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(db.String(80), unique=True)


class User(db.Model):
    id = db.mapped_column(db.Integer, primary_key=True)
    email = db.mapped_column(db.String(120), unique=True, index=True, nullable=False)
    password_hash: Mapped[str | None]
    kind: Mapped[Kind] = mapped_column(default=Kind.A)
    joined: Mapped[datetime] = mapped_column(default=datetime.now, server_default=db.func.now())
    roles = db.relationship("Role", secondary=roles_users, backref=db.backref("users", lazy="dynamic"))

    @property
    def password(self):
        raise AttributeError("write only")

    @password.setter
    def password(self, value):
        self.password_hash = generate_password_hash(value)


class HTTPRequestLog(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(db.ForeignKey(User.id))
    path: Mapped[str]


class Admin(User):
    level: Mapped[int | None]
