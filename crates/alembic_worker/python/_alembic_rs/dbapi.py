"""A DBAPI whose statements run on the connections of alembic-rs. One module object per database."""

import datetime
import decimal
import json
import re
import uuid

from . import values as wire
from .channel import channel

try:
    import sqlite3
except ImportError:
    sqlite3 = None

NAMES = [
    "Warning",
    "Error",
    "InterfaceError",
    "DatabaseError",
    "DataError",
    "OperationalError",
    "IntegrityError",
    "InternalError",
    "ProgrammingError",
    "NotSupportedError",
]


class Module(object):
    """What SQLAlchemy expects of a DBAPI module."""

    apilevel = "2.0"
    threadsafety = 0
    Binary = staticmethod(bytes)

    def __init__(self, name, paramstyle, exceptions):
        self.__name__ = name
        self.paramstyle = paramstyle
        for exception in NAMES:
            setattr(self, exception, exceptions[exception])

    def connect(self, **keywords):
        options = {key: value for key, value in keywords.items() if key != "url"}
        functions = options.get("json_functions")
        if functions is not None:
            options["json_functions"] = True
        number = channel.call("connect", keywords["url"], options)
        wire.json_functions[number] = functions
        return Connection(self, number)


def _exceptions(module):
    """PEP 249's classes; `module` is where their names say they are from."""
    bases = {"Warning": Exception, "Error": Exception, "InterfaceError": "Error", "DatabaseError": "Error"}
    made = {}
    for name in NAMES:
        base = bases.get(name, "DatabaseError")
        base = made[base] if isinstance(base, str) else base
        made[name] = type(name, (base,), {"__module__": module, "pgcode": None, "pgerror": None, "sqlstate": None})
    return made


if sqlite3 is not None:
    SQLITE = Module("sqlite3", "qmark", {name: getattr(sqlite3, name) for name in NAMES})
else:
    SQLITE = Module("sqlite3", "qmark", _exceptions("sqlite3"))
SQLITE.PARSE_DECLTYPES = 1
SQLITE.PARSE_COLNAMES = 2
POSTGRESQL = Module("psycopg2", "pyformat", _exceptions("psycopg2"))
POSTGRESQL.__version__ = "2.9.9 (alembic-rs)"

