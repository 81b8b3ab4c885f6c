"""`.dialect_options` of schema items: the options of each dialect, over the same values as `.dialect_kwargs`."""
from collections.abc import MutableMapping

#: What an option has that was not given, by class and dialect.
DEFAULTS = {
    "Table": {
        "postgresql": {"ignore_search_path": False, "tablespace": None, "partition_by": None, "with_oids": None, "with": None, "on_commit": None, "inherits": None, "using": None},
        "sqlite": {"autoincrement": False, "with_rowid": True, "strict": False},
        "oracle": {"resolve_synonyms": False, "on_commit": None, "compress": False, "tablespace": None},
    },
    "Index": {
        "postgresql": {"using": False, "include": None, "where": None, "ops": {}, "concurrently": False, "with": {}, "tablespace": None, "nulls_not_distinct": None},
        "sqlite": {"where": None},
        "mysql": {"using": None, "length": None, "prefix": None, "with_parser": None},
        "mssql": {"clustered": None, "include": None, "where": None, "columnstore": None},
        "oracle": {"bitmap": False, "compress": False, "vector": False},
    },
    "UniqueConstraint": {
        "postgresql": {"include": None, "nulls_not_distinct": None},
        "sqlite": {"on_conflict": None},
        "mssql": {"clustered": None},
    },
    "PrimaryKeyConstraint": {
        "postgresql": {"include": None},
        "sqlite": {"on_conflict": None},
        "mysql": {"using": None},
        "mssql": {"clustered": None},
    },
    "Column": {
        "sqlite": {"on_conflict_primary_key": None, "on_conflict_not_null": None, "on_conflict_unique": None},
        "mssql": {"identity_start": None, "identity_increment": None},
    },
}


class Options(MutableMapping):
    """The options of one dialect."""

    def __init__(self, given, dialect, defaults):
        self._given, self._prefix, self._defaults = given, dialect + "_", defaults

    def __getitem__(self, name):
        key = self._prefix + name
        return self._given[key] if key in self._given else self._defaults[name]

    def __setitem__(self, name, value):
        self._given[self._prefix + name] = value

    def __delitem__(self, name):
        del self._given[self._prefix + name]

    def __iter__(self):
        own = [key[len(self._prefix):] for key in self._given if key.startswith(self._prefix)]
        return iter(list(dict.fromkeys(own + list(self._defaults))))

    def __len__(self):
        return len(list(iter(self)))


class DialectOptions(MutableMapping):
    """The options of every dialect; one that is not known yet begins without any."""

    def __init__(self, given, classes):
        self._given = given
        self._defaults = next((DEFAULTS[name] for name in classes if name in DEFAULTS), {})

    def __getitem__(self, dialect):
        return Options(self._given, dialect, self._defaults.get(dialect, {}))

    def __contains__(self, dialect):
        return dialect in list(iter(self))

    def get(self, dialect, default=None):
        return self[dialect] if dialect in self else default

    def __setitem__(self, dialect, options):
        for name, value in options.items():
            self._given[dialect + "_" + name] = value

    def __delitem__(self, dialect):
        for key in [key for key in self._given if key.startswith(dialect + "_")]:
            del self._given[key]

    def __iter__(self):
        return iter(list(dict.fromkeys(key.split("_", 1)[0] for key in self._given)))

    def __len__(self):
        return len(list(iter(self)))
