"""Looking at live objects."""
import _alembic_native as _native
import enum as _enum
import sys
import types


def ismodule(o): return isinstance(o, types.ModuleType)
def isclass(o): return isinstance(o, type)
def ismethod(o): return isinstance(o, types.MethodType)
def isfunction(o): return isinstance(o, types.FunctionType)
def isbuiltin(o): return isinstance(o, types.BuiltinFunctionType)
def isroutine(o): return isbuiltin(o) or isfunction(o) or ismethod(o)
def isgenerator(o): return isinstance(o, types.GeneratorType)
def iscoroutine(o): return isinstance(o, types.CoroutineType)
def isasyncgen(o): return isinstance(o, types.AsyncGeneratorType)
def isawaitable(o): return iscoroutine(o) or hasattr(type(o), "__await__")
def iscoroutinefunction(o): return _native.is_async_function(o)
def isgeneratorfunction(o): return _native.is_generator_function(o)
def isasyncgenfunction(o): return False
def isdatadescriptor(o): return not isclass(o) and (hasattr(type(o), "__set__") or isinstance(o, property))
def ismethoddescriptor(o): return hasattr(type(o), "__get__") and not isdatadescriptor(o) and not isroutine(o)
def isabstract(o): return isinstance(o, type) and bool(getattr(o, "__abstractmethods__", None))
CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR, CO_COROUTINE = 1, 2, 4, 8, 16, 32, 128
CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 256, 512


def iscode(o): return isinstance(o, types.CodeType)
def isframe(o): return False
def istraceback(o): return False


def getmembers(object, predicate=None):
    results = []
    for name in dir(object):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            results.append((name, value))
    return sorted(results, key=lambda pair: pair[0])


def getmembers_static(object, predicate=None):
    return getmembers(object, predicate)


def getmro(cls):
    return cls.__mro__


def getdoc(object):
    doc = getattr(object, "__doc__", None)
    return None if doc is None else cleandoc(doc)


