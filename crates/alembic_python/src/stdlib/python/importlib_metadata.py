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


class EntryPoint:
    def __init__(self, name, value, group):
        self.name, self.value, self.group = name, value, group

    @property
    def module(self):
        return self.value.split("[")[0].partition(":")[0].strip()

    @property
    def attr(self):
        return self.value.split("[")[0].partition(":")[2].strip() or None

    @property
    def extras(self):
        return [extra.strip() for extra in self.value.partition("[")[2].rstrip("] ").split(",") if extra.strip()]

    def load(self):
        found = _native.follow_module(self.module)
        for name in filter(None, (self.attr or "").split(".")):
            found = getattr(found, name)
        return found

    def matches(self, **params):
        return all(getattr(self, name) == wanted for name, wanted in params.items())

    def _key(self):
        return self.name, self.value, self.group

    def __eq__(self, other):
        return isinstance(other, EntryPoint) and self._key() == other._key()

    def __lt__(self, other):
        return self._key() < other._key()

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        return f"EntryPoint(name={self.name!r}, value={self.value!r}, group={self.group!r})"


class EntryPoints(tuple):
    def __getitem__(self, name):
        if isinstance(name, str):
            for entry in self:
                if entry.name == name:
                    return entry
            raise KeyError(name)
        return tuple.__getitem__(self, name)

    def select(self, **params):
        return EntryPoints(entry for entry in self if entry.matches(**params))

    def get(self, group, default=()):
        return self.select(group=group) or default

    @property
    def names(self):
        return {entry.name for entry in self}

    @property
    def groups(self):
        return {entry.group for entry in self}


def _sections(text):
    group = None
    for line in text.split("\n"):
        line = line.strip()
        if line.startswith("["):
            group = line.strip("[]").strip()
        elif group and "=" in line and line[0] not in "#;":
            name, _, value = line.partition("=")
            yield EntryPoint(name.strip(), value.strip(), group)


def entry_points(**params):
    import os
    import sys

    folders = _native.site_packages()
    if folders is None:
        return _native.unsupported("importlib.metadata.entry_points() without a known environment")
    seen = set()
    found = []
    for folder in dict.fromkeys([*(path or "." for path in sys.path), *folders]):
        if not os.path.isdir(folder):
            continue
        for name in sorted(os.listdir(folder)):
            project = _normal(name.rpartition(".")[0].partition("-")[0])
            if not name.endswith((".dist-info", ".egg-info")) or project in seen:
                continue
            # The first distribution of a name hides the others.
            seen.add(project)
            path = os.path.join(folder, name, "entry_points.txt")
            if os.path.isfile(path):
                with open(path) as file:
                    found.extend(_sections(file.read()))
    return EntryPoints(found).select(**params)


def distributions(**kwargs):
    return iter(())


def distribution(distribution_name):
    return _native.unsupported("importlib.metadata.distribution")


def requires(distribution_name):
    return _native.unsupported("importlib.metadata.requires")


def packages_distributions():
    return _native.unsupported("importlib.metadata.packages_distributions")
