"""Flask-SQLAlchemy 3.1: `db.Model` with names of tables and bind keys, `db.Table`, engines of the configuration."""
import _alembic_packages as _native
import sqlalchemy as _sa
import sqlalchemy.orm as _orm


def _camel_to_snake(name):
    made = []
    for position, letter in enumerate(name):
        if position and "A" <= letter <= "Z":
            before = name[position - 1]
            after = name[position + 1:position + 2]
            if "a" <= before <= "z" or "0" <= before <= "9" or "a" <= after <= "z":
                made.append("_")
        made.append(letter)
    return "".join(made).lower().lstrip("_")


camel_to_snake_case = _camel_to_snake


def _should_set_name(cls):
    if cls.__dict__.get("__abstract__", False) or cls.__dict__.get("__fsa_base__", False):
        return False
    for base in cls.__mro__:
        if "__tablename__" not in base.__dict__:
            continue
        if isinstance(base.__dict__["__tablename__"], _orm.declared_attr):
            return False
        return not (base is cls or base.__dict__.get("__abstract__", False) or not issubclass(base, Model))
    return True


class _QueryProperty:
    def __get__(self, instance, owner=None):
        return _native.opaque(f"{owner.__name__}.query")


class Model:
    __fsa__ = None
    __fsa_naming__ = True
    query_class = None
    query = _QueryProperty()

    def __init_subclass__(cls, **options):
        if cls.__fsa__ is not None and not cls.__dict__.get("__fsa_base__", False):
            if not ("metadata" in cls.__dict__ or "__table__" in cls.__dict__) and hasattr(cls, "__bind_key__"):
                metadata = cls.__fsa__._make_metadata(cls.__bind_key__)
                if metadata is not getattr(cls, "metadata", None):
                    cls.metadata = metadata
            if cls.__fsa_naming__ and _should_set_name(cls):
                cls.__tablename__ = _camel_to_snake(cls.__name__)
        super().__init_subclass__(**options)

    @classmethod
    def __table_cls__(cls, *args, **options):
        schema = options.get("schema")
        key = args[0] if schema is None else f"{schema}.{args[0]}"
        if not cls.__fsa_naming__ or key in cls.metadata.tables:
            return _sa.Table(*args, **options)
        for one in args:
            if isinstance(one, _sa.Column) and one.primary_key or isinstance(one, _sa.PrimaryKeyConstraint):
                return _sa.Table(*args, **options)
        for base in cls.__mro__[1:-1]:
            if base.__dict__.get("__table__") is not None:
                break
        else:
            return _sa.Table(*args, **options)
        if "__tablename__" in cls.__dict__:
            del cls.__tablename__
        return None

    def __repr__(self):
        return f"<{type(self).__name__}>"


class _Session:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _native.opaque(f"db.session.{name}")


class BaseQuery:
    pass


Query = BaseQuery


class _State:
    def __init__(self, db):
        self.db = db


