"""What settings and schema classes need of pydantic 2: fields, coercion, validators, errors."""
from enum import Enum
from typing import Annotated, Any

import _alembic_packages as _native

_unsupported = _native.unsupported


class PydanticUndefinedType:
    def __repr__(self):
        return "PydanticUndefined"

    def __bool__(self):
        return True


PydanticUndefined = Undefined = PydanticUndefinedType()


class PydanticUserError(TypeError):
    def __init__(self, message, *, code=None):
        super().__init__(message)
        self.message = message
        self.code = code


PydanticSchemaGenerationError = PydanticUserError
PydanticImportError = PydanticUserError
PydanticUndefinedAnnotation = PydanticUserError


class PydanticDeprecatedSince20(DeprecationWarning):
    pass


class PydanticCustomError(ValueError):
    def __init__(self, error_type, message_template, context=None, /):
        self.type = error_type
        self.message_template = message_template
        self.context = context or {}

    def message(self):
        return self.message_template.format(**self.context)

    def __str__(self):
        return self.message()


class PydanticUseDefault(Exception):
    pass


class _Custom(str):
    """The kind of an error that has no page of documentation."""


def _shorten(text):
    return text if len(text) <= 50 else text[:25] + "..." + text[-24:]


class ValidationError(ValueError):
    def __init__(self, title, line_errors=()):
        super().__init__(title)
        self.title = title
        self._errors = list(line_errors)

    def errors(self, *, include_url=True, include_context=True, include_input=True):
        found = []
        for kind, loc, message, value, context in self._errors:
            entry = {"type": kind, "loc": loc, "msg": message, "input": value}
            if context:
                entry["ctx"] = context
            if include_url and not isinstance(kind, _Custom):
                entry["url"] = _url_of(kind)
            found.append(entry)
        return found

    def error_count(self):
        return len(self._errors)

    def __str__(self):
        n = len(self._errors)
        lines = [f"{n} validation error{'' if n == 1 else 's'} for {self.title}"]
        for kind, loc, message, value, context in self._errors:
            if loc:
                lines.append(".".join([str(part) for part in loc]))
            lines.append(
                f"  {message} [type={kind}, input_value={_shorten(repr(value))}, input_type={type(value).__name__}]"
            )
            if not isinstance(kind, _Custom):
                lines.append(f"    For further information visit {_url_of(kind)}")
        return "\n".join(lines)

    __repr__ = __str__


def _url_of(kind):
    return f"https://errors.pydantic.dev/{_native.version('pydantic', '2.14')}/v/{kind}"


class _Fail(Exception):
    def __init__(self, errors):
        self.errors = errors


def _fail(kind, message, value, context=None, loc=()):
    raise _Fail([(kind, loc, message, value, context)])


def _at(fail, part):
    return [(kind, (part, *loc), message, value, context) for kind, loc, message, value, context in fail.errors]


# ---- fields ----------------------------------------------------------------------------------------------


class AliasPath:
    def __init__(self, first_arg, *args):
        self.path = [first_arg, *args]

    def convert_to_aliases(self):
        return self.path


class AliasChoices:
    def __init__(self, first_choice, *choices):
        self.choices = [first_choice, *choices]


class AliasGenerator:
    def __init__(self, alias=None, validation_alias=None, serialization_alias=None):
        self.alias = alias
        self.validation_alias = validation_alias
        self.serialization_alias = serialization_alias


class FieldInfo:
    def __init__(self, default=Undefined, **options):
        self.default = default
        self.default_factory = options.pop("default_factory", None)
        self.alias = options.pop("alias", None)
        given = options.pop("validation_alias", None)
        self.validation_alias = self.alias if given is None else given
        self.serialization_alias = options.pop("serialization_alias", None) or self.alias
        self.annotation = options.pop("annotation", None)
        self.metadata = list(options.pop("metadata", ()))
        extra = options.pop("json_schema_extra", None)
        self.json_schema_extra = extra
        for name in ("title", "description", "examples", "exclude", "discriminator", "frozen", "init", "repr",
                     "validate_default", "deprecated", "kw_only", "init_var", "alias_priority"):
            setattr(self, name, options.pop(name, None))
        if "regex" in options:
            options["pattern"] = options.pop("regex")
        if "min_items" in options:
            options["min_length"] = options.pop("min_items")
        if "max_items" in options:
            options["max_length"] = options.pop("max_items")
        self.env = options.pop("env", None)
        self.options = options

    def is_required(self):
        return not _native.given(self.default, Undefined, False) and not _native.given(self.default_factory)

    def get_default(self, *, call_default_factory=False, validated_data=None):
        if _native.given(self.default_factory):
            if not call_default_factory:
                return None
            if _native.arity(self.default_factory) == 1:
                return self.default_factory(validated_data or {})
            return self.default_factory()
        return _copied(self.default)

    def merged(self, other):
        """This field with what `other` says on top."""
        made = FieldInfo()
        for name, value in self.__dict__.items():
            setattr(made, name, value)
        made.options = {**self.options, **other.options}
        made.metadata = [*self.metadata, *other.metadata]
        for name, value in other.__dict__.items():
            if name in ("options", "metadata"):
                continue
            if name == "default" and value is None:
                made.default = None
            if _native.given(value, Undefined):
                setattr(made, name, value)
        if _native.given(other.default_factory):
            made.default = Undefined
        elif _native.given(other.default, Undefined, False):
            made.default_factory = None
        return made

    def __repr__(self):
        parts = [f"annotation={_native.display(self.annotation)}", f"required={self.is_required()}"]
        if self.default is not Undefined:
            parts.append(f"default={self.default!r}")
        return f"FieldInfo({', '.join(parts)})"


def _copied(value):
    if isinstance(value, list):
        return [_copied(item) for item in value] if type(value) is list else value
    if type(value) is dict:
        return {key: _copied(item) for key, item in value.items()}
    if type(value) is set:
        return set(value)
    return value


def Field(default=Undefined, **options):
    if not _native.given(default, ..., False):
        default = Undefined
    return FieldInfo(default, **options)


class ModelPrivateAttr:
    def __init__(self, default=Undefined, *, default_factory=None, init=False):
        self.default = default
        self.default_factory = default_factory

    def get_default(self):
        return self.default_factory() if self.default_factory is not None else _copied(self.default)


def PrivateAttr(default=Undefined, *, default_factory=None, init=False):
    return ModelPrivateAttr(default, default_factory=default_factory)


class ConfigDict(dict):
    """A TypedDict there: projects make their own of it."""

    def __init_subclass__(cls, total=True):
        super().__init_subclass__()


class BaseConfig:
    pass


class Extra:
    allow = "allow"
    ignore = "ignore"
    forbid = "forbid"


# ---- validators ------------------------------------------------------------------------------------------


class _Decorated:
    """A validator or serializer in a class body."""

    def __init__(self, kind, mode, fields, function, **options):
        self.kind = kind
        self.mode = mode
        self.fields = fields
        self.options = options
        self.is_static = isinstance(function, staticmethod)
        self.is_property = isinstance(function, property)
        self.function = function.__func__ if isinstance(function, (classmethod, staticmethod)) else function
        self.shim = function

    def __get__(self, instance, owner=None):
        if self.is_property:
            return self if instance is None else self.function.__get__(instance, owner)
        if self.is_static:
            return self.function
        if self.kind == "model" and self.mode == "after" and instance is not None:
            return self.function.__get__(instance, owner)
        if self.kind in ("serializer", "computed"):
            return self.function.__get__(instance, owner)
        return self.function.__get__(owner, type(owner))

    def call(self, cls, info, *args):
        first = () if self.is_static else (cls,)
        n = _native.arity(self.function)
        if self.kind == "v1":
            names = _native.parameters(self.function)
            extra = {}
            known = {"values": info.data, "field": info, "config": info.config}
            for name in names[len(first) + 1:]:
                if name in known:
                    extra[name] = known[name]
                elif name.startswith("**"):
                    extra["values"] = info.data
            return self.function(*first, *args, **extra)
        if n is None or n >= len(first) + len(args) + 1:
            args = (*args, info)
        return self.function(*first, *args)


def field_validator(field, /, *fields, mode="after", check_fields=None, json_schema_input_type=None):
    return lambda function: _Decorated("field", mode, (field, *fields), function)


def validator(field, /, *fields, pre=False, each_item=False, always=False, check_fields=None, allow_reuse=False):
    return lambda function: _Decorated("v1", "before" if pre else "after", (field, *fields), function,
                                       each_item=each_item, always=always)


def model_validator(*, mode):
    return lambda function: _Decorated("model", mode, (), function)


