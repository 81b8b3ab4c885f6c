"""The Python side of alembic-rs's worker."""
