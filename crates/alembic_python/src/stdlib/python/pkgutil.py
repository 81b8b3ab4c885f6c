"""Modules of packages."""
import _alembic_native as _native
import importlib
import os


class ModuleInfo(tuple):
    module_finder = property(lambda self: self[0])
    name = property(lambda self: self[1])
    ispkg = property(lambda self: self[2])

    def __repr__(self):
        return f"ModuleInfo(module_finder={self[0]!r}, name={self[1]!r}, ispkg={self[2]!r})"


class _Finder:
    def __init__(self, path):
        self.path = path

    def find_spec(self, name, path=None, target=None):
        import importlib.util

        return importlib.util.spec_from_file_location(name, os.path.join(self.path, name.rpartition(".")[2] + ".py"))

    def find_module(self, name):
        return self

    def load_module(self, name):
        return importlib.import_module(name)


def iter_modules(path=None, prefix=""):
    if path is None:
        return _native.unsupported("pkgutil.iter_modules() without a path")
    if isinstance(path, str):
        raise ValueError("path must be None or list of paths to look for modules in")
    return iter(_modules(path, prefix))


def _modules(path, prefix):
    seen = set()
    found = []
    for folder in path:
        folder = os.fspath(folder)
        if not os.path.isdir(folder):
            continue
        for name, is_dir in sorted(_native.list_dir(folder)):
            if is_dir:
                if not os.path.isfile(os.path.join(folder, name, "__init__.py")):
                    continue
                module = name
            elif name.endswith(".py") and name != "__init__.py":
                module = name[:-3]
            else:
                continue
            if "." in module or module in seen:
                continue
            seen.add(module)
            found.append(ModuleInfo((_Finder(folder), prefix + module, is_dir)))
    return found


def walk_packages(path=None, prefix="", onerror=None):
    for info in iter_modules(path, prefix):
        yield info
        if info.ispkg:
            try:
                module = importlib.import_module(info.name)
            except ImportError:
                if onerror is not None:
                    onerror(info.name)
            except Exception:
                if onerror is not None:
                    onerror(info.name)
                else:
                    raise
            else:
                yield from walk_packages(list(getattr(module, "__path__", [])), info.name + ".", onerror)


def extend_path(path, name):
    return path


def get_data(package, resource):
    module = importlib.import_module(package)
    with open(os.path.join(os.path.dirname(module.__file__), resource), "rb") as file:
        return file.read()


def resolve_name(name):
    module, _, attributes = name.partition(":")
    found = importlib.import_module(module)
    for part in attributes.split(".") if attributes else ():
        found = getattr(found, part)
    return found