class SQLAlchemy:
    def __init__(self, app=None, *, metadata=None, session_options=None, query_class=None, model_class=None, engine_options=None,
                 add_models_to_shell=True, disable_autonaming=False, **options):
        if options:
            raise TypeError(f"SQLAlchemy.__init__() got an unexpected keyword argument {list(options)[0]!r}")
        self._engine_options = engine_options or {}
        self._engines = {}
        self.session = _Session()
        self.Query = query_class or Query
        self.metadatas = {}
        if metadata is not None:
            if isinstance(model_class, type) and _is_declarative(model_class):
                if metadata is not model_class.metadata:
                    raise RuntimeError("You cannot pass both a metadata and a declarative base") if False else None
            metadata.info["bind_key"] = None
            self.metadatas[None] = metadata
        self.Model = self._make_model(model_class, disable_autonaming)
        if app is not None:
            self.init_app(app)

    def _make_model(self, model_class, disable_autonaming):
        if model_class is None:
            model_class = Model
        body = {"__fsa__": self, "__fsa_base__": True, "__fsa_naming__": not disable_autonaming}
        if _orm.DeclarativeBase in model_class.__mro__:
            for name, value in model_class.__dict__.items():
                if name not in ("__dict__", "__weakref__", "__init__", "__annotations__"):
                    body.setdefault(name, value)
            if self.metadatas.get(None) is not None:
                body["metadata"] = self.metadatas[None]
            bases = tuple([base for base in model_class.__bases__ if base is not _orm.DeclarativeBase])
            made = type("FlaskSQLAlchemyBase", (Model, *bases, _orm.DeclarativeBase), body)
        elif _is_declarative(model_class):
            made = model_class
            made.__fsa__ = self
        else:
            cls = model_class if issubclass(model_class, Model) else type("Model", (model_class, Model), {"__fsa_base__": True})
            made = _orm.declarative_base(metadata=self.metadatas.get(None), cls=cls, name="Model")
            for name, value in body.items():
                setattr(made, name, value)
        if None not in self.metadatas:
            made.metadata.info["bind_key"] = None
            self.metadatas[None] = made.metadata
        return made

    def _make_metadata(self, bind_key):
        if bind_key in self.metadatas:
            return self.metadatas[bind_key]
        default = self.metadatas.get(None)
        made = _sa.MetaData(naming_convention=default.naming_convention) if default is not None else _sa.MetaData()
        made.info["bind_key"] = bind_key
        self.metadatas[bind_key] = made
        return made

    @property
    def metadata(self):
        return self.metadatas[None]

    def Table(self, name, *args, bind_key=None, metadata=None, **options):
        if args and isinstance(args[0], _sa.MetaData):
            return _sa.Table(name, *args, **options)
        if metadata is None:
            metadata = self._make_metadata(bind_key)
        return _sa.Table(name, metadata, *args, **options)

    def init_app(self, app):
        if "sqlalchemy" in app.extensions:
            raise RuntimeError(
                "A 'SQLAlchemy' instance has already been registered on this Flask app. Import and use that instance instead."
            )
        app.extensions["sqlalchemy"] = self
        uri = app.config.setdefault("SQLALCHEMY_DATABASE_URI", None)
        binds = app.config.setdefault("SQLALCHEMY_BINDS", {})
        options = {**self._engine_options, **app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})}
        echo = app.config.setdefault("SQLALCHEMY_ECHO", False)
        app.config.setdefault("SQLALCHEMY_RECORD_QUERIES", False)
        app.config.setdefault("SQLALCHEMY_TRACK_MODIFICATIONS", False)
        if uri is None and not binds:
            raise RuntimeError("Either 'SQLALCHEMY_DATABASE_URI' or 'SQLALCHEMY_BINDS' must be set.")
        engines = {}
        for key, value in (binds or {}).items():
            engines[key] = {"url": value} if isinstance(value, (str, _sa.URL)) else dict(value)
        if uri is not None:
            engines.setdefault(None, {**options, "url": uri})
        for key, one in engines.items():
            self._make_metadata(key)
            one.setdefault("echo", echo)
            one["url"] = self._url(_sa.make_url(one["url"]), app)
        self._engines[id(app)] = (app, engines, {})

    def _url(self, url, app):
        if url.get_backend_name() == "sqlite":
            database = url.database
            if database not in (None, "", ":memory:"):
                is_uri = str(url.query.get("uri", "")).lower() in ("1", "true", "yes")
                name = database[5:] if is_uri and database.startswith("file:") else database
                if not name.startswith("/"):
                    _native.make_folder(app.instance_path)
                    name = f"{app.instance_path}/{name}"
                    return url.set(database=f"file:{name}" if is_uri else name)
        elif url.drivername in ("mysql", "mysql+pymysql") and "charset" not in url.query:
            return url.update_query_dict({"charset": "utf8mb4"})
        return url

    @property
    def engines(self):
        from flask import _current
        app = _current()
        found = self._engines.get(id(app))
        if found is None:
            raise RuntimeError(
                "The current Flask app is not registered with this 'SQLAlchemy' instance. Did you forget to call 'init_app', "
                "or did you create multiple 'SQLAlchemy' instances?"
            )
        _, options, made = found
        if not made:
            for key, one in options.items():
                made[key] = _sa.create_engine(**one)
        return made

    @property
    def engine(self):
        return self.engines[None]

    def get_engine(self, bind_key=None, **options):
        return self.engines[options.get("bind", bind_key)]

    def get_app(self):
        from flask import _current
        return _current()

    def _call_for_binds(self, bind_key, name):
        if bind_key == "__all__":
            keys = list(self.metadatas)
        elif bind_key is None or isinstance(bind_key, str):
            keys = [bind_key]
        else:
            keys = bind_key
        for key in keys:
            getattr(self.metadatas[key], name)(bind=self.engines[key])

    def create_all(self, bind_key="__all__"):
        self._call_for_binds(bind_key, "create_all")

    def drop_all(self, bind_key="__all__"):
        self._call_for_binds(bind_key, "drop_all")

    def reflect(self, bind_key="__all__"):
        self._call_for_binds(bind_key, "reflect")

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "event":
            return _sa.event
        for module in (_sa, _orm):
            if hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(f"'SQLAlchemy' object has no attribute '{name}'")


def _is_declarative(cls):
    return "registry" in dir(cls) and "metadata" in dir(cls)


class SignallingSession:
    pass


__version__ = "3.1.1"
