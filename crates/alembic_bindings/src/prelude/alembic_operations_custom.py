"""Operations of the project's own: `Operations.register_operation`, `implementation_for`, `invoke`."""

_implementations = {}


class MigrateOperation:
    @property
    def info(self):
        return self.__dict__.setdefault("_info", {})

    def to_diff_tuple(self):
        raise NotImplementedError

    def reverse(self):
        raise NotImplementedError


class Operations:
    """`op` as an object: what implementations of custom operations get."""

    def __init__(self, migration_context=None, impl=None):
        if migration_context is None:
            return
        from _alembic_packages import unsupported
        from alembic import context

        try:
            now = context.get_context()
        except Exception:
            now = None
        if migration_context is not now:
            unsupported("Operations on a MigrationContext of its own")

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        from alembic import op

        return getattr(op, name)

    @property
    def migration_context(self):
        from alembic import op

        return op.get_context()

    @property
    def impl(self):
        return self.migration_context.impl

    @classmethod
    def register_operation(cls, name, sourcename=None):
        return register_operation(name, sourcename)

    @classmethod
    def implementation_for(cls, op_cls, replace=False):
        return implementation_for(op_cls, replace)

    @classmethod
    def context(cls, migration_context):
        import contextlib

        return contextlib.nullcontext(_operations)


_operations = Operations()


def register_operation(name, sourcename=None):
    def register(op_cls):
        from alembic import op

        source = getattr(op_cls, sourcename or name)

        def directive(*args, **kwargs):
            return source(_operations, *args, **kwargs)

        directive.__name__ = name
        setattr(op, name, directive)
        return op_cls

    return register


def _directive(op_cls):
    """The function of `op` for an operation of Alembic's own that the project implements itself."""

    def directive(*args, **kwargs):
        return invoke(op_cls._from_arguments(*args, **kwargs))

    directive.__name__ = op_cls._directive
    return directive


def implementation_for(op_cls, replace=False):
    from alembic import op
    from alembic.operations import BatchOperations
    from alembic.operations.ops import _own_operations

    own = _own_operations(op_cls)
    if not replace and (own or op_cls in _implementations):
        raise ValueError(
            f"Can not set dispatch function for object {op_cls!r}: key already exists. "
            "To replace existing function, use replace=True."
        )

    def decorate(function):
        _implementations[op_cls] = function
        for cls in own:
            setattr(op, cls._directive, _directive(cls))
            op._replace_in_batch(cls._directive)
        return function

    return decorate


def invoke(operation):
    for cls in type(operation).__mro__:
        if cls in _implementations:
            return _implementations[cls](_operations, operation)
    return invoke_own(operation)


def invoke_own(operation):
    """What Alembic itself does for the operation."""
    from alembic.op import _directives

    if not hasattr(operation, "_emit"):
        raise ValueError(f"no dispatch function for object: {operation!r}")
    return operation._emit(_directives)
