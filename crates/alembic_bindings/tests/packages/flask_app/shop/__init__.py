from flask import Flask

from .extensions import db, migrate


def create_app(config="shop.config.Development"):
    app = Flask(__name__)
    app.config.from_object(config)
    app.config.from_mapping(EXTRA=1, lower=2)
    db.init_app(app)
    migrate.init_app(app, db, compare_server_default=True)
    from . import models

    @app.route("/")
    def index():
        return "x"

    return app
