from logging.config import fileConfig

import models
from alembic import context
from alembic_utils.replaceable_entity import register_entities
from entities import ALL
from sqlalchemy import engine_from_config, pool

config = context.config
fileConfig(config.config_file_name)
register_entities(ALL)

connectable = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
with connectable.connect() as connection:
    context.configure(connection=connection, target_metadata=models.Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
