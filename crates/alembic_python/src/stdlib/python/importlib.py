"""Importing."""
import sys


def import_module(name, package=None):
    level = 0
    if name.startswith("."):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        while level < len(name) and name[level] == ".":
            level += 1
        base = package
        for _ in range(level - 1):
            if "." not in base:
                raise ImportError("attempted relative import beyond top-level package")
            base = base.rpartition(".")[0]
        rest = name[level:]
        name = f"{base}.{rest}" if rest else base
    __import__(name)
    if name in sys.modules:
        return sys.modules[name]
    return __import__(name, fromlist=["*"])


def reload(module):
    return module


def invalidate_caches():
    pass


__import__ = __import__
