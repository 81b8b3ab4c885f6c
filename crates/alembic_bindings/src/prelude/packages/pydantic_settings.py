"""Settings of pydantic-settings 2: values from arguments, environment, .env files and secrets."""
import _alembic_packages as _native
import pydantic as _pydantic
from pydantic import AliasChoices, AliasPath, BaseModel, ValidationError

_unsupported = _native.unsupported
_kind = _native.kind


class SettingsError(ValueError):
    pass


class SettingsConfigDict(dict):
    """A TypedDict there: projects make their own of it."""

    def __init_subclass__(cls, total=True):
        super().__init_subclass__()


class NoDecode:
    pass


class ForceDecode:
    pass


class CliSuppress:
    def __class_getitem__(cls, item):
        return item


CliPositionalArg = CliImplicitFlag = CliExplicitFlag = CliUnknownArgs = CliMutuallyExclusiveGroup = CliSuppress

ENV_FILE_SENTINEL = "__unset__"

_DEFAULTS = {
    "extra": "forbid",
    "arbitrary_types_allowed": True,
    "validate_default": True,
    "case_sensitive": False,
    "env_prefix": "",
    "env_file": None,
    "env_file_encoding": None,
    "env_ignore_empty": False,
    "env_nested_delimiter": None,
    "env_nested_max_split": None,
    "env_parse_none_str": None,
    "secrets_dir": None,
    "protected_namespaces": ("model_validate", "model_dump", "settings_customise_sources"),
    "enable_decoding": True,
}

_COMPLEX = {"list", "List", "Sequence", "Iterable", "Collection", "MutableSequence", "deque", "Deque", "dict", "Dict", "Mapping",
            "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict", "set", "Set", "AbstractSet", "MutableSet",
            "frozenset", "FrozenSet", "tuple", "Tuple", "Counter"}


def _is_model(tp):
    return isinstance(tp, type) and (issubclass(tp, BaseModel) or hasattr(tp, "__dataclass_fields__"))


def _is_complex(tp, metadata=()):
    if any(one is NoDecode or isinstance(one, NoDecode) for one in metadata):
        return False
    kind, args = _kind(tp)
    if kind == "class":
        if issubclass(tp, (str, bytes)):
            return False
        return _is_model(tp) or (tp.__name__ in _COMPLEX and tp.__module__ != "builtins" or tp in (list, dict, set, frozenset, tuple))
    if kind == "alias":
        origin = args[0]
        if origin is _pydantic.Secret:
            return _is_complex(args[1][0])
        name = getattr(origin, "__name__", None) or getattr(origin, "_name", None)
        return name in _COMPLEX or _is_model(origin)
    if kind == "annotated":
        if any(one is _pydantic.Json for one in args[1:]):
            return False
        return _is_complex(args[0], args[1:])
    if kind == "inner":
        return _is_complex(args)
    return False


def _union_complex(tp):
    kind, args = _kind(tp)
    if kind == "annotated":
        return _union_complex(args[0])
    if kind == "union":
        return any(_is_complex(one) or _union_complex(one) for one in args)
    return False


class PydanticBaseSettingsSource:
    def __init__(self, settings_cls):
        self.settings_cls = settings_cls
        self.config = settings_cls.model_config
        self._current_state = {}
        self._settings_sources_data = {}

    @property
    def current_state(self):
        return self._current_state

    @property
    def settings_sources_data(self):
        return self._settings_sources_data

    def _set_current_state(self, state):
        self._current_state = state

    def _set_settings_sources_data(self, states):
        self._settings_sources_data = states

    def field_is_complex(self, field):
        return _is_complex(field.annotation, field.metadata)

    def prepare_field_value(self, field_name, field, value, value_is_complex):
        if value is not None and (self.field_is_complex(field) or value_is_complex):
            return self.decode_complex_value(field_name, field, value)
        return value

    def decode_complex_value(self, field_name, field, value):
        if any(one is NoDecode for one in field.metadata):
            return value
        if not self.config.get("enable_decoding", True) and not any(one is ForceDecode for one in field.metadata):
            return value
        found, error = _native.json_loads(value)
        if error is not None:
            raise ValueError(error)
        return found

    def get_field_value(self, field, field_name):
        raise NotImplementedError

    def __call__(self):
        raise NotImplementedError

    def __repr__(self):
        return f"{type(self).__name__}()"


