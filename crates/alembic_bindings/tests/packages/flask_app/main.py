import sys

sys.path.insert(0, "")
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from shop import create_app
from shop.extensions import db
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def show(db):
    for key, metadata in db.metadatas.items():
        for name, table in metadata.tables.items():
            print(key, name, [(c.name, repr(c.type), c.nullable, c.primary_key) for c in table.columns])


app = create_app()
with app.app_context():
    print(current_app.config["SQLALCHEMY_DATABASE_URI"], current_app.config["EXTRA"], "lower" in current_app.config)
    ext = current_app.extensions["migrate"]
    print(sorted(ext.configure_args.items()))
    print(str(ext.db.engine.url), ext.db.metadata is db.metadata, list(db.engines))
    try:
        print(ext.db.get_engine().url.render_as_string(hide_password=False))
    except (TypeError, AttributeError):
        print("no")
show(db)


class Base(DeclarativeBase):
    metadata = MetaData(schema="x")


db2 = SQLAlchemy(model_class=Base)


class SomeThing(db2.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class OtherDB(db2.Model):
    __bind_key__ = "o"
    id: Mapped[int] = mapped_column(primary_key=True)


show(db2)
print(SomeThing.__tablename__, db2.metadata.schema, db2.metadata is Base.metadata)
