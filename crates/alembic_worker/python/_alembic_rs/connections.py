"""SQLAlchemy connections over the connections of alembic-rs."""

import sqlalchemy
from sqlalchemy.pool import StaticPool

from . import dbapi, dialects, values
from .channel import Unsupported, channel
from .values import Construct


class Adopted(object):
    """The connection that a migration runs on, as SQLAlchemy's own `Connection`."""

    def __init__(self, info):
        self.number = info["session"]
        database, driver = info["dialect"], info["driver"]
        kind = dialects.adopt(database, driver)
        self.raw = dbapi.Connection(kind.module, self.number, is_adopted=True)
        url = sqlalchemy.engine.make_url(info["url"])
        if "+" not in url.drivername and driver:
            url = url.set(drivername="%s+%s" % (database, driver))
        self.engine = engine_of(kind, url, self.raw, json_keywords(info))
        self.engine.url = sqlalchemy.engine.make_url(info["url"])
        self.connection = None

    def open(self, in_transaction):
        """A connection in the state of the migration's; nothing is begun or ended by opening it."""
        self.raw.is_held = True
        self.connection = self.engine.connect()
        if in_transaction:
            self.connection.begin()
        self.raw.is_held = False
        return self.connection

    def close(self):
        """Lets go without ending the migration's transaction."""
        self.raw.is_held = True
        try:
            self.connection.close()
        finally:
            self.connection = None


def engine_of(kind, url, raw, functions):
    """An engine whose pool holds one connection of ours.

    That of an asynchronous driver is no asynchronous one while its pool is made: the locks of the pool would wait for an event
    loop, and a migration that Python runs has none.
    """
    is_async, kind.is_async = kind.is_async, False
    try:
        return sqlalchemy.create_engine(url, creator=lambda: raw, poolclass=StaticPool, **functions)
    finally:
        kind.is_async = is_async


def json_keywords(info):
    """What the engine of the migration writes and reads JSON with; functions of the other side cannot be called here."""
    if not info["json_functions"]:
        return {}
    known = values.json_functions.get(info["session"])
    if known is None:
        known = values.json_functions[info["session"]] = (refuse_json, refuse_json)
    return {"json_serializer": known[0], "json_deserializer": known[1]}


def refuse_json(*arguments):
    raise Unsupported("JSON in Python, through the `json_serializer` or `json_deserializer` of create_engine()")


adopted = {}


def adopt(info):
    """The adopted connection of a session, made once."""
    found = adopted.get(info["session"])
    if found is None:
        found = adopted[info["session"]] = Adopted(info)
    return found


def session_of(connection):
    """The connection of alembic-rs behind one of SQLAlchemy's, as an argument of `context.configure()`."""
    raw = raw_of(connection)
    if not isinstance(raw, dbapi.Connection):
        raise TypeError(
            "alembic-rs: the connection given to context.configure() is of a driver that it does not know (%s)"
            % type(raw).__name__
        )
    if connection.in_transaction() and not channel.call("in_transaction", raw.number):
        # `with connection.begin()` around the migration: it ends there, not in the migration.
        channel.call("begin", raw.number)
    return Construct("_alembic_rs.session", [raw.number])


def raw_of(connection):
    """The DBAPI connection of one of SQLAlchemy's."""
    pooled = connection.connection
    return pooled.dbapi_connection if hasattr(pooled, "dbapi_connection") else pooled.connection


def agree(connection):
    """After the other side has worked: SQLAlchemy's view of the transaction becomes what it is.

    A transaction that a migration has begun is there for `connection.commit()`; one that it has ended is not.
    """
    if connection is None or connection.closed:
        return
    raw = raw_of(connection)
    if not isinstance(raw, dbapi.Connection):
        return
    is_open, is_known = channel.call("in_transaction", raw.number), connection.in_transaction()
    if is_open and not is_known:
        connection.begin()
    elif is_known and not is_open:
        held, raw.is_held = raw.is_held, True
        try:
            # A connection of SQLAlchemy 1.4 has no rollback() of its own.
            (connection if hasattr(connection, "rollback") else connection.get_transaction()).rollback()
        finally:
            raw.is_held = held
