import logging
from alembic.autogenerate import comparators, renderers, render, rewriter
from alembic.autogenerate.api import AutogenContext
from alembic.operations import Operations, MigrateOperation, ops
from alembic.runtime.plugins import Plugin
from alembic.util import DispatchPriority, PriorityDispatchResult
import sqlalchemy as sa

log = logging.getLogger("alembic.project")


@renderers.dispatch_for(ops.CreateTableOp, replace=True)
def create_table(autogen_context, op):
    assert isinstance(autogen_context, AutogenContext)
    text = render._add_table(autogen_context, op)
    return ["# creates %s" % op.table_name, text]


@renderers.dispatch_for(ops.DropTableOp, replace=True)
def drop_table(autogen_context, op):
    return render._drop_table(autogen_context, op) + "  # gone: %s" % op.table_name


class Grant(MigrateOperation):
    def __init__(self, table, role):
        self.table = table
        self.role = role

    def reverse(self):
        return Revoke(self.table, self.role)

    def to_diff_tuple(self):
        return ("grant", self.table, self.role)


class Revoke(Grant):
    def reverse(self):
        return Grant(self.table, self.role)


@renderers.dispatch_for(Grant)
def grant(autogen_context, op):
    autogen_context.imports.add("import os as app_%s" % op.role)
    return "%sexecute('SELECT %s')" % (render._alembic_autogenerate_prefix(autogen_context), op.role)


@renderers.dispatch_for(Revoke)
def revoke(autogen_context, op):
    type_ = render._repr_type(sa.String(10), autogen_context)
    return "op.execute('SELECT 2')  # %s" % type_


class Commented(ops.AlterColumnOp):
    def to_diff_tuple(self):
        return ("commented", self.column_name, super().to_diff_tuple())


@renderers.dispatch_for(Commented)
def commented(autogen_context, op):
    return ["# note", render._alter_column(autogen_context, op)]


def types_first(autogen_context, alter_column_op, schema, tname, cname, conn_col, metadata_col):
    log.info("types first %s.%s %s", tname, cname, alter_column_op.existing_type)
    if cname == "name":
        return PriorityDispatchResult.STOP
    return PriorityDispatchResult.CONTINUE


def swap(autogen_context, upgrade_ops, schemas):
    for group in upgrade_ops.ops:
        if isinstance(group, ops.ModifyTableOps):
            for op in group.ops:
                if type(op) is ops.AlterColumnOp:
                    op.__class__ = Commented
            group.ops.append(Grant(group.table_name, "reader"))
        if isinstance(group, ops.CreateTableOp):
            group.columns.append(sa.Column("added", sa.Integer))
    upgrade_ops.ops.append(ops.CreateTableOp("extra", [sa.Column("id", sa.Integer, primary_key=True)]))
    upgrade_ops.ops.append(Grant("x", "writer"))
    upgrade_ops.ops.append(ops.ModifyTableOps("a", [ops.AddColumnOp("a", sa.Column("z", sa.String(3)))]))
    return PriorityDispatchResult.CONTINUE


class Mine:
    def setup(self, plugin):
        plugin.add_autogenerate_comparator(types_first, "column", "types", priority=DispatchPriority.FIRST)
        plugin.add_autogenerate_comparator(swap, "schema", "swap")
        plugin.add_autogenerate_comparator(lambda *a: log.info("never"), "schema", qualifier="postgresql")
        plugin.add_autogenerate_comparator(lambda *a: log.info("sqlite %s", len(a)), "schema", qualifier="sqlite")
        plugin.add_autogenerate_comparator(lambda *a: log.info("around %s", len(a)), "autogenerate", priority=DispatchPriority.FIRST)
        plugin.add_autogenerate_comparator(lambda *a: log.info("after %s", [type(o).__name__ for o in a[1].ops]), "autogenerate", priority=DispatchPriority.LAST)


Plugin.setup_plugin_from_module(Mine(), "project.mine")

writer = rewriter.Rewriter()


@writer.rewrites(Grant)
def rewritten(context, revision, op):
    return [op, Grant(op.table, "again")]


@writer.rewrites(ops.AddColumnOp)
def nullable(context, revision, op):
    op.column.nullable = True
    return op
