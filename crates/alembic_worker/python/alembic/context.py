"""`alembic.context`: asks alembic-rs."""

from _alembic_rs import connections, jobs, schema
from _alembic_rs.channel import channel
from _alembic_rs.unavailable import Registry
from _alembic_rs.values import Construct

#: Functions of the environment that are questions to the other side.
QUESTIONS = [
    "get_head_revision",
    "get_head_revisions",
    "get_revision_argument",
    "get_starting_revision_argument",
    "get_tag_argument",
    "get_x_argument",
    "is_offline_mode",
    "is_transactional_ddl",
    "requires_connection",
    "static_output",
]


def _question(name):
    def question(*arguments, **keywords):
        return channel.call("context", name, list(arguments), keywords)

    question.__name__ = question.__qualname__ = name
    return question


for _name in QUESTIONS:
    globals()[_name] = _question(_name)


class Block(object):
    """`with context.begin_transaction():`."""

    def __init__(self):
        self._block = channel.call("context", "begin_transaction", [], {})

    def __enter__(self):
        self._block.__enter__()
        return self

    def __exit__(self, *error):
        self._block.__exit__(*error)
        connections.agree(jobs.state.bind)
        return False

    def commit(self):
        self._block.commit()
        connections.agree(jobs.state.bind)

    def rollback(self):
        self._block.rollback()
        connections.agree(jobs.state.bind)


def begin_transaction():
    return Block()


def run_migrations(**keywords):
    channel.call("context", "run_migrations", [], keywords)
    connections.agree(jobs.state.bind)


def execute(sql, execution_options=None):
    from alembic import op

    op.execute(sql, execution_options=execution_options)
    connections.agree(jobs.state.bind)


#: Events of a connection that the statements of migrations do not reach: they are executed outside of this process.
_UNHEARD = (
    "after_cursor_execute",
    "after_execute",
    "before_cursor_execute",
    "before_execute",
    "commit",
    "handle_error",
    "release_savepoint",
    "rollback",
    "rollback_savepoint",
    "savepoint",
)


def _refuse_listeners(connection):
    sync = getattr(connection, "sync_connection", None) or connection
    for name in _UNHEARD:
        if getattr(getattr(sync, "dispatch", None), name, None):
            raise NotImplementedError(
                "alembic-rs: a listener of %r does not hear the statements of migrations" % name
            )


def configure(connection=None, url=None, dialect_name=None, **keywords):
    """`context.configure()`: the connection by its number, functions by theirs."""
    import sqlalchemy

    jobs.state.bind = connection
    jobs.state.migration_context = None
    if connection is not None:
        _refuse_listeners(connection)
        keywords["connection"] = connections.session_of(connection)
        jobs.state.database = connection.dialect.name
    elif url is not None:
        url = sqlalchemy.engine.make_url(url)
        jobs.state.database = url.get_backend_name()
        keywords["url"] = url.render_as_string(hide_password=False)
    elif dialect_name is not None:
        keywords["dialect_name"] = jobs.state.database = dialect_name
    schema.current.use(jobs.state.database)
    buffer = keywords.get("output_buffer")
    if buffer is not None:
        keywords["output_buffer"] = Construct("_alembic_rs.Buffer", [buffer.write, getattr(buffer, "flush", None)])
    target = keywords.get("target_metadata")
    if target is not None and jobs.state.tables != "nothing":
        several = target if isinstance(target, (list, tuple)) else [target]
        if Registry.used and jobs.state.tables == "compared":
            raise NotImplementedError(
                "alembic-rs: the project registers %s, which the Python worker cannot call while models are compared"
                % ", ".join(sorted(set(Registry.used)))
            )
        described = [schema.metadata(item) for item in several]
        keywords["target_metadata"] = described if isinstance(target, (list, tuple)) else described[0]
    channel.call("context", "configure", [], keywords)


def get_context():
    from alembic.runtime.migration import current

    return current()


def get_bind():
    return jobs.state.bind


def get_impl():
    return get_context().impl


def __getattr__(name):
    if name == "config":
        if jobs.state.config is None:
            from alembic.config import Config

            jobs.state.config = Config._of_command()
        return jobs.state.config
    if name == "script":
        return channel.call("context", "script", [], {})
    raise AttributeError("module 'alembic.context' has no attribute %r" % name)