#: SQLSTATEs with a class of their own in `psycopg2.errors`.
STATES = {
    "02000": "NoData",
    "02001": "NoAdditionalDynamicResultSetsReturned",
    "03000": "SqlStatementNotYetComplete",
    "08000": "ConnectionException",
    "08001": "SqlclientUnableToEstablishSqlconnection",
    "08003": "ConnectionDoesNotExist",
    "08004": "SqlserverRejectedEstablishmentOfSqlconnection",
    "08006": "ConnectionFailure",
    "08007": "TransactionResolutionUnknown",
    "08P01": "ProtocolViolation",
    "09000": "TriggeredActionException",
    "0A000": "FeatureNotSupported",
    "0B000": "InvalidTransactionInitiation",
    "0F000": "LocatorException",
    "0F001": "InvalidLocatorSpecification",
    "0L000": "InvalidGrantor",
    "0LP01": "InvalidGrantOperation",
    "0P000": "InvalidRoleSpecification",
    "0Z000": "DiagnosticsException",
    "0Z002": "StackedDiagnosticsAccessedWithoutActiveHandler",
    "10608": "InvalidArgumentForXquery",
    "20000": "CaseNotFound",
    "21000": "CardinalityViolation",
    "22000": "DataException",
    "22001": "StringDataRightTruncation",
    "22002": "NullValueNoIndicatorParameter",
    "22003": "NumericValueOutOfRange",
    "22004": "NullValueNotAllowed",
    "22005": "ErrorInAssignment",
    "22007": "InvalidDatetimeFormat",
    "22008": "DatetimeFieldOverflow",
    "22009": "InvalidTimeZoneDisplacementValue",
    "2200B": "EscapeCharacterConflict",
    "2200C": "InvalidUseOfEscapeCharacter",
    "2200D": "InvalidEscapeOctet",
    "2200F": "ZeroLengthCharacterString",
    "2200G": "MostSpecificTypeMismatch",
    "2200H": "SequenceGeneratorLimitExceeded",
    "2200L": "NotAnXmlDocument",
    "2200M": "InvalidXmlDocument",
    "2200N": "InvalidXmlContent",
    "2200S": "InvalidXmlComment",
    "2200T": "InvalidXmlProcessingInstruction",
    "22010": "InvalidIndicatorParameterValue",
    "22011": "SubstringError",
    "22012": "DivisionByZero",
    "22013": "InvalidPrecedingOrFollowingSize",
    "22014": "InvalidArgumentForNtileFunction",
    "22015": "IntervalFieldOverflow",
    "22016": "InvalidArgumentForNthValueFunction",
    "22018": "InvalidCharacterValueForCast",
    "22019": "InvalidEscapeCharacter",
    "2201B": "InvalidRegularExpression",
    "2201E": "InvalidArgumentForLogarithm",
    "2201F": "InvalidArgumentForPowerFunction",
    "2201G": "InvalidArgumentForWidthBucketFunction",
    "2201W": "InvalidRowCountInLimitClause",
    "2201X": "InvalidRowCountInResultOffsetClause",
    "22021": "CharacterNotInRepertoire",
    "22022": "IndicatorOverflow",
    "22023": "InvalidParameterValue",
    "22024": "UnterminatedCString",
    "22025": "InvalidEscapeSequence",
    "22026": "StringDataLengthMismatch",
    "22027": "TrimError",
    "2202E": "ArraySubscriptError",
    "2202G": "InvalidTablesampleRepeat",
    "2202H": "InvalidTablesampleArgument",
    "22030": "DuplicateJsonObjectKeyValue",
    "22031": "InvalidArgumentForSqlJsonDatetimeFunction",
    "22032": "InvalidJsonText",
    "22033": "InvalidSqlJsonSubscript",
    "22034": "MoreThanOneSqlJsonItem",
    "22035": "NoSqlJsonItem",
    "22036": "NonNumericSqlJsonItem",
    "22037": "NonUniqueKeysInAJsonObject",
    "22038": "SingletonSqlJsonItemRequired",
    "22039": "SqlJsonArrayNotFound",
    "2203A": "SqlJsonMemberNotFound",
    "2203B": "SqlJsonNumberNotFound",
    "2203C": "SqlJsonObjectNotFound",
    "2203D": "TooManyJsonArrayElements",
    "2203E": "TooManyJsonObjectMembers",
    "2203F": "SqlJsonScalarRequired",
    "2203G": "SqlJsonItemCannotBeCastToTargetType",
    "22P01": "FloatingPointException",
    "22P02": "InvalidTextRepresentation",
    "22P03": "InvalidBinaryRepresentation",
    "22P04": "BadCopyFileFormat",
    "22P05": "UntranslatableCharacter",
    "22P06": "NonstandardUseOfEscapeCharacter",
    "23000": "IntegrityConstraintViolation",
    "23001": "RestrictViolation",
    "23502": "NotNullViolation",
    "23503": "ForeignKeyViolation",
    "23505": "UniqueViolation",
    "23514": "CheckViolation",
    "23P01": "ExclusionViolation",
    "24000": "InvalidCursorState",
    "25000": "InvalidTransactionState",
    "25001": "ActiveSqlTransaction",
    "25002": "BranchTransactionAlreadyActive",
    "25003": "InappropriateAccessModeForBranchTransaction",
    "25004": "InappropriateIsolationLevelForBranchTransaction",
    "25005": "NoActiveSqlTransactionForBranchTransaction",
    "25006": "ReadOnlySqlTransaction",
    "25007": "SchemaAndDataStatementMixingNotSupported",
    "25008": "HeldCursorRequiresSameIsolationLevel",
    "25P01": "NoActiveSqlTransaction",
    "25P02": "InFailedSqlTransaction",
    "25P03": "IdleInTransactionSessionTimeout",
    "25P04": "TransactionTimeout",
    "26000": "InvalidSqlStatementName",
    "27000": "TriggeredDataChangeViolation",
    "28000": "InvalidAuthorizationSpecification",
    "28P01": "InvalidPassword",
    "2B000": "DependentPrivilegeDescriptorsStillExist",
    "2BP01": "DependentObjectsStillExist",
    "2D000": "InvalidTransactionTermination",
    "2F000": "SqlRoutineException",
    "2F002": "ModifyingSqlDataNotPermitted",
    "2F003": "ProhibitedSqlStatementAttempted",
    "2F004": "ReadingSqlDataNotPermitted",
    "2F005": "FunctionExecutedNoReturnStatement",
    "34000": "InvalidCursorName",
    "38000": "ExternalRoutineException",
    "38001": "ContainingSqlNotPermitted",
    "38002": "ModifyingSqlDataNotPermittedExt",
    "38003": "ProhibitedSqlStatementAttemptedExt",
    "38004": "ReadingSqlDataNotPermittedExt",
    "39000": "ExternalRoutineInvocationException",
    "39001": "InvalidSqlstateReturned",
    "39004": "NullValueNotAllowedExt",
    "39P01": "TriggerProtocolViolated",
    "39P02": "SrfProtocolViolated",
    "39P03": "EventTriggerProtocolViolated",
    "3B000": "SavepointException",
    "3B001": "InvalidSavepointSpecification",
    "3D000": "InvalidCatalogName",
    "3F000": "InvalidSchemaName",
    "40000": "TransactionRollback",
    "40001": "SerializationFailure",
    "40002": "TransactionIntegrityConstraintViolation",
    "40003": "StatementCompletionUnknown",
    "40P01": "DeadlockDetected",
    "42000": "SyntaxErrorOrAccessRuleViolation",
    "42501": "InsufficientPrivilege",
    "42601": "SyntaxError",
    "42602": "InvalidName",
    "42611": "InvalidColumnDefinition",
    "42622": "NameTooLong",
    "42701": "DuplicateColumn",
    "42702": "AmbiguousColumn",
    "42703": "UndefinedColumn",
    "42704": "UndefinedObject",
    "42710": "DuplicateObject",
    "42712": "DuplicateAlias",
    "42723": "DuplicateFunction",
    "42725": "AmbiguousFunction",
    "42803": "GroupingError",
    "42804": "DatatypeMismatch",
    "42809": "WrongObjectType",
    "42830": "InvalidForeignKey",
    "42846": "CannotCoerce",
    "42883": "UndefinedFunction",
    "428C9": "GeneratedAlways",
    "42939": "ReservedName",
    "42P01": "UndefinedTable",
    "42P02": "UndefinedParameter",
    "42P03": "DuplicateCursor",
    "42P04": "DuplicateDatabase",
    "42P05": "DuplicatePreparedStatement",
    "42P06": "DuplicateSchema",
    "42P07": "DuplicateTable",
    "42P08": "AmbiguousParameter",
    "42P09": "AmbiguousAlias",
    "42P10": "InvalidColumnReference",
    "42P11": "InvalidCursorDefinition",
    "42P12": "InvalidDatabaseDefinition",
    "42P13": "InvalidFunctionDefinition",
    "42P14": "InvalidPreparedStatementDefinition",
    "42P15": "InvalidSchemaDefinition",
    "42P16": "InvalidTableDefinition",
    "42P17": "InvalidObjectDefinition",
    "42P18": "IndeterminateDatatype",
    "42P19": "InvalidRecursion",
    "42P20": "WindowingError",
    "42P21": "CollationMismatch",
    "42P22": "IndeterminateCollation",
    "44000": "WithCheckOptionViolation",
    "53000": "InsufficientResources",
    "53100": "DiskFull",
    "53200": "OutOfMemory",
    "53300": "TooManyConnections",
    "53400": "ConfigurationLimitExceeded",
    "54000": "ProgramLimitExceeded",
    "54001": "StatementTooComplex",
    "54011": "TooManyColumns",
    "54023": "TooManyArguments",
    "55000": "ObjectNotInPrerequisiteState",
    "55006": "ObjectInUse",
    "55P02": "CantChangeRuntimeParam",
    "55P03": "LockNotAvailable",
    "55P04": "UnsafeNewEnumValueUsage",
    "57000": "OperatorIntervention",
    "57014": "QueryCanceled",
    "57P01": "AdminShutdown",
    "57P02": "CrashShutdown",
    "57P03": "CannotConnectNow",
    "57P04": "DatabaseDropped",
    "57P05": "IdleSessionTimeout",
    "58000": "SystemError",
    "58030": "IoError",
    "58P01": "UndefinedFile",
    "58P02": "DuplicateFile",
    "58P03": "FileNameTooLong",
    "72000": "SnapshotTooOld",
    "F0000": "ConfigFileError",
    "F0001": "LockFileExists",
    "HV000": "FdwError",
    "HV001": "FdwOutOfMemory",
    "HV002": "FdwDynamicParameterValueNeeded",
    "HV004": "FdwInvalidDataType",
    "HV005": "FdwColumnNameNotFound",
    "HV006": "FdwInvalidDataTypeDescriptors",
    "HV007": "FdwInvalidColumnName",
    "HV008": "FdwInvalidColumnNumber",
    "HV009": "FdwInvalidUseOfNullPointer",
    "HV00A": "FdwInvalidStringFormat",
    "HV00B": "FdwInvalidHandle",
    "HV00C": "FdwInvalidOptionIndex",
    "HV00D": "FdwInvalidOptionName",
    "HV00J": "FdwOptionNameNotFound",
    "HV00K": "FdwReplyHandle",
    "HV00L": "FdwUnableToCreateExecution",
    "HV00M": "FdwUnableToCreateReply",
    "HV00N": "FdwUnableToEstablishConnection",
    "HV00P": "FdwNoSchemas",
    "HV00Q": "FdwSchemaNotFound",
    "HV00R": "FdwTableNotFound",
    "HV010": "FdwFunctionSequenceError",
    "HV014": "FdwTooManyHandles",
    "HV021": "FdwInconsistentDescriptorInformation",
    "HV024": "FdwInvalidAttributeValue",
    "HV090": "FdwInvalidStringLengthOrBufferLength",
    "HV091": "FdwInvalidDescriptorFieldIdentifier",
    "P0000": "PlpgsqlError",
    "P0001": "RaiseException",
    "P0002": "NoDataFound",
    "P0003": "TooManyRows",
    "P0004": "AssertFailure",
    "XX000": "InternalError_",
    "XX001": "DataCorrupted",
    "XX002": "IndexCorrupted",
}


