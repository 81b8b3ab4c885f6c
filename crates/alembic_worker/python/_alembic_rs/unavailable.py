"""Parts of Alembic that exist by name only: projects import them, migrations rarely use them."""

import importlib
import importlib.machinery
import types


class Unavailable(object):
    """A class or function of Alembic that is not here: it can be named and derived from, not used."""

    def __init__(self, *arguments, **keywords):
        raise NotImplementedError(
            "alembic-rs: `%s.%s` is not available in the Python worker" % (type(self).__module__, type(self).__name__)
        )


class Registry(object):
    """`comparators`, `renderers` and their like: what a project registers is noted, because nothing will call it."""

    #: What was registered; commands that compare models refuse to go on then.
    used = []

    def __init__(self, name):
        self.name = name

    def _register(self, *arguments, **keywords):
        Registry.used.append(self.name)
        return lambda function: function

    dispatch_for = impl = rewrites = _register

    def dispatch(self, *arguments, **keywords):
        raise NotImplementedError("alembic-rs: `%s` is not available in the Python worker" % self.name)

    branch = dispatch
    __call__ = dispatch


REGISTRIES = {"comparators", "renderers"}
SUBMODULES = {"api", "compare", "render", "rewriter"}


class Rewriter(Registry):
    """`alembic.autogenerate.rewriter.Rewriter`."""

    def __init__(self):
        super().__init__("Rewriter")

    def chain(self, other):
        return self


class Finder(object):
    """Any module of Alembic that the worker has no text for."""

    def find_spec(self, name, path=None, target=None):
        if not name.startswith("alembic."):
            return None
        return importlib.machinery.ModuleSpec(name, self, origin="<alembic-rs>/unavailable", is_package=True)

    def create_module(self, spec):
        return Module(spec.name)

    def exec_module(self, module):
        pass


class Module(types.ModuleType):
    """A module whose every name is there and unavailable."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in SUBMODULES:
            return importlib.import_module("%s.%s" % (self.__name__, name))
        if name in REGISTRIES:
            value = Registry("%s.%s" % (self.__name__, name))
        elif name == "Rewriter":
            value = Rewriter
        else:
            value = type(name, (Unavailable,), {"__module__": self.__name__})
        setattr(self, name, value)
        return value
