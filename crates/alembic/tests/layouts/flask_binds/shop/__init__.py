import os

from flask import Flask

from .extensions import db, migrate


def create_app(config_name: str | None = None) -> Flask:
    app = Flask(__name__, instance_relative_config=True)
    name = config_name or os.getenv("FLASK_CONFIG", "development")
    app.config.from_object(f"shop.config.{name.capitalize()}Config")
    app.config.from_prefixed_env("SHOP")
    app.config.from_pyfile("local.py", silent=True)

    db.init_app(app)
    from . import audit, models  # noqa: F401

    migrate.init_app(app, db, compare_type=True, render_as_batch=True)

    @app.route("/health")
    def health():
        return {"ok": True}

    @app.cli.command("seed")
    def seed():
        """Fills the database."""

    return app
