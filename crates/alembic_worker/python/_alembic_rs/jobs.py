"""What the other side asks of Python: revisions, `env.py`, functions of the project."""

import contextlib
import importlib
import importlib.util
import logging
import os
import re
import sys

from . import connections, dialects, schema, unavailable, values
from .channel import channel


class Forward(logging.Handler):
    """Log records go to the logging that `env.py` has set up on the other side."""

    def emit(self, record):
        channel.call("log", record.name, record.levelname.lower(), record.getMessage())


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


PLAIN_IMPORT = re.compile(r"^import[ \t]+(\w+)[ \t]*$", re.MULTILINE)
DOTTED_IMPORT = re.compile(r"^(?:import|from)[ \t]+([A-Za-z_]\w*(?:\.\w+)+)", re.MULTILINE)


def import_for_others(path):
    """Alembic loads every revision, so one may reach into a package for modules that only another one imports."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    reached = [name for name in PLAIN_IMPORT.findall(text) if re.search(r"\b%s\.\w+\.\w+" % name, text)]
    reached = set(reached) - {"alembic", "os", "sqlalchemy"}
    if not reached:
        return
    folder = os.path.dirname(path)
    names = set()
    for name in os.listdir(folder):
        if name.endswith(".py"):
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                names.update(DOTTED_IMPORT.findall(file.read()))
    for name in sorted(names):
        if name.split(".")[0] in reached:
            try:
                importlib.import_module(name)
            except Exception:
                # The revision that needs it will say so.
                pass


@channel.function
def run_revision(path, function, keywords, info):
    """Runs `upgrade()` or `downgrade()` of a revision file."""
    forward = None
    if not state.runs_env:
        forward = Forward()
        logging.getLogger().addHandler(forward)
        logging.getLogger().setLevel(logging.INFO)
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
        import_for_others(path)
        name = os.path.splitext(os.path.basename(path))[0] + "_py"
        getattr(load(path, name), function)(**keywords)
    finally:
        if adopted is not None:
            adopted.close()
        state.bind, state.is_offline, state.database, state.migration_context = before
        if forward is not None:
            logging.getLogger().removeHandler(forward)


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
def write_log(name, level, message):
    """Writes to the logging that `env.py` has set up here."""
    logging.getLogger(name).log(getattr(logging, level.upper()), "%s", message)