class DefaultSettingsSource(PydanticBaseSettingsSource):
    def __call__(self):
        return {}


class InitSettingsSource(PydanticBaseSettingsSource):
    def __init__(self, settings_cls, init_kwargs, nested_model_default_partial_update=None):
        super().__init__(settings_cls)
        self.init_kwargs = {}
        given = dict(init_kwargs)
        by_name = self.config.get("populate_by_name") or self.config.get("validate_by_name")
        for name, field in settings_cls.model_fields.items():
            aliases = [one if isinstance(one, str) else one.path[0] for one in _pydantic._choices(field.validation_alias)]
            names = [*aliases, name] if by_name or not aliases else aliases
            present = [one for one in names if one in given]
            if present:
                self.init_kwargs[aliases[0] if aliases else name] = given[present[0]]
                for one in present:
                    del given[one]
        self.init_kwargs.update(given)

    def get_field_value(self, field, field_name):
        return None, "", False

    def __call__(self):
        return self.init_kwargs


class PydanticBaseEnvSettingsSource(PydanticBaseSettingsSource):
    def __init__(self, settings_cls, case_sensitive=None, env_prefix=None, env_ignore_empty=None, env_parse_none_str=None,
                 env_parse_enums=None):
        super().__init__(settings_cls)

        def pick(value, name):
            return self.config.get(name) if value is None else value

        self.case_sensitive = pick(case_sensitive, "case_sensitive")
        self.env_prefix = pick(env_prefix, "env_prefix") or ""
        self.env_ignore_empty = pick(env_ignore_empty, "env_ignore_empty")
        self.env_parse_none_str = pick(env_parse_none_str, "env_parse_none_str")
        self.env_parse_enums = pick(env_parse_enums, "env_parse_enums")

    def _apply_case_sensitive(self, value):
        return value if self.case_sensitive else value.lower()

    def _extract_field_info(self, field, name):
        """Triples: key in the result, name in the environment, whether the value is JSON."""
        found = []
        alias = field.validation_alias
        legacy = field.env
        if legacy is None and isinstance(field.json_schema_extra, dict):
            legacy = None
        for choice in _pydantic._choices(alias):
            if isinstance(choice, AliasPath):
                first = choice.path[0]
                found.append((first, self._apply_case_sensitive(first), len(choice.path) > 1))
            else:
                found.append((choice, self._apply_case_sensitive(choice), False))
        by_name = self.config.get("populate_by_name") or self.config.get("validate_by_name")
        if alias is None or by_name:
            found.append((name, self._apply_case_sensitive(self.env_prefix + name), _union_complex(field.annotation)))
        return found

    def _get_resolved_field_value(self, field, name):
        value, key, is_complex = self.get_field_value(field, name)
        if value is not None and not key:
            key = name
        return value, key, is_complex

    def _source_name(self):
        return type(self).__name__

    def __call__(self):
        data = {}
        for name, field in self.settings_cls.model_fields.items():
            try:
                value, key, is_complex = self._get_resolved_field_value(field, name)
            except Exception as error:
                raise SettingsError(f'error getting value for field "{name}" from source "{type(self).__name__}"') from error
            try:
                value = self.prepare_field_value(name, field, value, is_complex)
            except ValueError as error:
                raise SettingsError(f'error parsing value for field "{name}" from source "{type(self).__name__}"') from error
            if value is None:
                continue
            if self.env_parse_none_str is not None:
                if isinstance(value, dict):
                    value = {k: None if v == self.env_parse_none_str else v for k, v in value.items()}
                elif value == self.env_parse_none_str:
                    value = None
            if not self.case_sensitive and isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel) and isinstance(value, dict):
                data[key] = self._replace_names(field, value)
            else:
                data[key] = value
        return data

    def _replace_names(self, field, values):
        made = {}
        for name, value in values.items():
            key, sub = name, None
            for sub_name, sub_field in field.annotation.model_fields.items():
                known = [one for one in _pydantic._choices(sub_field.validation_alias) if isinstance(one, str)] or [sub_name]
                for one in known:
                    if one.lower() == name.lower():
                        key, sub = one, sub_field
            if sub is not None and isinstance(value, dict) and isinstance(sub.annotation, type) and issubclass(sub.annotation, BaseModel):
                made[key] = self._replace_names(sub, value)
            else:
                made[key] = value
        return made


