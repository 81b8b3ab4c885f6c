"""`alembic.operations.toimpl`: what Alembic does for its own operations, for implementations that wrap it."""

from alembic.operations._custom import invoke_own


def _implementation(name):
    def implementation(operations, operation):
        return invoke_own(operation)

    implementation.__name__ = name
    return implementation


for _name in (
    "add_column",
    "alter_column",
    "bulk_insert",
    "create_constraint",
    "create_index",
    "create_table",
    "create_table_comment",
    "drop_column",
    "drop_constraint",
    "drop_index",
    "drop_table",
    "drop_table_comment",
    "execute_sql",
    "rename_table",
):
    globals()[_name] = _implementation(_name)
