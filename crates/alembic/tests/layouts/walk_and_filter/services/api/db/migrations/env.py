import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool

from services.api import config as app_config
from services.api.db import models  # noqa: F401
from services.api.db.base import Base

config = context.config
if config.config_file_name:
    fileConfig(config.config_file_name, disable_existing_loggers=False)

IGNORE = {"spatial_ref_sys", "alembic_version"}
PREFIXES = ("tmp_", "legacy_")
assert app_config.PASSWORD == "a%2Fb%40c"


def get_url():
    url = context.get_x_argument(as_dictionary=True).get("db_url")
    return url or config.attributes.get("url") or os.getenv("MIGRATION_URL") or app_config.DATABASE_URL


def include_name(name, type_, parent_names):
    if type_ == "schema":
        return name is None
    if type_ == "table":
        return name not in IGNORE
    return True


def include_object(object, name, type_, reflected, compare_to):
    if type_ == "table" and (name in IGNORE or name.startswith(PREFIXES)):
        return False
    return not object.info.get("skip")


options = dict(target_metadata=Base.metadata, include_name=include_name, include_object=include_object)

if context.is_offline_mode():
    context.configure(url=get_url(), literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(get_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
