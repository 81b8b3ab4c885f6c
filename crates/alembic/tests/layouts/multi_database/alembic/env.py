import logging
import re
from logging.config import fileConfig

from sqlalchemy import engine_from_config, pool

from alembic import context

import models

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name)
logger = logging.getLogger("alembic.env")
db_names = config.get_main_option("databases", "")
target_metadata = {"users": models.users, "orders": models.orders}
assert config.cmd_opts is None or hasattr(config.cmd_opts, "cmd")

def render_item(type_, obj, autogen_context):
    if type_ == "type" and isinstance(obj, models.Money):
        autogen_context.imports.add("import models")
        return "models.Money(%r)" % obj.currency
    return False


def on_version_apply(ctx, step, heads, run_args, **kw):
    logger.info("%s: %s -> %s", run_args["engine_name"], step.source_revision_ids, step.destination_revision_ids)


def options(name):
    return dict(target_metadata=target_metadata.get(name), upgrade_token="%s_upgrades" % name, downgrade_token="%s_downgrades" % name,
                render_item=render_item, on_version_apply=on_version_apply,
                transaction_per_migration=True, version_table="version_of_%s" % name, template_args={"team": "core"})


def run_migrations_offline() -> None:
    for name in re.split(r",\s*", db_names):
        logger.info("Migrating database %s" % name)
        file_ = "%s.sql" % name
        logger.info("Writing output to %s" % file_)
        with open(file_, "w") as buffer:
            context.configure(url=context.config.get_section_option(name, "sqlalchemy.url"), output_buffer=buffer,
                              literal_binds=True, dialect_opts={"paramstyle": "named"}, **options(name))
            with context.begin_transaction():
                context.run_migrations(engine_name=name)


def run_migrations_online() -> None:
    engines = {}
    for name in re.split(r",\s*", db_names):
        engines[name] = rec = {}
        rec["engine"] = engine_from_config(context.config.get_section(name, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)
    for name, rec in engines.items():
        engine = rec["engine"]
        rec["connection"] = conn = engine.connect()
        rec["transaction"] = conn.begin()
    try:
        for name, rec in engines.items():
            logger.info("Migrating database %s" % name)
            context.configure(connection=rec["connection"], **options(name))
            context.run_migrations(engine_name=name)
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
