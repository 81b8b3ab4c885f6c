"""Sessions: enough for models that make factories and for revisions that run statements."""


class Session:
    def __init__(self, bind=None, **kwargs):
        self.bind = bind
        self.info = {}
        self._kwargs = kwargs

    def connection(self, *args, **kwargs):
        return self.bind

    def get_bind(self, *args, **kwargs):
        return self.bind

    def execute(self, statement, params=None, **kwargs):
        return self.bind.execute(statement, params)

    def scalar(self, statement, params=None, **kwargs):
        return self.bind.execute(statement, params).scalar()

    def scalars(self, statement, params=None, **kwargs):
        return self.bind.execute(statement, params).scalars()

    def flush(self, *args, **kwargs):
        pass

    def commit(self):
        pass

    def rollback(self):
        self.bind.rollback()

    def close(self):
        pass

    def begin(self, *args, **kwargs):
        return self

    def begin_nested(self):
        return self.bind.begin_nested()

    def in_transaction(self):
        return True

    def expire_all(self):
        pass

    def expunge_all(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise _unsupported(f"Session.{name}()")


class sessionmaker:
    def __init__(self, bind=None, *args, class_=None, **kwargs):
        self.bind = bind
        self.class_ = class_ or Session
        self.kw = kwargs

    def __call__(self, bind=None, **kwargs):
        return self.class_(bind=bind or self.bind)

    def configure(self, **kwargs):
        self.kw.update(kwargs)
        self.bind = kwargs.get("bind", self.bind)

    def begin(self):
        return self()

    def __class_getitem__(cls, item):
        return cls


class scoped_session:
    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory

    def __call__(self, **kwargs):
        return self.session_factory(**kwargs)

    def remove(self):
        pass

    def configure(self, **kwargs):
        pass

    def query_property(self, query_cls=None):
        return None


class AsyncSession(Session):
    pass


class async_sessionmaker(sessionmaker):
    pass


class async_scoped_session(scoped_session):
    pass


class AsyncAttrs:
    pass


class Query:
    pass


class SessionTransaction:
    pass


class Bundle:
    def __init__(self, name, *args, **kwargs):
        self.name = name


def close_all_sessions():
    pass


def create_session(bind=None, **kwargs):
    return Session(bind=bind, **kwargs)


def async_object_session(instance):
    return None


def _unsupported(name):
    return NotImplementedError(f"alembic-rs: {name} is not followed natively")
