"""`databases.DatabaseURL`."""
import _alembic_packages as _native


class DatabaseURL:
    def __init__(self, url):
        self._url = str(url)
        if not isinstance(url, (str, DatabaseURL)):
            raise TypeError(f"Invalid type for DatabaseURL. Expected str or DatabaseURL, got {type(url)}")

    def _split(self):
        from urllib.parse import urlsplit
        return urlsplit(self._url)

    components = property(_split)
    scheme = property(lambda self: self._split().scheme)

    @property
    def dialect(self):
        return self.scheme.split("+")[0]

    @property
    def driver(self):
        return self.scheme.split("+", 1)[1] if "+" in self.scheme else ""

    username = property(lambda self: self._unquoted(self._split().username))
    password = property(lambda self: self._unquoted(self._split().password))
    hostname = property(lambda self: self._split().hostname)
    port = property(lambda self: self._split().port)
    netloc = property(lambda self: self._split().netloc)

    def _unquoted(self, text):
        from urllib.parse import unquote
        return None if text is None else unquote(text)

    @property
    def database(self):
        from urllib.parse import unquote
        path = self._split().path
        return unquote(path[1:] if path.startswith("/") else path)

    @property
    def options(self):
        from urllib.parse import parse_qsl
        return dict(parse_qsl(self._split().query))

    def replace(self, **parts):
        split = self._split()
        scheme, rest = self._url.split("://", 1)
        for name in parts:
            if name not in ("scheme", "dialect", "driver", "database"):
                _native.unsupported(f"DatabaseURL.replace({name}=...)")
        if "dialect" in parts or "driver" in parts:
            dialect = parts.pop("dialect", self.dialect)
            driver = parts.pop("driver", self.driver)
            scheme = f"{dialect}+{driver}" if driver else dialect
        scheme = parts.pop("scheme", scheme)
        if "database" in parts:
            path = split.path
            rest = rest.replace(path, "/" + parts["database"], 1) if path else f"{rest}/{parts['database']}"
        return DatabaseURL(f"{scheme}://{rest}")

    @property
    def obscure_password(self):
        password = self._split().password
        return self._url.replace(f":{password}@", ":********@", 1) if password else self._url

    def __str__(self):
        return self._url

    def __repr__(self):
        return f"DatabaseURL({self.obscure_password!r})"

    def __eq__(self, other):
        return str(self) == str(other)


class Database:
    def __init__(self, url, *, force_rollback=False, **options):
        self.url = DatabaseURL(url)
        self.options = options

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _native.opaque(f"databases.Database.{name}")
