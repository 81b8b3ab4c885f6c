import os


class Config:
    SECRET_KEY = os.environ.get("SECRET_KEY", "dev")
    SQLALCHEMY_TRACK_MODIFICATIONS = False
    SQLALCHEMY_DATABASE_URI = os.environ.get("DATABASE_URL", "sqlite:///" + os.path.join(os.path.abspath("."), "shop.db"))


class DevelopmentConfig(Config):
    DEBUG = True


class ProductionConfig(Config):
    @property
    def SQLALCHEMY_DATABASE_URI(self):
        return os.environ["DATABASE_URL"]


config_by_name = {"development": DevelopmentConfig, "production": ProductionConfig}
