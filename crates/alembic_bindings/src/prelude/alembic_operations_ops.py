"""Operation objects, as `process_revision_directives` and rewriters see them.

An object made by autogenerate knows the operation that it stands for (`_native`) and what its attributes were;
one that the project makes is turned into an operation by the function of `alembic.op` with its name.
"""

from alembic.operations._custom import (
    MigrateOperation,
    Operations,
    implementation_for,
    register_operation,
)

MigrateOperation._mutations = frozenset()


def _get_info(self):
    return self.__dict__.setdefault("_info", {})


def _set_info(self, info):
    self.__dict__["_info"] = info


MigrateOperation.info = property(_get_info, _set_info)


def _given(**values):
    return {name: value for name, value in values.items() if value is not None}


class OpContainer(MigrateOperation):
    def __init__(self, ops=()):
        self.ops = list(ops)

    def is_empty(self):
        return not self.ops


class ModifyTableOps(OpContainer):
    def __init__(self, table_name, ops, *, schema=None):
        super().__init__(ops)
        self.table_name = table_name
        self.schema = schema


class UpgradeOps(OpContainer):
    def __init__(self, ops=(), upgrade_token="upgrades"):
        super().__init__(ops=ops)
        self.upgrade_token = upgrade_token


class DowngradeOps(OpContainer):
    def __init__(self, ops=(), downgrade_token="downgrades"):
        super().__init__(ops=ops)
        self.downgrade_token = downgrade_token


def _as_list(value):
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


class MigrationScript(MigrateOperation):
    def __init__(
        self,
        rev_id,
        upgrade_ops,
        downgrade_ops,
        *,
        message=None,
        imports=None,
        head=None,
        splice=None,
        branch_label=None,
        version_path=None,
        depends_on=None,
    ):
        self.rev_id = rev_id
        self.message = message
        self.imports = imports if imports is not None else set()
        self.head = head
        self.splice = splice
        self.branch_label = branch_label
        self.version_path = version_path
        self.depends_on = depends_on
        self.upgrade_ops = upgrade_ops
        self.downgrade_ops = downgrade_ops

    @property
    def upgrade_ops(self):
        if len(self._upgrade_ops) > 1:
            raise ValueError(
                "This MigrationScript instance has a multiple-entry "
                "list for UpgradeOps; please use the "
                "upgrade_ops_list attribute."
            )
        return self._upgrade_ops[0] if self._upgrade_ops else None

    @upgrade_ops.setter
    def upgrade_ops(self, upgrade_ops):
        self._upgrade_ops = _as_list(upgrade_ops)

    @property
    def downgrade_ops(self):
        if len(self._downgrade_ops) > 1:
            raise ValueError(
                "This MigrationScript instance has a multiple-entry "
                "list for DowngradeOps; please use the "
                "downgrade_ops_list attribute."
            )
        return self._downgrade_ops[0] if self._downgrade_ops else None

    @downgrade_ops.setter
    def downgrade_ops(self, downgrade_ops):
        self._downgrade_ops = _as_list(downgrade_ops)

    @property
    def upgrade_ops_list(self):
        return self._upgrade_ops

    @property
    def downgrade_ops_list(self):
        return self._downgrade_ops


class AlterTableOp(MigrateOperation):
    pass


