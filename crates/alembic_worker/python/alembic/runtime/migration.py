"""`MigrationContext`: the connection is SQLAlchemy's, the rest is asked."""

from _alembic_rs import jobs
from _alembic_rs.channel import channel


class Impl(object):
    """`context.impl`: what revisions ask of it."""

    def __init__(self, context):
        self.context = context
        self.dialect = context.dialect
        self.__dialect__ = context.dialect.name
        self.as_sql = context.as_sql
        self.connection = self.bind = context.bind

    @property
    def transactional_ddl(self):
        return channel.call("context", "is_transactional_ddl", [], {})

    def static_output(self, text):
        channel.call("context", "static_output", [text], {})

    def execute(self, sql, execution_options=None):
        self.context.execute(sql, execution_options)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotImplementedError("alembic-rs: `context.impl.%s` is not available in the Python worker" % name)


class MigrationContext(object):
    """The migration context of the running command."""

    def __init__(self):
        self._object = channel.call("context", "get_context", [], {})
        self.bind = self.connection = jobs.state.bind
        if jobs.state.is_offline:
            self.connection = None
        self.as_sql = jobs.state.is_offline
        self.dialect = jobs.state.bind.dialect
        self.impl = Impl(self)

    @property
    def opts(self):
        return self._object.opts

    @property
    def config(self):
        from alembic import context

        return context.config

    @property
    def script(self):
        from alembic import context

        return context.script

    @classmethod
    def configure(cls, connection=None, *arguments, **keywords):
        if connection is not None and connection is jobs.state.bind:
            return current()
        raise NotImplementedError(
            "alembic-rs: MigrationContext.configure() of another connection is not available in the Python worker"
        )

    def execute(self, sql, execution_options=None):
        from alembic import op

        op.execute(sql, execution_options=execution_options)

    def __getattr__(self, name):
        if name.startswith("__") or "_object" not in self.__dict__:
            raise AttributeError(name)
        return getattr(self._object, name)


def current():
    """The context of the running job."""
    if jobs.state.migration_context is None:
        jobs.state.migration_context = MigrationContext()
    return jobs.state.migration_context
