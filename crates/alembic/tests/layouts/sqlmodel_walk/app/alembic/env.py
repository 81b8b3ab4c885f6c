import os
import sys
from logging.config import fileConfig

sys.path.insert(0, os.path.realpath(os.path.join(os.path.dirname(__file__), "..", "..")))

from alembic import context
from sqlalchemy import create_engine
from sqlmodel import SQLModel

import app.models  # noqa: F401
from app.settings import config as app_config

config = context.config
if config.config_file_name:
    fileConfig(config.config_file_name)


def render_item(type_, obj, autogen_context):
    if type_ == "type" and obj.__class__.__name__ == "AutoString":
        autogen_context.imports.add("from sqlmodel.sql.sqltypes import AutoString")
        return f"AutoString(length={obj.length})" if obj.length else "AutoString()"
    return False


options = dict(target_metadata=SQLModel.metadata, render_item=render_item, compare_type=True)


def run_migrations_offline():
    context.configure(url=app_config.url(), literal_binds=True, dialect_opts={"paramstyle": "named"}, **options)
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    engine = create_engine(app_config.url(), echo=app_config.ECHO)
    with engine.connect() as connection:
        options["render_as_batch"] = connection.dialect.name == "sqlite"
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()


run_migrations_offline() if context.is_offline_mode() else run_migrations_online()
