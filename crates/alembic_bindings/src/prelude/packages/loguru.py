"""Loguru: one logger that writes to standard error until a program says otherwise. Without colors; what it writes to
files is not rotated, compressed or queued."""
import datetime as _datetime
import logging as _logging
import re as _re
import sys as _sys
import traceback as _traceback

from _alembic_packages import unsupported as _unsupported

_LEVELS = {
    "TRACE": 5, "DEBUG": 10, "INFO": 20, "SUCCESS": 25, "WARNING": 30, "ERROR": 40, "CRITICAL": 50,
}
_FORMAT = (
    "<green>{time:YYYY-MM-DD HH:mm:ss.SSS}</green> | <level>{level: <8}</level> | "
    "<cyan>{name}</cyan>:<cyan>{function}</cyan>:<cyan>{line}</cyan> - <level>{message}</level>"
)
_TAG = _re.compile(r"\\?</?[a-zA-Z][\w ,#-]*>|</>")
_TIME = _re.compile(r"YYYY|YY|MMMM|MMM|MM|DD|HH|mm|ss|SSSSSS|SSS|dddd|ddd|ZZ|Z|A")


class _Level:
    def __init__(self, name, no, icon=""):
        self.name, self.no, self.icon = name, no, icon

    def __format__(self, spec):
        return format(self.name, spec)

    __str__ = __repr__ = lambda self: self.name


class _File:
    def __init__(self, path):
        self.path = path
        self.name = path.rsplit("/", 1)[-1]

    def __format__(self, spec):
        return format(self.name, spec)

    def __str__(self):
        return self.name


class _Time(_datetime.datetime):
    def __format__(self, spec):
        parts = {
            "YYYY": "%Y", "YY": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "DD": "%d", "HH": "%H", "mm": "%M",
            "ss": "%S", "SSSSSS": "%f", "dddd": "%A", "ddd": "%a", "ZZ": "%z", "Z": "%z", "A": "%p",
        }

        def one(match):
            part = match.group()
            return f"{self.microsecond // 1000:03d}" if part == "SSS" else self.strftime(parts[part])

        return _TIME.sub(one, spec or "YYYY-MM-DDTHH:mm:ss.SSSSSSZZ")


class _Sink:
    def __init__(self, sink, level, format, filter):
        if isinstance(level, str):
            level = _level(level).no
        self.sink, self.level, self.format, self.filter = sink, level, format, filter

    def takes(self, record):
        if record["level"].no < self.level:
            return False
        wanted = self.filter
        if wanted is None:
            return True
        if isinstance(wanted, str):
            name = record["name"] or ""
            return name == wanted or name.startswith(wanted + ".")
        if isinstance(wanted, dict):
            _unsupported("`filter=` of loguru as a dictionary")
        return wanted(record)

    def text(self, record, exception):
        wanted = self.format
        if callable(wanted):
            text = wanted(record)
        else:
            text = _TAG.sub("", wanted) + "\n"
        text = _TAG.sub("", text) if callable(wanted) else text
        text = text.format_map({**record, "exception": ""})
        return text + exception

    def write(self, record, exception):
        if isinstance(self.sink, _logging.Handler):
            given = _logging.getLogger(record["name"]).makeRecord(
                record["name"], record["level"].no, record["file"].path, record["line"], record["message"], (),
                None, record["function"], None,
            )
            self.sink.handle(given)
            return
        text = self.text(record, exception)
        if hasattr(self.sink, "write"):
            self.sink.write(text)
        elif callable(self.sink):
            self.sink(_Message(text, record))
        else:
            with open(self.sink, "a") as file:
                file.write(text)


class _Message(str):
    def __new__(cls, text, record):
        self = super().__new__(cls, text)
        self.record = record
        return self


class _Core:
    def __init__(self):
        self.sinks, self.next, self.levels, self.extra, self.patcher = {}, 0, {}, {}, None
        self.off = []


_core = _Core()


def _level(level):
    if isinstance(level, int):
        return _Level(f"Level {level}", level)
    if level in _core.levels:
        return _Level(level, _core.levels[level])
    if level not in _LEVELS:
        raise ValueError(f"Level '{level}' does not exist")
    return _Level(level, _LEVELS[level])


