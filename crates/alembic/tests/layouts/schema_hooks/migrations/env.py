import logging, os
from alembic import context
from alembic.operations import ops
from alembic.autogenerate import rewriter
from sqlalchemy import create_engine, text
from shop import models
from shop.base import Base
log = logging.getLogger("env")
SCHEMAS = {"shop", "crm"}
writer = rewriter.Rewriter()

@writer.rewrites(ops.CreateTableOp)
def order_columns(context_, revision, op):
    op.columns.sort(key=lambda c: (not getattr(c, "primary_key", False), getattr(c, "name", None) or "~") if hasattr(c, "primary_key") else (True, "~~"))
    return op

@writer.rewrites(ops.CreateIndexOp)
def concurrently(context_, revision, op):
    op.kw["postgresql_concurrently"] = False
    return op

def process(context_, revision, directives):
    script = directives[0]
    if context_.config.cmd_opts and getattr(context_.config.cmd_opts, "autogenerate", False) and script.upgrade_ops.is_empty():
        directives[:] = []
        return
    writer(context_, revision, directives)
    script.upgrade_ops.ops[:0] = [ops.ExecuteSQLOp(f"CREATE SCHEMA IF NOT EXISTS {s}") for s in sorted(SCHEMAS)]
    script.downgrade_ops.ops.extend(ops.ExecuteSQLOp(f"DROP SCHEMA IF EXISTS {s} CASCADE") for s in sorted(SCHEMAS))

def include_name(name, type_, parent_names):
    if type_ == "schema":
        return name in SCHEMAS
    if type_ == "table":
        return not name.startswith("tmp_")
    return True

def include_object(obj, name, type_, reflected, compare_to):
    if type_ == "table" and obj.info.get("skip_autogenerate"):
        return False
    return True

def render_item(type_, obj, autogen_context):
    from sqlalchemy.dialects.postgresql import CITEXT
    if type_ == "type" and isinstance(obj, CITEXT):
        autogen_context.imports.add("from sqlalchemy.dialects.postgresql import CITEXT")
        return "CITEXT()"
    return False

def compare_type(context_, inspected, metadata_column, inspected_type, metadata_type):
    if metadata_column.name == "amount":
        return False
    return None

options = dict(target_metadata=Base.metadata, include_schemas=True, include_name=include_name, include_object=include_object, render_item=render_item, compare_type=compare_type, process_revision_directives=process, version_table="schema_version", version_table_schema="public", transaction_per_migration=True)
if context.is_offline_mode():
    context.configure(url=os.environ["DATABASE_URL"], literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS citext"))
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
        connection.commit()
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