def _deep_update(first, *others):
    made = dict(first)
    for other in others:
        for key, value in other.items():
            if key in made and isinstance(made[key], dict) and isinstance(value, dict):
                made[key] = _deep_update(made[key], value)
            else:
                made[key] = value
    return made


class EnvSettingsSource(PydanticBaseEnvSettingsSource):
    def __init__(self, settings_cls, case_sensitive=None, env_prefix=None, env_nested_delimiter=None, env_nested_max_split=None,
                 env_ignore_empty=None, env_parse_none_str=None, env_parse_enums=None):
        super().__init__(settings_cls, case_sensitive, env_prefix, env_ignore_empty, env_parse_none_str, env_parse_enums)
        self.env_nested_delimiter = self.config.get("env_nested_delimiter") if env_nested_delimiter is None else env_nested_delimiter
        split = self.config.get("env_nested_max_split") if env_nested_max_split is None else env_nested_max_split
        self.maxsplit = split if split else -1
        self.env_vars = self._load_env_vars()

    def _load_env_vars(self):
        return self._parsed(_native.environ)

    def _parsed(self, values):
        return {
            self._apply_case_sensitive(name): None if value == self.env_parse_none_str and self.env_parse_none_str is not None else value
            for name, value in values.items()
            if not (self.env_ignore_empty and value == "")
        }

    def get_field_value(self, field, field_name):
        value = None
        key, is_complex = field_name, False
        for key, env_name, is_complex in self._extract_field_info(field, field_name):
            value = self.env_vars.get(env_name)
            if value is not None:
                break
        return value, key, is_complex

    def prepare_field_value(self, field_name, field, value, value_is_complex):
        is_complex = self.field_is_complex(field)
        allow_failure = False
        if not is_complex and _union_complex(field.annotation):
            is_complex, allow_failure = True, True
        elif value_is_complex:
            is_complex = True
        if is_complex:
            if value is None:
                built = self.explode_env_vars(field_name, field, self.env_vars)
                return built or None
            try:
                value = self.decode_complex_value(field_name, field, value)
            except ValueError:
                if not allow_failure:
                    raise
            if isinstance(value, dict):
                return _deep_update(value, self.explode_env_vars(field_name, field, self.env_vars))
            return value
        return value

    def next_field(self, annotation, key):
        if annotation is None:
            return None
        kind, args = _kind(annotation)
        if kind == "annotated":
            return self.next_field(args[0], key)
        if kind == "union":
            for one in args:
                found = self.next_field(one, key)
                if found is not None:
                    return found
        if kind == "class" and issubclass(annotation, BaseModel):
            for name, field in annotation.model_fields.items():
                for one, env_name, _ in self._extract_plain(field, name):
                    if self._apply_case_sensitive(env_name) == key:
                        return field
        return None

    def _extract_plain(self, field, name):
        aliases = [one for one in _pydantic._choices(field.validation_alias) if isinstance(one, str)]
        return [(one, one, False) for one in aliases] or [(name, name, False)]

    def explode_env_vars(self, field_name, field, env_vars):
        if not self.env_nested_delimiter:
            return {}
        kind, args = _kind(field.annotation)
        prefixes = [f"{env_name}{self.env_nested_delimiter}" for _, env_name, _ in self._extract_field_info(field, field_name)]
        is_dict = kind == "class" and field.annotation is dict or kind == "alias" and args[0] is dict
        result = {}
        for env_name, env_value in env_vars.items():
            prefix = next((one for one in prefixes if env_name.startswith(one)), None)
            if prefix is None:
                continue
            rest = env_name[len(prefix):]
            *keys, last = rest.split(self.env_nested_delimiter, self.maxsplit - 1 if self.maxsplit > 0 else -1)
            into = result
            target = field.annotation
            for key in keys:
                found = self.next_field(target, key)
                target = found.annotation if found is not None else None
                into = into.setdefault(key, {})
                if not isinstance(into, dict):
                    break
            found = self.next_field(target, last)
            if env_value is not None and (found is not None or is_dict):
                if found is not None:
                    complex_, allow = _is_complex(found.annotation, found.metadata), False
                    if not complex_ and _union_complex(found.annotation):
                        complex_ = allow = True
                else:
                    complex_ = allow = True
                if complex_:
                    decoded, error = _native.json_loads(env_value)
                    if error is None:
                        env_value = decoded
                    elif not allow:
                        raise ValueError(error)
            if isinstance(into, dict):
                if last not in into or not isinstance(into[last], dict) or into[last] == {}:
                    into[last] = env_value
        return result


