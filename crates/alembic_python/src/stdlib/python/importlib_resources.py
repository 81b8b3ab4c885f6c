"""Files beside modules."""
import importlib
import pathlib


def files(package):
    if isinstance(package, str):
        package = importlib.import_module(package)
    return pathlib.Path(package.__path__[0] if hasattr(package, "__path__") else pathlib.Path(package.__file__).parent)


def read_text(package, resource, encoding="utf-8"):
    return (files(package) / resource).read_text(encoding)


def read_binary(package, resource):
    return (files(package) / resource).read_bytes()


def open_text(package, resource, encoding="utf-8"):
    return (files(package) / resource).open("r", encoding=encoding)


class _AsFile:
    def __init__(self, path):
        self.path = path

    def __enter__(self):
        return self.path

    def __exit__(self, *args):
        pass


def as_file(path):
    return _AsFile(path)


def path(package, resource):
    return _AsFile(files(package) / resource)
