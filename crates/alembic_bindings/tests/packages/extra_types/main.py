import enum

import sqlalchemy as sa
from geoalchemy2 import Geography, Geometry
from pgvector.sqlalchemy import HALFVEC, SPARSEVEC, Vector
import sqlalchemy.orm
from sqlalchemy_utils import (ChoiceType, EmailType, IPAddressType, JSONType, LtreeType, ScalarListType,
                              Timestamp, TSVectorType, URLType, UUIDType)


class Kind(enum.Enum):
    a = 1


types = [UUIDType(), UUIDType(binary=False), UUIDType(native=False), ChoiceType([("a", "A")]), ChoiceType(Kind, impl=sa.Integer()),
         EmailType(), EmailType(100), JSONType(), URLType(), ScalarListType(int), TSVectorType("a", "b"),
         IPAddressType()]
pg = [LtreeType(), Vector(3), Vector(), HALFVEC(4), SPARSEVEC(5), Geometry("POINT", srid=4326), Geography("POLYGON", 4326), Geometry()]
for one in [*types, *pg]:
    print(type(one).__module__, type(one).__name__, isinstance(one, sa.types.TypeDecorator))
for one in (UUIDType(), UUIDType(binary=False), Vector(3), HALFVEC(2), EmailType(), JSONType(), URLType(), Geometry("POINT", srid=4326), Geography()):
    print(repr(one))
metadata = sa.MetaData()
table = sa.Table("places", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("geom", Geometry("POINT")),
                 sa.Column("plain", Geometry("POINT", spatial_index=False)), sa.Column("loc", Geography("POINT", srid=4326)))
print(sorted(index.name for index in table.indexes))
Base = sa.orm.declarative_base()


class Stamped(Timestamp, Base):
    __tablename__ = "stamped"
    id = sa.Column(sa.Integer, primary_key=True)


print([(c.name, c.nullable) for c in Stamped.__table__.columns])
