"""`comparators` and `renderers`: what a project adds to autogenerate is noted, and refused where it would count."""

_registered = []


class _Dispatcher:
    def __init__(self, name):
        self._name = name

    def dispatch_for(self, target, *args, **kwargs):
        def register(function):
            from alembic.operations.ops import _own_operations

            # The renderer of an operation of the project's own counts where there is such an operation.
            if self._name == "comparators" or _own_operations(target):
                _registered.append(f"`{self._name}.dispatch_for({getattr(target, '__name__', target)!r})`")
            return function

        return register

    def dispatch(self, *args, **kwargs):
        from _alembic_packages import unsupported

        unsupported(f"`alembic.autogenerate.{self._name}.dispatch()`")

    branch = dispatch


comparators = _Dispatcher("comparators")
renderers = _Dispatcher("renderers")
