class Base:
    SECRET_KEY = "s"
    SQLALCHEMY_TRACK_MODIFICATIONS = False


class Development(Base):
    SQLALCHEMY_DATABASE_URI = "sqlite:////tmp/x.db"
    SQLALCHEMY_BINDS = {"users": "sqlite:////tmp/users.db"}
