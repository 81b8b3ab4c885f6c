"""Runs the migrations of several databases; called by every `alembic` command that needs them."""
import logging
from logging.config import fileConfig
import re

from sqlalchemy import engine_from_config
from sqlalchemy import pool

from alembic import context

# Whether all databases commit together (two-phase commit).
USE_TWOPHASE = False

# The values of alembic.ini.
config = context.config

# Logging as the ini file asks for it.
if config.config_file_name is not None:
    fileConfig(config.config_file_name)
logger = logging.getLogger("alembic.env")

# Names of the databases; each is a section of the ini file.
db_names = re.split(r",\s*", config.get_main_option("databases", ""))

# The tables of the application by database, for `alembic revision --autogenerate`:
#
#     from myapp import models
#     target_metadata = {"engine1": models.metadata1, "engine2": models.metadata2}
target_metadata = {}


def run_migrations_offline() -> None:
    """Write the SQL of the migrations (`--sql`) to one file per database."""
    for name in db_names:
        file_name = "%s.sql" % name
        logger.info("Migrating database %s" % name)
        logger.info("Writing output to %s" % file_name)
        with open(file_name, "w") as buffer:
            context.configure(
                url=config.get_section_option(name, "sqlalchemy.url"),
                output_buffer=buffer,
                target_metadata=target_metadata.get(name),
                literal_binds=True,
                dialect_opts={"paramstyle": "named"},
            )
            with context.begin_transaction():
                context.run_migrations(engine_name=name)


def run_migrations_online() -> None:
    """Run the migrations on all databases; either all commit or none."""
    engines = {}
    for name in db_names:
        engines[name] = {
            "engine": engine_from_config(
                config.get_section(name, {}),
                prefix="sqlalchemy.",
                poolclass=pool.NullPool,
            )
        }

    for rec in engines.values():
        connection = rec["engine"].connect()
        rec["connection"] = connection
        if USE_TWOPHASE:
            rec["transaction"] = connection.begin_twophase()
        else:
            rec["transaction"] = connection.begin()

    try:
        for name, rec in engines.items():
            logger.info("Migrating database %s" % name)
            context.configure(
                connection=rec["connection"],
                upgrade_token="%s_upgrades" % name,
                downgrade_token="%s_downgrades" % name,
                target_metadata=target_metadata.get(name),
            )
            context.run_migrations(engine_name=name)

        if USE_TWOPHASE:
            for rec in engines.values():
                rec["transaction"].prepare()

        for rec in engines.values():
            rec["transaction"].commit()
    except:
        for rec in engines.values():
            rec["transaction"].rollback()
        raise
    finally:
        for rec in engines.values():
            rec["connection"].close()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
