"""Objects that the Python worker describes and SQLAlchemy has no single call for."""

from sqlalchemy.exc import CompileError
from sqlalchemy.types import TypeDecorator, UserDefinedType


def python_default(name):
    """Stands for a function that only Python needs to know, and is shown as that."""

    def default():
        raise NotImplementedError("the default of this column is known in the Python worker only")

    default.__name__ = default.__qualname__ = name
    return default


class Buffer:
    """A file of Python's: the `output_buffer` of an `env.py` that runs there."""

    def __init__(self, write, flush):
        self._write, self._flush = write, flush

    def write(self, text):
        return self._write(text)

    def flush(self):
        if self._flush is not None:
            self._flush()


def with_variants(base, pairs):
    for dialect, variant in pairs:
        base = base.with_variant(variant, dialect)
    return base


def foreign_type(module, name, text, shown, impl, visit_name):
    """A type class of the project: its SQL or what it is built on, and how it is shown."""

    def __repr__(self):
        return shown

    attributes = {"__module__": module, "__repr__": __repr__, "cache_ok": True}
    if impl is not None:

        def __init__(self):
            self.impl = impl

        attributes.update(__init__=__init__, impl=type(impl))
        return type(name, (TypeDecorator,), attributes)()

    def get_col_spec(self, **keywords):
        if text is None:
            raise CompileError("the type %s.%s has no SQL for this database" % (module, name))
        return text

    attributes.update(get_col_spec=get_col_spec)
    if visit_name is not None:
        attributes.update(__visit_name__=visit_name)
    return type(name, (UserDefinedType,), attributes)()
