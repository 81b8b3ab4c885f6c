"""`alembic.operations.ops`: the base of a project's own operations; the others exist by name."""

from _alembic_rs.unavailable import Unavailable


class MigrateOperation(object):
    """Base of operation classes that a project registers."""

    info = {}

    def to_diff_tuple(self):
        raise NotImplementedError()

    def reverse(self):
        raise NotImplementedError()


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    value = globals()[name] = type(name, (Unavailable,), {"__module__": __name__})
    return value
