"""`geoalchemy2.alembic_helpers`: operations for spatial tables, columns and indexes. On PostgreSQL they are plain ones;
what they do on other databases is not followed."""
import _alembic_packages as _native
from alembic.autogenerate import renderers, rewriter
from alembic.autogenerate import render as _render
from alembic.operations import BatchOperations, Operations, ops
from geoalchemy2 import Geography, Geometry, Raster
from sqlalchemy import Column
from sqlalchemy.types import TypeDecorator

writer = rewriter.Rewriter()
_INTERNAL_TABLES = (
    "geometry_columns", "spatial_ref_sys", "spatialite_history", "sqlite_sequence", "views_geometry_columns", "virts_geometry_columns",
    "idx_", "gpkg_", "vgpkg_",
)


def render_item(obj_type, obj, autogen_context):
    if obj_type == "type" and isinstance(obj, (Geometry, Geography, Raster)):
        autogen_context.imports.add(f"from geoalchemy2 import {type(obj).__name__}")
        return repr(obj)
    return False


def include_object(obj, name, obj_type, reflected, compare_to):
    return not (obj_type == "table" and name.startswith(_INTERNAL_TABLES))


def _is_spatial(type_, dialect):
    if isinstance(type_, TypeDecorator):
        type_ = type_.load_dialect_impl(dialect)
    return isinstance(type_, (Geometry, Geography, Raster))


def _only_postgresql(operations, what):
    if operations.migration_context.dialect.name != "postgresql":
        _native.unsupported(f"{what}() of geoalchemy2 on {operations.migration_context.dialect.name}")


def _without_index(column):
    """The index of a spatial column is an operation of its own."""
    if getattr(column.type, "spatial_index", False):
        column.type.spatial_index = False


class AddGeospatialColumnOp(ops.AddColumnOp):
    @classmethod
    def add_geospatial_column(cls, operations, table_name, column, schema=None):
        return operations.invoke(cls(table_name, column, schema=schema))

    @classmethod
    def batch_add_geospatial_column(cls, operations, column, insert_before=None, insert_after=None):
        _native.unsupported("batch_op.add_geospatial_column() of geoalchemy2")

    def reverse(self):
        return DropGeospatialColumnOp.from_column_and_tablename(self.schema, self.table_name, self.column.name)


class DropGeospatialColumnOp(ops.DropColumnOp):
    @classmethod
    def drop_geospatial_column(cls, operations, table_name, column_name, schema=None, **kw):
        return operations.invoke(cls(table_name, column_name, schema=schema, **kw))

    @classmethod
    def batch_drop_geospatial_column(cls, operations, column_name, **kw):
        _native.unsupported("batch_op.drop_geospatial_column() of geoalchemy2")

    def reverse(self):
        return AddGeospatialColumnOp.from_column_and_tablename(self.schema, self.table_name, self.column)


class CreateGeospatialTableOp(ops.CreateTableOp):
    @classmethod
    def create_geospatial_table(cls, operations, table_name, *columns, **kw):
        return operations.invoke(cls(table_name, columns, **kw))


class DropGeospatialTableOp(ops.DropTableOp):
    @classmethod
    def drop_geospatial_table(cls, operations, table_name, schema=None, **kw):
        return operations.invoke(cls(table_name, schema=schema, table_kw=kw))


class CreateGeospatialIndexOp(ops.CreateIndexOp):
    @classmethod
    def create_geospatial_index(cls, operations, index_name, table_name, columns, schema=None, unique=False, **kw):
        return operations.invoke(cls(index_name, table_name, columns, schema=schema, unique=unique, **kw))

    @classmethod
    def batch_create_geospatial_index(cls, operations, index_name, columns, **kw):
        _native.unsupported("batch_op.create_geospatial_index() of geoalchemy2")

    def reverse(self):
        return DropGeospatialIndexOp(self.index_name, self.table_name, column_name=self.columns[0].name, schema=self.schema)


class DropGeospatialIndexOp(ops.DropIndexOp):
    def __init__(self, *args, column_name, **kwargs):
        super().__init__(*args, **kwargs)
        self.column_name = column_name

    @classmethod
    def drop_geospatial_index(cls, operations, index_name, table_name, column_name, schema=None, unique=False, **kw):
        return operations.invoke(cls(index_name, table_name=table_name, column_name=column_name, schema=schema, unique=unique, **kw))

    @classmethod
    def batch_drop_geospatial_index(cls, operations, index_name, **kw):
        _native.unsupported("batch_op.drop_geospatial_index() of geoalchemy2")


def add_geospatial_column(operations, operation):
    _only_postgresql(operations, "add_geospatial_column")
    _without_index(operation.column)
    operations.add_column(operation.table_name, operation.column, schema=operation.schema)


def drop_geospatial_column(operations, operation):
    _only_postgresql(operations, "drop_geospatial_column")
    operations.drop_column(operation.table_name, operation.column_name, schema=operation.schema, **operation.kw)


def create_geospatial_table(operations, operation):
    _only_postgresql(operations, "create_geospatial_table")
    if any(isinstance(column, Column) and getattr(column.type, "use_typmod", None) is False for column in operation.columns):
        _native.unsupported("a spatial column with use_typmod=False in create_geospatial_table()")
    operations.create_table(operation.table_name, *operation.columns, schema=operation.schema, **operation.kw)


def drop_geospatial_table(operations, operation):
    _only_postgresql(operations, "drop_geospatial_table")
    operations.drop_table(operation.table_name, schema=operation.schema, **operation.table_kw)