def database_error(name, message, sqlstate):
    """The exception of a failed statement: `name` is `sqlite3:IntegrityError` or the like."""
    module, _, name = name.partition(":")
    kind = getattr(SQLITE if module == "sqlite3" else POSTGRESQL, name)
    if sqlstate is None:
        return kind(message)
    special = STATES.get(sqlstate)
    if special is not None:
        kind = type(special, (kind,), {"__module__": "psycopg2.errors"})
    error = kind(message)
    error.pgcode = error.sqlstate = sqlstate
    error.pgerror = message
    return error


class Range(object):
    """A range as psycopg2 gives it."""

    def __init__(self, lower=None, upper=None, bounds="[)", empty=False):
        self._lower, self._upper = lower, upper
        self._bounds = None if empty else bounds

    lower = property(lambda self: self._lower)
    upper = property(lambda self: self._upper)
    isempty = property(lambda self: self._bounds is None)

    def literal(self):
        if self._bounds is None:
            return "empty"
        part = lambda value: "" if value is None else '"%s"' % str(value).replace('"', '""')
        return "%s%s,%s%s" % (self._bounds[0], part(self._lower), part(self._upper), self._bounds[1])

    def __eq__(self, other):
        key = lambda value: (value._lower, value._upper, value._bounds)
        return isinstance(other, Range) and key(self) == key(other)

    def __repr__(self):
        return "Range(%r, %r, %r)" % (self._lower, self._upper, self._bounds)


