"""Operation objects, as `process_revision_directives` and rewriters see them.

An object made by autogenerate knows the operation that it stands for (`_native`) and what its attributes were;
one that the project makes is turned into an operation by the function of `alembic.op` with its name.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.types import NullType

from alembic.operations._custom import (
    MigrateOperation,
    Operations,
    implementation_for,
    register_operation,
)

MigrateOperation._mutations = frozenset()


def _from_arguments(cls, *args, **kw):
    """The object for a call of the directive of `op` with these arguments."""
    return cls(*args, **kw)


MigrateOperation._from_arguments = classmethod(_from_arguments)


def _get_info(self):
    return self.__dict__.setdefault("_info", {})


def _set_info(self, info):
    self.__dict__["_info"] = info


MigrateOperation.info = property(_get_info, _set_info)


def _metadata(migration_context):
    if migration_context is None:
        return MetaData()
    target = migration_context.opts.get("target_metadata")
    convention = getattr(target, "naming_convention", None)
    return MetaData(naming_convention=convention) if convention else MetaData()


def _placeholder(migration_context, name, columns=(), schema=None):
    """A table of columns without a type, as far as an operation knows it."""
    made = [Column(column, NullType()) for column in dict.fromkeys(columns)]
    return Table(name, _metadata(migration_context), *made, schema=schema)


def _name(subject):
    return None if subject.name is None else subject.name


def _index_element(table, element):
    return table.c[element] if isinstance(element, str) else element


def _given(**values):
    return {name: value for name, value in values.items() if value is not None}


class OpContainer(MigrateOperation):
    def __init__(self, ops=()):
        self.ops = list(ops)

    def is_empty(self):
        return not self.ops

    def as_diffs(self):
        out = []
        for operation in self.ops:
            if hasattr(operation, "ops"):
                out.extend(operation.as_diffs())
            else:
                out.append(operation.to_diff_tuple())
        return out

    def _reversed(self):
        return [operation.reverse() for operation in reversed(self.ops)]


class ModifyTableOps(OpContainer):
    def __init__(self, table_name, ops, *, schema=None):
        super().__init__(ops)
        self.table_name = table_name
        self.schema = schema

    def reverse(self):
        return ModifyTableOps(self.table_name, ops=self._reversed(), schema=self.schema)


class UpgradeOps(OpContainer):
    def __init__(self, ops=(), upgrade_token="upgrades"):
        super().__init__(ops=ops)
        self.upgrade_token = upgrade_token

    def reverse_into(self, downgrade_ops):
        downgrade_ops.ops[:] = self._reversed()
        return downgrade_ops

    def reverse(self):
        return self.reverse_into(DowngradeOps(ops=[]))


class DowngradeOps(OpContainer):
    def __init__(self, ops=(), downgrade_token="downgrades"):
        super().__init__(ops=ops)
        self.downgrade_token = downgrade_token

    def reverse(self):
        return UpgradeOps(ops=self._reversed())


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

    @classmethod
    def from_constraint(cls, constraint):
        for kind, operation in _ADDED_BY:
            if isinstance(constraint, kind):
                return operation.from_constraint(constraint)
        raise ValueError(f"no operation adds {constraint!r}")

    @classmethod
    def _from_columns(cls, constraint, **kw):
        table = constraint.table
        columns = [column.name for column in constraint.columns]
        kw.update(constraint.dialect_kwargs)
        return cls(_name(constraint), table.name, columns, schema=table.schema, **kw)

    def to_constraint(self, migration_context=None):
        """A constraint of `_kind` on a placeholder of the table."""
        columns = list(self.columns)
        table = _placeholder(migration_context, self.table_name, columns, self.schema)
        constraint = self._kind(*[table.c[c] for c in columns], name=self.constraint_name, **self.kw)
        table.append_constraint(constraint)
        return constraint

    def reverse(self):
        return DropConstraintOp.from_constraint(self.to_constraint())

    def to_diff_tuple(self):
        return ("add_constraint", self.to_constraint())

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
    _directive = "add_column"

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

    @classmethod
    def from_column(cls, col):
        return cls(col.table.name, col, schema=col.table.schema)

    @classmethod
    def from_column_and_tablename(cls, schema, tname, col):
        return cls(tname, col, schema=schema)

    def to_column(self):
        return self.column

    def reverse(self):
        made = DropColumnOp.from_column_and_tablename(self.schema, self.table_name, self.column)
        made.if_exists = self.if_not_exists
        return made

    def to_diff_tuple(self):
        return ("add_column", self.schema, self.table_name, self.column)

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
    _directive = "drop_column"

    def __init__(self, table_name, column_name, *, schema=None, if_exists=None, _reverse=None, **kw):
        self.table_name = table_name
        self.schema = schema
        self.column_name = column_name
        self.if_exists = if_exists
        self.kw = kw
        self._reverse = _reverse

    @classmethod
    def from_column_and_tablename(cls, schema, tname, col):
        reverse = AddColumnOp.from_column_and_tablename(schema, tname, col)
        return cls(tname, col.name, schema=schema, _reverse=reverse)

    def to_column(self, migration_context=None):
        if self._reverse is not None:
            return self._reverse.column
        return Column(self.column_name, NullType())

    def reverse(self):
        if self._reverse is None:
            raise ValueError("operation is not reversible; original column is not present")
        made = AddColumnOp.from_column_and_tablename(
            self.schema, self.table_name, self._reverse.column
        )
        made.if_not_exists = self.if_exists
        return made

    def to_diff_tuple(self):
        return ("remove_column", self.schema, self.table_name, self.to_column())

    def _emit(self, op):
        op.drop_column(
            self.table_name,
            self.column_name,
            **_given(schema=self.schema, if_exists=self.if_exists),
            **self.kw,
        )


class AlterColumnOp(AlterTableOp):
    _directive = "alter_column"

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

    @classmethod
    def _from_arguments(
        cls,
        table_name,
        column_name,
        *,
        nullable=None,
        comment=False,
        server_default=False,
        new_column_name=None,
        type_=None,
        **kw,
    ):
        return cls(
            table_name,
            column_name,
            modify_nullable=nullable,
            modify_comment=comment,
            modify_server_default=server_default,
            modify_name=new_column_name,
            modify_type=type_,
            **kw,
        )

    def has_changes(self):
        return (
            self.modify_nullable is not None
            or self.modify_server_default is not False
            or self.modify_type is not None
            or self.modify_comment is not False
            or any(name.startswith("modify_") for name in self.kw)
        )

    def to_diff_tuple(self):
        aspects = (
            ("nullable", "modify_nullable", self.modify_nullable, None),
            ("type", "modify_type", self.modify_type, None),
            ("server_default", "modify_default", self.modify_server_default, False),
            ("comment", "modify_comment", self.modify_comment, False),
        )
        existing = {
            "existing_nullable": self.existing_nullable,
            "existing_type": self.existing_type,
            "existing_server_default": self.existing_server_default,
            "existing_comment": self.existing_comment,
        }
        out = []
        for aspect in ("type", "nullable", "server_default", "comment"):
            name, kind, value, unchanged = next(a for a in aspects if a[0] == aspect)
            if value is unchanged:
                continue
            former = existing["existing_" + name]
            others = {key: it for key, it in existing.items() if key != "existing_" + name}
            out.append((kind, self.schema, self.table_name, self.column_name, others, former, value))
        return out

    def reverse(self):
        kw = dict(self.kw)
        for name, unchanged in (
            ("type", None),
            ("nullable", None),
            ("server_default", False),
            ("comment", False),
        ):
            former, value = getattr(self, "existing_" + name), getattr(self, "modify_" + name)
            if value is unchanged:
                kw["existing_" + name] = former
            else:
                kw["existing_" + name], kw["modify_" + name] = value, former
        for name in [key[7:] for key in self.kw if key.startswith("modify_")]:
            kw["existing_" + name], kw["modify_" + name] = kw["modify_" + name], kw["existing_" + name]
        return type(self)(self.table_name, self.column_name, schema=self.schema, **kw)

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
    _directive = "create_table"

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
        self._namespace_metadata = _namespace_metadata
        self._constraints_included = _constraints_included

    @classmethod
    def _from_arguments(cls, table_name, *columns, if_not_exists=None, **kw):
        return cls(table_name, columns, if_not_exists=if_not_exists, **kw)

    @classmethod
    def from_table(cls, table, *, _namespace_metadata=None):
        return cls(
            table.name,
            list(table.c) + list(table.constraints),
            schema=table.schema,
            _namespace_metadata=_namespace_metadata or table.metadata,
            _constraints_included=True,
            comment=table.comment,
            info=dict(table.info),
            prefixes=list(table._prefixes),
            **table.kwargs,
        )

    def to_table(self, migration_context=None):
        from alembic.op import _table

        return _table(
            self.table_name,
            _metadata(migration_context),
            *self.columns,
            schema=self.schema,
            prefixes=list(self.prefixes or ()),
            comment=self.comment,
            info=dict(self.info),
            _constraints_included=getattr(self, "_constraints_included", False),
            **self.kw,
        )

    def reverse(self):
        table = self.to_table()
        return DropTableOp.from_table(table, _namespace_metadata=self._namespace_metadata)

    def to_diff_tuple(self):
        return ("add_table", self.to_table())

    def _emit(self, op):
        op.create_table(
            self.table_name,
            *self.columns,
            **_given(
                schema=self.schema,
                if_not_exists=self.if_not_exists,
                comment=self.comment,
                prefixes=self.prefixes or None,
                info=self.info or None,
                _constraints_included=getattr(self, "_constraints_included", None),
            ),
            **self.kw,
        )


class DropTableOp(MigrateOperation):
    _directive = "drop_table"

    def __init__(self, table_name, *, schema=None, if_exists=None, table_kw=None, _reverse=None):
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self.table_kw = dict(table_kw or {})
        self.comment = self.table_kw.pop("comment", None)
        self.info = self.table_kw.pop("info", None)
        self.prefixes = self.table_kw.pop("prefixes", None)
        self._reverse = _reverse

    @classmethod
    def _from_arguments(cls, table_name, *, schema=None, if_exists=None, **kw):
        return cls(table_name, schema=schema, if_exists=if_exists, table_kw=kw)

    @classmethod
    def from_table(cls, table, *, _namespace_metadata=None):
        return cls(
            table.name,
            schema=table.schema,
            table_kw={
                "comment": table.comment,
                "info": dict(table.info),
                "prefixes": list(table._prefixes),
                **table.kwargs,
            },
            _reverse=CreateTableOp.from_table(table, _namespace_metadata=_namespace_metadata),
        )

    def to_table(self, migration_context=None):
        columns = self._reverse.columns if self._reverse else ()
        made = CreateTableOp(
            self.table_name,
            columns,
            schema=self.schema,
            comment=self.comment,
            info=self.info or {},
            prefixes=self.prefixes,
            _constraints_included=bool(self._reverse) and self._reverse._constraints_included,
            **self.table_kw,
        )
        return made.to_table(migration_context)

    def reverse(self):
        return CreateTableOp.from_table(self.to_table())

    def to_diff_tuple(self):
        return ("remove_table", self.to_table())

    def _emit(self, op):
        op.drop_table(
            self.table_name,
            **_given(schema=self.schema, if_exists=self.if_exists, comment=self.comment),
            **self.table_kw,
        )


class RenameTableOp(AlterTableOp):
    _directive = "rename_table"

    def __init__(self, old_table_name, new_table_name, *, schema=None):
        self.table_name = old_table_name
        self.new_table_name = new_table_name
        self.schema = schema

    def _emit(self, op):
        op.rename_table(self.table_name, self.new_table_name, **_given(schema=self.schema))


class CreateIndexOp(MigrateOperation):
    _directive = "create_index"

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

    @classmethod
    def from_index(cls, index):
        table = index.table
        return cls(
            index.name,
            table.name,
            list(index.expressions),
            schema=table.schema,
            unique=index.unique,
            **index.kwargs,
        )

    def to_index(self, migration_context=None):
        names = [column for column in self.columns if isinstance(column, str)]
        table = _placeholder(migration_context, self.table_name, names, self.schema)
        elements = [_index_element(table, column) for column in self.columns]
        return Index(self.index_name, *elements, unique=self.unique, _table=table, **self.kw)

    def reverse(self):
        return DropIndexOp.from_index(self.to_index())

    def to_diff_tuple(self):
        return ("add_index", self.to_index())

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
    _directive = "drop_index"

    def __init__(
        self, index_name, table_name=None, *, schema=None, if_exists=None, _reverse=None, **kw
    ):
        self.index_name = index_name
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self.kw = kw
        self._reverse = _reverse

    @classmethod
    def from_index(cls, index):
        table = index.table
        return cls(
            index.name,
            table_name=table.name,
            schema=table.schema,
            _reverse=CreateIndexOp.from_index(index),
            unique=index.unique,
            **index.kwargs,
        )

    def to_index(self, migration_context=None):
        columns = self._reverse.columns if self._reverse else ["x"]
        made = CreateIndexOp(
            self.index_name, self.table_name or "no_table", columns, schema=self.schema, **self.kw
        )
        return made.to_index(migration_context)

    def reverse(self):
        return CreateIndexOp.from_index(self.to_index())

    def to_diff_tuple(self):
        return ("remove_index", self.to_index())

    def _emit(self, op):
        op.drop_index(
            self.index_name,
            **_given(table_name=self.table_name, schema=self.schema, if_exists=self.if_exists),
            **self.kw,
        )


class CreatePrimaryKeyOp(AddConstraintOp):
    constraint_type = "primarykey"
    _directive = "create_primary_key"
    _kind = PrimaryKeyConstraint
    _subject = "columns"

    @classmethod
    def from_constraint(cls, constraint):
        return cls._from_columns(constraint)

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self._set(constraint_name, table_name, columns, schema, kw)


class CreateUniqueConstraintOp(AddConstraintOp):
    constraint_type = "unique"
    _directive = "create_unique_constraint"
    _kind = UniqueConstraint
    _subject = "columns"

    @classmethod
    def from_constraint(cls, constraint):
        given = {name: getattr(constraint, name) for name in ("deferrable", "initially")}
        return cls._from_columns(constraint, **{name: value for name, value in given.items() if value})

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self._set(constraint_name, table_name, columns, schema, kw)


class CreateForeignKeyOp(AddConstraintOp):
    constraint_type = "foreignkey"
    _directive = "create_foreign_key"

    def __init__(self, constraint_name, source_table, referent_table, local_cols, remote_cols, **kw):
        self.constraint_name = constraint_name
        self.source_table = source_table
        self.referent_table = referent_table
        self.local_cols = local_cols
        self.remote_cols = remote_cols
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        table = constraint.table
        names = ("onupdate", "ondelete", "initially", "deferrable", "use_alter", "match")
        given = {name: getattr(constraint, name) for name in names}
        targets = [key.target_fullname.split(".") for key in constraint.elements]
        return cls(
            _name(constraint),
            table.name,
            targets[0][-2],
            [key.parent.name for key in constraint.elements],
            [target[-1] for target in targets],
            **{name: value for name, value in given.items() if value},
            source_schema=table.schema,
            referent_schema=".".join(targets[0][:-2]) or None,
            **constraint.dialect_kwargs,
        )

    def to_constraint(self, migration_context=None):
        kw = dict(self.kw)
        schema, referent_schema = kw.pop("source_schema", None), kw.pop("referent_schema", None)
        table = _placeholder(migration_context, self.source_table, self.local_cols, schema)
        is_own = self.source_table == self.referent_table and schema == referent_schema
        referred = table if is_own else Table(self.referent_table, table.metadata, schema=referent_schema)
        for column in self.remote_cols:
            if column not in referred.c:
                referred.append_column(Column(column, NullType()))
        target = f"{referent_schema}.{self.referent_table}" if referent_schema else self.referent_table
        constraint = ForeignKeyConstraint(
            list(self.local_cols),
            [f"{target}.{column}" for column in self.remote_cols],
            name=self.constraint_name,
            **kw,
        )
        table.append_constraint(constraint)
        return constraint

    def to_diff_tuple(self):
        return ("add_fk", self.to_constraint())

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

    @classmethod
    def from_constraint(cls, constraint):
        table = constraint.table
        return cls(
            _name(constraint),
            table.name,
            constraint.sqltext,
            schema=table.schema,
            **constraint.dialect_kwargs,
        )

    def to_constraint(self, migration_context=None):
        table = _placeholder(migration_context, self.table_name, schema=self.schema)
        constraint = CheckConstraint(self.condition, name=self.constraint_name, **self.kw)
        table.append_constraint(constraint)
        return constraint

    def __init__(self, constraint_name, table_name, condition, *, schema=None, **kw):
        self._set(constraint_name, table_name, condition, schema, kw)


class CreateExcludeConstraintOp(AddConstraintOp):
    constraint_type = "exclude"
    _directive = "create_exclude_constraint"
    _subject = "elements"

    def __init__(self, constraint_name, table_name, elements, where=None, schema=None, **kw):
        self._set(constraint_name, table_name, elements, schema, kw)
        self.where = where

    @classmethod
    def _from_arguments(cls, constraint_name, table_name, *elements, **kw):
        return cls(constraint_name, table_name, elements, **kw)

    @classmethod
    def from_constraint(cls, constraint):
        table = constraint.table
        given = {name: getattr(constraint, name) for name in ("deferrable", "initially")}
        return cls(
            _name(constraint),
            table.name,
            [(expression, operator) for expression, name, operator in constraint._render_exprs],
            where=constraint.where,
            schema=table.schema,
            **{name: value for name, value in given.items() if value},
            using=constraint.using,
        )

    def to_constraint(self, migration_context=None):
        columns = [element[0] for element in self.elements if isinstance(element[0], str)]
        table = _placeholder(migration_context, self.table_name, columns, self.schema)
        constraint = ExcludeConstraint(
            *self.elements, name=self.constraint_name, where=self.where, **self.kw
        )
        table.append_constraint(constraint)
        return constraint

    def _emit(self, op):
        op.create_exclude_constraint(
            self.constraint_name,
            self.table_name,
            *self.elements,
            **_given(where=self.where, schema=self.schema),
            **self.kw,
        )


class DropConstraintOp(MigrateOperation):
    _directive = "drop_constraint"

    def __init__(
        self, constraint_name, table_name, type_=None, *, schema=None, if_exists=None, _reverse=None
    ):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.constraint_type = type_
        self.schema = schema
        self.if_exists = if_exists
        self._reverse = _reverse

    @classmethod
    def from_constraint(cls, constraint):
        kinds = (
            (UniqueConstraint, "unique"),
            (ForeignKeyConstraint, "foreignkey"),
            (PrimaryKeyConstraint, "primary"),
            (CheckConstraint, "check"),
        )
        found = [name for kind, name in kinds if isinstance(constraint, kind)]
        return cls(
            _name(constraint),
            constraint.table.name,
            schema=constraint.table.schema,
            type_=found[0] if found else None,
            _reverse=AddConstraintOp.from_constraint(constraint),
        )

    def to_constraint(self):
        if self._reverse is None:
            raise ValueError("constraint cannot be produced; original constraint is not present")
        constraint = self._reverse.to_constraint()
        constraint.name = self.constraint_name
        constraint.table.name = self.table_name
        constraint.table.schema = self.schema
        return constraint

    def reverse(self):
        return AddConstraintOp.from_constraint(self.to_constraint())

    def to_diff_tuple(self):
        kind = "remove_fk" if self.constraint_type == "foreignkey" else "remove_constraint"
        return (kind, self.to_constraint())

    def _emit(self, op):
        op.drop_constraint(
            self.constraint_name,
            self.table_name,
            **_given(type_=self.constraint_type, schema=self.schema, if_exists=self.if_exists),
        )


class CreateTableCommentOp(AlterTableOp):
    _directive = "create_table_comment"

    def __init__(self, table_name, comment, *, schema=None, existing_comment=None):
        self.table_name = table_name
        self.comment = comment
        self.existing_comment = existing_comment
        self.schema = schema

    def to_table(self, migration_context=None):
        metadata = _metadata(migration_context)
        return Table(self.table_name, metadata, schema=self.schema, comment=self.comment)

    def reverse(self):
        if self.existing_comment is None:
            return DropTableCommentOp(
                self.table_name, existing_comment=self.comment, schema=self.schema
            )
        return CreateTableCommentOp(
            self.table_name,
            self.existing_comment,
            existing_comment=self.comment,
            schema=self.schema,
        )

    def to_diff_tuple(self):
        return ("add_table_comment", self.to_table(), self.existing_comment)

    def _emit(self, op):
        op.create_table_comment(
            self.table_name,
            self.comment,
            **_given(existing_comment=self.existing_comment, schema=self.schema),
        )


class DropTableCommentOp(AlterTableOp):
    _directive = "drop_table_comment"

    def __init__(self, table_name, *, schema=None, existing_comment=None):
        self.table_name = table_name
        self.existing_comment = existing_comment
        self.schema = schema

    def to_table(self, migration_context=None):
        return Table(self.table_name, _metadata(migration_context), schema=self.schema)

    def reverse(self):
        return CreateTableCommentOp(self.table_name, self.existing_comment, schema=self.schema)

    def to_diff_tuple(self):
        return ("remove_table_comment", self.to_table())

    def _emit(self, op):
        op.drop_table_comment(
            self.table_name,
            **_given(existing_comment=self.existing_comment, schema=self.schema),
        )


class ExecuteSQLOp(MigrateOperation):
    _directive = "execute"

    def __init__(self, sqltext, *, execution_options=None):
        self.sqltext = sqltext
        self.execution_options = execution_options

    def to_diff_tuple(self):
        return ("execute", self.sqltext)

    def _emit(self, op):
        op.execute(self.sqltext, execution_options=self.execution_options)


class BulkInsertOp(MigrateOperation):
    _directive = "bulk_insert"

    def __init__(self, table, rows, *, multiinsert=True):
        self.table = table
        self.rows = rows
        self.multiinsert = multiinsert

    def _emit(self, op):
        op.bulk_insert(self.table, self.rows, multiinsert=self.multiinsert)


_ADDED_BY = (
    (PrimaryKeyConstraint, CreatePrimaryKeyOp),
    (UniqueConstraint, CreateUniqueConstraintOp),
    (ForeignKeyConstraint, CreateForeignKeyOp),
    (CheckConstraint, CreateCheckConstraintOp),
    (ExcludeConstraint, CreateExcludeConstraintOp),
)


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
    from alembic.op import _directives

    if not hasattr(made, "_emit"):
        raise NotImplementedError(f"no renderer for {type(made).__name__}")
    made._emit(_directives)


def _is_own(cls):
    return cls.__module__ == "alembic.operations.ops"


def _is_rendered(cls):
    """Whether Alembic has a renderer for the class."""
    is_operation = isinstance(cls, type) and _is_own(cls)
    return is_operation and cls.__name__ in _RENDERED


_RENDERED = {
    "AddColumnOp",
    "AlterColumnOp",
    "CreateCheckConstraintOp",
    "CreateExcludeConstraintOp",
    "CreateForeignKeyOp",
    "CreateIndexOp",
    "CreatePrimaryKeyOp",
    "CreateTableCommentOp",
    "CreateTableOp",
    "CreateUniqueConstraintOp",
    "DropColumnOp",
    "DropConstraintOp",
    "DropIndexOp",
    "DropTableCommentOp",
    "DropTableOp",
    "ExecuteSQLOp",
    "ModifyTableOps",
}


def _is_custom(made):
    """Whether an operation is more than one of Alembic's own: by its class, or by a renderer of the project."""
    if not _is_own(type(made)):
        return True
    from alembic.autogenerate._dispatch import renderers

    return bool(renderers._registry) and renderers._of_project(made) is not None


def _rendered_by_project(name):
    """Whether the project renders a class of Alembic's itself."""
    from alembic.autogenerate._dispatch import renderers

    return renderers._of_project(globals()[name]) is not None


def _defines(made, method):
    """Whether the project's own class has the method, and not only Alembic's."""
    for cls in type(made).__mro__:
        if method in vars(cls):
            return not cls.__module__.startswith("alembic.operations.") or cls is MigrateOperation
    return True


def _own_operations(op_cls):
    """The operations of Alembic's own that an implementation for `op_cls` serves."""
    own = [cls for cls in globals().values() if isinstance(cls, type) and hasattr(cls, "_directive")]
    return [cls for cls in own if issubclass(cls, op_cls)]