def cleandoc(doc):
    lines = doc.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.lstrip()), default=0)
    lines[0] = lines[0].lstrip()
    lines[1:] = [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getmodule(object, _filename=None):
    if ismodule(object):
        return object
    return sys.modules.get(getattr(object, "__module__", None))


def getfile(object):
    if ismodule(object):
        return object.__file__
    if isclass(object):
        return getfile(sys.modules[object.__module__])
    return object.__code__.co_filename


getsourcefile = getfile


def getsource(object):
    return _native.unsupported("inspect.getsource")


def unwrap(func, *, stop=None):
    while hasattr(func, "__wrapped__") and not (stop and stop(func)):
        func = func.__wrapped__
    return func


class FrameInfo(tuple):
    frame = property(lambda self: self[0])
    filename = property(lambda self: self[1])
    lineno = property(lambda self: self[2])
    function = property(lambda self: self[3])
    code_context = property(lambda self: self[4])
    index = property(lambda self: self[5])


def stack(context=1):
    found = []
    frame = sys._getframe(1)
    while frame is not None:
        found.append(FrameInfo((frame, frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, None, None)))
        frame = frame.f_back
    return found


def currentframe():
    return sys._getframe(1)


def getattr_static(obj, attr, *default):
    for base in ([obj] if not isinstance(obj, type) else []) + list((obj if isinstance(obj, type) else type(obj)).__mro__):
        if attr in base.__dict__:
            return base.__dict__[attr]
    if default:
        return default[0]
    raise AttributeError(attr)


class _empty:
    pass


class _ParameterKind(_enum.IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    def __str__(self):
        return self.name


class Parameter:
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = _ParameterKind
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name, self.kind, self.default, self.annotation = name, kind, default, annotation

    def replace(self, **changes):
        values = {"name": self.name, "kind": self.kind, "default": self.default, "annotation": self.annotation, **changes}
        return Parameter(values.pop("name"), values.pop("kind"), **values)

    def __str__(self):
        text = self.name
        if self.annotation is not _empty:
            text = f"{text}: {formatannotation(self.annotation)}"
        if self.default is not _empty:
            text += f" = {self.default!r}" if self.annotation is not _empty else f"={self.default!r}"
        if self.kind == 2:
            text = "*" + text
        elif self.kind == 4:
            text = "**" + text
        return text

    def __repr__(self):
        return f'<Parameter "{self}">'


def formatannotation(annotation, base_module=None):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature, self.arguments = signature, arguments

    @property
    def args(self):
        args = []
        for name, parameter in self.signature.parameters.items():
            if parameter.kind in (3, 4) or name not in self.arguments:
                break
            if parameter.kind == 2:
                args.extend(self.arguments[name])
            else:
                args.append(self.arguments[name])
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                if parameter.kind == 4:
                    kwargs.update(self.arguments[name])
                elif parameter.kind == 3:
                    kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        arguments = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif parameter.default is not _empty:
                arguments[name] = parameter.default
            elif parameter.kind == 2:
                arguments[name] = ()
            elif parameter.kind == 4:
                arguments[name] = {}
        self.arguments = arguments


class Signature:
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = {parameter.name: parameter for parameter in parameters or ()}
        self.return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, **kwargs):
        return signature(obj)

    def replace(self, *, parameters=None, return_annotation=_empty):
        return Signature(self.parameters.values() if parameters is None else parameters,
                         return_annotation=self.return_annotation if return_annotation is _empty else return_annotation)

    def bind(self, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        arguments = {}
        args = list(args)
        for name, parameter in self.parameters.items():
            if parameter.kind == 2:
                if args:
                    arguments[name] = tuple(args)
                args = []
            elif parameter.kind == 4:
                if kwargs:
                    arguments[name] = kwargs
                kwargs = {}
            elif args and parameter.kind in (0, 1):
                if name in kwargs:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = args.pop(0)
            elif name in kwargs and parameter.kind != 0:
                arguments[name] = kwargs.pop(name)
            elif parameter.default is _empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, arguments)

    def __str__(self):
        parts = []
        saw_star = saw_positional_only = False
        for parameter in self.parameters.values():
            if parameter.kind == 0:
                saw_positional_only = True
            elif saw_positional_only:
                parts.append("/")
                saw_positional_only = False
            if parameter.kind == 2:
                saw_star = True
            elif parameter.kind == 3 and not saw_star:
                parts.append("*")
                saw_star = True
            parts.append(str(parameter))
        if saw_positional_only:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if self.return_annotation is not _empty:
            text += f" -> {formatannotation(self.return_annotation)}"
        return text

    def __repr__(self):
        return f"<Signature {self}>"


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    import functools

    if isinstance(obj, functools.partial):
        inner = signature(obj.func)
        parameters = list(inner.parameters.values())[len(obj.args):]
        parameters = [
            parameter.replace(default=obj.keywords[parameter.name], kind=Parameter.KEYWORD_ONLY)
            if parameter.name in obj.keywords else parameter
            for parameter in parameters
        ]
        return Signature(parameters, return_annotation=inner.return_annotation)
    if follow_wrapped:
        obj = unwrap(obj)
    if isinstance(obj, type):
        for name in ("__init__", "__new__"):
            for base in obj.__mro__:
                if name in base.__dict__ and base is not object:
                    function = base.__dict__[name]
                    function = getattr(function, "__func__", function)
                    inner = signature(function)
                    return Signature(list(inner.parameters.values())[1:])
        return Signature()
    found = _native.parameters(obj)
    if found is None:
        call = getattr(type(obj), "__call__", None)
        if call is not None and not isbuiltin(obj):
            inner = signature(call)
            return Signature(list(inner.parameters.values())[1:], return_annotation=inner.return_annotation)
        raise ValueError(f"no signature found for builtin {obj!r}")
    function = getattr(obj, "__func__", obj)
    annotations = function.__annotations__
    parameters = [
        Parameter(name, _ParameterKind(kind), default=default if has_default else _empty,
                  annotation=annotations.get(name, _empty))
        for name, kind, has_default, default in found
    ]
    return Signature(parameters, return_annotation=annotations.get("return", _empty))


class FullArgSpec(tuple):
    args = property(lambda self: self[0])
    varargs = property(lambda self: self[1])
    varkw = property(lambda self: self[2])
    defaults = property(lambda self: self[3])
    kwonlyargs = property(lambda self: self[4])
    kwonlydefaults = property(lambda self: self[5])
    annotations = property(lambda self: self[6])


def getfullargspec(func):
    args, varargs, varkw, defaults, kwonly, kwdefaults = [], None, None, [], [], {}
    function = getattr(func, "__func__", func)
    for name, kind, has_default, default in _native.parameters(function) or ():
        if kind in (0, 1):
            args.append(name)
            if has_default:
                defaults.append(default)
        elif kind == 2:
            varargs = name
        elif kind == 3:
            kwonly.append(name)
            if has_default:
                kwdefaults[name] = default
        else:
            varkw = name
    return FullArgSpec((args, varargs, varkw, tuple(defaults) or None, kwonly, kwdefaults or None,
                        dict(function.__annotations__)))


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    if eval_str:
        from typing import get_type_hints

        return get_type_hints(obj, include_extras=True)
    return dict(getattr(obj, "__annotations__", None) or {})
