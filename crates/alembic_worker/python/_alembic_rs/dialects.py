"""SQLAlchemy dialects over the DBAPI of this package; every driver name of a database is one of them."""

import types

import sqlalchemy
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from . import dbapi
from .channel import channel


class Common(object):
    """What the dialects of both databases share."""

    supports_statement_cache = True
    is_async = False

    @classmethod
    def import_dbapi(cls):
        return cls.module

    if sqlalchemy.__version__.startswith("1."):

        @classmethod
        def dbapi(cls):
            # The name of `import_dbapi` in SQLAlchemy 1.4.
            return cls.module

    def create_connect_args(self, url):
        text = url.render_as_string(hide_password=False) if hasattr(url, "render_as_string") else str(url)
        keywords = {"url": text}
        functions = (self._json_serializer, self._json_deserializer)
        if functions != (None, None):
            keywords["json_functions"] = functions
        return [], keywords

    @classmethod
    def get_pool_class(cls, url):
        if cls.is_async:
            return sqlalchemy.pool.AsyncAdaptedQueuePool
        return super().get_pool_class(url)

    def get_driver_connection(self, connection):
        return connection

    def on_connect(self):
        return None

    def on_connect_url(self, url):
        return None

    def set_isolation_level(self, dbapi_connection, level):
        dbapi_connection.set_isolation(level)

    def get_isolation_level(self, dbapi_connection):
        level = dbapi_connection.level
        return self.default_level if level in ("", "DEFAULT") else level

    def get_default_isolation_level(self, dbapi_connection):
        return self.default_level

    def get_isolation_level_values(self, dbapi_connection=None):
        return ("AUTOCOMMIT", "READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")

    def detect_autocommit_setting(self, dbapi_connection):
        return dbapi_connection.autocommit

    def is_disconnect(self, error, connection, cursor):
        return False

    def do_ping(self, dbapi_connection):
        return True


class Sqlite(Common, SQLiteDialect_pysqlite):
    module = dbapi.SQLITE
    shown = "SQLiteDialect"
    default_level = "SERIALIZABLE"
    driver = "pysqlite"

    def __init__(self, **keywords):
        version = tuple(channel.call("sqlite_version"))
        dbapi.SQLITE.sqlite_version_info = version
        dbapi.SQLITE.sqlite_version = ".".join(str(part) for part in version)
        super().__init__(**keywords)


class Postgresql(Common, PGDialect_psycopg2):
    module = dbapi.POSTGRESQL
    shown = "PGDialect"
    default_level = "READ COMMITTED"
    driver = "psycopg2"
    use_native_hstore = False

    #: psycopg2's own modules, as far as SQLAlchemy's dialect reads them.
    _psycopg2_extras = types.SimpleNamespace(
        Range=dbapi.Range,
        NumericRange=dbapi.Range,
        DateRange=dbapi.Range,
        DateTimeRange=dbapi.Range,
        DateTimeTZRange=dbapi.Range,
    )

    def create_server_side_cursor(self, connection):
        return connection.cursor()

    def _hstore_oids(self, dbapi_connection):
        # Values of `hstore` travel as text, which SQLAlchemy parses itself.
        return None

    def do_executemany(self, cursor, statement, parameters, context=None):
        cursor.executemany(statement, parameters)

    def set_readonly(self, connection, value):
        raise NotImplementedError("alembic-rs: read-only connections are not available")

    set_deferrable = set_readonly

    def do_begin_twophase(self, connection, xid):
        raise NotImplementedError("alembic-rs: two-phase transactions are not available")


DRIVERS = {
    "sqlite": (Sqlite, ["pysqlite", "aiosqlite", "pysqlcipher"]),
    "postgresql": (Postgresql, ["psycopg2", "psycopg2cffi", "psycopg", "psycopg_async", "asyncpg", "pg8000"]),
}
ASYNC = {"aiosqlite", "asyncpg", "psycopg_async"}


def install():
    """Every engine that the project makes for these databases is ours."""
    for database, (base, drivers) in DRIVERS.items():
        for driver in drivers:
            attributes = {"driver": driver.replace("psycopg_async", "psycopg"), "is_async": driver in ASYNC}
            name = "%s_%s" % (base.__name__, driver)
            made = type(name, (base,), dict(attributes, __module__=__name__, supports_statement_cache=True))
            # Messages name the class that SQLAlchemy has for the driver.
            made.__name__ = made.__qualname__ = "%s_%s" % (base.shown, attributes["driver"])
            globals()[name] = made
            registry.register("%s.%s" % (database, driver), __name__, name)
        registry.register(database, __name__, "%s_%s" % (base.__name__, drivers[0]))


def adopt(database, driver):
    """The dialect class for a connection that a migration runs on."""
    base, drivers = DRIVERS[database]
    return globals()["%s_%s" % (base.__name__, driver if driver in drivers else drivers[0])]


#: Dialects that write the SQL inside of schema items: no doubled percent signs, they are ours to add.
def plain(database):
    if database == "sqlite":
        return Sqlite(paramstyle="named")
    if database == "postgresql":
        from sqlalchemy.dialects.postgresql.base import PGDialect

        return PGDialect(paramstyle="named")
    if database in ("mysql", "mariadb"):
        from sqlalchemy.dialects.mysql.base import MySQLDialect

        return MySQLDialect(paramstyle="named", is_mariadb=database == "mariadb")
    if database == "mssql":
        from sqlalchemy.dialects.mssql.base import MSDialect

        return MSDialect(paramstyle="named")
    if database == "oracle":
        from sqlalchemy.dialects.oracle.base import OracleDialect

        return OracleDialect(paramstyle="named")
    from sqlalchemy.engine.default import DefaultDialect

    return DefaultDialect(paramstyle="named")
