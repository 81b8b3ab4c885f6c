"""`alembic.script`: the script directory of the command."""

from _alembic_rs.channel import channel


class ScriptDirectory(object):
    """The script directory that alembic-rs has read."""

    @staticmethod
    def from_config(config):
        return channel.call("context", "script", [], {})
