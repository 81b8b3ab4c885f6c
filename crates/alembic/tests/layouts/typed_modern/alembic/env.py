from logging.config import fileConfig

from sqlalchemy import engine_from_config, pool

from alembic import context
from models import Base

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name)


def run(**options) -> None:
    context.configure(target_metadata=[Base.metadata], **options)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run(url=config.get_main_option("sqlalchemy.url"), literal_binds=True)
else:
    with engine_from_config(
        config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool
    ).connect() as connection:
        run(connection=connection)
