"""Data classes."""
import functools
import types


class FrozenInstanceError(AttributeError):
    pass


class _HasDefaultFactory:
    def __repr__(self):
        return "<factory>"


class _Missing:
    def __repr__(self):
        return "<dataclasses._MISSING_TYPE object>"


class _KwOnly:
    pass


MISSING = _Missing()
KW_ONLY = _KwOnly()
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_FACTORY = _HasDefaultFactory()
_FIELD, _CLASSVAR, _INITVAR = "_FIELD", "_FIELD_CLASSVAR", "_FIELD_INITVAR"


class InitVar:
    def __init__(self, type):
        self.type = type

    def __class_getitem__(cls, type):
        return cls(type)

    def __repr__(self):
        return f"dataclasses.InitVar[{getattr(self.type, '__name__', self.type)}]"


class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only, doc=None):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = types.MappingProxyType({} if metadata is None else metadata)
        self.kw_only = kw_only
        self.doc = doc
        self._field_type = None

    def __repr__(self):
        return (
            f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
            f"default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},hash={self.hash!r},"
            f"compare={self.compare!r},metadata={self.metadata!r},kw_only={self.kw_only!r},"
            f"_field_type={self._field_type})"
        )


class _DataclassParams:
    def __init__(self, **values):
        self.__dict__.update(values)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING, doc=None):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only, doc)


def _annotation_kind(annotation):
    import typing

    if isinstance(annotation, str):
        head = annotation.split("[")[0].strip()
        if head in ("ClassVar", "typing.ClassVar", "t.ClassVar"):
            return _CLASSVAR
        if head in ("InitVar", "dataclasses.InitVar"):
            return _INITVAR
        if head in ("KW_ONLY", "dataclasses.KW_ONLY"):
            return "KW_ONLY"
        return _FIELD
    if annotation is typing.ClassVar or typing.get_origin(annotation) is typing.ClassVar:
        return _CLASSVAR
    if annotation is InitVar or isinstance(annotation, InitVar):
        return _INITVAR
    if annotation is KW_ONLY:
        return "KW_ONLY"
    return _FIELD