class Connection(object):
    """A connection of alembic-rs by its number."""

    def __init__(self, module, number, is_adopted=False):
        self.module = module
        self.number = number
        #: The migration owns this connection: while SQLAlchemy sets itself up or lets go, nothing may end.
        self.is_held = is_adopted
        self.level = ""
        self.notices = []

    def cursor(self, *arguments, **keywords):
        return Cursor(self)

    def commit(self):
        if not self.is_held:
            channel.call("commit", self.number)

    def rollback(self):
        if not self.is_held:
            channel.call("rollback", self.number)

    def close(self):
        if not self.is_held:
            channel.call("close", self.number)

    def set_isolation(self, level):
        channel.call("isolation", self.number, level)
        self.level = level

    @property
    def autocommit(self):
        return self.level == "AUTOCOMMIT"

    @autocommit.setter
    def autocommit(self, is_on):
        self.set_isolation("AUTOCOMMIT" if is_on else "DEFAULT")

    @property
    def isolation_level(self):
        # sqlite3: None is autocommit.
        return None if self.level == "AUTOCOMMIT" else ""

    @isolation_level.setter
    def isolation_level(self, level):
        self.set_isolation("AUTOCOMMIT" if level in (None, 0) else "DEFAULT")

    def execute(self, sql, parameters=()):
        cursor = self.cursor()
        cursor.execute(sql, parameters)
        return cursor

    def executescript(self, script):
        return self.cursor().executescript(script)

    def create_function(self, name, *arguments, **keywords):
        raise self.module.NotSupportedError(
            "alembic-rs: SQL functions written in Python (create_function %r) are not available in migrations" % name
        )