def create_geospatial_index(operations, operation):
    _only_postgresql(operations, "create_geospatial_index")
    operations.create_index(
        operation.index_name, operation.table_name, operation.columns, schema=operation.schema, unique=operation.unique, **operation.kw
    )


def drop_geospatial_index(operations, operation):
    _only_postgresql(operations, "drop_geospatial_index")
    operations.drop_index(operation.index_name, table_name=operation.table_name, schema=operation.schema)


def _renamed(render, plain, spatial):
    def renderer(autogen_context, op):
        return render(autogen_context, op).replace(f".{plain}(", f".{spatial}(")

    return renderer


def render_drop_geo_index(autogen_context, op):
    text = _renamed(_render._drop_index, "drop_index", "drop_geospatial_index")(autogen_context, op)
    return text[:-1] + f", column_name='{op.column_name}')"


def add_geo_column(context, revision, op):
    if not _is_spatial(op.column.type, context.bind.dialect):
        return op
    _without_index(op.column)
    return AddGeospatialColumnOp(op.table_name, op.column, schema=op.schema)


def drop_geo_column(context, revision, op):
    if not _is_spatial(op.to_column().type, context.bind.dialect):
        return op
    return DropGeospatialColumnOp(op.table_name, op.column_name, schema=op.schema)


def create_geo_table(context, revision, op):
    spatial = [column for column in op.columns if isinstance(column, Column) and _is_spatial(column.type, context.bind.dialect)]
    if not spatial:
        return op
    for column in spatial:
        _without_index(column)
    return CreateGeospatialTableOp(
        op.table_name,
        op.columns,
        schema=op.schema,
        **op.kw,
    )


def drop_geo_table(context, revision, op):
    columns = op.to_table().columns
    if not any(isinstance(column, Column) and _is_spatial(column.type, context.bind.dialect) for column in columns):
        return op
    return DropGeospatialTableOp(op.table_name, schema=op.schema)


def create_geo_index(context, revision, op):
    column = op.columns[0] if len(op.columns) == 1 else None
    if not isinstance(column, Column) or not _is_spatial(column.type, context.bind.dialect):
        return op
    op.kw["postgresql_using"] = op.kw.get("postgresql_using", "gist")
    operators = {column.name: "gist_geometry_ops_nd"} if column.type.use_N_D_index else {}
    op.kw["postgresql_ops"] = op.kw.get("postgresql_ops", operators)
    return CreateGeospatialIndexOp(op.index_name, op.table_name, op.columns, schema=op.schema, unique=op.unique, **op.kw)


def drop_geo_index(context, revision, op):
    columns = list(op.to_index().columns)
    column = columns[0] if len(columns) == 1 else None
    if not isinstance(column, Column) or not _is_spatial(column.type, context.bind.dialect):
        return op
    return DropGeospatialIndexOp(op.index_name, table_name=op.table_name, column_name=column.name, schema=op.schema, **op.kw)


def _register():
    Operations.register_operation("add_geospatial_column")(AddGeospatialColumnOp)
    BatchOperations.register_operation("add_geospatial_column", "batch_add_geospatial_column")(AddGeospatialColumnOp)
    Operations.register_operation("drop_geospatial_column")(DropGeospatialColumnOp)
    BatchOperations.register_operation("drop_geospatial_column", "batch_drop_geospatial_column")(DropGeospatialColumnOp)
    Operations.register_operation("create_geospatial_table")(CreateGeospatialTableOp)
    Operations.register_operation("drop_geospatial_table")(DropGeospatialTableOp)
    Operations.register_operation("create_geospatial_index")(CreateGeospatialIndexOp)
    BatchOperations.register_operation("create_geospatial_index", "batch_create_geospatial_index")(CreateGeospatialIndexOp)
    Operations.register_operation("drop_geospatial_index")(DropGeospatialIndexOp)
    BatchOperations.register_operation("drop_geospatial_index", "batch_drop_geospatial_index")(DropGeospatialIndexOp)
    Operations.implementation_for(AddGeospatialColumnOp)(add_geospatial_column)
    Operations.implementation_for(DropGeospatialColumnOp)(drop_geospatial_column)
    Operations.implementation_for(CreateGeospatialTableOp)(create_geospatial_table)
    Operations.implementation_for(DropGeospatialTableOp)(drop_geospatial_table)
    Operations.implementation_for(CreateGeospatialIndexOp)(create_geospatial_index)
    Operations.implementation_for(DropGeospatialIndexOp)(drop_geospatial_index)
    renderers.dispatch_for(DropGeospatialIndexOp)(render_drop_geo_index)
    writer.rewrites(ops.AddColumnOp)(add_geo_column)
    writer.rewrites(ops.DropColumnOp)(drop_geo_column)
    writer.rewrites(ops.CreateTableOp)(create_geo_table)
    writer.rewrites(ops.DropTableOp)(drop_geo_table)
    writer.rewrites(ops.CreateIndexOp)(create_geo_index)
    writer.rewrites(ops.DropIndexOp)(drop_geo_index)
    for operation, function, plain, spatial in (
        (AddGeospatialColumnOp, _render._add_column, "add_column", "add_geospatial_column"),
        (DropGeospatialColumnOp, _render._drop_column, "drop_column", "drop_geospatial_column"),
        (CreateGeospatialTableOp, _render._add_table, "create_table", "create_geospatial_table"),
        (DropGeospatialTableOp, _render._drop_table, "drop_table", "drop_geospatial_table"),
        (CreateGeospatialIndexOp, _render._add_index, "create_index", "create_geospatial_index"),
    ):
        renderers.dispatch_for(operation)(_renamed(function, plain, spatial))


_register()
