"""Flask-Migrate: what its env.py reads from the application."""
import _alembic_packages as _native


class _MigrateConfig:
    def __init__(self, migrate, db, **options):
        self.migrate = migrate
        self.db = db
        self.directory = migrate.directory
        self.configure_args = options

    @property
    def metadata(self):
        return self.db.metadata


class Migrate:
    def __init__(self, app=None, db=None, directory="migrations", command="db", compare_type=True, render_as_batch=True, **options):
        self.configure_callbacks = []
        self.db = db
        self.command = command
        self.directory = str(directory)
        self.alembic_ctx_kwargs = options
        self.alembic_ctx_kwargs["compare_type"] = compare_type
        self.alembic_ctx_kwargs["render_as_batch"] = render_as_batch
        if app is not None and db is not None:
            self.init_app(app, db, directory)

    def init_app(self, app, db=None, directory=None, command=None, compare_type=None, render_as_batch=None, **options):
        self.db = db or self.db
        self.command = command or self.command
        self.directory = str(directory or self.directory)
        self.alembic_ctx_kwargs.update(options)
        if compare_type is not None:
            self.alembic_ctx_kwargs["compare_type"] = compare_type
        if render_as_batch is not None:
            self.alembic_ctx_kwargs["render_as_batch"] = render_as_batch
        if not hasattr(app, "extensions"):
            app.extensions = {}
        app.extensions["migrate"] = _MigrateConfig(self, self.db, **self.alembic_ctx_kwargs)

    def configure(self, function):
        self.configure_callbacks.append(function)
        return function

    def call_configure_callbacks(self, config):
        for function in self.configure_callbacks:
            config = function(config)
        return config


def upgrade(*args, **options):
    _native.unsupported("a command of flask_migrate inside the program")


init = migrate = revision = downgrade = stamp = current = history = show = heads = branches = merge = edit = check = upgrade
__version__ = "4.1.0"
