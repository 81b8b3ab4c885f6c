"""Calls between the two sides: either may call while it waits for an answer."""

import builtins
import importlib
import os
import re
import sys
import traceback


class Unsupported(BaseException):
    """A limit of alembic-rs; `except Exception` of the project must not swallow it."""


class Channel:
    """The one conversation of this process; `start` gives it its socket."""

    def __init__(self):
        self.functions = {}
        self.kept = {}
        self.next_kept = 1

    def start(self, stream, receive, send):
        self._stream, self._receive, self._send = stream, receive, send
        self._process = os.getpid()

    def function(self, function):
        """Registers a function that the other side may call."""
        self.functions[function.__name__] = function
        return function

    def keep(self, value):
        """A number for an object that stays here."""
        for number, known in self.kept.items():
            if known is value:
                return number
        number, self.next_kept = self.next_kept, self.next_kept + 1
        self.kept[number] = value
        return number

    def call(self, method, *arguments):
        """Calls the other side and waits for its answer."""
        from . import values

        if os.getpid() != self._process:
            raise RuntimeError("alembic-rs: the database is reachable from the main process only, not from a forked one")
        self.send({"call": method, "args": [values.encode(argument) for argument in arguments]})
        while True:
            message = self._receive(self._stream)
            if "call" in message:
                self.answer(message)
            elif "return" in message:
                return values.decode(message["return"])
            else:
                raise raised(message["raise"])

    def send(self, message):
        # What the project has printed comes before what the other side prints next.
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass
        self._send(self._stream, message)

    def answer(self, message):
        from . import values

        try:
            function = self.functions[message["call"]]
            value = function(*[values.decode(argument) for argument in message["args"]])
            reply = {"return": values.encode(value)}
        except BaseException as error:
            reply = {"raise": described(error)}
        self.send(reply)

    def serve(self):
        while True:
            self.answer(self._receive(self._stream))


channel = Channel()


def described(error):
    """An exception for the other side."""
    kind = type(error)
    module = kind.__module__
    name = kind.__qualname__ if module == "builtins" else "%s.%s" % (module, kind.__qualname__)
    from alembic.util.exc import CommandError

    if isinstance(error, CommandError):
        name = "alembic.util.exc.CommandError"
    out = {"type": name, "message": str(error), "token": getattr(error, "_alembic_rs_token", None)}
    if isinstance(error, SystemExit):
        code = error.code
        if code is None:
            code = 0
        elif not isinstance(code, int):
            print(code, file=sys.stderr)
            code = 1
        out["exit"] = code & 255
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(("<alembic-rs>", "<string>", "<frozen importlib"))
    ]
    out["traceback"] = "Traceback (most recent call last):\n" + "".join(traceback.format_list(frames))
    return out


STATEMENT_ERROR = re.compile(
    r"\((?P<module>[\w.]+)\.(?P<name>\w+)\) (?P<text>.*?)(?:\n\[SQL: (?P<sql>.*?)\])?(?:\n\(Background on .*\))?", re.DOTALL
)


def statement_error(kind, message):
    """SQLAlchemy's error of a failed statement, with the driver's own error in it."""
    from sqlalchemy.exc import DBAPIError

    from . import dbapi

    match = STATEMENT_ERROR.fullmatch(message) if issubclass(kind, DBAPIError) else None
    if match is None:
        return None
    module = "sqlite3" if match.group("module") == "sqlite3" else "psycopg2"
    original = dbapi.database_error("%s:%s" % (module, match.group("name")), match.group("text"), None)
    return kind(match.group("sql"), None, original)


def raised(description):
    """The exception that the other side describes."""
    name, message = description["type"], description["message"]
    module, _, attribute = name.rpartition(".")
    error = None
    if module == "dbapi":
        from . import dbapi

        error = dbapi.database_error(attribute, message, description.get("sqlstate"))
    else:
        try:
            kind = getattr(importlib.import_module(module) if module else builtins, attribute)
            error = statement_error(kind, message) or kind(message)
        except Exception:
            error = RuntimeError("%s: %s" % (name, message))
    if description.get("token") is not None:
        error._alembic_rs_token = description["token"]
    return error