def root_validator(*args, pre=False, skip_on_failure=False, allow_reuse=False):
    if args:
        return _Decorated("root", "after", (), args[0])
    return lambda function: _Decorated("root", "before" if pre else "after", (), function)


def field_serializer(*fields, **options):
    return lambda function: _Decorated("serializer", "field", fields, function)


def model_serializer(function=None, /, **options):
    if function is not None:
        return _Decorated("serializer", "model", (), function)
    return lambda function: _Decorated("serializer", "model", (), function)


class _Computed:
    def __init__(self, inner):
        self.inner = inner
        self.fget = inner.fget if isinstance(inner, property) else getattr(inner, "func", None)
        if self.fget is None:
            _unsupported("computed_field of this object")

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return self if instance is None else self.fget(instance)

    def setter(self, function):
        return self.inner.setter(function)


class _ClassProperty:
    def __init__(self, function):
        self.function = function

    def __get__(self, instance, owner=None):
        return self.function(owner)


def computed_field(function=None, /, **options):
    def decorate(inner):
        if not isinstance(inner, property) and not hasattr(inner, "__get__"):
            _unsupported("computed_field of this object")
        if _native.is_function(inner):
            inner = property(inner)
        return _Computed(inner)

    return decorate if function is None else decorate(function)


class ValidationInfo:
    def __init__(self, data, field_name, config, context=None):
        self.data = data
        self.field_name = field_name
        self.name = field_name
        self.config = config
        self.context = context
        self.mode = "python"


FieldValidationInfo = ValidationInfo


class _Marker:
    def __init__(self, func=None, **options):
        self.func = func
        self.options = options


class BeforeValidator(_Marker):
    pass


class AfterValidator(_Marker):
    pass


class PlainValidator(_Marker):
    pass


class WrapValidator(_Marker):
    pass


class PlainSerializer(_Marker):
    pass


class WrapSerializer(_Marker):
    pass


class WithJsonSchema(_Marker):
    pass


class SerializeAsAny:
    def __class_getitem__(cls, item):
        return item


class InstanceOf:
    def __class_getitem__(cls, item):
        return item


class SkipValidation:
    def __class_getitem__(cls, item):
        return Annotated[item, cls]


class Strict:
    def __init__(self, strict=True):
        self.strict = strict


class Discriminator(_Marker):
    pass


class Tag(_Marker):
    pass


class Base64Encoder:
    pass


class StringConstraints:
    def __init__(self, **options):
        self.options = options


# ---- values ----------------------------------------------------------------------------------------------

_TRUE = frozenset({"1", "on", "t", "true", "y", "yes"})
_FALSE = frozenset({"0", "off", "f", "false", "n", "no"})


def _to_str(value):
    if isinstance(value, str):
        return value
    if isinstance(value, (bytes, bytearray)):
        return value.decode()
    _fail("string_type", "Input should be a valid string", value)


def _to_int(value):
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return int(value) if isinstance(value, Enum) else value
    if isinstance(value, float):
        if value == int(value):
            return int(value)
        _fail("int_from_float", "Input should be a valid integer, got a number with a fractional part", value)
    if isinstance(value, (str, bytes)):
        text = (value if isinstance(value, str) else value.decode()).strip()
        head, dot, tail = text.partition(".")
        if dot and head and not tail.strip("0"):
            text = head
        try:
            return int(text)
        except ValueError:
            pass
        _fail("int_parsing", "Input should be a valid integer, unable to parse string as an integer", value)
    if type(value).__name__ == "Decimal" and value == int(value):
        return int(value)
    _fail("int_type", "Input should be a valid integer", value)


def _to_float(value):
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, (str, bytes)):
        try:
            return float(value)
        except ValueError:
            pass
        _fail("float_parsing", "Input should be a valid number, unable to parse string as a number", value)
    if type(value).__name__ == "Decimal":
        return float(value)
    _fail("float_type", "Input should be a valid number", value)


def _to_bool(value):
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        if value == 0 or value == 1:
            return value == 1
        _fail("bool_parsing", "Input should be a valid boolean, unable to interpret input", value)
    if isinstance(value, (str, bytes)):
        text = (value if isinstance(value, str) else value.decode()).lower()
        if text in _TRUE:
            return True
        if text in _FALSE:
            return False
        _fail("bool_parsing", "Input should be a valid boolean, unable to interpret input", value)
    _fail("bool_type", "Input should be a valid boolean", value)


def _to_bytes(value):
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    _fail("bytes_type", "Input should be a valid bytes", value)


def _to_none(value):
    if value is None:
        return None
    _fail("none_required", "Input should be None", value)


_SIMPLE = {str: _to_str, int: _to_int, float: _to_float, bool: _to_bool, bytes: _to_bytes, type(None): _to_none}


def _listed(values):
    texts = [repr(value) for value in values]
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " or " + texts[-1]


def _to_enum(cls, value):
    if isinstance(value, cls):
        return value
    try:
        return cls(value)
    except ValueError:
        pass
    if isinstance(value, str):
        for member in cls:
            if isinstance(member.value, int) and not isinstance(member.value, bool) and str(member.value) == value.strip():
                if issubclass(cls, int):
                    return member
    _fail("enum", f"Input should be {_listed([member.value for member in cls])}", value,
          {"expected": _listed([member.value for member in cls])})


def _to_literal(values, value):
    for known in values:
        if known == value and type(known) is type(value):
            return known
    for known in values:
        if isinstance(known, Enum) and known.value == value:
            return known
    _fail("literal_error", f"Input should be {_listed(values)}", value, {"expected": _listed(values)})


def _to_datetime(cls, value, name):
    import datetime
    if name == "datetime":
        if isinstance(value, datetime.datetime):
            return value
        if isinstance(value, datetime.date):
            return datetime.datetime(value.year, value.month, value.day)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.datetime.fromtimestamp(value, datetime.timezone.utc)
        if isinstance(value, str):
            try:
                return datetime.datetime.fromisoformat(value.strip())
            except ValueError:
                pass
            _fail("datetime_from_date_parsing", "Input should be a valid datetime or date, input is too short", value)
        _fail("datetime_type", "Input should be a valid datetime", value)
    if name == "date":
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if isinstance(value, str):
            try:
                return datetime.date.fromisoformat(value.strip())
            except ValueError:
                pass
            _fail("date_from_datetime_parsing", "Input should be a valid date or datetime, input is too short", value)
        _fail("date_type", "Input should be a valid date", value)
    if name == "time":
        if isinstance(value, datetime.time):
            return value
        if isinstance(value, str):
            try:
                return datetime.time.fromisoformat(value.strip())
            except ValueError:
                pass
            _fail("time_parsing", "Input should be in a valid time format, input is too short", value)
        _fail("time_type", "Input should be a valid time", value)
    if isinstance(value, datetime.timedelta):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return datetime.timedelta(seconds=value)
    if isinstance(value, str):
        return _native_timedelta(value, datetime)
    _fail("time_delta_type", "Input should be a valid timedelta", value)


def _native_timedelta(value, datetime):
    text = value.strip()
    try:
        return datetime.timedelta(seconds=float(text))
    except ValueError:
        pass
    sign = -1 if text.startswith("-") else 1
    body = text.lstrip("+-")
    if body.startswith("P"):
        units = {"W": 604800, "D": 86400, "H": 3600, "M": 60, "S": 1}
        total, number, in_time = 0.0, "", False
        for letter in body[1:]:
            if letter == "T":
                in_time = True
            elif letter in units and number and (in_time or letter in "WD"):
                total += float(number) * units[letter]
                number = ""
            elif letter in "0123456789.":
                number += letter
            else:
                _fail("time_delta_parsing", "Input should be a valid timedelta, invalid digit in duration", value)
        return datetime.timedelta(seconds=sign * total)
    days = 0
    for word in (" days, ", " day, ", " days ", " day ", "d "):
        if word in body:
            head, body = body.split(word, 1)
            days = int(head)
            break
    parts = body.split(":")
    if len(parts) in (2, 3):
        seconds = int(parts[0]) * 3600 + int(parts[1]) * 60 + (float(parts[2]) if len(parts) == 3 else 0)
        return sign * datetime.timedelta(days=days, seconds=seconds)
    _fail("time_delta_parsing", "Input should be a valid timedelta, invalid digit in duration", value)


def _to_uuid(cls, value):
    if isinstance(value, cls):
        return value
    if isinstance(value, str):
        try:
            return cls(value)
        except ValueError:
            pass
        _fail("uuid_parsing", "Input should be a valid UUID, invalid character", value)
    _fail("uuid_type", "UUID input should be a string, bytes or UUID object", value)