def _own_annotations(cls):
    try:
        return dict(cls.__dict__.get("__annotations__", {}) or cls.__annotations__)
    except NameError:
        # Names that only type checkers import: fields need no types.
        import _alembic_native

        return {name: text for name, text in _alembic_native.annotation_texts(cls)}


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    fields = {}
    any_frozen_base = False
    for base in cls.__mro__[-1:0:-1]:
        base_fields = base.__dict__.get(_FIELDS)
        if base_fields is not None:
            fields.update(base_fields)
            if getattr(base, _PARAMS).frozen:
                any_frozen_base = True
    own = []
    seen_kw_only = kw_only
    for name, annotation in _own_annotations(cls).items():
        kind = _annotation_kind(annotation)
        if kind == "KW_ONLY":
            seen_kw_only = True
            continue
        default = cls.__dict__.get(name, MISSING)
        if isinstance(default, Field):
            f = default
        else:
            if isinstance(default, types.MemberDescriptorType if hasattr(types, "MemberDescriptorType") else ()):
                default = MISSING
            f = field(default=default)
        f.name = name
        f.type = annotation
        f._field_type = kind
        if kind in (_FIELD, _INITVAR):
            if f.kw_only is MISSING:
                f.kw_only = seen_kw_only
        if kind == _FIELD and f.default is not MISSING and f.default.__class__.__hash__ is None:
            raise ValueError(
                f"mutable default {type(f.default)} for field {f.name} is not allowed: use default_factory"
            )
        own.append(f)
    for f in own:
        fields[f.name] = f
        if isinstance(cls.__dict__.get(f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in list(cls.__dict__.items()):
        if isinstance(value, Field) and name not in fields:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if any_frozen_base and not frozen:
        raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
    has_dataclass_bases = any(base.__dict__.get(_FIELDS) is not None for base in cls.__mro__[1:])
    if has_dataclass_bases and not any_frozen_base and frozen:
        raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)
    setattr(cls, _PARAMS, _DataclassParams(init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen))
    all_init = [f for f in fields.values() if f._field_type in (_FIELD, _INITVAR)]
    positional = [f for f in all_init if f.init and not f.kw_only]
    keyword = [f for f in all_init if f.init and f.kw_only]
    instance_fields = [f for f in fields.values() if f._field_type == _FIELD]
    if init:
        seen_default = None
        for f in positional:
            if f.default is not MISSING or f.default_factory is not MISSING:
                seen_default = f
            elif seen_default is not None:
                raise TypeError(f"non-default argument {f.name!r} follows default argument {seen_default.name!r}")
        _set_new(cls, "__init__", _make_init(cls, all_init, positional, keyword, frozen))
    if repr:
        shown = [f.name for f in instance_fields if f.repr]

        def __repr__(self):
            return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

        _set_new(cls, "__repr__", __repr__)
    compared = [f.name for f in instance_fields if f.compare]
    if eq:

        def __eq__(self, other):
            if self is other:
                return True
            if other.__class__ is self.__class__:
                return all(getattr(self, name) == getattr(other, name) for name in compared)
            return NotImplemented

        _set_new(cls, "__eq__", __eq__)
    if order:
        if not eq:
            raise ValueError("eq must be true if order is true")
        for name, function in _make_order(compared).items():
            if name in cls.__dict__:
                raise TypeError(
                    f"Cannot overwrite attribute {name} in class {cls.__name__}. Consider using functools.total_ordering"
                )
            setattr(cls, name, function)
    if frozen:
        names = frozenset(f.name for f in instance_fields)

        def __setattr__(self, name, value):
            if type(self) is cls or name in names:
                raise FrozenInstanceError(f"cannot assign to field {name!r}")
            super(cls, self).__setattr__(name, value)

        def __delattr__(self, name):
            if type(self) is cls or name in names:
                raise FrozenInstanceError(f"cannot delete field {name!r}")
            super(cls, self).__delattr__(name)

        for function in (__setattr__, __delattr__):
            if function.__name__ in cls.__dict__:
                raise TypeError(f"Cannot overwrite attribute {function.__name__} in class {cls.__name__}")
            setattr(cls, function.__name__, function)
    has_hash = cls.__dict__.get("__hash__", MISSING)
    explicit_hash = not (has_hash is MISSING or (has_hash is None and "__eq__" in cls.__dict__))
    hashed = [f.name for f in instance_fields if (f.compare if f.hash is None else f.hash)]

    def __hash__(self):
        return hash(tuple(getattr(self, name) for name in hashed))

    if unsafe_hash:
        if explicit_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        cls.__hash__ = __hash__
    elif eq and not explicit_hash:
        cls.__hash__ = __hash__ if frozen else None
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in positional)
    if slots:
        if "__slots__" in cls.__dict__:
            raise TypeError(f"{cls.__name__} already specifies __slots__")
        inherited = {name for base in cls.__mro__[1:-1] for name in _slots_of(base)}
        names = [f.name for f in instance_fields if f.name not in inherited]
        if weakref_slot and "__weakref__" not in inherited:
            names.append("__weakref__")
        import _alembic_native
        _alembic_native.set_slots(cls, tuple(names))
    return cls


def _slots_of(cls):
    slots = cls.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else slots


def _set_new(cls, name, function):
    if name in cls.__dict__:
        return
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    function.__module__ = cls.__module__
    setattr(cls, name, function)


