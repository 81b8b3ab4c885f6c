"""`Operations`: what is not a directive of its own goes to alembic-rs by name."""

import contextlib

import sqlalchemy as sa

from _alembic_rs import jobs, schema
from _alembic_rs.channel import channel
from _alembic_rs.unavailable import Unavailable
from _alembic_rs.values import Local


class AbstractOperations(object):
    """What `op` and `batch_op` share."""

    _registry = {}
    _implementations = {}

    def __init__(self, migration_context=None, impl=None):
        self._context = migration_context

    @property
    def migration_context(self):
        from alembic.runtime.migration import current

        return self._context or current()

    @property
    def impl(self):
        return self.migration_context.impl

    def get_context(self):
        return self.migration_context

    def get_bind(self):
        return jobs.state.bind

    def f(self, name):
        return sa.sql.elements.conv(name)

    def inline_literal(self, value, type_=None):
        return sa.literal_column(_literal(sa.literal(value, type_)), type_=type_)

    def run_async(self, function, *arguments, **keywords):
        from sqlalchemy.ext.asyncio import AsyncConnection
        from sqlalchemy.util import await_only

        connection = AsyncConnection._retrieve_proxy_for_target(self.get_bind())
        return await_only(function(connection, *arguments, **keywords))

    @classmethod
    def register_operation(cls, name, sourcename=None):
        def register(operation):
            AbstractOperations._registry[name] = (operation, sourcename or name)
            return operation

        return register

    @classmethod
    def implementation_for(cls, operation, replace=False):
        if issubclass(operation, Unavailable):
            raise NotImplementedError(
                "alembic-rs: another implementation of %s is not available in the Python worker" % operation.__name__
            )

        def register(function):
            AbstractOperations._implementations[operation] = function
            return function

        return register

    def invoke(self, operation):
        for kind in type(operation).__mro__:
            if kind in self._implementations:
                return self._implementations[kind](self, operation)
        raise NotImplementedError(
            "alembic-rs: no implementation is registered for the operation %s" % type(operation).__name__
        )

    def _custom(self, name):
        operation, source = self._registry[name]
        method = getattr(operation, source)
        return lambda *arguments, **keywords: method(self, *arguments, **keywords)


class Operations(AbstractOperations):
    """`op`."""

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._registry:
            return self._custom(name)

        def directive(*arguments, **keywords):
            schema.refuse_recompiled()
            return channel.call("op", name, list(arguments), keywords)

        directive.__name__ = directive.__qualname__ = name
        return directive

    def drop_table(self, table_name, **keywords):
        _refuse_listeners()
        schema.refuse_recompiled()
        channel.call("op", "drop_table", [table_name], keywords)

    def create_table(self, table_name, *columns, **keywords):
        _refuse_listeners()
        schema.refuse_recompiled()
        channel.call("op", "create_table", [table_name, *columns], keywords)
        options = {name: value for name, value in keywords.items() if name in ("schema", "info", "comment", "quote")}
        copied = list(_copies(columns))
        return sa.Table(table_name, sa.MetaData(), *copied, **options)

    def execute(self, sqltext, execution_options=None):
        if isinstance(sqltext, str):
            channel.call("op", "execute", [sqltext], {})
        elif jobs.state.is_offline:
            channel.call("op", "execute", [jobs.offline_text(sqltext)], {})
        else:
            bind = self.get_bind()
            bind.execute(sqltext, execution_options=execution_options or {})

    def bulk_insert(self, table, rows, multiinsert=True):
        if not isinstance(rows, list):
            raise TypeError("List expected")
        if rows and not isinstance(rows[0], dict):
            raise TypeError("List of dictionaries expected")
        if jobs.state.is_offline:
            for row in rows:
                literals = {
                    name: value if _is_literal(value) else sa.literal(value, type_=table.c[name].type)
                    for name, value in row.items()
                }
                text = jobs.offline_text(sa.insert(table).values(**literals), is_literal=True)
                channel.call("op", "execute", [text], {})
        elif rows:
            bind = self.get_bind()
            if multiinsert and not any(_is_literal(value) for row in rows for value in row.values()):
                bind.execute(sa.insert(table), rows)
            else:
                for row in rows:
                    bind.execute(sa.insert(table).values(**row))

    @contextlib.contextmanager
    def batch_alter_table(self, table_name, *arguments, **keywords):
        block = channel.call("op", "batch_alter_table", [table_name, *arguments], keywords)
        with block as recorder:
            yield BatchOperations(self._context, recorder)

    @classmethod
    @contextlib.contextmanager
    def context(cls, migration_context):
        yield cls(migration_context)


class BatchOperations(AbstractOperations):
    """`batch_op`: what it records is kept by alembic-rs until the block ends."""

    def __init__(self, migration_context, recorder):
        super().__init__(migration_context)
        self._recorder = recorder

    def add_column(self, column, **keywords):
        from _alembic_rs.schema import Defaults

        Defaults.are_called = True
        try:
            return self._recorder.add_column(column, **keywords)
        finally:
            Defaults.are_called = False

    def __getattr__(self, name):
        if name.startswith("__") or type(self.__dict__.get("_recorder")) is not Local:
            raise AttributeError(name)
        if name in self._registry:
            return self._custom(name)
        return getattr(self._recorder, name)


def _refuse_listeners():
    """Functions that listen to every table would have to be called with tables that exist on the other side only."""
    for event in ("before_create", "after_create", "before_drop", "after_drop"):
        listeners = getattr(getattr(sa.Table.dispatch, event, None), "_clslevel", {})
        if listeners.get(sa.Table):
            raise NotImplementedError(
                "alembic-rs: listeners of all tables (%r) are not called in the Python worker" % event
            )


def _is_literal(value):
    return isinstance(value, sa.sql.elements.ClauseElement)


def _copies(items):
    """Columns, keys and indexes for the table that `create_table` returns."""
    for item in items:
        if isinstance(item, sa.Column):
            copy = getattr(item, "_copy", None) or item.copy
            yield copy()
        elif isinstance(item, sa.Index):
            yield sa.Index(item.name, *item.expressions, unique=item.unique, **item.dialect_kwargs)
        elif isinstance(item, (sa.PrimaryKeyConstraint, sa.UniqueConstraint)):
            names = [name if isinstance(name, str) else name.name for name in item._pending_colargs]
            yield type(item)(*names, name=item.name)


def _literal(expression):
    from _alembic_rs import schema

    return schema.sql_text(expression)


operations = Operations()
