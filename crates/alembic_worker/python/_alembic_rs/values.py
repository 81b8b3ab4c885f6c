"""Values on their way through the socket. The other half is `wire.rs`."""

import datetime
import decimal
import enum
import json
import sys
import uuid

from .channel import channel


def tagged(tag, value):
    return {"$": tag, "v": value}


def encode(value):
    """A value of any kind as JSON."""
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return value if -(2**63) <= value < 2**63 else tagged("int", str(value))
    if kind is float:
        return tagged("float", repr(value))
    if kind is list:
        return [encode(item) for item in value]
    encoder = ENCODERS.get(kind)
    if encoder is not None:
        return encoder(value)
    return encode_object(value)


ENCODERS = {
    tuple: lambda value: tagged("tuple", [encode(item) for item in value]),
    set: lambda value: tagged("set", [encode(item) for item in value]),
    frozenset: lambda value: tagged("set", [encode(item) for item in value]),
    dict: lambda value: tagged("dict", [[encode(key), encode(item)] for key, item in value.items()]),
    bytes: lambda value: tagged("bytes", value.hex()),
    bytearray: lambda value: tagged("bytes", bytes(value).hex()),
    memoryview: lambda value: tagged("bytes", value.tobytes().hex()),
    datetime.date: lambda value: tagged("date", value.isoformat()),
    datetime.time: lambda value: tagged("time", value.isoformat()),
    datetime.datetime: lambda value: tagged("datetime", value.isoformat(" ")),
    datetime.timedelta: lambda value: tagged("timedelta", [value.days, value.seconds, value.microseconds]),
    decimal.Decimal: lambda value: tagged("decimal", str(value)),
    uuid.UUID: lambda value: tagged("uuid", str(value)),
}


def encode_object(value):
    from . import schema

    if type(value) is Local:
        return tagged("local", object.__getattribute__(value, "_id"))
    if isinstance(value, Path):
        return tagged("name", value.path)
    if isinstance(value, Construct):
        return value.encoded()
    special = schema.describe(value)
    if special is not None:
        return encode(special)
    if isinstance(value, enum.Enum):
        if isinstance(value, (str, int, float)):
            return encode(value.value)
        return remote(value)
    for kind in (bool, int, float, str, bytes, datetime.datetime, datetime.date, decimal.Decimal, uuid.UUID):
        if isinstance(value, kind):
            return encode_as(value, kind)
    if isinstance(value, dict):
        return ENCODERS[dict](value)
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    return remote(value)


def encode_as(value, kind):
    """An instance of a subclass as one of the class itself."""
    if kind is str:
        return str.__str__(value)
    if kind in (int, float, bytes):
        return encode(kind(value))
    return ENCODERS[kind](value)


def remote(value):
    try:
        text = repr(value)
    except Exception:
        text = "<%s>" % type(value).__name__
    return {"$": "remote", "v": channel.keep(value), "text": text}


def decode(value):
    """The value that some JSON stands for."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    return DECODERS[value["$"]](value)


#: Reads JSON of a row; the cursor that runs a statement sets it.
loads = json.loads
#: `json_serializer` and `json_deserializer` of engines by the numbers of their connections.
json_functions = {}

DECODERS = {
    "tuple": lambda value: tuple(decode(item) for item in value["v"]),
    "set": lambda value: set(decode(item) for item in value["v"]),
    "dict": lambda value: {decode(key): decode(item) for key, item in value["v"]},
    "int": lambda value: int(value["v"]),
    "float": lambda value: float(value["v"]),
    "decimal": lambda value: decimal.Decimal(value["v"]),
    "bytes": lambda value: bytes.fromhex(value["v"]),
    "date": lambda value: datetime.date.fromisoformat(value["v"]),
    "time": lambda value: datetime.time.fromisoformat(value["v"]),
    "datetime": lambda value: datetime.datetime.fromisoformat(value["v"]),
    "timedelta": lambda value: datetime.timedelta(*value["v"]),
    "uuid": lambda value: uuid.UUID(value["v"]),
    "json": lambda value: loads(value["v"]),
    "remote": lambda value: channel.kept[value["v"]],
    "made": lambda value: _numbered[value["v"]],
    "local": lambda value: Local(value["v"], value["class"], value["callable"]),
}


#: Objects that travelled with a number, by identity and by number.
_numbers = {}
_numbered = {}


def number_of(value):
    """The number under which both sides know an object."""
    known = _numbers.get(id(value))
    if known is None:
        known = _numbers[id(value)] = len(_numbers) + 1
        _numbered[known] = value
    return known


class Path(object):
    """Something that a module of the other side has."""

    def __init__(self, path):
        self.path = path


class Construct(object):
    """A call that makes an object on the other side."""

    def __init__(self, path, arguments=(), keywords=(), number=None):
        self.path = path
        self.arguments = list(arguments)
        self.keywords = list(keywords.items() if isinstance(keywords, dict) else keywords)
        self.number = number

    def encoded(self):
        return {
            "$": "construct",
            "path": self.path,
            "args": [encode(item) for item in self.arguments],
            "kwargs": [[name, encode(item)] for name, item in self.keywords],
            "id": self.number,
        }


class Local(object):
    """An object of the other side: attributes and calls go there."""

    def __init__(self, number, kind, is_callable):
        object.__setattr__(self, "_id", number)
        object.__setattr__(self, "_kind", kind)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return channel.call("getattr", self, name)

    def __setattr__(self, name, value):
        channel.call("setattr", self, name, value)

    def __call__(self, *arguments, **keywords):
        return channel.call("invoke", self, list(arguments), keywords)

    def __getitem__(self, key):
        return channel.call("invoke", self.__getattr_of("__getitem__"), [key], {})

    def __getattr_of(self, name):
        return channel.call("getattr", self, name)

    def __enter__(self):
        return channel.call("invoke", self.__getattr_of("__enter__"), [], {})

    def __exit__(self, kind, error, trace):
        name = None if kind is None else kind.__name__
        channel.call("invoke", self.__getattr_of("__exit__"), [name, None, None], {})
        return False

    def __iter__(self):
        return iter(channel.call("items", self))

    def __contains__(self, item):
        return item in list(self)

    def __len__(self):
        return len(list(self))

    def __bool__(self):
        return True

    @property
    def __class__(self):
        """The class that it stands for, so that `isinstance` of the project's functions is right."""
        module, _, name = object.__getattribute__(self, "_kind").rpartition(".")
        return getattr(sys.modules.get(module), name, Local)

    def __repr__(self):
        return "<%s>" % object.__getattribute__(self, "_kind")
