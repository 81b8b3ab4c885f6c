"""environs: `Env().str("NAME")` over the environment and a `.env` file."""
import _alembic_packages as _native

_MISSING = object()


class EnvError(ValueError):
    pass


class EnvNotSetError(EnvError):
    pass


class EnvValidationError(EnvError):
    def __init__(self, message, error_messages=None):
        super().__init__(message)
        self.error_messages = error_messages


def _bool(value):
    if isinstance(value, bool):
        return value
    if value in ("t", "T", "true", "True", "TRUE", "on", "On", "ON", "y", "Y", "yes", "Yes", "YES", "1", 1):
        return True
    if value in ("f", "F", "false", "False", "FALSE", "off", "Off", "OFF", "n", "N", "no", "No", "NO", "0", 0):
        return False
    raise ValueError("Not a valid boolean.")


def _number(cast, message):
    def convert(value):
        try:
            return cast(value)
        except (TypeError, ValueError):
            raise ValueError(message)

    return convert


class Env:
    def __init__(self, *, eager=True, expand_vars=False, prefix=None):
        self._prefix = prefix
        self._expand = expand_vars
        if expand_vars:
            _native.unsupported("environs.Env(expand_vars=True)")

    def _read_env(self, calling, path=None, recurse=True, verbose=False, override=False, return_path=False):
        if path is None:
            folder, name = calling or _native.cwd(), ".env"
        else:
            path = str(path)
            folder, _, name = path.rpartition("/")
            folder = folder if path.startswith("/") else f"{_native.cwd()}/{folder}".rstrip("/")
        while True:
            found = _native.read_dotenv(f"{folder.rstrip('/')}/{name}")
            if found is not None:
                for key, value in found.items():
                    if value is not None and (override or key not in _native.environ):
                        _native.environ[key] = value
                return f"{folder}/{name}" if return_path else True
            if not recurse or folder in ("", "/"):
                return None if return_path else False
            folder = folder.rpartition("/")[0] or "/"

    read_env = _native.with_folder(_read_env)

    def _get(self, name, default, convert, kind, validate=None):
        key = (self._prefix or "") + name
        raw = _native.environ.get(key, _MISSING)
        if raw is _MISSING:
            if default is _MISSING:
                raise EnvNotSetError(f'Environment variable "{key}" not set')
            return default
        if raw == "" and kind != "str" and default is None:
            return None
        try:
            value = convert(raw)
        except ValueError as error:
            raise EnvValidationError(f'Environment variable "{key}" invalid: {error}', [str(error)])
        for one in validate if isinstance(validate, (list, tuple)) else [validate]:
            if one is not None and one(value) is False:
                raise EnvValidationError(f'Environment variable "{key}" invalid: Invalid value.', ["Invalid value."])
        return value

    def __call__(self, name, default=_MISSING, *, validate=None, **options):
        return self._get(name, default, str, "str", validate)

    def str(self, name, default=_MISSING, *, validate=None, **options):
        return self._get(name, default, lambda value: value, "str", validate)

    def int(self, name, default=_MISSING, *, validate=None, **options):
        return self._get(name, default, _number(int, "Not a valid integer."), "int", validate)

    def float(self, name, default=_MISSING, *, validate=None, **options):
        return self._get(name, default, _number(float, "Not a valid number."), "float", validate)

    def bool(self, name, default=_MISSING, *, validate=None, **options):
        return self._get(name, default, _bool, "bool", validate)

    def decimal(self, name, default=_MISSING, *, validate=None, **options):
        from decimal import Decimal
        return self._get(name, default, Decimal, "decimal", validate)

    def list(self, name, default=_MISSING, *, subcast=None, validate=None, delimiter=",", **options):
        def convert(raw):
            return [part if subcast is None else subcast(part) for part in raw.split(delimiter)] if raw else []

        return self._get(name, default, convert, "list", validate)

    def dict(self, name, default=_MISSING, *, subcast_keys=None, subcast_values=None, delimiter=",", key_value_delimiter="=", **options):
        def convert(raw):
            made = {}
            for part in raw.split(delimiter) if raw else ():
                key, value = part.split(key_value_delimiter, 1)
                key, value = key.strip(), value.strip()
                made[subcast_keys(key) if subcast_keys else key] = subcast_values(value) if subcast_values else value
            return made

        return self._get(name, default, convert, "dict")

    def json(self, name, default=_MISSING, **options):
        def convert(raw):
            found, error = _native.json_loads(raw)
            if error is not None:
                raise ValueError("Not valid JSON.")
            return found

        return self._get(name, default, convert, "json")

    def path(self, name, default=_MISSING, **options):
        from pathlib import Path
        found = self._get(name, default, Path, "path")
        return Path(found) if isinstance(found, type("")) else found

    def url(self, name, default=_MISSING, **options):
        from urllib.parse import urlparse
        return self._get(name, default, urlparse, "url")

    def uuid(self, name, default=_MISSING, **options):
        from uuid import UUID
        return self._get(name, default, UUID, "uuid")

    def log_level(self, name, default=_MISSING, **options):
        _native.unsupported("environs.Env.log_level()")

    def enum(self, name, default=_MISSING, *, enum=None, type=None, by_value=False, **options):
        cls = enum or type
        return self._get(name, default, lambda raw: cls(raw) if by_value else cls[raw], "enum")

    def prefixed(self, prefix):
        return _Prefixed(self, prefix)

    def seal(self):
        pass

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return _native.unsupported(f"environs.Env.{name}()")


class _Prefixed:
    def __init__(self, env, prefix):
        self.env, self.prefix = env, prefix

    def __enter__(self):
        self.old = self.env._prefix
        self.env._prefix = (self.old or "") + self.prefix
        return self.env

    def __exit__(self, *args):
        self.env._prefix = self.old


env = Env()
