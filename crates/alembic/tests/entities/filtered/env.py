from logging.config import fileConfig

import models
from alembic import context
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_view import PGView
from alembic_utils.replaceable_entity import register_entities
from entities import ALL
from sqlalchemy import engine_from_config, pool

config = context.config
fileConfig(config.config_file_name)
register_entities(ALL, schemas=["public"], exclude_schemas=["skipped"], entity_types=[PGView, PGFunction])


def include_object(object, name, type_, reflected, compare_to):
    if type_ in ("view", "function"):
        print(type_, name, reflected, compare_to, type(object).__name__)
    return name != "public.stale"


def include_name(name, type_, parents):
    if type_ not in ("schema", "table", "column"):
        print("name", name, type_, parents)
    return True


connectable = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
with connectable.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=models.Base.metadata,
        include_schemas=True,
        include_object=include_object,
        include_name=include_name,
    )
    with context.begin_transaction():
        context.run_migrations()
