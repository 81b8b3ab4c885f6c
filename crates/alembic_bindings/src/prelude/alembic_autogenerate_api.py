"""`alembic.autogenerate.api`: what the comparison functions of a project's own code start from."""

from _alembic_packages import unsupported
from alembic.util.exc import CommandError


class AutogenContext:
    def __init__(self, migration_context, metadata=None, opts=None, autogenerate=True):
        if autogenerate and migration_context is not None and migration_context.as_sql:
            raise CommandError(
                "autogenerate can't use as_sql=True as it prevents querying "
                "the database for schema information"
            )
        unsupported("AutogenContext(...) outside of `revision --autogenerate`")
