from app.extensions import db

roles = db.Table(
    "person_roles",
    db.Column("person_id", db.Integer, db.ForeignKey("person.id"), primary_key=True),
    db.Column("item_id", db.ForeignKey("item.id"), primary_key=True),
)


class Person(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    kind = db.Column(db.String(20), nullable=False)
    name = db.Column(db.String(80), unique=True)
    items = db.relationship("Item", secondary=roles, backref=db.backref("people", lazy=True))
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "person"}


class Admin(Person):
    level = db.Column(db.Integer, default=1)
    __mapper_args__ = {"polymorphic_identity": "admin"}


class HTTPResponseLog(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    status = db.Column(db.SmallInteger, index=True, nullable=False)
    person_id = db.Column(db.Integer, db.ForeignKey("person.id", ondelete="SET NULL"))
