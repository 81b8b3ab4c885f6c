"""What the other side asks of Python: revisions, `env.py`, functions of the project."""

import ast
import contextlib
import importlib
import importlib.util
import logging
import os
import re
import sys
import sysconfig

from . import connections, dialects, schema, unavailable, values
from .channel import channel


class Forward(logging.Handler):
    """Stands for the handlers that `env.py` has given to a logger on the other side."""

    def __init__(self, owner):
        logging.Handler.__init__(self)
        self.owner = owner

    def emit(self, record):
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + logging.Formatter().formatException(record.exc_info)
        origin = record.pathname, record.lineno, record.funcName
        channel.call("log", self.owner, record.name, record.levelno, text, *origin)


def main(stream, receive, send):
    channel.start(stream, receive, send)
    dialects.install()
    # After the modules that exist: the finder of those is the first one.
    sys.meta_path.insert(1, unavailable.Finder())
    channel.serve()


def load(path, name):
    """A Python file as a module of its own, as Alembic loads revisions and `env.py`."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class State(object):
    """What the shim modules ask while a job runs."""

    #: The adopted SQLAlchemy connection, or the mock of `--sql`.
    bind = None
    is_offline = False
    #: `literal_binds` of `context.configure()`.
    literal_binds = True
    #: True while `env.py` runs here; otherwise it runs on the other side.
    runs_env = False
    #: What is asked of the models: "nothing", their tables to be "compared", or to be "read" alone.
    tables = "nothing"
    database = "default"
    migration_context = None
    config = None


state = State()


IMPORT = re.compile(r"^(?:import|from)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)
#: What revisions import and nothing happens.
INERT = {"__future__", "alembic", "sqlalchemy", "typing", "typing_extensions"}


@channel.function
def make_ready(loggers, paths):
    """What Alembic has before the first step: the logging of `env.py`, and all that the revisions import.

    It loads every revision, so one may reach into a package for modules that only another one imports, and what they
    import may set up logging of its own.
    """
    for name, level, disabled, propagate, has_handlers in loggers:
        logger = logging.getLogger() if name == "root" else logging.getLogger(name)
        logger.setLevel(level)
        logger.disabled, logger.propagate = disabled, propagate
        if has_handlers:
            logger.addHandler(Forward(name))
    import_for_revisions(paths)


def import_for_revisions(paths):
    """Runs the import statements of revisions, and nothing else of them."""
    inert = INERT | set(getattr(sys, "stdlib_module_names", ()))
    for path in paths:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                text = file.read()
            if all(name in inert for name in IMPORT.findall(text)):
                continue
            statements = ast.parse(text, path).body
        except Exception:
            # The revision that needs it will say so.
            continue
        for statement in statements:
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                try:
                    exec(compile(ast.Module([statement], []), path, "exec"), {"__name__": "revision"})
                except Exception:
                    # The same.
                    break


@channel.function
def run_revision(path, function, keywords, info):
    """Runs `upgrade()` or `downgrade()` of a revision file."""
    before = state.bind, state.is_offline, state.database, state.migration_context
    adopted = None
    try:
        schema.current.use(info["dialect"])
        state.database, state.is_offline, state.migration_context = info["dialect"], info["offline"], None
        state.literal_binds = info["literal_binds"]
        if info["offline"]:
            state.bind = offline_bind(info)
        elif state.runs_env and state.bind is not None:
            connections.agree(state.bind)
        else:
            opened = connections.adopt(info)
            state.bind = opened.open(info["in_transaction"])
            adopted = opened
        name = os.path.splitext(os.path.basename(path))[0] + "_py"
        getattr(load(path, name), function)(**keywords)
    finally:
        if adopted is not None:
            adopted.close()
        state.bind, state.is_offline, state.database, state.migration_context = before


def offline_bind(info):
    """`op.get_bind()` of offline mode: what is executed is written."""
    from sqlalchemy.engine.mock import MockConnection

    def write(construct, *multiparams, **params):
        # Alembic writes the statement and leaves out its parameters.
        channel.call("op", "execute", [offline_text(construct)], {})

    kind = dialects.adopt(info["dialect"], info["driver"]) if info["dialect"] in dialects.DRIVERS else None
    return MockConnection(kind() if kind is not None else schema.current.dialect, write)


def offline_text(construct, is_literal=False):
    """A statement as the text that is written; `is_literal` if its values are written in whatever env.py says."""
    import sqlalchemy

    if isinstance(construct, str):
        return construct
    if isinstance(construct, sqlalchemy.sql.elements.TextClause):
        return schema.text_clause(construct)
    is_ddl = isinstance(construct, sqlalchemy.schema.DDLElement)
    if not is_ddl and not (is_literal or state.literal_binds) and construct.compile(dialect=schema.current.dialect).params:
        raise NotImplementedError(
            "alembic-rs: SQL with placeholders is not available in the Python worker;"
            " set `literal_binds=True` where env.py calls context.configure() for --sql"
        )
    keywords = {} if is_ddl else {"literal_binds": True}
    compiled = construct.compile(dialect=schema.current.dialect, **({"compile_kwargs": keywords} if keywords else {}))
    return values.Construct("sqlalchemy.text", [schema.escaped(str(compiled).strip())])


@channel.function
def run_env(path, tables):
    """Runs `env.py`; its calls of `context` go to the other side."""
    state.runs_env, state.tables = True, tables
    try:
        with application(path):
            load(path, "env_py")
    finally:
        state.runs_env = False


@contextlib.contextmanager
def application(path):
    """The context of the Flask application, for an `env.py` that asks for it: `flask db` runs in one."""
    with open(path, "rb") as file:
        is_needed = b"current_app" in file.read()
    if not is_needed:
        yield
        return
    from flask.cli import ScriptInfo

    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    with ScriptInfo().load_app().app_context():
        yield


@channel.function
def call_kept(function, arguments, keywords):
    """Calls a function of the project."""
    return function(*arguments, **keywords)


@channel.function
def write_log(name, level, message, path, line, function):
    """Writes to the logging of this process."""
    logger = logging.getLogger(name)
    level = getattr(logging, level.upper())
    if logger.isEnabledFor(level):
        path = os.path.join(sysconfig.get_path("purelib"), path) if path else ""
        logger.handle(logger.makeRecord(name, level, path, line, "%s", (message,), None, function))
