import os
from logging.config import fileConfig

from sqlalchemy import create_engine, pool, text

from alembic import context
from models import metadata

config = context.config
fileConfig(config.config_file_name)
url = os.environ["DATABASE_URL"]
options = dict(target_metadata=metadata, include_schemas=True, version_table_schema="extra", compare_server_default=True,
               include_name=lambda name, type_, parents: type_ != "schema" or name in (None, "extra"))

if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS extra"))
        connection.execute(text("CREATE SEQUENCE IF NOT EXISTS ticket_seq START 1000 INCREMENT 5"))
        for name in ("citext", "hstore"):
            connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {name}"))
    with engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
