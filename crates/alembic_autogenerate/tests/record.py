"""Records what Alembic makes of the cases in `reference.rs`: `python record.py > fixtures/reference.json`.

Needs alembic 1.20.1 and SQLAlchemy 2.1; `RECORD_PG_URL` names an empty PostgreSQL database.
"""

import json
import os
import sys

import sqlalchemy as sa
from alembic.autogenerate import api, produce_migrations, render_python_code
from alembic.migration import MigrationContext


def case_change(metadata):
    sa.Table(
        "item",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False, index=True),
        sa.Column("price", sa.Numeric(10, 2), server_default="0"),
        sa.Column("added", sa.DateTime, server_default=sa.func.now()),
        sa.UniqueConstraint("name", "price", name="uq_item"),
    )


CHANGE = ["create table item (id integer not null primary key, name varchar(20), price numeric(10, 2), gone integer)"]


def case_create(metadata):
    owner = sa.Table(
        "owner", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("tag", sa.String(5), unique=True)
    )
    sa.Table(
        "pet",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("owner_id", sa.ForeignKey(owner.c.id, ondelete="CASCADE"), index=True),
        sa.Column("kind", sa.Enum("cat", "dog", name="kind")),
        sa.CheckConstraint("id > 0", name="ck_pet"),
    )


CREATE = []


def record(url, statements, fill, batch):
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
        metadata = sa.MetaData()
        fill(metadata)
        context = MigrationContext.configure(connection, opts={"target_metadata": metadata})
        script = produce_migrations(context, metadata)
        options = {"render_as_batch": batch, "migration_context": context}
        out = {
            "upgrade": render_python_code(script.upgrade_ops, **options),
            "downgrade": render_python_code(script.downgrade_ops, **options),
        }
        connection.rollback()
        return out


def main():
    urls = {"sqlite": "sqlite://", "postgresql": os.environ["RECORD_PG_URL"]}
    cases = {"change": (CHANGE, case_change), "create": (CREATE, case_create)}
    out = {}
    for dialect, url in urls.items():
        for name, (statements, fill) in cases.items():
            for batch in (False, True):
                out["%s-%s%s" % (name, dialect, "-batch" if batch else "")] = record(url, statements, fill, batch)
    json.dump(out, sys.stdout, indent=1)


main()
