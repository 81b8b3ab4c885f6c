from __future__ import with_statement
import os, sys
from alembic import context
from sqlalchemy import engine_from_config, pool
from logging.config import fileConfig

sys.path.append(os.getcwd())
config = context.config
fileConfig(config.config_file_name)
import domain
from domain.billing import *
from shared.orm import metadata as target_metadata

assert sorted(domain.models)[:2] == ["Admin", "Blob"], sorted(domain.models)
config.set_section_option(config.config_ini_section, "sqlalchemy.url", "sqlite:///%s" % os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "dom.db"))


def run_migrations_offline():
    url = config.get_main_option("sqlalchemy.url")
    context.configure(url=url, target_metadata=target_metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    alembic_config = config.get_section(config.config_ini_section)
    alembic_config["sqlalchemy.echo"] = "false"
    connectable = engine_from_config(alembic_config, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata, render_as_batch=config.get_main_option("batch") is None)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