def _to_decimal(cls, value):
    if isinstance(value, cls):
        return value
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        try:
            return cls(str(value).strip())
        except Exception:
            pass
        _fail("decimal_parsing", "Input should be a valid decimal", value)
    _fail("decimal_type", "Decimal input should be an integer, float, string or Decimal object", value)


def _to_path(cls, value):
    if isinstance(value, str):
        from pathlib import Path
        return Path(value)
    if hasattr(value, "__fspath__"):
        return value
    _fail(_Custom("path_type"), "Input is not a valid path for <class 'pathlib.Path'>", value)


def _to_list(item, value, ctx):
    if isinstance(value, (list, tuple, set, frozenset)) or _native.is_iterator(value):
        return _items(item, value, ctx)
    _fail("list_type", "Input should be a valid list", value)


def _items(item, value, ctx):
    found, errors = [], []
    for position, one in enumerate(value):
        try:
            found.append(one if item is None else _check(item, one, ctx))
        except _Fail as fail:
            errors.extend(_at(fail, position))
    if errors:
        raise _Fail(errors)
    return found


def _to_dict(args, value, ctx):
    if not isinstance(value, dict):
        if hasattr(value, "keys") and hasattr(value, "__getitem__"):
            value = {key: value[key] for key in value.keys()}
        else:
            _fail("dict_type", "Input should be a valid dictionary", value)
    if not args:
        return dict(value)
    made, errors = {}, []
    for key, one in value.items():
        try:
            made_key = _check(args[0], key, ctx)
        except _Fail as fail:
            errors.extend([(kind, (key, "[key]", *loc), m, v, c) for kind, loc, m, v, c in fail.errors])
            continue
        try:
            made[made_key] = _check(args[1], one, ctx)
        except _Fail as fail:
            errors.extend(_at(fail, key))
    if errors:
        raise _Fail(errors)
    return made


def _to_tuple(args, value, ctx):
    if not isinstance(value, (list, tuple, set, frozenset)):
        _fail("tuple_type", "Input should be a valid tuple", value)
    if not args:
        return tuple(value)
    if len(args) == 2 and args[1] is ...:
        return tuple(_items(args[0], value, ctx))
    found, errors = [], []
    value = list(value)
    for position, item in enumerate(args):
        if position >= len(value):
            errors.append(("missing", (position,), "Field required", tuple(value), None))
            continue
        try:
            found.append(_check(item, value[position], ctx))
        except _Fail as fail:
            errors.extend(_at(fail, position))
    if len(value) > len(args):
        errors.append(("too_long", (), f"Tuple should have at most {len(args)} items after validation, not {len(value)}", value, None))
    if errors:
        raise _Fail(errors)
    return tuple(found)


_LISTS = {"list", "List", "Sequence", "Iterable", "Collection", "MutableSequence", "deque", "Deque"}
_DICTS = {"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict"}
_SETS = {"set", "Set", "AbstractSet", "MutableSet"}


def _check_container(name, args, value, ctx):
    """A value for a container type; `_unsupported` for one that is not known."""
    if name in _LISTS:
        if name == "Sequence" and isinstance(value, tuple):
            return tuple(_items(args[0] if args else None, value, ctx))
        return _to_list(args[0] if args else None, value, ctx)
    if name in _DICTS:
        return _to_dict(args, value, ctx)
    if name in _SETS:
        if isinstance(value, (list, tuple, set, frozenset)):
            return set(_items(args[0] if args else None, value, ctx))
        _fail("set_type", "Input should be a valid set", value)
    if name in ("frozenset", "FrozenSet"):
        if isinstance(value, (list, tuple, set, frozenset)):
            return frozenset(_items(args[0] if args else None, value, ctx))
        _fail("frozen_set_type", "Input should be a valid frozenset", value)
    if name in ("tuple", "Tuple"):
        return _to_tuple(args, value, ctx)
    if name in ("type", "Type", "Callable"):
        if callable(value):
            return value
        _fail("callable_type", "Input should be callable", value)
    return _unsupported(f"a pydantic field of type {name}[...]")


def _check_class(cls, value, ctx):
    simple = _SIMPLE.get(cls)
    if simple is not None:
        return simple(value)
    own = getattr(cls, "__alembic_validate__", None)
    if own is not None:
        return own(value, ctx)
    if issubclass(cls, Enum):
        return _to_enum(cls, value)
    name = cls.__name__
    module = cls.__module__
    if module == "typing" and name == "Any" or cls is object:
        return value
    if module == "datetime":
        return _to_datetime(cls, value, name)
    if module == "uuid" and name == "UUID":
        return _to_uuid(cls, value)
    if name == "Decimal" and module in ("decimal", "_decimal", "_pydecimal"):
        return _to_decimal(cls, value)
    if module.startswith("pathlib") or module == "os" and name == "PathLike":
        return _to_path(cls, value)
    if module in ("builtins", "typing", "collections", "collections.abc", "_collections_abc"):
        return _check_container(name, (), value, ctx)
    if module.startswith("ipaddress"):
        try:
            return value if isinstance(value, cls) else cls(value)
        except ValueError:
            _fail("ip_any_address", "value is not a valid IPv4 or IPv6 address", value)
    if module == "re" and name == "Pattern":
        import re
        return re.compile(value) if isinstance(value, str) else value
    if isinstance(value, cls):
        return value
    if hasattr(cls, "__get_pydantic_core_schema__") or hasattr(cls, "__get_validators__"):
        return _unsupported(f"the pydantic schema of {name}")
    if hasattr(cls, "__dataclass_fields__") and isinstance(value, dict):
        return cls(**value)
    if issubclass(cls, dict) and isinstance(value, dict):
        return value
    if issubclass(cls, str) and isinstance(value, str):
        return cls(value)
    if issubclass(cls, tuple) and isinstance(value, (list, tuple)):
        return cls(*value)
    _fail("is_instance_of", f"Input should be an instance of {name}", value, {"class": name})


def _check(tp, value, ctx=None):
    """The value as the annotated type says; raises `_Fail`."""
    kind, args = _native.kind(tp)
    if kind == "class":
        return _check_class(tp, value, ctx)
    if kind == "none":
        return _to_none(value)
    if kind == "union":
        return _check_union(args, value, ctx)
    if kind == "literal":
        return _to_literal(args, value)
    if kind == "annotated":
        return _check_annotated(args[0], args[1:], value, ctx)
    if kind == "alias":
        origin, inner = args
        own = getattr(origin, "__alembic_validate_item__", None)
        if own is not None:
            return own(inner, value, ctx)
        if isinstance(origin, type) and origin.__module__ not in ("builtins", "typing", "collections", "collections.abc", "_collections_abc"):
            return _check_class(origin, value, ctx)
        return _check_container(getattr(origin, "__name__", None) or getattr(origin, "_name", None) or str(origin), inner, value, ctx)
    if kind == "inner":
        return _check(args, value, ctx)
    if kind == "any":
        return value
    if kind == "opaque":
        return _native.opaque(f"a value of the unknown type {args}")
    return _unsupported(f"a pydantic field annotated {_native.display(tp)}")


def _is_exact(tp, value):
    kind, args = _native.kind(tp)
    if kind == "class":
        return type(value) is tp
    if kind == "none":
        return value is None
    if kind == "literal":
        return any(known == value and type(known) is type(value) for known in args)
    if kind == "annotated":
        return _is_exact(args[0], value)
    return False


def _tag(tp):
    kind, args = _native.kind(tp)
    if kind == "class":
        return getattr(tp, "__pydantic_tag__", None) or tp.__name__
    if kind == "none":
        return "none"
    if kind == "literal":
        return f"literal[{','.join([repr(one) for one in args])}]"
    if kind == "annotated":
        constraints = [one for one in args[1:] if isinstance(one, (StringConstraints, FieldInfo))]
        return f"constrained-{_tag(args[0])}" if constraints else _tag(args[0])
    if kind == "alias":
        return f"{getattr(args[0], '__name__', args[0])}[{','.join([_tag(one) for one in args[1]])}]"
    return _native.display(tp)


def _check_union(members, value, ctx):
    if value is None and any(_native.kind(member)[0] == "none" for member in members):
        return None
    for member in members:
        if _is_exact(member, value):
            try:
                return _check(member, value, ctx)
            except _Fail:
                pass
    errors = []
    real = [member for member in members if _native.kind(member)[0] != "none"]
    for member in real:
        try:
            return _check(member, value, ctx)
        except _Fail as fail:
            errors.extend(fail.errors if len(real) == 1 else _at(fail, _tag(member)))
    raise _Fail(errors)