PLACEHOLDER = re.compile(r"%(?:\((?P<name>[^)]*)\)s|(?P<kind>.))?", re.DOTALL)


def numbered(module, sql, parameters):
    """SQL with `%s` or `%(name)s` as SQL with `$1`, and the values in that order."""
    values = []

    def replace(match):
        name, kind = match.group("name"), match.group("kind")
        if kind == "%":
            return "%"
        if name is not None:
            values.append(parameters[name])
        elif kind == "s":
            values.append(parameters[len(values)])
        else:
            raise module.ProgrammingError("unsupported format character '%s'" % kind)
        return "$%d" % len(values)

    out = PLACEHOLDER.sub(replace, sql)
    if values and re.search(r"\$\d", sql):
        raise module.NotSupportedError(
            "alembic-rs: a statement that has parameters and also contains `$1` as text is not supported"
        )
    return out, values


class Cursor(object):
    """Statements of one connection."""

    arraysize = 1
    itersize = 2000

    def __init__(self, connection):
        self.connection = connection
        self.description = None
        self.rowcount = -1
        self.lastrowid = None
        self.query = None
        self.statusmessage = None
        self._rows = []
        self._next = 0

    def execute(self, sql, parameters=None):
        self._run(sql, [parameters])
        return self

    def executemany(self, sql, several):
        several = list(several)
        if several:
            self._run(sql, several)
        return self

    def executescript(self, script):
        if self.connection.module is not SQLITE:
            raise AttributeError("executescript")
        channel.call("script", self.connection.number, script)
        return self

    def _run(self, sql, several):
        module = self.connection.module
        sql = sql.decode("utf-8") if isinstance(sql, bytes) else str(sql)
        sets, text = [], sql
        for parameters in several:
            text, values = placed(module, sql, parameters)
            sets.append([adapted(module, value) for value in values])
        # psycopg2 reads JSON itself, with the function that the engine has given it.
        functions = wire.json_functions.get(self.connection.number)
        wire.loads = functions and functions[1] or json.loads
        try:
            result = channel.call("execute", self.connection.number, text, sets)
        finally:
            wire.loads = json.loads
        columns = result["columns"]
        self.query = text
        # The number of a column's type is what psycopg2 gives as its type code; sqlite3 gives nothing.
        types = result["types"] or [(None, None)] * len(columns or ())
        self.description = None
        if columns is not None:
            self.description = [(name, oid, *[None] * 5) for name, (_, oid) in zip(columns, types)]
        self._rows = [tuple(row) for row in result["rows"]]
        if module is POSTGRESQL:
            self._rows = with_ranges(self._rows, [kind for kind, _ in types])
        self._next = 0
        self.rowcount = result["rowcount"]
        self.lastrowid = result["lastrowid"]

    def fetchone(self):
        if self._next >= len(self._rows):
            return None
        self._next += 1
        return self._rows[self._next - 1]

    def fetchmany(self, size=None):
        size = self.arraysize if size is None else size
        out = self._rows[self._next : self._next + size]
        self._next += len(out)
        return out

    def fetchall(self):
        out, self._next = self._rows[self._next :], len(self._rows)
        return out

    def __iter__(self):
        return iter(self.fetchall())

    def close(self):
        self._rows = []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def setinputsizes(self, sizes):
        pass

    def setoutputsize(self, size, column=None):
        pass

    def mogrify(self, sql, parameters=None):
        raise self.connection.module.NotSupportedError("alembic-rs: cursor.mogrify() is not available")

    def copy_expert(self, *arguments, **keywords):
        raise self.connection.module.NotSupportedError("alembic-rs: COPY through the cursor is not available")

    copy_from = copy_to = copy_expert


