"""`alembic.operations.ops`: the base of a project's own operations."""


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
    raise ImportError(
        "alembic-rs: `alembic.operations.ops.%s` is not available in the Python worker; call the directive of `op` instead" % name
    )
