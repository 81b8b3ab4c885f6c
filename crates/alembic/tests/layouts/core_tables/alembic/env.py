import os
from alembic import context
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.engine import URL
from logging.config import dictConfig

import tables

dictConfig({"version": 1, "formatters": {"f": {"format": "%(levelname)-5.5s [%(name)s] %(message)s"}}, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stderr"}}, "root": {"level": "WARNING", "handlers": ["h"]}, "loggers": {"alembic": {"level": "INFO"}}})
url = make_url(os.environ["DATABASE_URL"]).set(password="p@ss/w%20").update_query_dict({"application_name": "alembic tests"})
assert url.password == "p@ss/w%20" and isinstance(url, URL)


def include_name(name, type_, parents):
    if type_ == "schema":
        return name in ("app", "audit")
    return True


if context.is_offline_mode():
    context.configure(url=url, target_metadata=[tables.metadata, tables.audit], literal_binds=True, include_schemas=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(url, connect_args={"options": "-c statement_timeout=60000"}, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def on_connect(dbapi_connection, record):
        pass

    with engine.connect() as connection:
        for schema in ("app", "audit"):
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
        connection.commit()
        context.configure(connection=connection, target_metadata=[tables.metadata, tables.audit], include_schemas=True, include_name=include_name, compare_server_default=True)
        with context.begin_transaction():
            context.run_migrations()
