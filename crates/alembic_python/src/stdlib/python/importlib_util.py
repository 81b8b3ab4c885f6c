"""Finding modules."""
import _alembic_native as _native


class ModuleSpec:
    def __init__(self, name, loader, *, origin=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.submodule_search_locations = [] if is_package else None
        self.has_location = origin is not None


class _Loader:
    def __init__(self, path):
        self.path = path

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        with open(self.path) as file:
            source = file.read()
        module.__file__ = str(self.path)
        exec(source, module.__dict__)


def find_spec(name, package=None):
    if name.startswith("."):
        name = resolve_name(name, package)
    found = _native.module_exists(name)
    if found is None:
        return None
    if found is True:
        return ModuleSpec(name, None)
    spec = ModuleSpec(name, _Loader(found), origin=found, is_package=str(found).endswith("__init__.py"))
    if spec.submodule_search_locations is not None:
        spec.submodule_search_locations.append(found.rpartition("/")[0])
    return spec


def resolve_name(name, package):
    level = len(name) - len(name.lstrip("."))
    base = package
    for _ in range(level - 1):
        base = base.rpartition(".")[0]
    rest = name[level:]
    return f"{base}.{rest}" if rest else base


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    return ModuleSpec(name, loader or _Loader(location), origin=location)


def module_from_spec(spec):
    import types

    module = types.ModuleType(spec.name)
    module.__spec__ = spec
    return module


class LazyLoader:
    pass
