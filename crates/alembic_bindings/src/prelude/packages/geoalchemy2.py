"""GeoAlchemy2: the types, and the spatial indexes that their columns bring."""
import _alembic_packages as _native
from sqlalchemy import Column, Index, Table, event, func
from sqlalchemy.types import UserDefinedType as _UserDefinedType


class _GISType(_UserDefinedType):
    name = None
    from_text = None
    cache_ok = False

    def __init__(self, geometry_type="GEOMETRY", srid=-1, dimension=None, spatial_index=True, use_N_D_index=False, use_typmod=None,
                 from_text=None, name=None, nullable=True, _spatial_index_reflected=None):
        srid = int(srid if srid is not None else -1)
        if geometry_type:
            geometry_type = geometry_type.upper()
            dimension = 4 if geometry_type.endswith("ZM") else 3 if geometry_type[-1] in "ZM" else 2
        self.geometry_type = geometry_type
        self.srid = srid
        if name is not None:
            self.name = name
        if from_text is not None:
            self.from_text = from_text
        self.dimension = dimension
        self.spatial_index = spatial_index
        self.use_N_D_index = use_N_D_index
        self.use_typmod = use_typmod
        self.nullable = nullable
        self._spatial_index_reflected = _spatial_index_reflected

    def get_col_spec(self, **kw):
        return f"{self.name}({self.geometry_type},{self.srid})" if self.geometry_type else self.name

    # Values are wrapped in functions of the database: not followed.
    def bind_expression(self, bindvalue):
        _native.unsupported(f"a value of the type {type(self).__name__}")

    def column_expression(self, column):
        _native.unsupported(f"a value of the type {type(self).__name__}")


class Geometry(_GISType):
    __module__ = "geoalchemy2.types"
    name = "geometry"
    from_text = "ST_GeomFromEWKT"
    as_binary = "ST_AsEWKB"
    cache_ok = True


class Geography(_GISType):
    __module__ = "geoalchemy2.types"
    name = "geography"
    from_text = "ST_GeogFromText"
    as_binary = "ST_AsBinary"
    cache_ok = True


class Raster(_GISType):
    __module__ = "geoalchemy2.types"
    name = "raster"
    from_text = "raster"
    as_binary = "raster"
    cache_ok = True

    def __init__(self, spatial_index=True, from_text=None, name=None, nullable=True, _spatial_index_reflected=None):
        super().__init__(None, -1, None, spatial_index, False, False, from_text, name, nullable, _spatial_index_reflected)


def _after_parent_attach(column, table):
    if not isinstance(table, Table) or not isinstance(column.type, _GISType):
        return
    if not column.type.nullable:
        column.nullable = column.type.nullable
    else:
        column.type.nullable = column.nullable
    if not column.type.spatial_index or column.type._spatial_index_reflected:
        return
    options = {"postgresql_using": "gist", "_column_flag": True}
    if column.type.use_N_D_index:
        options["postgresql_ops"] = {column.name: "gist_geometry_ops_nd"}
    target = func.ST_ConvexHull(column) if isinstance(column.type, Raster) else column
    table.append_constraint(Index(f"idx_{table.name}_{column.name}", target, **options))


event.listen(Column, "after_parent_attach", _after_parent_attach)


class _Element:
    def __init__(self, data, *args, **options):
        self.data = data


WKTElement = WKBElement = RasterElement = _Element


def load_spatialite(*args, **options):
    _native.unsupported("geoalchemy2.load_spatialite()")
