"""`alembic.operations`."""

from .base import AbstractOperations, BatchOperations, Operations
from .ops import MigrateOperation

__all__ = ["AbstractOperations", "BatchOperations", "MigrateOperation", "Operations"]
