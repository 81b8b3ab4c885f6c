from sqlalchemy import Column, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from services.api.db.base import Base


class ReportPage(Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]


Table("cache_entry", Base.metadata, Column("key", String, primary_key=True), info={"skip": True})
Table("tmp_import", Base.metadata, Column("id", Integer, primary_key=True))
Table("spatial_ref_sys", Base.metadata, Column("srid", Integer, primary_key=True))
