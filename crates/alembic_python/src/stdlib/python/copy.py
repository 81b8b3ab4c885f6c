"""Shallow and deep copies."""


class Error(Exception):
    pass


error = Error
_ATOMS = (type(None), int, float, bool, str, bytes, type, range, type(...), type(NotImplemented), type(len), type(lambda: 0),
          property, slice)


def copy(x):
    cls = type(x)
    if cls in _ATOMS or isinstance(x, type):
        return x
    if cls in (list, dict, set, bytearray):
        return x.copy() if cls is not bytearray else bytearray(x)
    if cls in (tuple, frozenset):
        return x
    method = getattr(cls, "__copy__", None)
    if method is not None:
        return method(x)
    return _rebuild(x, lambda value: value, {})


def _rebuild(x, convert, memo):
    import _alembic_native as _native

    cls = type(x)
    if isinstance(x, BaseException):
        new = cls.__new__(cls, *x.args)
    elif isinstance(x, dict):
        new = _native.new_instance(cls, {})
        memo[id(x)] = new
        for key, value in dict.items(x):
            dict.__setitem__(new, convert(key), convert(value))
    elif isinstance(x, list):
        new = _native.new_instance(cls, [convert(value) for value in list.__iter__(x)])
    elif isinstance(x, set):
        new = _native.new_instance(cls, {convert(value) for value in x})
    elif isinstance(x, (tuple, frozenset, str, int, float, bytes)):
        new = _native.new_instance(cls, _native.builtin_value(x))
    elif hasattr(x, "__dict__") and cls.__module__ != "builtins":
        new = _native.new_instance(cls)
        memo[id(x)] = new
    else:
        return x
    if hasattr(cls, "__getstate__") and hasattr(cls, "__setstate__"):
        new.__setstate__(convert(x.__getstate__()))
        return new
    for key, value in vars(x).items():
        object.__setattr__(new, key, convert(value))
    return new


def deepcopy(x, memo=None, _nil=[]):
    if memo is None:
        memo = {}
    known = memo.get(id(x), _nil)
    if known is not _nil:
        return known
    cls = type(x)
    if cls in _ATOMS or isinstance(x, type):
        return x
    if cls is list:
        new = []
        memo[id(x)] = new
        for value in x:
            new.append(deepcopy(value, memo))
        return new
    if cls is dict:
        new = {}
        memo[id(x)] = new
        for key, value in x.items():
            new[deepcopy(key, memo)] = deepcopy(value, memo)
        return new
    if cls is tuple:
        new = tuple(deepcopy(value, memo) for value in x)
        return x if all(a is b for a, b in zip(x, new)) else new
    if cls in (set, frozenset):
        return cls(deepcopy(value, memo) for value in x)
    method = getattr(cls, "__deepcopy__", None)
    if method is not None:
        new = method(x, memo)
    else:
        new = _rebuild(x, lambda value: deepcopy(value, memo), memo)
    memo[id(x)] = new
    return new


def replace(obj, /, **changes):
    return obj.__replace__(**changes)