def _call_validator(function, value):
    try:
        return function(value)
    except _Fail:
        raise
    except PydanticCustomError as error:
        _fail(_Custom(error.type), error.message(), value, error.context)
    except ValidationError as error:
        raise _Fail(error._errors)
    except ValueError as error:
        _fail("value_error", f"Value error, {error}", value, {"error": error})
    except AssertionError as error:
        _fail("assertion_error", f"Assertion failed, {error}", value, {"error": error})


def _with_info(function, ctx, *args):
    if _native.arity(function) is not None and _native.arity(function) > len(args):
        return function(*args, ctx)
    return function(*args)


def _check_annotated(tp, metadata, value, ctx):
    def core(one, index=len(metadata)):
        """Markers apply from the outside (last) inwards."""
        if index == 0:
            return _check(tp, one, ctx)
        marker = metadata[index - 1]
        if isinstance(marker, BeforeValidator):
            return core(_call_validator(lambda v: _with_info(marker.func, ctx, v), one), index - 1)
        if isinstance(marker, PlainValidator):
            return _call_validator(lambda v: _with_info(marker.func, ctx, v), one)
        if isinstance(marker, WrapValidator):
            return _call_validator(lambda v: _with_info(marker.func, ctx, v, lambda x: core(x, index - 1)), one)
        if marker is SkipValidation:
            return one
        made = core(one, index - 1)
        if isinstance(marker, AfterValidator):
            return _call_validator(lambda v: _with_info(marker.func, ctx, v), made)
        options = getattr(marker, "options", None)
        if not isinstance(marker, (FieldInfo, StringConstraints)):
            options = marker.__dict__ if type(marker).__module__ == "annotated_types" else None
        if not options:
            return made
        try:
            return _constrained(options, made)
        except _Fail as fail:
            raise _Fail([(kind, loc, message, one, context) for kind, loc, message, _, context in fail.errors])

    return core(value)


def _constrained(options, value):
    if value is None or not options:
        return value
    if isinstance(value, str):
        if options.get("strip_whitespace"):
            value = value.strip()
        if options.get("to_lower"):
            value = value.lower()
        if options.get("to_upper"):
            value = value.upper()
    for name in options:
        limit = options[name]
        if limit is None:
            continue
        if name == "gt" and not value > limit:
            _fail("greater_than", f"Input should be greater than {limit}", value, {"gt": limit})
        elif name == "ge" and not value >= limit:
            _fail("greater_than_equal", f"Input should be greater than or equal to {limit}", value, {"ge": limit})
        elif name == "lt" and not value < limit:
            _fail("less_than", f"Input should be less than {limit}", value, {"lt": limit})
        elif name == "le" and not value <= limit:
            _fail("less_than_equal", f"Input should be less than or equal to {limit}", value, {"le": limit})
        elif name == "multiple_of" and value % limit:
            _fail("multiple_of", f"Input should be a multiple of {limit}", value, {"multiple_of": limit})
        elif name in ("min_length", "max_length"):
            text = isinstance(value, (str, bytes)) or hasattr(value, "get_secret_value")
            n = len(value)
            if name == "min_length" and n < limit:
                if text:
                    _fail("string_too_short", f"String should have at least {limit} character{'' if limit == 1 else 's'}", value, {"min_length": limit})
                _fail("too_short", f"{type(value).__name__.capitalize()} should have at least {limit} item{'' if limit == 1 else 's'} after validation, not {n}", value)
            if name == "max_length" and n > limit:
                if text:
                    _fail("string_too_long", f"String should have at most {limit} character{'' if limit == 1 else 's'}", value, {"max_length": limit})
                _fail("too_long", f"{type(value).__name__.capitalize()} should have at most {limit} item{'' if limit == 1 else 's'} after validation, not {n}", value)
        elif name == "pattern":
            import re
            pattern = limit if isinstance(limit, str) else limit.pattern
            if not re.search(pattern, value):
                _fail("string_pattern_mismatch", f"String should match pattern '{pattern}'", value, {"pattern": pattern})
    return value


# ---- special types ---------------------------------------------------------------------------------------


class _Secret:
    def __init__(self, secret_value):
        self._secret_value = secret_value

    def get_secret_value(self):
        return self._secret_value

    def __len__(self):
        return len(self._secret_value)

    def __str__(self):
        return "**********" if self._secret_value else ""

    def __repr__(self):
        return f"{type(self).__name__}({self._shown()!r})"

    def _shown(self):
        return str(self)

    def __eq__(self, other):
        return isinstance(other, self.__class__) and self._secret_value == other._secret_value

    def __hash__(self):
        return hash(self._secret_value)


class Secret(_Secret):
    def __class_getitem__(cls, item):
        return _native.alias(cls, item)

    @classmethod
    def __alembic_validate__(cls, value, ctx):
        return value if isinstance(value, cls) else cls(value)

    @classmethod
    def __alembic_validate_item__(cls, args, value, ctx):
        return value if isinstance(value, cls) else cls(_check(args[0], value, ctx))


class SecretStr(_Secret):
    @classmethod
    def __alembic_validate__(cls, value, ctx):
        return value if isinstance(value, cls) else cls(_to_str(value))


class SecretBytes(_Secret):
    def _shown(self):
        return str(self).encode()

    @classmethod
    def __alembic_validate__(cls, value, ctx):
        return value if isinstance(value, cls) else cls(_to_bytes(value))


def _email(value):
    text = _to_str(value).strip()
    name, at, domain = text.rpartition("@")
    if not at:
        _fail(_Custom("value_error"), "value is not a valid email address: An email address must have an @-sign.", value)
    if not name:
        _fail(_Custom("value_error"), "value is not a valid email address: There must be something before the @-sign.", value)
    if not domain:
        _fail(_Custom("value_error"), "value is not a valid email address: There must be something after the @-sign.", value)
    if "." not in domain:
        _fail(_Custom("value_error"), "value is not a valid email address: The part after the @-sign is not valid. It should have a period.", value)
    if any(one.isspace() for one in text) or ".." in text or name.startswith(".") or name.endswith("."):
        _fail(_Custom("value_error"), "value is not a valid email address", value)
    return f"{name}@{domain.lower()}"


class EmailStr(str):
    @classmethod
    def __alembic_validate__(cls, value, ctx):
        return _email(value)


class NameEmail(str):
    @classmethod
    def __alembic_validate__(cls, value, ctx):
        return _unsupported("pydantic.NameEmail")


def validate_email(value):
    made = _email(value)
    return made.split("@")[0], made


class ImportString:
    def __class_getitem__(cls, item):
        return cls

    @classmethod
    def __alembic_validate__(cls, value, ctx):
        if not isinstance(value, str):
            return value
        import importlib
        module, _, name = value.rpartition(":" if ":" in value else ".")
        return getattr(importlib.import_module(module), name) if module else importlib.import_module(name)


PyObject = ImportString


class Json:
    def __class_getitem__(cls, item):
        return _native.alias(cls, item)

    @classmethod
    def __alembic_validate__(cls, value, ctx):
        if not isinstance(value, (str, bytes)):
            _fail("json_type", "JSON input should be string, bytes or bytearray", value)
        found, error = _native.json_loads(value)
        if error is not None:
            _fail("json_invalid", f"Invalid JSON: {error}", value)
        return found

    @classmethod
    def __alembic_validate_item__(cls, args, value, ctx):
        return _check(args[0], cls.__alembic_validate__(value, ctx), ctx)


class ByteSize(int):
    @classmethod
    def __alembic_validate__(cls, value, ctx):
        if isinstance(value, int):
            return cls(value)
        text = str(value).strip()
        digits = ""
        while text and text[0] in "0123456789.":
            digits += text[0]
            text = text[1:]
        units = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "pb": 10**15,
                 "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40, "pib": 2**50,
                 "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12, "p": 10**15, "": 1}
        unit = text.strip().lower()
        if not digits or unit not in units:
            _fail("byte_size", "could not parse value and unit from byte string", value)
        return cls(int(float(digits) * units[unit]))


def constr(**options):
    if "regex" in options:
        options["pattern"] = options.pop("regex")
    return Annotated[str, StringConstraints(**options)]


def _constrained_type(base):
    def make(**options):
        return Annotated[base, FieldInfo(**options)]

    return make


conint = _constrained_type(int)
confloat = _constrained_type(float)
conbytes = _constrained_type(bytes)


def condecimal(**options):
    from decimal import Decimal
    return Annotated[Decimal, FieldInfo(**options)]


def condate(**options):
    from datetime import date
    return Annotated[date, FieldInfo(**options)]


def conlist(item_type, **options):
    return Annotated[list[item_type], FieldInfo(**options)]


