"""`alembic.runtime.environment`: names for annotations."""


class EnvironmentContext(object):
    """Stands in annotations only."""
