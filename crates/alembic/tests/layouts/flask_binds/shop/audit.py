from .extensions import db


class AuditEntry(db.Model):
    __bind_key__ = "audit"
    id = db.Column(db.BigInteger().with_variant(db.Integer, "sqlite"), primary_key=True)
    at = db.Column(db.DateTime, nullable=False, index=True)
    what = db.Column(db.Text)


notes = db.Table("notes", db.Column("id", db.Integer, primary_key=True), db.Column("text", db.Unicode(40)), bind_key="meta")
