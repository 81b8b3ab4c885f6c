"""`comparators` and `renderers`, and the order in which what a project adds runs around Alembic's own."""

from alembic.util._priority import Dispatcher, DispatchPriority, PriorityDispatcher

comparators = PriorityDispatcher()


class _Renderers(Dispatcher):
    """Renderers of the project; Alembic's own are functions of ours that are asked for an operation."""

    def _is_taken(self, target, qualifier):
        from alembic.operations.ops import _is_rendered

        return Dispatcher._is_taken(self, target, qualifier) or (
            qualifier == "default" and _is_rendered(target)
        )

    def _of_project(self, obj):
        """The project's renderer for an operation, unless Alembic's own is nearer to its class."""
        from alembic.operations.ops import _is_rendered

        for target in (obj if isinstance(obj, type) else type(obj)).__mro__:
            found = self._find(target, "default")
            if found is not None or _is_rendered(target):
                return found
        return None

    def dispatch(self, obj, qualifier="default"):
        from alembic.operations.ops import _is_rendered

        for target in (obj if isinstance(obj, type) else type(obj)).__mro__:
            found = self._find(target, qualifier)
            if found is not None:
                return found
            if _is_rendered(target):
                from alembic.autogenerate import render

                return render._own
        raise ValueError("no dispatch function for object: %s" % obj)


renderers = _Renderers()


def _has_comparators():
    import sys

    plugins = sys.modules.get("alembic.runtime.plugins")
    return bool(comparators._registry) or bool(plugins and plugins._all_plugins)


def _steps(dialect, own, plugin_names):
    """Targets with what runs for them: functions of the project, and numbers of Alembic's own."""
    from alembic.runtime.plugins import _all_plugins, _installed

    joined = comparators.branch()
    # Plugins of installed packages are set up before Alembic's own.
    for name in plugin_names:
        if name in _installed:
            joined.populate_with(_all_plugins[name].autogenerate_comparators)
    for target, subgroup, priority, number in own:
        joined.dispatch_for(target, priority=DispatchPriority[priority], subgroup=subgroup)(number)
    for name in plugin_names:
        if name not in _installed:
            joined.populate_with(_all_plugins[name].autogenerate_comparators)
    # Nothing in Alembic asks for other targets: their functions never run.
    return [joined._entries(target, dialect) for target in ("autogenerate", "schema", "table", "column")]


def _is_stop(answer):
    from alembic.util._priority import PriorityDispatchResult

    return answer is PriorityDispatchResult.STOP


def _rendered(autogen_context, operation, imports, in_batch):
    """What the project's renderer gives for an operation, as lines; `None` if it has none."""
    renderer = renderers._of_project(operation)
    if renderer is None:
        return None
    autogen_context.imports = imports
    autogen_context._has_batch = in_batch
    from alembic.util import to_list

    return [line for line in to_list(renderer(autogen_context, operation))]
