"""`geoalchemy2.alembic_helpers`."""
import _alembic_packages as _native


def render_item(obj_type, obj, autogen_context):
    from geoalchemy2 import Geography, Geometry, Raster
    if obj_type == "type" and isinstance(obj, (Geometry, Geography, Raster)):
        autogen_context.imports.add(f"from geoalchemy2 import {type(obj).__name__}")
        return repr(obj)
    return False


def include_object(obj, name, obj_type, reflected, compare_to):
    if obj_type == "table" and (name.startswith("spatial_ref_sys") or name in ("geometry_columns", "geography_columns", "raster_columns", "raster_overviews")):
        return False
    return True


def writer(*args, **options):
    _native.unsupported("geoalchemy2.alembic_helpers.writer()")
