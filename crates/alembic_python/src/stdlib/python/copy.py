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
    if cls.__reduce_ex__ is not object.__reduce_ex__ or cls.__reduce__ is not object.__reduce__:
        return _reduced(x, convert, memo)
    if isinstance(x, BaseException):
        new = cls.__new__(cls, *x.args)
        for key, value in {**vars(x), "args": x.args}.items():
            object.__setattr__(new, key, convert(value))
        return new
    if isinstance(x, dict):
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
    elif cls.__module__ != "builtins":
        new = _native.new_instance(cls)
        memo[id(x)] = new
    else:
        return x
    _restore(new, convert(x.__getstate__()))
    return new


def _restore(new, state):
    """Gives a new object the state that `__getstate__` or `__reduce__` gave."""
    if state is None:
        return
    if hasattr(new, "__setstate__"):
        new.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        for key, value in state.items():
            object.__setattr__(new, key, value)
    if slots:
        for key, value in slots.items():
            object.__setattr__(new, key, value)


def _reduced(x, convert, memo):
    own = type(x).__reduce_ex__ is not object.__reduce_ex__
    value = x.__reduce_ex__(4) if own else x.__reduce__()
    if isinstance(value, str):
        return x
    function, args, state, items, pairs = (*value, None, None, None)[:5]
    new = function(*(convert(argument) for argument in args))
    memo[id(x)] = new
    _restore(new, convert(state) if state is not None else None)
    for item in items or ():
        new.append(convert(item))
    for key, item in pairs or ():
        new[convert(key)] = convert(item)
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
