from .extensions import db

tags = db.Table("tags", db.Column("a", db.Integer, db.ForeignKey("user.id")), db.Column("b", db.Integer))


class BaseModel(db.Model):
    __abstract__ = True
    id = db.Column(db.Integer, primary_key=True)


class NameMixin:
    name = db.Column(db.String(20), unique=True)


class User(BaseModel):
    email = db.Column(db.String(120), unique=True, nullable=False)
    kind = db.Column(db.String(10))
    posts = db.relationship("BlogPost", backref="user", lazy=True)
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "user"}


class Admin(User):
    level = db.Column(db.Integer)
    __mapper_args__ = {"polymorphic_identity": "admin"}


class Employee(User):
    id = db.Column(db.Integer, db.ForeignKey("user.id"), primary_key=True)
    __mapper_args__ = {"polymorphic_identity": "employee"}


class BlogPost(NameMixin, BaseModel):
    user_id = db.Column(db.Integer, db.ForeignKey(User.id))
    body = db.Column(db.Text)


class HTTPServerLog2X(BaseModel):
    pass


class Named(BaseModel):
    __tablename__ = "custom"


class Account(db.Model):
    __bind_key__ = "users"
    id: db.Mapped[int] = db.mapped_column(primary_key=True)
    x: db.Mapped[str | None]


class _PrivateABCd(BaseModel):
    __table_args__ = {"schema": "s"}
