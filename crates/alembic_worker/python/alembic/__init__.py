"""`alembic` as revisions and env.py see it inside of alembic-rs's worker."""

__version__ = "1.20.1"

from . import context, op  # noqa: E402,F401
