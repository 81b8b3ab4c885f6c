"""`alembic.op`: directives go to alembic-rs, which compiles and runs them."""

from .operations.base import Operations, operations

#: The object behind the module; some projects reach for it.
_proxy = operations


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(operations, name)


def __dir__():
    return sorted(name for name in dir(Operations) if not name.startswith("_"))
