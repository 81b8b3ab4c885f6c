"""Finds the applications as a setting names them."""
from importlib import import_module
from importlib.util import find_spec

APPS = ["accounts", "billing", "files", "missing"]
__path__ = __path__
loaded = {}
for app in APPS:
    name = f"domain.{app}.models"
    if find_spec(f"domain.{app}") is None:
        continue
    loaded[app] = import_module(f".{app}.models", package=__name__)
models = {name: value for module in loaded.values() for name, value in vars(module).items() if isinstance(value, type) and hasattr(value, "__table__")}