def placed(module, sql, parameters):
    """SQL with the placeholders of alembic-rs, and the values in their order."""
    if module is SQLITE:
        return sqlite_parameters(sql, parameters)
    if parameters is None:
        return sql, []
    if isinstance(parameters, (list, tuple)) and parameters and re.search(r"\$\d", sql) and "%s" not in sql:
        # The style of asyncpg.
        return sql, list(parameters)
    return numbered(module, sql, parameters)


NAMED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|[:@$](?P<name>[A-Za-z_]\w*)", re.DOTALL)


def sqlite_parameters(sql, parameters):
    """Values in the order of their places; names become `?`."""
    if parameters is None:
        return sql, []
    if not isinstance(parameters, dict):
        return sql, list(parameters)
    values = []

    def replace(match):
        if match.group("name") is None:
            return match.group(0)
        try:
            values.append(parameters[match.group("name")])
        except KeyError:
            raise SQLITE.ProgrammingError("You did not supply a value for binding parameter :%s." % match.group("name"))
        return "?"

    return NAMED.sub(replace, sql), values


def adapted(module, value):
    """A parameter as the module's own driver sends it."""
    if module is SQLITE:
        if value is None or isinstance(value, (int, float, str, bytes)):
            return value
        if isinstance(value, (bytearray, memoryview)):
            return bytes(value)
        if isinstance(value, datetime.datetime):
            return value.isoformat(" ")
        if isinstance(value, datetime.date):
            return value.isoformat()
        raise SQLITE.ProgrammingError(
            "Error binding parameter: type '%s' is not supported" % (type(value).__module__ + "." + type(value).__name__)
            if type(value).__module__ != "builtins"
            else "Error binding parameter: type '%s' is not supported" % type(value).__name__
        )
    if isinstance(value, Range):
        return value.literal()
    if isinstance(value, tuple):
        # psycopg2 writes it as the right side of IN.
        return tuple(adapted(module, item) for item in value)
    if isinstance(value, list):
        return [adapted(module, item) for item in value]
    plain = (int, float, str, bytes, bytearray, memoryview, datetime.date, datetime.time, datetime.timedelta)
    if value is None or isinstance(value, plain + (decimal.Decimal, uuid.UUID)):
        return value
    raise module.ProgrammingError("can't adapt type '%s'" % type(value).__name__)


def with_ranges(rows, types):
    """Rows with the texts of ranges parsed; `types` has the name of each column's type."""
    if not any(kind in BOUND for kind in types):
        return rows
    return [
        tuple(
            parsed_range(value, BOUND[kind]) if kind in BOUND and isinstance(value, str) else value
            for value, kind in zip(row, types)
        )
        for row in rows
    ]


def moment(text):
    """A timestamp as PostgreSQL writes it; offsets may lack their minutes."""
    text = re.sub(r"([+-]\d\d)$", r"\1:00", text)
    text = re.sub(r"\.(\d{1,5})(?=[+-]|$)", lambda match: "." + match.group(1).ljust(6, "0"), text)
    return datetime.datetime.fromisoformat(text)


BOUND = {
    "int4range": int,
    "int8range": int,
    "numrange": decimal.Decimal,
    "daterange": datetime.date.fromisoformat,
    "tsrange": moment,
    "tstzrange": moment,
}


def parsed_range(text, convert):
    if text == "empty":
        return Range(empty=True)
    parts = [part.strip('"') for part in text[1:-1].split(",", 1)]
    lower, upper = [None if part == "" else convert(part) for part in parts]
    return Range(lower, upper, text[0] + text[-1])
