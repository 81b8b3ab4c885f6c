import os

from flask import Flask

from .config import config_by_name
from .extensions import db, migrate


def create_app(config_name=None):
    app = Flask(__name__)
    app.config.from_object(config_by_name[config_name or os.getenv("FLASK_ENV", "development")])
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=True)

    from app import models  # noqa: F401

    @app.route("/")
    def index():
        return "ok"

    return app
