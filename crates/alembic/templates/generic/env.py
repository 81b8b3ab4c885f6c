"""Runs the migrations; called by every `alembic` command that needs the database."""
from logging.config import fileConfig

from sqlalchemy import engine_from_config
from sqlalchemy import pool

from alembic import context

# The values of alembic.ini.
config = context.config

# Logging as the ini file asks for it.
if config.config_file_name is not None:
    fileConfig(config.config_file_name)

# The tables of the application, for `alembic revision --autogenerate`:
#
#     from myapp.models import Base
#     target_metadata = Base.metadata
target_metadata = None

# Own keys of the ini file can be read with
#
#     config.get_main_option("my_key")


def run_migrations_offline() -> None:
    """Write the SQL of the migrations to stdout (`--sql`); needs a URL, but no connection."""
    context.configure(
        url=config.get_main_option("sqlalchemy.url"),
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )

    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    """Run the migrations on a connection to the database."""
    connectable = engine_from_config(
        config.get_section(config.config_ini_section, {}),
        prefix="sqlalchemy.",
        poolclass=pool.NullPool,
    )

    with connectable.connect() as connection:
        context.configure(
            connection=connection, target_metadata=target_metadata
        )

        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