def conset(item_type, **options):
    return Annotated[set[item_type], FieldInfo(**options)]


PositiveInt = Annotated[int, FieldInfo(gt=0)]
NegativeInt = Annotated[int, FieldInfo(lt=0)]
NonNegativeInt = Annotated[int, FieldInfo(ge=0)]
NonPositiveInt = Annotated[int, FieldInfo(le=0)]
PositiveFloat = Annotated[float, FieldInfo(gt=0)]
NegativeFloat = Annotated[float, FieldInfo(lt=0)]
NonNegativeFloat = Annotated[float, FieldInfo(ge=0)]
NonPositiveFloat = Annotated[float, FieldInfo(le=0)]
FiniteFloat = float
StrictStr = Annotated[str, Strict()]
StrictInt = Annotated[int, Strict()]
StrictBool = Annotated[bool, Strict()]
StrictFloat = Annotated[float, Strict()]
StrictBytes = Annotated[bytes, Strict()]
OnErrorOmit = SerializeAsAny


class _PathType:
    @classmethod
    def __alembic_validate__(cls, value, ctx):
        made = _to_path(cls, value)
        if cls.__name__ == "FilePath" and not _native.is_file(str(made)):
            _fail("path_not_file", "Path does not point to a file", value)
        if cls.__name__ == "DirectoryPath" and not _native.is_dir(str(made)):
            _fail("path_not_directory", "Path does not point to a directory", value)
        return made


class FilePath(_PathType):
    pass


class DirectoryPath(_PathType):
    pass


class NewPath(_PathType):
    pass


class IPvAnyAddress:
    @classmethod
    def __alembic_validate__(cls, value, ctx):
        import ipaddress
        try:
            return ipaddress.ip_address(value)
        except ValueError:
            _fail("ip_any_address", "value is not a valid IPv4 or IPv6 address", value)


for _name in ("UUID1", "UUID3", "UUID4", "UUID5", "UUID6", "UUID7", "UUID8"):
    class _UuidType:
        @classmethod
        def __alembic_validate__(cls, value, ctx):
            from uuid import UUID
            return _to_uuid(UUID, value)

    _UuidType.__name__ = _name
    globals()[_name] = _UuidType
del _name, _UuidType


class _DatetimeType:
    @classmethod
    def __alembic_validate__(cls, value, ctx):
        return _to_datetime(None, value, "date" if cls.__name__.endswith("Date") else "datetime")


class AwareDatetime(_DatetimeType):
    pass


class NaiveDatetime(_DatetimeType):
    pass


class PastDatetime(_DatetimeType):
    pass


class FutureDatetime(_DatetimeType):
    pass


class PastDate(_DatetimeType):
    pass


class FutureDate(_DatetimeType):
    pass


# ---- URLs ------------------------------------------------------------------------------------------------

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"


def _quote(text, safe):
    out = []
    for letter in text:
        if letter in safe:
            out.append(letter)
        else:
            out.extend([f"%{byte:02X}" for byte in letter.encode()])
    return "".join(out)


_PRINTABLE = "".join([chr(_code) for _code in range(33, 127)])
_USER_SAFE = "".join([_c for _c in _PRINTABLE if _c not in "\"#<>?`{}/:;=@[]^|"])
_PATH_SAFE = "".join([_c for _c in _PRINTABLE if _c not in "\"#<>?`{}^"])
_QUERY_SAFE = "".join([_c for _c in _PRINTABLE if _c not in "\"#<>"])


class AnyUrl:
    _schemes = None
    _host_required = False
    _defaults = {}
    _multi = False
    __pydantic_tag__ = "url"

    def __init__(self, url):
        try:
            self._parse(str(url))
        except _Fail as fail:
            raise ValidationError(type(self).__name__, fail.errors)

    @classmethod
    def __alembic_validate__(cls, value, ctx):
        if isinstance(value, cls):
            return value
        if isinstance(value, AnyUrl):
            value = str(value)
        if not isinstance(value, str):
            _fail("url_type", "URL input should be a string or URL", value)
        made = cls.__new__(cls)
        made._parse(value)
        return made

    def _parse(self, text):
        source = text
        text = text.strip()
        if not text:
            _fail("url_parsing", "Input should be a valid URL, input is empty", source, {"error": "input is empty"})
        scheme, colon, rest = text.partition(":")
        if not colon or not scheme[:1].isalpha() or not all(one.isalnum() or one in "+-." for one in scheme):
            _fail("url_parsing", "Input should be a valid URL, relative URL without a base", source,
                  {"error": "relative URL without a base"})
        scheme = scheme.lower()
        special = scheme in _DEFAULT_PORTS
        rest, hash_, fragment = rest.partition("#")
        rest, mark, query = rest.partition("?")
        hosts, path = [], rest
        if special:
            rest = "//" + rest.lstrip("/\\")
        if rest.startswith("//"):
            authority, slash, path = rest[2:].partition("/")
            path = slash + path
            for part in authority.split(",") if self._multi else [authority]:
                hosts.append(self._host(part, special, scheme, source))
        if special and not path:
            path = "/"
        if special and not hosts[0]["host"]:
            _fail("url_parsing", "Input should be a valid URL, empty host", source, {"error": "empty host"})
        self._scheme, self._hosts = scheme, hosts
        self._path = _quote(path, _PATH_SAFE) or None
        self._query = _quote(query, _QUERY_SAFE) if mark else None
        self._fragment = fragment if hash_ else None
        if self._schemes is not None and scheme not in self._schemes:
            expected = _listed(self._schemes)
            _fail("url_scheme", f"URL scheme should be {expected}", source, {"expected_schemes": expected})
        for name, value in self._defaults.items():
            if name == "path" and self._path in (None, "", "/"):
                self._path = value
            for host in hosts:
                if name in host and host[name] is None:
                    host[name] = value
            if name in ("host", "port") and not hosts:
                hosts.append({"username": None, "password": None, "host": None, "port": None, name: value})
        if self._host_required and not any(host["host"] for host in hosts):
            _fail("url_parsing", "Input should be a valid URL, empty host", source, {"error": "empty host"})

    def _host(self, text, special, scheme, source):
        user, at, where = text.rpartition("@")
        name, colon, password = user.partition(":")
        if where.startswith("["):
            host, _, port = where.partition("]")
            host, port = host + "]", port.lstrip(":")
        else:
            host, _, port = where.partition(":")
        if port and not (port.isdigit() and int(port) < 65536):
            _fail("url_parsing", "Input should be a valid URL, invalid port number", source, {"error": "invalid port number"})
        if special:
            host = host.lower()
        number = int(port) if port else None
        return {
            "username": _quote(name, _USER_SAFE) if at and name else None,
            "password": _quote(password, _USER_SAFE) if colon and password else None,
            "host": host or None,
            "port": _DEFAULT_PORTS[scheme] if special and number is None else number,
        }

    def _one(self, name):
        return self._hosts[0][name] if self._hosts else None

    scheme = property(lambda self: self._scheme)
    path = property(lambda self: self._path)
    query = property(lambda self: self._query)
    fragment = property(lambda self: self._fragment)
    username = property(lambda self: self._one("username"))
    password = property(lambda self: self._one("password"))
    host = property(lambda self: self._one("host"))
    port = property(lambda self: self._one("port"))
    user = username

    def unicode_host(self):
        return self.host

    def unicode_string(self):
        return str(self)

    def encoded_string(self):
        return str(self)

    def query_params(self):
        if not self._query:
            return []
        from urllib.parse import parse_qsl
        return parse_qsl(self._query, keep_blank_values=True)

    def hosts(self):
        return [dict(host) for host in self._hosts]

    def __str__(self):
        text = self._scheme + ":"
        if self._hosts:
            parts = []
            for host in self._hosts:
                part = ""
                if host["username"] is not None or host["password"] is not None:
                    part = host["username"] or ""
                    if host["password"] is not None:
                        part += ":" + host["password"]
                    part += "@"
                part += host["host"] or ""
                if host["port"] is not None and host["port"] != _DEFAULT_PORTS.get(self._scheme):
                    part += f":{host['port']}"
                parts.append(part)
            text += "//" + ",".join(parts)
        text += self._path or ""
        if self._query is not None:
            text += "?" + self._query
        if self._fragment is not None:
            text += "#" + self._fragment
        return text

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __eq__(self, other):
        return type(self) is type(other) and str(self) == str(other)

    def __lt__(self, other):
        return str(self) < str(other)

    def __hash__(self):
        return hash(str(self))

    def __len__(self):
        return len(str(self))

    @classmethod
    def build(cls, *, scheme, username=None, password=None, host=None, port=None, path=None, query=None,
              fragment=None, hosts=None, user=None):
        if hosts is not None and (host is not None or username is not None or password is not None or port is not None):
            raise ValueError("expected one of `hosts` or singular values to be set.")
        def authority(username, password, host, port):
            text = ""
            if username is not None or password is not None:
                text = username or ""
                if password is not None:
                    text += ":" + password
                text += "@"
            text += host or ""
            return text if port is None else f"{text}:{port}"

        if hosts is not None:
            text = ",".join([authority(one.get("username"), one.get("password"), one.get("host"), one.get("port")) for one in hosts])
        else:
            if host is None and cls._multi:
                raise ValueError("expected either `host` or `hosts` to be set")
            text = authority(username if username is not None else user, password, host, port)
        text = f"{scheme}://{text}"
        if path is not None:
            text += path if _native.version("pydantic", "2.14").startswith("1.") else "/" + path
        if query is not None:
            text += "?" + query
        if fragment is not None:
            text += "#" + fragment
        try:
            made = cls.__new__(cls)
            made._parse(text)
        except _Fail as fail:
            raise ValidationError(cls.__pydantic_tag__, fail.errors) from None
        return made


