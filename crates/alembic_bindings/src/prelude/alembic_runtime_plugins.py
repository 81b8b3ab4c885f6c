"""`alembic.runtime.plugins`: plugins that a project makes itself."""

import logging

from alembic.util._priority import DispatchPriority, PriorityDispatcher

# Those of the project; Alembic's own are ours.
_all_plugins = {}

# Those of them that were there before Alembic's own: packages name them in the entry points `alembic.plugins`.
_installed = []

_OF_ALEMBIC = {
    "alembic.autogenerate.schemas",
    "alembic.autogenerate.tables",
    "alembic.autogenerate.types",
    "alembic.autogenerate.constraints",
    "alembic.autogenerate.defaults",
    "alembic.autogenerate.comments",
    "alembic.ext.checkconstraint_byname",
}

log = logging.getLogger("alembic.runtime.plugins")


class Plugin:
    def __init__(self, name):
        self.name = name
        log.info("setup plugin %s", name)
        if name in _all_plugins or name in _OF_ALEMBIC:
            raise ValueError(f"A plugin named {name} is already registered")
        _all_plugins[name] = self
        self.autogenerate_comparators = PriorityDispatcher()

    def remove(self):
        del _all_plugins[self.name]

    def add_autogenerate_comparator(
        self,
        fn,
        compare_target,
        compare_element=None,
        *,
        qualifier="default",
        priority=DispatchPriority.MEDIUM,
    ):
        register = self.autogenerate_comparators.dispatch_for(
            compare_target, subgroup=compare_element, priority=priority, qualifier=qualifier
        )
        register(fn)

    @classmethod
    def populate_autogenerate_priority_dispatch(cls, comparators, include_plugins):
        from _alembic_packages import unsupported

        unsupported("Plugin.populate_autogenerate_priority_dispatch()")

    @classmethod
    def setup_plugin_from_module(cls, module, name):
        module.setup(Plugin(name))


def _setup():
    """Sets up the plugins of the installed packages, once, as Alembic does when it is imported."""
    from importlib import metadata
    from types import ModuleType

    if _installed:
        return
    for entry_point in metadata.entry_points(group="alembic.plugins"):
        loaded = entry_point.load()
        for module in [loaded] if isinstance(loaded, ModuleType) else loaded:
            _installed.append(entry_point.name)
            Plugin.setup_plugin_from_module(module, entry_point.name)
