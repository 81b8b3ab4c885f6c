import geoalchemy2
import pgvector.sqlalchemy
import pydantic
import sqlalchemy_utils
import sqlmodel
from pydantic.fields import FieldInfo
from pydantic.networks import PostgresDsn
from pydantic_settings.sources import PydanticBaseSettingsSource
from sqlmodel.main import SQLModel
from sqlmodel.sql.sqltypes import AutoString
from starlette.config import environ

print(repr(sqlmodel.sql.sqltypes.AutoString(length=3)))
print(sqlmodel.AutoString is AutoString, sqlmodel.SQLModel is SQLModel)
print(repr(pgvector.sqlalchemy.vector.VECTOR(3)), repr(pgvector.sqlalchemy.Vector(3)))
print(repr(geoalchemy2.types.Geometry("POINT")))
print(repr(sqlalchemy_utils.types.uuid.UUIDType(binary=False)))
print(pydantic.fields.FieldInfo is FieldInfo, pydantic.networks.PostgresDsn is PostgresDsn)
print(isinstance(sqlmodel.Field(), FieldInfo), callable(sqlmodel.select), sqlmodel.func is not None)