def _make_init(cls, all_init, positional, keyword, frozen):
    import _alembic_native

    names = [f.name for f in positional]
    keyword_names = [f.name for f in keyword]
    required = {f.name for f in positional + keyword if f.default is MISSING and f.default_factory is MISSING}
    has_post_init = hasattr(cls, "__post_init__")
    qualname = f"{cls.__qualname__}.__init__"
    name_set = set(names) | set(keyword_names)

    def __init__(self, /, *args, **kwargs):
        n_given = len(args)
        if n_given > len(names):
            least = sum(1 for name in names if name in required) + 1
            most = len(names) + 1
            takes = f"{most} positional argument{'s' if most != 1 else ''}" if least == most else f"from {least} to {most} positional arguments"
            raise TypeError(f"{qualname}() takes {takes} but {n_given + 1} were given")
        values = {}
        for name, value in zip(names, args):
            values[name] = value
        for name, value in kwargs.items():
            if name not in name_set:
                raise TypeError(f"{qualname}() got an unexpected keyword argument {name!r}")
            if name in values:
                raise TypeError(f"{qualname}() got multiple values for argument {name!r}")
            values[name] = value
        for group, kind in ((names, "positional"), (keyword_names, "keyword-only")):
            missing = [repr(name) for name in group if name in required and name not in values]
            if missing:
                if len(missing) == 1:
                    text = missing[0]
                elif len(missing) == 2:
                    text = " and ".join(missing)
                else:
                    text = ", ".join(missing[:-1]) + ", and " + missing[-1]
                raise TypeError(
                    f"{qualname}() missing {len(missing)} required {kind} argument{'s' if len(missing) > 1 else ''}: {text}"
                )
        init_vars = []
        for f in all_init:
            name = f.name
            if f.init and name in values:
                value = values[name]
            elif f.default_factory is not MISSING:
                value = f.default_factory()
            elif f.default is not MISSING:
                value = f.default
                if not f.init and f._field_type == _FIELD:
                    # The default of a field without `init` stays on the class.
                    continue
            else:
                continue
            if f._field_type == _INITVAR:
                init_vars.append(value)
            elif frozen:
                object.__setattr__(self, name, value)
            else:
                setattr(self, name, value)
        if has_post_init:
            self.__post_init__(*init_vars)

    return __init__


def _make_order(compared):
    def key(self):
        return tuple(getattr(self, name) for name in compared)

    def __lt__(self, other):
        if other.__class__ is self.__class__:
            return key(self) < key(other)
        return NotImplemented

    def __le__(self, other):
        if other.__class__ is self.__class__:
            return key(self) <= key(other)
        return NotImplemented

    def __gt__(self, other):
        if other.__class__ is self.__class__:
            return key(self) > key(other)
        return NotImplemented

    def __ge__(self, other):
        if other.__class__ is self.__class__:
            return key(self) >= key(other)
        return NotImplemented

    return {"__lt__": __lt__, "__le__": __le__, "__gt__": __gt__, "__ge__": __ge__}


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)

    if cls is None:
        return wrap
    return wrap(cls)


def fields(class_or_instance):
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in found.values() if f._field_type == _FIELD)


def is_dataclass(obj):
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def _is_instance(obj):
    return hasattr(type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _asdict(obj, dict_factory)


def _asdict(obj, dict_factory):
    import copy

    if _is_instance(obj):
        return dict_factory([(f.name, _asdict(getattr(obj, f.name), dict_factory)) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_asdict(value, dict_factory) for value in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_asdict(value, dict_factory) for value in obj)
    if isinstance(obj, dict):
        return type(obj)((_asdict(k, dict_factory), _asdict(v, dict_factory)) for k, v in obj.items())
    return copy.deepcopy(obj)


def astuple(obj, *, tuple_factory=tuple):
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _astuple(obj, tuple_factory)


def _astuple(obj, tuple_factory):
    import copy

    if _is_instance(obj):
        return tuple_factory([_astuple(getattr(obj, f.name), tuple_factory) for f in fields(obj)])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_astuple(value, tuple_factory) for value in obj)
    if isinstance(obj, dict):
        return type(obj)((_astuple(k, tuple_factory), _astuple(v, tuple_factory)) for k, v in obj.items())
    return copy.deepcopy(obj)


def replace(obj, /, **changes):
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._field_type == _CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type == _INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **kwargs):
    namespace = dict(namespace or {})
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            annotations[item] = "typing.Any"
        elif len(item) == 2:
            annotations[item[0]] = item[1]
        else:
            annotations[item[0]] = item[1]
            namespace[item[0]] = item[2]
    namespace["__annotations__"] = annotations
    kwargs.pop("module", None)
    cls = type(cls_name, bases, namespace)
    return dataclass(cls, **kwargs)