class DotEnvSettingsSource(EnvSettingsSource):
    def __init__(self, settings_cls, env_file=ENV_FILE_SENTINEL, env_file_encoding=None, case_sensitive=None, env_prefix=None,
                 env_nested_delimiter=None, env_nested_max_split=None, env_ignore_empty=None, env_parse_none_str=None,
                 env_parse_enums=None):
        config = settings_cls.model_config
        self.env_file = config.get("env_file") if env_file == ENV_FILE_SENTINEL else env_file
        self.env_file_encoding = config.get("env_file_encoding") if env_file_encoding is None else env_file_encoding
        super().__init__(settings_cls, case_sensitive, env_prefix, env_nested_delimiter, env_nested_max_split, env_ignore_empty,
                         env_parse_none_str, env_parse_enums)

    def _load_env_vars(self):
        return self._read_env_files()

    def _read_env_files(self):
        files = self.env_file
        if files is None:
            return {}
        if isinstance(files, str) or hasattr(files, "__fspath__"):
            files = [files]
        values = {}
        for path in files:
            found = _native.read_dotenv(str(path))
            if found is not None:
                values.update(self._parsed(found))
        return values

    def __call__(self):
        data = super().__call__()
        is_extra_allowed = self.config.get("extra") != "forbid"
        fields = self.settings_cls.model_fields
        for env_name, env_value in self.env_vars.items():
            if not env_value or env_name in data or self.env_prefix and env_name in fields:
                continue
            used = False
            for name, field in fields.items():
                for _, field_env_name, _ in self._extract_field_info(field, name):
                    if env_name == field_env_name or (
                        (_is_complex(field.annotation, field.metadata) or _union_complex(field.annotation))
                        and env_name.startswith(field_env_name)
                    ):
                        used = True
                        break
                if used:
                    break
            if not used:
                if is_extra_allowed and env_name.startswith(self.env_prefix):
                    data[env_name[len(self.env_prefix):]] = env_value
                else:
                    data[env_name] = env_value
        return data


class SecretsSettingsSource(PydanticBaseEnvSettingsSource):
    def __init__(self, settings_cls, secrets_dir=None, case_sensitive=None, env_prefix=None, env_ignore_empty=None,
                 env_parse_none_str=None, env_parse_enums=None):
        super().__init__(settings_cls, case_sensitive, env_prefix, env_ignore_empty, env_parse_none_str, env_parse_enums)
        self.secrets_dir = self.config.get("secrets_dir") if secrets_dir is None else secrets_dir

    def __call__(self):
        if self.secrets_dir is None:
            return {}
        folders = self.secrets_dir
        if isinstance(folders, str) or hasattr(folders, "__fspath__"):
            folders = [folders]
        self.secrets_paths = [str(one) for one in folders]
        for one in self.secrets_paths:
            if _native.is_file(one):
                raise SettingsError(f"secrets_dir must reference a directory, not a file")
        return super().__call__()

    def get_field_value(self, field, field_name):
        key, is_complex = field_name, False
        for key, env_name, is_complex in self._extract_field_info(field, field_name):
            for folder in self.secrets_paths[::-1]:
                found = _native.find_file(folder, env_name, bool(self.case_sensitive))
                if found is not None:
                    return found.strip(), key, is_complex
        return None, key, is_complex


class _FileSource(InitSettingsSource):
    def _paths(self, given):
        if given is None:
            return []
        return [str(given)] if isinstance(given, str) or hasattr(given, "__fspath__") else [str(one) for one in given]


