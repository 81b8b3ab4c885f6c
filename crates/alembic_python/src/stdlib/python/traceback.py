"""Tracebacks as texts."""
import _alembic_native as _native
import sys


def format_exception_only(exc, /, value=None, **kwargs):
    exc = value if value is not None else exc
    name = type(exc).__qualname__
    if type(exc).__module__ not in ("builtins", "__main__"):
        name = f"{type(exc).__module__}.{name}"
    text = str(exc)
    lines = [f"{name}: {text}\n" if text else f"{name}\n"]
    for note in getattr(exc, "__notes__", None) or ():
        lines.extend(line + "\n" for line in str(note).split("\n"))
    return lines


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True, **kwargs):
    exc = value if value is not None else exc
    if exc is None:
        return ["NoneType: None\n"]
    lines = []
    if chain:
        if exc.__cause__ is not None:
            lines += format_exception(exc.__cause__)
            lines.append("\nThe above exception was the direct cause of the following exception:\n\n")
        elif exc.__context__ is not None and not exc.__suppress_context__:
            lines += format_exception(exc.__context__)
            lines.append("\nDuring handling of the above exception, another exception occurred:\n\n")
    text = _native.traceback_text(exc)
    if text:
        lines.append(text)
    return lines + format_exception_only(exc)


def format_exc(limit=None, chain=True):
    return "".join(format_exception(sys.exception(), chain=chain))


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    (file or sys.stderr).write("".join(format_exception(exc, value, chain=chain)))


def print_exc(limit=None, file=None, chain=True):
    print_exception(sys.exception(), file=file, chain=chain)


def format_tb(tb, limit=None):
    return []


def extract_tb(tb, limit=None):
    return []


def extract_stack(f=None, limit=None):
    return []


def format_stack(f=None, limit=None):
    return []


def print_stack(f=None, limit=None, file=None):
    pass


def print_tb(tb, limit=None, file=None):
    pass


class TracebackException:
    @classmethod
    def from_exception(cls, exc, **kwargs):
        self = cls()
        self._exc = exc
        return self

    def format(self, *, chain=True):
        return iter(format_exception(self._exc, chain=chain))
