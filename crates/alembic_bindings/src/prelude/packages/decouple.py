"""python-decouple: `config("NAME", default=..., cast=...)` over the environment, `settings.ini` and `.env`."""
from shlex import _split_at

import _alembic_packages as _native

TRUE_VALUES = {"y", "yes", "t", "true", "on", "1"}
FALSE_VALUES = {"n", "no", "f", "false", "off", "0"}


class UndefinedValueError(Exception):
    pass


class Undefined:
    pass


undefined = Undefined()


def strtobool(value):
    if isinstance(value, bool):
        return value
    value = value.lower()
    if value in TRUE_VALUES:
        return True
    if value in FALSE_VALUES:
        return False
    raise ValueError("Invalid truth value: " + value)


class Config:
    def __init__(self, repository):
        self.repository = repository

    def _cast_boolean(self, value):
        value = str(value)
        return strtobool(value) if value else bool(value)

    def get(self, option, default=undefined, cast=undefined):
        if option in _native.environ:
            value = _native.environ[option]
        elif option in self.repository:
            value = self.repository[option]
        else:
            if isinstance(default, Undefined):
                raise UndefinedValueError(f"{option} not found. Declare it as envvar or define a default value.")
            value = default
        if isinstance(cast, Undefined):
            return value
        if cast is bool:
            return self._cast_boolean(value)
        return cast(value)

    def __call__(self, *args, **options):
        return self.get(*args, **options)


class RepositoryEmpty:
    def __init__(self, source="", encoding="UTF-8"):
        pass

    def __contains__(self, key):
        return False

    def __getitem__(self, key):
        return None


class RepositoryEnv(RepositoryEmpty):
    def __init__(self, source, encoding="UTF-8"):
        self.data = {}
        for line in _native.read_text(str(source)).splitlines():
            line = line.strip()
            if not line or line.startswith("#") or "=" not in line:
                continue
            key, value = line.split("=", 1)
            value = value.strip()
            if len(value) >= 2 and (value[0] == "'" and value[-1] == "'" or value[0] == '"' and value[-1] == '"'):
                value = value[1:-1]
            self.data[key.strip()] = value

    def __contains__(self, key):
        return key in _native.environ or key in self.data

    def __getitem__(self, key):
        return self.data[key]


class RepositoryIni(RepositoryEmpty):
    SECTION = "settings"

    def __init__(self, source, encoding="UTF-8"):
        from configparser import ConfigParser
        self.parser = ConfigParser()
        self.parser.read_string(_native.read_text(str(source)))

    def __contains__(self, key):
        return key in _native.environ or self.parser.has_option(self.SECTION, key)

    def __getitem__(self, key):
        return self.parser.get(self.SECTION, key)


class RepositorySecret(RepositoryEmpty):
    def __init__(self, source="/run/secrets/"):
        self.source = source

    def __contains__(self, key):
        return key in _native.environ or _native.find_file(self.source, key, True) is not None

    def __getitem__(self, key):
        return _native.find_file(self.source, key, True)


class AutoConfig:
    def __init__(self, search_path=None):
        self.search_path = None if search_path is None else str(search_path)
        self.config = None

    def _load(self, path):
        while True:
            for name, repository in (("settings.ini", RepositoryIni), (".env", RepositoryEnv)):
                found = f"{path.rstrip('/')}/{name}"
                if _native.is_file(found):
                    self.config = Config(repository(found))
                    return
            if path in ("", "/"):
                break
            path = path.rpartition("/")[0] or "/"
        self.config = Config(RepositoryEmpty())

    def _call(self, folder, *args, **options):
        if self.config is None:
            self._load(self.search_path or folder or _native.cwd())
        return self.config(*args, **options)

    __call__ = _native.with_folder(_call)


class Csv:
    def __init__(self, cast=str, delimiter=",", strip=" \t\n\r\x0b\x0c", post_process=list):
        self.cast = cast
        self.delimiter = delimiter
        self.strip = strip
        self.post_process = post_process

    def __call__(self, value):
        if value is None:
            return self.post_process()
        parts = _split_at(value, self.delimiter)
        return self.post_process([self.cast(part.strip(self.strip)) for part in parts])


class Choices:
    def __init__(self, flat=None, cast=str, choices=None):
        self.cast = cast
        self._valid = [*(flat or []), *[one for one, _ in choices or []]]

    def __call__(self, value):
        made = self.cast(value)
        if made not in self._valid:
            raise ValueError(f"Value not in list: {value!r}; valid values are {self._valid!r}")
        return made


config = AutoConfig()
