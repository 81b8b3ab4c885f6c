"""The application object of Flask, its configuration and `current_app`; nothing of the web."""
import _alembic_packages as _native


class Config(dict):
    def __init__(self, root_path, defaults=None):
        super().__init__(defaults or {})
        self.root_path = root_path

    def _path(self, filename):
        filename = str(filename)
        return filename if filename.startswith("/") else f"{self.root_path}/{filename}"

    def from_object(self, obj):
        if isinstance(obj, str):
            obj = _import_string(obj)
        for key in dir(obj):
            if key.isupper():
                self[key] = getattr(obj, key)

    def from_mapping(self, mapping=None, **kwargs):
        mappings = {}
        if mapping is not None:
            mappings.update(mapping)
        mappings.update(kwargs)
        for key, value in mappings.items():
            if key.isupper():
                self[key] = value
        return True

    def from_pyfile(self, filename, silent=False):
        path = self._path(filename)
        if not _native.is_file(path):
            if silent:
                return False
            raise FileNotFoundError(2, "Unable to load configuration file (No such file or directory)", path)
        self.from_object(_native.run_file(path, "config"))
        return True

    def from_envvar(self, variable_name, silent=False):
        found = _native.environ.get(variable_name)
        if not found:
            if silent:
                return False
            raise RuntimeError(
                f"The environment variable {variable_name!r} is not set and as such configuration could not be loaded. "
                "Set this variable and make it point to a configuration file"
            )
        return self.from_pyfile(found, silent=silent)

    def from_file(self, filename, load, silent=False, text=True):
        path = self._path(filename)
        if silent and not _native.is_file(path):
            return False
        with open(path, "r" if text else "rb") as file:
            return self.from_mapping(load(file))

    def from_prefixed_env(self, prefix="FLASK", *, loads=None):
        prefix = f"{prefix}_"
        for key in sorted(_native.environ):
            if not key.startswith(prefix):
                continue
            value = _native.environ[key]
            if loads is not None:
                try:
                    value = loads(value)
                except Exception:
                    pass
            else:
                found, error = _native.json_loads(value)
                value = value if error is not None else found
            key = key[len(prefix):]
            if "__" not in key:
                self[key] = value
                continue
            current = self
            *parts, tail = key.split("__")
            for part in parts:
                current = current.setdefault(part, {})
            current[tail] = value
        return True

    def get_namespace(self, namespace, lowercase=True, trim_namespace=True):
        made = {}
        for key, value in self.items():
            if key.startswith(namespace):
                name = key[len(namespace):] if trim_namespace else key
                made[name.lower() if lowercase else name] = value
        return made


def _import_string(name):
    name = name.replace(":", ".")
    try:
        return _native.import_module(name)
    except ImportError:
        if "." not in name:
            raise
        module, _, attribute = name.rpartition(".")
        return getattr(_native.import_module(module), attribute)


def _folder(path):
    return path.rpartition("/")[0]


def _pass(*args, **options):
    """A decorator, or a decorator with arguments, of which only the function stays."""
    if len(args) == 1 and not options and callable(args[0]) and not isinstance(args[0], type):
        return args[0]
    return lambda function: function


class _Cli:
    name = None

    def command(self, *args, **options):
        return lambda function: function

    group = command

    def add_command(self, *args, **options):
        pass


_DEFAULTS = {
    "DEBUG": None,
    "TESTING": False,
    "PROPAGATE_EXCEPTIONS": None,
    "SECRET_KEY": None,
    "SERVER_NAME": None,
    "APPLICATION_ROOT": "/",
    "MAX_CONTENT_LENGTH": None,
    "PREFERRED_URL_SCHEME": "http",
}


