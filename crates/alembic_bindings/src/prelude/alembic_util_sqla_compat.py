"""The part of alembic.util.sqla_compat that revisions use."""

sqla_2 = True
sqla_14 = True


def _is_type_bound(constraint):
    return getattr(constraint, "_type_bound", False)


def constraint_name_or_none(name):
    return name


def _table_for_constraint(constraint):
    return constraint.table
