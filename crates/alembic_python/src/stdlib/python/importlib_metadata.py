"""Installed distributions."""
import _alembic_native as _native


class PackageNotFoundError(ModuleNotFoundError):
    def __str__(self):
        return f"No package metadata was found for {self.args[0]}"


def _normal(name):
    import re

    return re.sub(r"[-_.]+", "-", name).lower()


def version(distribution_name):
    import os

    folders = _native.site_packages()
    if folders is None:
        return _native.unsupported(f"importlib.metadata.version({distribution_name!r}) without a known environment")
    for folder in folders:
        if not os.path.isdir(folder):
            continue
        for name in os.listdir(folder):
            if name.endswith(".dist-info"):
                project, _, number = name[: -len(".dist-info")].rpartition("-")
                if _normal(project) == _normal(distribution_name):
                    return number
    raise PackageNotFoundError(distribution_name)


def metadata(distribution_name):
    return {"Name": distribution_name, "Version": version(distribution_name)}


class EntryPoints(tuple):
    def select(self, **params):
        return EntryPoints()

    def get(self, group, default=()):
        return default

    @property
    def groups(self):
        return set()


def entry_points(**params):
    return EntryPoints()


def distributions(**kwargs):
    return iter(())


def distribution(distribution_name):
    return _native.unsupported("importlib.metadata.distribution")


def requires(distribution_name):
    return _native.unsupported("importlib.metadata.requires")


def packages_distributions():
    return _native.unsupported("importlib.metadata.packages_distributions")