Url = AnyUrl


class MultiHostUrl(AnyUrl):
    _multi = True
    __pydantic_tag__ = "multi-host-url"


class AnyHttpUrl(AnyUrl):
    _schemes = ["http", "https"]


class HttpUrl(AnyHttpUrl):
    pass


class FileUrl(AnyUrl):
    _schemes = ["file"]


class FtpUrl(AnyUrl):
    _schemes = ["ftp"]


class WebsocketUrl(AnyUrl):
    _schemes = ["ws", "wss"]


class AnyWebsocketUrl(WebsocketUrl):
    pass


class PostgresDsn(MultiHostUrl):
    _schemes = ["postgres", "postgresql", "postgresql+asyncpg", "postgresql+pg8000", "postgresql+psycopg",
                "postgresql+psycopg2", "postgresql+psycopg2cffi", "postgresql+py-postgresql", "postgresql+pygresql"]
    _host_required = True


class CockroachDsn(AnyUrl):
    _schemes = ["cockroachdb", "cockroachdb+psycopg2", "cockroachdb+asyncpg"]
    _host_required = True


class MySQLDsn(AnyUrl):
    _schemes = ["mysql", "mysql+mysqlconnector", "mysql+aiomysql", "mysql+asyncmy", "mysql+mysqldb", "mysql+pymysql",
                "mysql+cymysql", "mysql+pyodbc"]
    _defaults = {"port": 3306}
    _host_required = True


class MariaDBDsn(AnyUrl):
    _schemes = ["mariadb", "mariadb+mariadbconnector", "mariadb+pymysql"]
    _defaults = {"port": 3306}


class SnowflakeDsn(AnyUrl):
    _schemes = ["snowflake"]
    _host_required = True


class ClickHouseDsn(AnyUrl):
    _schemes = ["clickhouse+native", "clickhouse+asynch", "clickhouse+http", "clickhouse", "clickhouses", "clickhousedb"]
    _defaults = {"host": "localhost", "port": 9000}


class RedisDsn(AnyUrl):
    _schemes = ["redis", "rediss"]
    _defaults = {"host": "localhost", "port": 6379, "path": "/0"}
    _host_required = True


class AmqpDsn(AnyUrl):
    _schemes = ["amqp", "amqps"]


class KafkaDsn(AnyUrl):
    _schemes = ["kafka"]
    _defaults = {"host": "localhost", "port": 9092}


class NatsDsn(MultiHostUrl):
    _schemes = ["nats", "tls", "ws", "wss"]
    _defaults = {"host": "localhost", "port": 4222}


class MongoDsn(MultiHostUrl):
    _schemes = ["mongodb", "mongodb+srv"]
    _defaults = {"port": 27017}


class UrlConstraints:
    def __init__(self, **options):
        self.options = {}
        self.url_options = options


# ---- models ----------------------------------------------------------------------------------------------

_SKIPPED = ("model_config", "Config", "model_fields", "model_computed_fields")


def _is_plain_default(value):
    return not (_native.is_function(value) or isinstance(value, (property, classmethod, staticmethod, _Decorated, _Computed, _ClassProperty, type)))


def _merge_config(cls, keywords):
    config = {}
    for base in cls.__mro__[1:][::-1]:
        config.update(base.__dict__.get("__own_config__", ()))
    own = {}
    legacy = cls.__dict__.get("Config")
    if legacy is not None:
        for base in legacy.__mro__[:-1][::-1]:
            own.update({name: value for name, value in base.__dict__.items() if not name.startswith("__")})
    own.update(cls.__dict__.get("model_config") or {})
    own.update(keywords)
    if "allow_population_by_field_name" in own:
        own["populate_by_name"] = own.pop("allow_population_by_field_name")
    if "orm_mode" in own:
        own["from_attributes"] = own.pop("orm_mode")
    cls.__own_config__ = own
    config.update(own)
    return config


class BaseModel:
    model_config = {}
    __own_config__ = {}
    __pydantic_annotated__ = ()
    __pydantic_defaults__ = {}
    __pydantic_ready__ = None
    __pydantic_extra_default__ = "ignore"

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__()
        _prepare(cls, keywords)
        hook = cls.__dict__.get("__pydantic_init_subclass__")
        for base in cls.__mro__[1:]:
            inherited = base.__dict__.get("__pydantic_init_subclass__")
            if inherited is not None and base is not BaseModel:
                inherited.__func__(cls, **keywords)
                break

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs):
        pass

    @classmethod
    def __pydantic_on_complete__(cls):
        pass

    def __class_getitem__(cls, item):
        return cls

    def __init__(self, /, **data):
        try:
            _fill(self, data, None)
        except _Fail as fail:
            raise ValidationError(type(self).__name__, fail.errors) from None

    @classmethod
    def __alembic_validate__(cls, value, ctx):
        if isinstance(value, cls):
            return value
        if not isinstance(value, dict):
            if _settings(cls).get("from_attributes") and hasattr(value, "__dict__"):
                value = {name: getattr(value, name) for name in _fields(cls) if hasattr(value, name)}
            elif not _ready(cls)["model_before"]:
                _fail("model_type", f"Input should be a valid dictionary or instance of {cls.__name__}", value, {"class_name": cls.__name__})
        if cls.__init__ is not BaseModel.__init__ and isinstance(value, dict):
            try:
                return cls(**value)
            except ValidationError as error:
                raise _Fail(error._errors) from None
        made = cls.__new__(cls)
        return _fill(made, value, None)

    @classmethod
    def model_validate(cls, obj, *, strict=None, from_attributes=None, context=None, by_alias=None, by_name=None):
        try:
            return cls.__alembic_validate__(obj, None)
        except _Fail as fail:
            raise ValidationError(cls.__name__, fail.errors) from None

    @classmethod
    def model_validate_json(cls, json_data, **options):
        found, error = _native.json_loads(json_data)
        if error is not None:
            raise ValidationError(cls.__name__, [("json_invalid", (), f"Invalid JSON: {error}", json_data, None)])
        return cls.model_validate(found)

    @classmethod
    def model_construct(cls, _fields_set=None, **values):
        made = cls.__new__(cls)
        for name, field in _fields(cls).items():
            if name in values:
                object.__setattr__(made, name, values[name])
            elif not field.is_required():
                object.__setattr__(made, name, field.get_default(call_default_factory=True, validated_data={}))
        object.__setattr__(made, "__pydantic_fields_set__", set(values))
        return made

    @classmethod
    def model_rebuild(cls, **options):
        return None

    @classmethod
    def model_json_schema(cls, *args, **options):
        _unsupported("model_json_schema()")

    parse_obj = model_validate
    validate = model_validate
    parse_raw = model_validate_json
    construct = model_construct
    update_forward_refs = model_rebuild
    schema = model_json_schema

    def model_post_init(self, context, /):
        pass

    @property
    def model_fields_set(self):
        return self.__dict__.get("__pydantic_fields_set__", set())

    @property
    def model_extra(self):
        return self.__dict__.get("__pydantic_extra__")

    def model_dump(self, *, mode="python", include=None, exclude=None, by_alias=False, exclude_unset=False,
                   exclude_defaults=False, exclude_none=False, **options):
        ready = _ready(type(self))
        found = {}
        fields = ready["fields"]
        extra = self.__dict__.get("__pydantic_extra__") or {}
        for name in [*fields, *extra, *ready["computed"]]:
            if include is not None and name not in include or exclude is not None and name in exclude:
                continue
            field = fields.get(name)
            value = getattr(self, name)
            if field is not None:
                if field.exclude or exclude_unset and name not in self.model_fields_set:
                    continue
                if exclude_defaults and value == field.get_default(call_default_factory=True, validated_data={}):
                    continue
            if exclude_none and value is None:
                continue
            for decorated in ready["serializers"]:
                if name in decorated.fields:
                    value = decorated.function(self, value) if _native.arity(decorated.function) < 3 else decorated.function(self, value, None)
                    break
            key = field.serialization_alias if by_alias and field is not None and field.serialization_alias else name
            found[key] = _dumped(value, mode, by_alias, exclude_none)
        return found

    dict = model_dump

    def model_dump_json(self, **options):
        options.pop("indent", None)
        import json
        return json.dumps(self.model_dump(mode="json", **options), separators=(",", ":"))

    json = model_dump_json

    def model_copy(self, *, update=None, deep=False):
        made = type(self).__new__(type(self))
        for name, value in self.__dict__.items():
            object.__setattr__(made, name, value)
        for name, value in (update or {}).items():
            object.__setattr__(made, name, value)
        return made

    copy = model_copy

    def __setattr__(self, name, value):
        ready = _ready(type(self))
        if name.startswith("_") or name in ready["fields"]:
            if not name.startswith("_"):
                if _settings(type(self)).get("frozen") or ready["fields"][name].frozen:
                    kind = "frozen_instance" if _settings(type(self)).get("frozen") else "frozen_field"
                    message = "Instance is frozen" if kind == "frozen_instance" else "Field is frozen"
                    raise ValidationError(type(self).__name__, [(kind, (name,), message, value, None)])
                if _settings(type(self)).get("validate_assignment"):
                    try:
                        value = _check(ready["fields"][name].annotation, value, None)
                    except _Fail as fail:
                        raise ValidationError(type(self).__name__, _at(fail, name)) from None
                self.model_fields_set.add(name)
            object.__setattr__(self, name, value)
            return
        for base in type(self).__mro__:
            if name in base.__dict__:
                object.__setattr__(self, name, value)
                return
        if ready["extra"] == "allow":
            self.__dict__.setdefault("__pydantic_extra__", {})[name] = value
            object.__setattr__(self, name, value)
            return
        raise ValueError(f'"{type(self).__name__}" object has no field "{name}"')

    def __repr_args__(self):
        ready = _ready(type(self))
        for name, field in ready["fields"].items():
            if field.repr is not False:
                yield name, getattr(self, name, None)
        for name, value in (self.__dict__.get("__pydantic_extra__") or {}).items():
            yield name, value
        for name in ready["computed"]:
            yield name, getattr(self, name)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join([f'{name}={value!r}' for name, value in self.__repr_args__()])})"

    def __str__(self):
        return " ".join([f"{name}={value!r}" for name, value in self.__repr_args__()])

    def __iter__(self):
        for name in _fields(type(self)):
            yield name, getattr(self, name)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name, None) == getattr(other, name, None) for name in _fields(type(self)))

    def __hash__(self):
        if _settings(type(self)).get("frozen"):
            return hash(tuple([getattr(self, name) for name in _fields(type(self))]))
        raise TypeError(f"unhashable type: '{type(self).__name__}'")