class Logger:
    def __init__(self, extra=None, exception=None, depth=0, patchers=()):
        self._extra, self._exception, self._depth, self._patchers = extra or {}, exception, depth, patchers

    def add(self, sink, *, level="DEBUG", format=_FORMAT, filter=None, serialize=False, **options):
        if serialize:
            _unsupported("`serialize=True` of loguru")
        number = _core.next
        _core.sinks[number] = _Sink(sink, level, format, filter)
        _core.next += 1
        return number

    def remove(self, handler_id=None):
        if handler_id is None:
            _core.sinks.clear()
        elif handler_id in _core.sinks:
            del _core.sinks[handler_id]
        else:
            raise ValueError(f"There is no existing handler with id {handler_id}")

    def configure(self, *, handlers=None, levels=None, extra=None, patcher=None, activation=None):
        if handlers is not None:
            self.remove()
        for level in levels or ():
            self.level(**level)
        if extra is not None:
            _core.extra = dict(extra)
        if patcher is not None:
            _core.patcher = patcher
        for name, is_on in activation or ():
            (self.enable if is_on else self.disable)(name)
        return [self.add(**handler) for handler in handlers or ()]

    def level(self, name, no=None, color=None, icon=None):
        if no is not None:
            _core.levels[name] = no
        return _level(name)

    def enable(self, name):
        _core.off = [known for known in _core.off if known != name]

    def disable(self, name):
        _core.off.append(name)

    def bind(self, **extra):
        return Logger({**self._extra, **extra}, self._exception, self._depth, self._patchers)

    def patch(self, patcher):
        return Logger(self._extra, self._exception, self._depth, (*self._patchers, patcher))

    def opt(self, *, exception=None, record=False, lazy=False, colors=False, raw=False, capture=True, depth=0, ansi=False):
        if record or lazy or raw:
            _unsupported("`record`, `lazy` or `raw` of loguru's opt()")
        return Logger(self._extra, exception, depth, self._patchers)

    def contextualize(self, **extra):
        import contextlib

        @contextlib.contextmanager
        def change():
            before = _core.extra
            _core.extra = {**before, **extra}
            try:
                yield
            finally:
                _core.extra = before

        return change()

    def catch(self, *args, **kwargs):
        _unsupported("loguru's catch()")

    def complete(self):
        pass

    def _log(self, level, message, args, kwargs, exception=None):
        level = _level(level)
        frame = _sys._getframe(self._depth + 2)
        name = frame.f_globals.get("__name__")
        if any(name == off or (name or "").startswith(off + ".") for off in _core.off):
            return
        message = str(message)
        if args or kwargs:
            message = message.format(*args, **kwargs)
        path = frame.f_code.co_filename
        record = {
            "elapsed": _datetime.timedelta(0),
            "exception": None,
            "extra": {**_core.extra, **self._extra, **kwargs},
            "file": _File(path),
            "function": frame.f_code.co_name,
            "level": level,
            "line": frame.f_lineno,
            "message": message,
            "module": path.rsplit("/", 1)[-1].rsplit(".", 1)[0],
            "name": name,
            "process": 1,
            "thread": 1,
            "time": _Time.now(_datetime.timezone.utc).astimezone(),
        }
        for patcher in [_core.patcher, *self._patchers]:
            if patcher is not None:
                patcher(record)
        exception = exception or self._exception
        shown = ""
        if exception:
            if exception is True:
                exception = _sys.exc_info()
            elif isinstance(exception, BaseException):
                exception = (type(exception), exception, exception.__traceback__)
            if exception[0] is not None:
                shown = "".join(_traceback.format_exception(*exception))
        for sink in list(_core.sinks.values()):
            if sink.takes(record):
                sink.write(record, shown)

    def trace(self, message, *args, **kwargs):
        self._log("TRACE", message, args, kwargs)

    def debug(self, message, *args, **kwargs):
        self._log("DEBUG", message, args, kwargs)

    def info(self, message, *args, **kwargs):
        self._log("INFO", message, args, kwargs)

    def success(self, message, *args, **kwargs):
        self._log("SUCCESS", message, args, kwargs)

    def warning(self, message, *args, **kwargs):
        self._log("WARNING", message, args, kwargs)

    def error(self, message, *args, **kwargs):
        self._log("ERROR", message, args, kwargs)

    def critical(self, message, *args, **kwargs):
        self._log("CRITICAL", message, args, kwargs)

    def exception(self, message, *args, **kwargs):
        self._log("ERROR", message, args, kwargs, True)

    def log(self, level, message, *args, **kwargs):
        self._log(level, message, args, kwargs)


logger = Logger()
logger.add(_sys.stderr)
__version__ = "0.7.3"