class JsonConfigSettingsSource(_FileSource):
    def __init__(self, settings_cls, json_file=ENV_FILE_SENTINEL, json_file_encoding=None):
        values = {}
        for path in self._paths(settings_cls.model_config.get("json_file") if json_file == ENV_FILE_SENTINEL else json_file):
            if _native.is_file(path):
                found, error = _native.json_loads(_native.read_text(path))
                if error is not None:
                    raise ValueError(error)
                values.update(found)
        super().__init__(settings_cls, values)


class TomlConfigSettingsSource(_FileSource):
    def __init__(self, settings_cls, toml_file=ENV_FILE_SENTINEL):
        values = {}
        for path in self._paths(settings_cls.model_config.get("toml_file") if toml_file == ENV_FILE_SENTINEL else toml_file):
            if _native.is_file(path):
                import tomllib
                values.update(tomllib.loads(_native.read_text(path)))
        super().__init__(settings_cls, values)


class YamlConfigSettingsSource(_FileSource):
    def __init__(self, settings_cls, yaml_file=ENV_FILE_SENTINEL, yaml_file_encoding=None, yaml_config_section=None):
        for path in self._paths(settings_cls.model_config.get("yaml_file") if yaml_file == ENV_FILE_SENTINEL else yaml_file):
            if _native.is_file(path):
                _unsupported("settings from a YAML file")
        super().__init__(settings_cls, {})


class BaseSettings(BaseModel):
    model_config = _DEFAULTS
    __own_config__ = _DEFAULTS
    __pydantic_extra_default__ = "forbid"

    def __init__(self, _case_sensitive=None, _nested_model_default_partial_update=None, _env_prefix=None, _env_file=ENV_FILE_SENTINEL,
                 _env_file_encoding=None, _env_ignore_empty=None, _env_nested_delimiter=None, _env_nested_max_split=None,
                 _env_parse_none_str=None, _env_parse_enums=None, _secrets_dir=None, **values):
        for name in list(values):
            if name.startswith("_cli_"):
                if values.pop(name):
                    _unsupported("command line settings of pydantic-settings")
        cls = type(self)
        config = cls.model_config
        if config.get("cli_parse_args"):
            _unsupported("command line settings of pydantic-settings")
        nested = (_env_nested_delimiter, _env_nested_max_split)
        sources = cls.settings_customise_sources(
            cls,
            init_settings=InitSettingsSource(cls, values),
            env_settings=EnvSettingsSource(cls, _case_sensitive, _env_prefix, *nested, _env_ignore_empty, _env_parse_none_str),
            dotenv_settings=DotEnvSettingsSource(cls, _env_file, _env_file_encoding, _case_sensitive, _env_prefix, *nested,
                                                 _env_ignore_empty, _env_parse_none_str),
            file_secret_settings=SecretsSettingsSource(cls, _secrets_dir, _case_sensitive, _env_prefix),
        )
        state, states = {}, {}
        for source in sources:
            if isinstance(source, PydanticBaseSettingsSource):
                source._set_current_state(state)
                source._set_settings_sources_data(states)
            found = source()
            states[getattr(source, "__name__", type(source).__name__)] = found
            state = _deep_update(found, state)
        super().__init__(**state)

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return init_settings, env_settings, dotenv_settings, file_secret_settings


class CliApp:
    @staticmethod
    def run(*args, **options):
        _unsupported("CliApp.run()")


class AWSSecretsManagerSettingsSource:
    def __init__(self, *args, **options):
        _unsupported("settings of AWS Secrets Manager")


class AzureKeyVaultSettingsSource:
    def __init__(self, *args, **options):
        _unsupported("settings of Azure Key Vault")


class GoogleSecretManagerSettingsSource:
    def __init__(self, *args, **options):
        _unsupported("settings of Google Secret Manager")


class PyprojectTomlConfigSettingsSource:
    def __init__(self, *args, **options):
        _unsupported("settings of pyproject.toml")


class CliSettingsSource:
    def __init__(self, *args, **options):
        _unsupported("command line settings of pydantic-settings")


def get_subcommand(*args, **options):
    _unsupported("get_subcommand()")


__version__ = "2.16.3"