class Flask:
    def __init__(self, import_name, static_url_path=None, static_folder="static", static_host=None, host_matching=False,
                 subdomain_matching=False, template_folder="templates", instance_path=None, instance_relative_config=False,
                 root_path=None):
        self.import_name = import_name
        self.name = import_name
        module = _native.loaded_module(import_name)
        file = getattr(module, "__file__", None)
        self.root_path = root_path or (_folder(file) if file else _native.cwd())
        if instance_path is None:
            top = _native.loaded_module(import_name.split(".")[0])
            file = getattr(top, "__file__", None)
            base = self.root_path
            if file:
                base = _folder(_folder(file)) if file.endswith("/__init__.py") else _folder(file)
            instance_path = f"{base}/instance"
        self.instance_path = str(instance_path)
        self.config = Config(self.instance_path if instance_relative_config else self.root_path, _DEFAULTS)
        self.config["DEBUG"] = _native.environ.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no")
        self.extensions = {}
        self.blueprints = {}
        self.cli = _Cli()
        self.view_functions = {}
        self.teardown_appcontext_funcs = []
        self.shell_context_processors = []

    @property
    def debug(self):
        return self.config["DEBUG"]

    @debug.setter
    def debug(self, value):
        self.config["DEBUG"] = value

    @property
    def testing(self):
        return self.config["TESTING"]

    @testing.setter
    def testing(self, value):
        self.config["TESTING"] = value

    @property
    def secret_key(self):
        return self.config["SECRET_KEY"]

    @secret_key.setter
    def secret_key(self, value):
        self.config["SECRET_KEY"] = value

    @property
    def logger(self):
        import logging
        return logging.getLogger(self.name)

    def app_context(self):
        return _AppContext(self)

    def test_request_context(self, *args, **options):
        return _AppContext(self)

    def open_instance_resource(self, *args, **options):
        _native.unsupported("Flask.open_instance_resource()")

    def route(self, rule, **options):
        return lambda function: function

    get = post = put = delete = patch = route

    def endpoint(self, *args, **options):
        return lambda function: function

    errorhandler = template_filter = template_global = template_test = endpoint

    def add_url_rule(self, *args, **options):
        pass

    register_error_handler = add_template_filter = add_template_global = add_url_rule

    def register_blueprint(self, blueprint, **options):
        pass

    before_request = after_request = teardown_request = teardown_appcontext = context_processor = staticmethod(_pass)
    shell_context_processor = url_value_preprocessor = before_first_request = url_defaults = staticmethod(_pass)

    def run(self, *args, **options):
        pass

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _native.opaque(f"flask.Flask.{name}")


_contexts = []


class _AppContext:
    def __init__(self, app):
        self.app = app
        self.g = g

    def push(self):
        _contexts.append(self.app)

    def pop(self, exc=None):
        _contexts.pop()

    def __enter__(self):
        self.push()
        return self

    def __exit__(self, *args):
        self.pop()


class _Globals:
    def get(self, name, default=None):
        return self.__dict__.get(name, default)

    def pop(self, name, default=None):
        return self.__dict__.pop(name, default)

    def setdefault(self, name, default=None):
        return self.__dict__.setdefault(name, default)

    def __contains__(self, name):
        return name in self.__dict__


g = _Globals()


class NoAppException(Exception):
    pass


def _find_best_app(module):
    for name in ("app", "application"):
        app = getattr(module, name, None)
        if isinstance(app, Flask):
            return app
    matches = []
    for value in module.__dict__.values():
        if isinstance(value, Flask) and not any(value is one for one in matches):
            matches.append(value)
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise NoAppException(
            f"Detected multiple Flask applications in module '{module.__name__}'. Use '{module.__name__}:name' to specify the correct one."
        )
    for name in ("create_app", "make_app"):
        factory = getattr(module, name, None)
        if _native.is_function(factory):
            app = factory()
            if isinstance(app, Flask):
                return app
    raise NoAppException(
        f"Failed to find Flask application or factory in module '{module.__name__}'. Use '{module.__name__}:name' to specify one."
    )


def _locate(text):
    path, _, name = text.partition(":")
    import sys
    path = path.removesuffix(".py")
    if path.startswith("/"):
        folder, _, path = path.rpartition("/")
    else:
        folder = _native.cwd()
        path = path.removeprefix("./")
        if "/" in path:
            # A file inside packages is imported by its dotted name.
            head, _, last = path.rpartition("/")
            if not _native.is_file(f"{folder}/{head}/__init__.py"):
                folder, path = f"{folder}/{head}", last
        if path.startswith("src/"):
            folder, path = f"{folder}/src", path[4:]
    if folder not in sys.path:
        sys.path.insert(0, folder)
    module = _native.import_module(path.replace("/", "."))
    if not name:
        return _find_best_app(module)
    found = _native.evaluate(module, name)
    if _native.is_function(found):
        found = found()
    if not isinstance(found, Flask):
        raise NoAppException(f"A valid Flask application was not obtained from '{path}:{name}'.")
    return found


def _load_app():
    """The application that `flask` would load, for an env.py that asks for `current_app`."""
    for name in (".flaskenv", ".env"):
        found = _native.read_dotenv(name)
        for key, value in (found or {}).items():
            if key not in _native.environ and value is not None:
                _native.environ[key] = value
    text = _native.environ.get("FLASK_APP")
    if text:
        return _locate(text)
    for name in ("wsgi", "app"):
        if _native.is_file(f"{name}.py") or _native.is_file(f"{name}/__init__.py"):
            return _locate(name)
    raise RuntimeError(
        "Working outside of application context.\n\nThis typically means that you attempted to use functionality that needed\n"
        "the current application. To solve this, set up an application context\nwith app.app_context(). See the documentation for more information."
    )


def _current():
    if not _contexts:
        _contexts.append(_load_app())
    return _contexts[-1]


class _CurrentApp:
    def _get_current_object(self):
        return _current()

    def __getattr__(self, name):
        return getattr(_current(), name)

    def __bool__(self):
        return bool(_contexts)


current_app = _CurrentApp()


def has_app_context():
    return bool(_contexts)


def has_request_context():
    return False


__version__ = "3.1.3"
