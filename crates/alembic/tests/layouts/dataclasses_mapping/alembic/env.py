from logging.config import fileConfig

from alembic import context
from sqlalchemy import engine_from_config

import lib

fileConfig(context.config.config_file_name)
url = "sqlite+pysqlite:///./lib.db"


def go(**options):
    context.configure(target_metadata=lib.Base.metadata, render_as_batch=True, **options)
    with context.begin_transaction():
        context.run_migrations()


match context.is_offline_mode():
    case True:
        go(url=url, literal_binds=True)
    case _:
        with engine_from_config({"db.url": url, "db.future": True}, prefix="db.").begin() as connection:
            go(connection=connection)