class AddConstraintOp(MigrateOperation):
    """A constraint of a table: its name, the table, and one more argument that the class names in `_subject`."""

    def _set(self, constraint_name, table_name, subject, schema, kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        setattr(self, self._subject, subject)
        self.schema = schema
        self.kw = kw

    def _emit(self, op):
        subject = getattr(self, self._subject)
        getattr(op, self._directive)(
            self.constraint_name,
            self.table_name,
            list(subject) if self._subject == "columns" else subject,
            **_given(schema=self.schema),
            **self.kw,
        )


class AddColumnOp(AlterTableOp):
    def __init__(
        self,
        table_name,
        column,
        *,
        schema=None,
        if_not_exists=None,
        inline_references=None,
        inline_primary_key=None,
        **kw,
    ):
        self.table_name = table_name
        self.schema = schema
        self.column = column
        self.if_not_exists = if_not_exists
        self.inline_references = inline_references
        self.inline_primary_key = inline_primary_key
        self.kw = kw

    def to_column(self):
        return self.column

    def _emit(self, op):
        op.add_column(
            self.table_name,
            self.column,
            **_given(
                schema=self.schema,
                if_not_exists=self.if_not_exists,
                inline_references=self.inline_references,
                inline_primary_key=self.inline_primary_key,
            ),
            **self.kw,
        )


class DropColumnOp(AlterTableOp):
    def __init__(self, table_name, column_name, *, schema=None, if_exists=None, _reverse=None, **kw):
        self.table_name = table_name
        self.schema = schema
        self.column_name = column_name
        self.if_exists = if_exists
        self.kw = kw
        self._reverse = _reverse

    def to_column(self):
        return self._reverse.column

    def _emit(self, op):
        op.drop_column(
            self.table_name,
            self.column_name,
            **_given(schema=self.schema, if_exists=self.if_exists),
            **self.kw,
        )


class AlterColumnOp(AlterTableOp):
    def __init__(
        self,
        table_name,
        column_name,
        *,
        schema=None,
        existing_type=None,
        existing_server_default=False,
        existing_nullable=None,
        existing_comment=None,
        modify_nullable=None,
        modify_comment=False,
        modify_server_default=False,
        modify_name=None,
        modify_type=None,
        **kw,
    ):
        self.table_name = table_name
        self.schema = schema
        self.column_name = column_name
        self.existing_type = existing_type
        self.existing_server_default = existing_server_default
        self.existing_nullable = existing_nullable
        self.existing_comment = existing_comment
        self.modify_nullable = modify_nullable
        self.modify_comment = modify_comment
        self.modify_server_default = modify_server_default
        self.modify_name = modify_name
        self.modify_type = modify_type
        self.kw = kw

    def has_changes(self):
        return (
            self.modify_nullable is not None
            or self.modify_server_default is not False
            or self.modify_type is not None
            or self.modify_comment is not False
        )

    def _emit(self, op):
        op.alter_column(
            self.table_name,
            self.column_name,
            server_default=self.modify_server_default,
            comment=self.modify_comment,
            existing_server_default=self.existing_server_default,
            **_given(
                schema=self.schema,
                existing_type=self.existing_type,
                existing_nullable=self.existing_nullable,
                existing_comment=self.existing_comment,
                nullable=self.modify_nullable,
                new_column_name=self.modify_name,
                type_=self.modify_type,
            ),
            **self.kw,
        )


class CreateTableOp(MigrateOperation):
    def __init__(
        self,
        table_name,
        columns,
        *,
        schema=None,
        if_not_exists=None,
        _namespace_metadata=None,
        _constraints_included=False,
        **kw,
    ):
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.if_not_exists = if_not_exists
        self.info = kw.pop("info", {})
        self.comment = kw.pop("comment", None)
        self.prefixes = kw.pop("prefixes", None)
        self.kw = kw

    def _emit(self, op):
        op.create_table(
            self.table_name,
            *self.columns,
            **_given(
                schema=self.schema,
                if_not_exists=self.if_not_exists,
                comment=self.comment,
                prefixes=self.prefixes or None,
            ),
            **self.kw,
        )


class DropTableOp(MigrateOperation):
    def __init__(self, table_name, *, schema=None, if_exists=None, table_kw=None, _reverse=None):
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self.table_kw = table_kw or {}
        self._reverse = _reverse

    def _emit(self, op):
        op.drop_table(self.table_name, **_given(schema=self.schema, if_exists=self.if_exists))


class RenameTableOp(AlterTableOp):
    def __init__(self, old_table_name, new_table_name, *, schema=None):
        self.table_name = old_table_name
        self.new_table_name = new_table_name
        self.schema = schema

    def _emit(self, op):
        op.rename_table(self.table_name, self.new_table_name, **_given(schema=self.schema))


class CreateIndexOp(MigrateOperation):
    def __init__(
        self, index_name, table_name, columns, *, schema=None, unique=False, if_not_exists=None, **kw
    ):
        self.index_name = index_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.unique = unique
        self.if_not_exists = if_not_exists
        self.kw = kw

    def _emit(self, op):
        op.create_index(
            self.index_name,
            self.table_name,
            list(self.columns),
            unique=self.unique,
            **_given(schema=self.schema, if_not_exists=self.if_not_exists),
            **self.kw,
        )


class DropIndexOp(MigrateOperation):
    def __init__(
        self, index_name, table_name=None, *, schema=None, if_exists=None, _reverse=None, **kw
    ):
        self.index_name = index_name
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self.kw = kw
        self._reverse = _reverse

    def _emit(self, op):
        op.drop_index(
            self.index_name,
            **_given(table_name=self.table_name, schema=self.schema, if_exists=self.if_exists),
            **self.kw,
        )


class CreatePrimaryKeyOp(AddConstraintOp):
    constraint_type = "primarykey"
    _directive = "create_primary_key"
    _subject = "columns"

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self._set(constraint_name, table_name, columns, schema, kw)


class CreateUniqueConstraintOp(AddConstraintOp):
    constraint_type = "unique"
    _directive = "create_unique_constraint"
    _subject = "columns"

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self._set(constraint_name, table_name, columns, schema, kw)


class CreateForeignKeyOp(AddConstraintOp):
    constraint_type = "foreignkey"

    def __init__(self, constraint_name, source_table, referent_table, local_cols, remote_cols, **kw):
        self.constraint_name = constraint_name
        self.source_table = source_table
        self.referent_table = referent_table
        self.local_cols = local_cols
        self.remote_cols = remote_cols
        self.kw = kw

    def _emit(self, op):
        op.create_foreign_key(
            self.constraint_name,
            self.source_table,
            self.referent_table,
            list(self.local_cols),
            list(self.remote_cols),
            **self.kw,
        )


class CreateCheckConstraintOp(AddConstraintOp):
    constraint_type = "check"
    _directive = "create_check_constraint"
    _subject = "condition"

    def __init__(self, constraint_name, table_name, condition, *, schema=None, **kw):
        self._set(constraint_name, table_name, condition, schema, kw)


class CreateExcludeConstraintOp(AddConstraintOp):
    constraint_type = "exclude"
    _subject = "elements"

    def __init__(self, constraint_name, table_name, elements, where=None, schema=None, **kw):
        self._set(constraint_name, table_name, elements, schema, kw)
        self.where = where

    def _emit(self, op):
        op.create_exclude_constraint(
            self.constraint_name,
            self.table_name,
            *self.elements,
            **_given(where=self.where, schema=self.schema),
            **self.kw,
        )


class DropConstraintOp(MigrateOperation):
    def __init__(
        self, constraint_name, table_name, type_=None, *, schema=None, if_exists=None, _reverse=None
    ):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.constraint_type = type_
        self.schema = schema
        self.if_exists = if_exists
        self._reverse = _reverse

    def _emit(self, op):
        op.drop_constraint(
            self.constraint_name,
            self.table_name,
            **_given(type_=self.constraint_type, schema=self.schema, if_exists=self.if_exists),
        )


class CreateTableCommentOp(AlterTableOp):
    def __init__(self, table_name, comment, *, schema=None, existing_comment=None):
        self.table_name = table_name
        self.comment = comment
        self.existing_comment = existing_comment
        self.schema = schema

    def _emit(self, op):
        op.create_table_comment(
            self.table_name,
            self.comment,
            **_given(existing_comment=self.existing_comment, schema=self.schema),
        )


class DropTableCommentOp(AlterTableOp):
    def __init__(self, table_name, *, schema=None, existing_comment=None):
        self.table_name = table_name
        self.existing_comment = existing_comment
        self.schema = schema

    def _emit(self, op):
        op.drop_table_comment(
            self.table_name,
            **_given(existing_comment=self.existing_comment, schema=self.schema),
        )


class ExecuteSQLOp(MigrateOperation):
    def __init__(self, sqltext, *, execution_options=None):
        self.sqltext = sqltext
        self.execution_options = execution_options

    def _emit(self, op):
        op.execute(self.sqltext)


class BulkInsertOp(MigrateOperation):
    def __init__(self, table, rows, *, multiinsert=True):
        self.table = table
        self.rows = rows
        self.multiinsert = multiinsert

    def _emit(self, op):
        op.bulk_insert(self.table, self.rows, multiinsert=self.multiinsert)


def _make(cls, native, attributes):
    made = object.__new__(cls)
    for key, value in attributes.items():
        setattr(made, key, value)
    made._native = native
    made._snapshot = {
        key: value.copy() if isinstance(value, (list, dict, set)) else value
        for key, value in attributes.items()
    }
    return made


def _same(left, right):
    if left is right:
        return True
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(_same(a, b) for a, b in zip(left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, (str, int, bool)) and type(left) is type(right):
        return left == right
    return False


def _changes(made):
    return [key for key, value in made._snapshot.items() if not _same(value, getattr(made, key, None))]


def _emit(made):
    from alembic import op

    if not hasattr(made, "_emit"):
        raise NotImplementedError(f"no renderer for {type(made).__name__}")
    made._emit(op)
