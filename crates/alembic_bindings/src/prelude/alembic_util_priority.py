"""Registries of functions by what they are for: the dispatchers of `alembic.util.langhelpers`."""

import enum as _enum


class PriorityDispatchResult(_enum.Enum):
    CONTINUE = 1
    STOP = 2


class DispatchPriority(_enum.IntEnum):
    FIRST = 50
    MEDIUM = 25
    LAST = 10


class Dispatcher:
    """One function for a class or a name."""

    def __init__(self):
        self._registry = {}

    def dispatch_for(self, target, *, qualifier="default", replace=False):
        def register(function):
            if not replace and self._is_taken(target, qualifier):
                raise ValueError(
                    f"Can not set dispatch function for object {target!r}: key already exists. "
                    "To replace existing function, use replace=True."
                )
            self._registry[(target, qualifier)] = function
            return function

        return register

    def _is_taken(self, target, qualifier):
        return (target, qualifier) in self._registry

    def _find(self, target, qualifier):
        for name in dict.fromkeys([qualifier, "default"]):
            if (target, name) in self._registry:
                return self._registry[(target, name)]
        return None

    def dispatch(self, obj, qualifier="default"):
        if isinstance(obj, str):
            targets = [obj]
        else:
            targets = (obj if isinstance(obj, type) else type(obj)).__mro__
        for target in targets:
            found = self._find(target, qualifier)
            if found is not None:
                return found
        raise ValueError("no dispatch function for object: %s" % obj)

    def branch(self):
        copied = type(self)()
        copied._registry.update(self._registry)
        return copied


class PriorityDispatcher:
    """Any number of functions for a name, in the order of their priorities."""

    def __init__(self):
        self._registry = {}

    def dispatch_for(
        self, target, *, priority=DispatchPriority.MEDIUM, qualifier="default", subgroup=None
    ):
        def register(function):
            self._registry.setdefault((target, qualifier, priority), []).append((function, subgroup))
            return function

        return register

    def _entries(self, target, qualifier):
        """All functions that run, with their subgroups."""
        out = []
        for priority in DispatchPriority:
            for name in dict.fromkeys([qualifier, "default"]):
                out.extend(self._registry.get((target, name, priority), ()))
        return out

    def dispatch(self, target, *, qualifier="default"):
        def run(*args, **kw):
            results = {}
            for function, subgroup in self._entries(target, qualifier):
                if results.get(subgroup) is not PriorityDispatchResult.STOP:
                    results[subgroup] = function(*args, **kw)

        return run

    def branch(self):
        copied = PriorityDispatcher()
        copied.populate_with(self)
        return copied

    def populate_with(self, other):
        for key, entries in other._registry.items():
            self._registry.setdefault(key, []).extend(entries)
