"""`alembic.config`: the configuration of the command."""

from _alembic_rs.channel import channel


class Config(object):
    """The configuration that alembic-rs has read."""

    _object = None

    def __init__(self, *arguments, **keywords):
        raise NotImplementedError(
            "alembic-rs: a second Config() cannot be made inside of a migration; use `context.config`"
        )

    @classmethod
    def _of_command(cls):
        self = object.__new__(cls)
        self._object = channel.call("context", "config", [], {})
        self.attributes = {}
        return self

    def __getattr__(self, name):
        if name.startswith("__") or self.__dict__.get("_object") is None:
            raise AttributeError(name)
        return getattr(self._object, name)

    def print_stdout(self, text, *arguments):
        print(str(text) % arguments)