BaseModel.model_fields = BaseModel.__fields__ = _ClassProperty(lambda cls: _fields(cls))
BaseModel.model_computed_fields = _ClassProperty(lambda cls: _ready(cls)["computed"])


def _dumped(value, mode, by_alias, exclude_none):
    if isinstance(value, BaseModel):
        return value.model_dump(mode=mode, by_alias=by_alias, exclude_none=exclude_none)
    if isinstance(value, list):
        return [_dumped(item, mode, by_alias, exclude_none) for item in value]
    if type(value) is tuple:
        return tuple([_dumped(item, mode, by_alias, exclude_none) for item in value])
    if isinstance(value, dict):
        return {key: _dumped(item, mode, by_alias, exclude_none) for key, item in value.items()}
    if mode == "json":
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, (set, frozenset)):
            return [_dumped(item, mode, by_alias, exclude_none) for item in value]
        if value is not None and not isinstance(value, (str, int, float, bool)):
            return value.isoformat() if hasattr(value, "isoformat") else str(value)
    return value


def _prepare(cls, keywords):
    """Takes the defaults of fields out of the class body."""
    names = []
    class_vars = set()
    defaults = {}
    own = _native.own_annotations(cls)
    for name, text in own:
        if "ClassVar" in text.split("[")[0]:
            class_vars.add(name)
            continue
        if name in _SKIPPED:
            continue
        if name.startswith("_"):
            continue
        names.append(name)
        if name in cls.__dict__:
            defaults[name] = cls.__dict__[name]
            delattr(cls, name)
    cls.__pydantic_annotated__ = tuple(names)
    cls.__pydantic_defaults__ = defaults
    cls.__pydantic_ready__ = None
    config = _merge_config(cls, keywords)
    cls.model_config = config
    known = set(names)
    for base in cls.__mro__:
        known.update(base.__dict__.get("__pydantic_annotated__", ()))
        class_vars.update(base.__dict__.get("__class_vars__", ()))
    cls.__class_vars__ = class_vars
    annotated = {name for name, _ in own}
    for name, value in list(cls.__dict__.items()):
        if name.startswith("_") or name in _SKIPPED or name in annotated or name in class_vars or not _is_plain_default(value):
            continue
        if name in known:
            raise PydanticUserError(
                f"Field {name!r} defined on a base class was overridden by a non-annotated attribute. "
                "All field definitions, including overrides, require a type annotation."
            )
        if isinstance(value, FieldInfo) or value is None or isinstance(value, (str, int, float, list, dict, tuple, set, bytes)):
            raise PydanticUserError(
                f"A non-annotated attribute was detected: `{name} = {value!r}`. All model fields require a type annotation; "
                f"if `{name}` is not meant to be a field, you may be able to resolve this error by annotating it as a `ClassVar` "
                "or updating `model_config['ignored_types']`."
            )


def _settings(cls):
    return cls.model_config


def _fields(cls):
    return _ready(cls)["fields"]


def _build_field(cls, owner, name, default):
    annotation = _native.annotation(owner, name)
    field = FieldInfo()
    inner = annotation
    kind, args = _native.kind(annotation)
    while kind == "annotated":
        markers = []
        for marker in args[1:]:
            if isinstance(marker, FieldInfo):
                field = field.merged(marker)
                if marker.options:
                    markers.append(marker)
            else:
                markers.append(marker)
        field.metadata = [*markers, *field.metadata]
        inner = args[0]
        kind, args = _native.kind(inner)
    if isinstance(default, FieldInfo):
        field = field.merged(default)
        if default.options:
            field.metadata.append(default)
    elif _native.given(default, Undefined, False):
        field.default = default if _native.given(default, ..., False) else Undefined
        field.default_factory = None
    field.annotation = inner
    return field


def _ready(cls):
    ready = cls.__dict__.get("__pydantic_ready__")
    if ready is not None:
        return ready
    fields = {}
    decorated = {}
    computed = {}
    private = {}
    for base in cls.__mro__[::-1]:
        if base is object or base is BaseModel:
            continue
        own = base.__dict__.get("__pydantic_annotated__")
        if own is None:
            own = [name for name, text in _native.own_annotations(base)
                   if not name.startswith("_") and name not in _SKIPPED and "ClassVar" not in text.split("[")[0]]
        for name in own:
            if "__pydantic_defaults__" in base.__dict__:
                default = base.__dict__["__pydantic_defaults__"].get(name, Undefined)
            else:
                default = base.__dict__.get(name, Undefined)
            field = _build_field(cls, base, name, default)
            generator = _settings(cls).get("alias_generator")
            if generator is not None and field.alias is None and field.validation_alias is None:
                made = getattr(generator, "validation_alias", None) or getattr(generator, "alias", None) or generator
                field.alias = field.validation_alias = field.serialization_alias = made(name)
            fields[name] = field
        for name, value in base.__dict__.items():
            if isinstance(value, _Decorated):
                decorated.pop(name, None)
                decorated[name] = value
            elif isinstance(value, ModelPrivateAttr):
                private[name] = value
            elif isinstance(value, _Computed):
                computed[name] = value
            elif name in decorated:
                del decorated[name]
    all_ = list(decorated.values())
    ready = {
        "fields": fields,
        "computed": computed,
        "private": private,
        "serializers": [one for one in all_ if one.kind == "serializer" and one.mode == "field"],
        "validators": [one for one in all_ if one.kind in ("field", "v1")],
        "model_before": [one for one in all_ if one.kind in ("model", "root") and one.mode == "before"],
        "model_after": [one for one in all_ if one.kind in ("model", "root") and one.mode == "after"],
        "model_wrap": [one for one in all_ if one.kind == "model" and one.mode == "wrap"],
        "extra": _settings(cls).get("extra") or cls.__pydantic_extra_default__,
    }
    if isinstance(ready["extra"], Enum):
        ready["extra"] = ready["extra"].value
    for one in ready["validators"]:
        for name in one.fields:
            if name != "*" and name not in fields:
                raise PydanticUserError(
                    "Decorators defined with incorrect fields: "
                    f"{cls.__module__}.{cls.__qualname__}:{id(cls)}.{one.function.__name__} (use check_fields=False if you're inheriting from the model and intended this)"
                )
    cls.__pydantic_ready__ = ready
    return ready


