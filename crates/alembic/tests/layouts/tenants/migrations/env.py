import logging
import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool, text

from models import Base, tenant_metadata

config = context.config
fileConfig(config.config_file_name)
logger = logging.getLogger("alembic.env")
x = context.get_x_argument(as_dictionary=True)
url = x.get("url") or os.environ["DATABASE_URL"]
which = x.get("tenants", "red,blue").split(",")


def include_name(name, type_, parent_names):
    if type_ == "schema":
        return name in (None, "shared")
    if type_ == "table":
        return f"{parent_names['schema_name']}.{name}" in target or parent_names["schema_qualified_table_name"] in metadata.tables
    return True


metadata = tenant_metadata()
target = set(metadata.tables)


def run_offline():
    for tenant in which:
        context.configure(url=url, target_metadata=metadata, literal_binds=True, version_table_schema=tenant)
        with context.begin_transaction():
            context.execute(f'SET search_path TO "{tenant}"')
            context.run_migrations(tenant=tenant)


def run_online():
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        for number, tenant in enumerate(which):
            logger.info("tenant %s", tenant)
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{tenant}"'))
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS shared"))
            connection.execute(text('set search_path to "%s"' % tenant))
            connection.commit()
            connection.dialect.default_schema_name = tenant
            context.configure(
                connection=connection,
                target_metadata=metadata,
                include_schemas=True,
                include_name=include_name,
                version_table=f"alembic_version",
                version_table_schema=tenant,
                compare_type=True,
                include_object=lambda obj, name, type_, reflected, compare_to: number == 0 or getattr(obj, "schema", None) != "shared",
            )
            with context.begin_transaction():
                context.run_migrations(tenant=tenant)
            connection.commit()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
