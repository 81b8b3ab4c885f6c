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
        return implementation_for(op_cls)

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


def implementation_for(op_cls, replace=False):
    def decorate(function):
        _implementations[op_cls] = function
        return function

    return decorate


def invoke(operation):
    for cls in type(operation).__mro__:
        if cls in _implementations:
            return _implementations[cls](_operations, operation)
    raise NotImplementedError(f"no implementation for {type(operation).__name__}")