def _choices(alias):
    if isinstance(alias, AliasChoices):
        return alias.choices
    return [] if alias is None else [alias]


def _lookup(data, choice):
    """A found value as a tuple of one, else None."""
    if isinstance(choice, AliasPath):
        value = data
        for part in choice.path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return (value,)
    return (data[choice],) if choice in data else None


def _validate_field(cls, ready, name, field, value, info):
    mine = [one for one in ready["validators"] if name in one.fields or "*" in one.fields]

    def inner(one):
        for plain in mine:
            if plain.mode == "plain":
                return _call_validator(lambda v: plain.call(cls, info, v), one)
        if field.metadata:
            return _check_annotated(field.annotation, field.metadata, one, info)
        return _check(field.annotation, one, info)

    def wrapped(wraps):
        if not wraps:
            return inner
        outer = wraps[-1]
        below = wrapped(wraps[:-1])
        return lambda one: _call_validator(lambda v: outer.call(cls, info, v, below), one)

    # Validators run in the order of their definition, before-validators backwards, wraps around what came earlier.
    steps = inner
    if not mine:
        return inner(value)

    def layer(step, validator):
        if validator.mode == "before":
            if validator.options.get("each_item"):
                return lambda one: step([_call_validator(lambda v: validator.call(cls, info, v), item) for item in one])
            return lambda one: step(_call_validator(lambda v: validator.call(cls, info, v), one))
        if validator.mode == "wrap":
            return lambda one: _call_validator(lambda v: validator.call(cls, info, v, step), one)
        if validator.options.get("each_item"):
            return lambda one: [_call_validator(lambda v: validator.call(cls, info, v), item) for item in step(one)]

        def after(one):
            made = step(one)
            try:
                return _call_validator(lambda v: validator.call(cls, info, v), made)
            except _Fail as fail:
                raise _Fail([(kind, loc, message, one if shown is made else shown, context)
                             for kind, loc, message, shown, context in fail.errors])

        return after

    for validator in mine:
        if validator.mode != "plain":
            steps = layer(steps, validator)
    return steps(value)


def _fill(self, data, context):
    cls = type(self)
    ready = _ready(cls)
    info = ValidationInfo(None, None, _settings(cls), context)
    for one in ready["model_before"][::-1]:
        data = _call_validator(lambda v: one.call(cls, info, v), data)
    if isinstance(data, cls):
        return data
    if not isinstance(data, dict):
        _fail("model_type", f"Input should be a valid dictionary or instance of {cls.__name__}", data, {"class_name": cls.__name__})
    if ready["model_wrap"]:
        def handler(value, index=0):
            if index < len(ready["model_wrap"]):
                one = ready["model_wrap"][index]
                return one.call(cls, info, value, lambda inner: handler(inner, index + 1))
            return _fill_fields(self, cls, ready, value, context)

        return _call_validator(lambda v: handler(v), data)
    return _fill_fields(self, cls, ready, data, context)


def _fill_fields(self, cls, ready, data, context):
    config = _settings(cls)
    by_name = config.get("populate_by_name") or config.get("validate_by_name")
    values, errors, used, given = {}, [], set(), set()
    validate_all = config.get("validate_default")
    for name, field in ready["fields"].items():
        found = None
        for choice in _choices(field.validation_alias):
            key = choice.path[0] if isinstance(choice, AliasPath) else choice
            found = _lookup(data, choice)
            if found is not None:
                used.add(key)
                break
        if found is None and (by_name or field.validation_alias is None):
            found = _lookup(data, name)
            if found is not None:
                used.add(name)
        info = ValidationInfo(values, name, config, context)
        first = _choices(field.validation_alias)[:1]
        if first and not isinstance(first[0], str):
            first = first[0].path
        shown = (name,) if not first or config.get("loc_by_alias") is False else tuple(first)
        if found is not None:
            given.add(name)
            value = found[0]
        elif field.is_required():
            errors.append(("missing", shown, "Field required", data, None))
            continue
        else:
            value = field.get_default(call_default_factory=True, validated_data=values)
            always = any(one.options.get("always") and (name in one.fields or "*" in one.fields) for one in ready["validators"])
            validate = field.validate_default if field.validate_default is not None else validate_all
            if not validate and not always:
                values[name] = value
                continue
        try:
            values[name] = _validate_field(cls, ready, name, field, value, info)
        except PydanticUseDefault:
            values[name] = field.get_default(call_default_factory=True, validated_data=values)
        except _Fail as fail:
            errors.extend([(kind, (*shown, *loc), message, inp, ctx) for kind, loc, message, inp, ctx in fail.errors])
    extra = {}
    if ready["extra"] != "ignore":
        for key, value in data.items():
            if key in used:
                continue
            if ready["extra"] == "forbid":
                errors.append(("extra_forbidden", (key,), "Extra inputs are not permitted", value, None))
            else:
                extra[key] = value
    if errors:
        raise _Fail(errors)
    if config.get("use_enum_values"):
        values = {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}
    info = ValidationInfo(values, None, config, context)
    for one in ready["model_after"]:
        if one.kind == "root":
            values = _call_validator(lambda v: one.function(cls, v), values)
    for name, value in values.items():
        object.__setattr__(self, name, value)
    if ready["extra"] == "allow":
        for name, value in extra.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "__pydantic_extra__", extra)
    object.__setattr__(self, "__pydantic_fields_set__", given | set(extra))
    for name, attribute in ready["private"].items():
        value = attribute.get_default()
        if value is not Undefined:
            object.__setattr__(self, name, value)
    self.model_post_init(context)
    for one in ready["model_after"]:
        if one.kind == "model":
            made = self
            n = _native.arity(one.function)
            args = (self, info) if n is not None and n > 1 else (self,)
            try:
                made = one.function(*args)
            except ValidationError as error:
                raise _Fail(error._errors)
            except PydanticCustomError as error:
                _fail(_Custom(error.type), error.message(), data, error.context)
            except ValueError as error:
                _fail("value_error", f"Value error, {error}", data, {"error": error})
            except AssertionError as error:
                _fail("assertion_error", f"Assertion failed, {error}", data, {"error": error})
    return self


class RootModel(BaseModel):
    def __init__(self, root=Undefined, /, **data):
        super().__init__(root=data if root is Undefined else root)


class GenericModel(BaseModel):
    pass


class TypeAdapter:
    def __init__(self, type, *, config=None, **options):
        self._type = type

    def validate_python(self, value, /, **options):
        try:
            return _check(self._type, value, None)
        except _Fail as fail:
            raise ValidationError(_tag(self._type), fail.errors) from None

    def validate_json(self, data, /, **options):
        found, error = _native.json_loads(data)
        if error is not None:
            raise ValidationError(_tag(self._type), [("json_invalid", (), f"Invalid JSON: {error}", data, None)])
        return self.validate_python(found)

    def dump_python(self, value, /, **options):
        return _dumped(value, "python", False, False)


def parse_obj_as(type_, obj):
    return TypeAdapter(type_).validate_python(obj)


def create_model(*args, **options):
    _unsupported("pydantic.create_model()")


def validate_call(function=None, /, **options):
    if function is not None:
        return function
    return lambda function: function


validate_arguments = validate_call


def with_config(*args, **options):
    return lambda cls: cls


def BaseSettings_v1(*args, **options):
    raise PydanticImportError(
        "`BaseSettings` has been moved to the `pydantic-settings` package. "
        "See https://docs.pydantic.dev/2.14/migration/#basesettings-has-moved-to-pydantic-settings for more details."
    )


class GetCoreSchemaHandler:
    pass


class GetJsonSchemaHandler:
    pass


ModelWrapValidatorHandler = ValidatorFunctionWrapHandler = SerializerFunctionWrapHandler = GetCoreSchemaHandler
SerializationInfo = FieldSerializationInfo = ValidationInfo
JsonValue = Any
VERSION = "2.14.3"
__version__ = VERSION
