"""`starlette.config` and `starlette.datastructures`."""
from shlex import _split_at

import _alembic_packages as _native


class undefined:
    pass


class Config:
    def __init__(self, env_file=None, environ=None, env_prefix="", encoding="utf-8"):
        self.environ = _native.environ if environ is None else environ
        self.env_prefix = env_prefix
        self.file_values = {}
        if env_file is not None and _native.is_file(str(env_file)):
            self.file_values = self._read_file(env_file)

    def __call__(self, key, cast=None, default=undefined):
        return self.get(key, cast, default)

    def get(self, key, cast=None, default=undefined):
        key = self.env_prefix + key
        if key in self.environ:
            return self._perform_cast(key, self.environ[key], cast)
        if key in self.file_values:
            return self._perform_cast(key, self.file_values[key], cast)
        if default is not undefined:
            return self._perform_cast(key, default, cast)
        raise KeyError(f"Config '{key}' is missing, and has no default.")

    def _read_file(self, file_name):
        values = {}
        for line in _native.read_text(str(file_name)).splitlines():
            line = line.strip()
            if "=" in line and not line.startswith("#"):
                key, value = line.split("=", 1)
                value = value.strip()
                if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
                    value = value[1:-1]
                values[key.strip()] = value
        return values

    def _perform_cast(self, key, value, cast=None):
        if cast is None or value is None:
            return value
        if cast is bool and isinstance(value, str):
            mapping = {"true": True, "1": True, "false": False, "0": False}
            value = value.lower()
            if value not in mapping:
                raise ValueError(f"Config '{key}' has value '{value}'. Not a valid bool.")
            return mapping[value]
        try:
            return cast(value)
        except (TypeError, ValueError):
            raise ValueError(f"Config '{key}' has value '{value}'. Not a valid {cast.__name__}.")


class Secret:
    def __init__(self, value):
        self._value = value

    def __repr__(self):
        return "Secret('**********')"

    def __str__(self):
        return self._value

    def __bool__(self):
        return bool(self._value)


class CommaSeparatedStrings:
    def __init__(self, value):
        if isinstance(value, str):
            self._items = [item.strip() for item in _split_at(value, ",")]
        else:
            self._items = list(value)

    def __len__(self):
        return len(self._items)

    def __getitem__(self, index):
        return self._items[index]

    def __iter__(self):
        return iter(self._items)

    def __repr__(self):
        return f"CommaSeparatedStrings({list(self._items)!r})"

    def __str__(self):
        return ", ".join([repr(item) for item in self])


class URL:
    def __init__(self, url="", scope=None, **components):
        if scope is not None or components:
            _native.unsupported("starlette URL of a scope or of components")
        self._url = url

    def _split(self):
        from urllib.parse import urlsplit
        return urlsplit(self._url)

    components = property(_split)
    scheme = property(lambda self: self._split().scheme)
    netloc = property(lambda self: self._split().netloc)
    path = property(lambda self: self._split().path)
    query = property(lambda self: self._split().query)
    username = property(lambda self: self._split().username)
    password = property(lambda self: self._split().password)
    hostname = property(lambda self: self._split().hostname)
    port = property(lambda self: self._split().port)

    def __eq__(self, other):
        return str(self) == str(other)

    def __str__(self):
        return self._url

    def __repr__(self):
        url = self._url
        if self.password:
            url = url.replace(f":{self.password}@", ":********@", 1)
        return f"URL({url!r})"
