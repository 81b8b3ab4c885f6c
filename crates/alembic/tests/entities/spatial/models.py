from datetime import datetime
from typing import Any
from geoalchemy2 import Geography, Geometry, Raster, WKBElement
from sqlalchemy import Column, ForeignKey, Index, Integer, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class City(Base):
    __tablename__ = "city"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    center: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326))
    outline = Column(Geometry(geometry_type="MULTIPOLYGON", srid=3857, spatial_index=False))

class Route(Base):
    __tablename__ = "route"
    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    line: Mapped[Any] = mapped_column(Geometry("LINESTRINGZ", srid=4326, dimension=3), nullable=True)
    area: Mapped[Any] = mapped_column(Geography(geometry_type="POLYGON", srid=4326, spatial_index=True))

class Plain(Base):
    __tablename__ = "plain"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[int]
    place: Mapped[Any] = mapped_column(Geography("POINT", srid=4326))
