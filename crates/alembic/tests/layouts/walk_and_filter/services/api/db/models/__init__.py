import importlib
import pkgutil

for _finder, _name, _is_package in pkgutil.iter_modules(__path__):
    if _name.startswith("_"):
        continue
    importlib.import_module(f"{__name__}.{_name}")
