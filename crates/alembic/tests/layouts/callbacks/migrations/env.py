import re
from fnmatch import fnmatch
from logging.config import fileConfig

from alembic import context
from alembic.autogenerate import rewriter
from alembic.operations import ops
from sqlalchemy import engine_from_config, pool, types
import sqlalchemy as sa

import models

config = context.config
fileConfig(config.config_file_name)
target_metadata = models.Base.metadata
ignored = [re.sub("%", "*", part.strip()) for part in config.get_main_option("my.ignore").split(",")]
writer = rewriter.Rewriter()


@writer.rewrites(ops.AddColumnOp)
@writer.rewrites(ops.CreateTableOp)
def order_columns(context, revision, op):
    if isinstance(op, ops.CreateTableOp):
        op.columns.append(sa.Column("tenant", sa.String(10), server_default="x"))
    return op


@writer.rewrites(ops.CreateIndexOp)
def idempotent(context, revision, op):
    op.if_not_exists = True
    return op


def include_object(object, name, type_, reflected, compare_to):
    if type_ == "table" and any(fnmatch(name, pattern) for pattern in ignored):
        return False
    if type_ == "column" and not reflected and object.info.get("skip_autogenerate", False):
        return False
    if type_ == "index" and name.startswith("tmp_"):
        return False
    return not (type_ == "table" and object.info.get("is_view"))


def include_name(name, type_, parent_names):
    return not (type_ == "table" and name == "spatial_ref_sys")


def render_item(type_, obj, autogen_context):
    if type_ == "type" and isinstance(obj, models.ChoiceString):
        autogen_context.imports.add("from models import ChoiceString")
        return repr(obj)
    if type_ == "type" and obj.__class__.__module__.startswith("models"):
        autogen_context.imports.add("import models")
        return f"models.{obj!r}" if not isinstance(obj, models.Point) else f"models.Point({obj.srid})"
    if type_ == "server_default" and obj is not None and getattr(obj, "arg", None) == "note":
        return "sa.text(\"'note'\")"
    return False


def compare_type(context, inspected_column, metadata_column, inspected_type, metadata_type):
    if isinstance(metadata_type, (models.GUID, models.Point)):
        return False
    if isinstance(metadata_type, types.TypeDecorator):
        return isinstance(inspected_type, types.INTEGER)
    return None


def compare_server_default(context, inspected_column, metadata_column, inspected_default, metadata_default, rendered):
    return None if metadata_column.table.name.startswith("app_") else False


def process(context_, revision, directives):
    x = context.get_x_argument(as_dictionary=True)
    if config.cmd_opts and getattr(config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []
        print("nothing changed", x.get("who", "nobody"))
        return
    writer(context_, revision, directives)


def on_version_apply(ctx, step, heads, run_args, **kw):
    print("applied", step.up_revision_id if step.is_upgrade else step.down_revision_ids, sorted(heads), sorted(run_args))


shared = dict(
    target_metadata=target_metadata,
    include_object=include_object,
    include_name=include_name,
    process_revision_directives=process,
    render_item=render_item,
    compare_type=compare_type,
    compare_server_default=compare_server_default,
    user_module_prefix="models.",
    on_version_apply=on_version_apply,
    version_table="schema_history",
    version_table_pk=False,
    transaction_per_migration=True,
    render_as_batch=True,
    template_args={"author": context.get_x_argument(as_dictionary=True).get("who"), "table_names": list(target_metadata.tables)},
    sqlalchemy_module_prefix="sa.",
)


def offline():
    context.configure(url=config.get_main_option("sqlalchemy.url"), literal_binds=True, **shared)
    with context.begin_transaction():
        context.run_migrations()


def online():
    section = config.get_section(config.config_ini_section, {})
    connectable = config.attributes.get("connection", None) or engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, **shared)
        with context.begin_transaction():
            context.run_migrations()


offline() if context.is_offline_mode() else online()
