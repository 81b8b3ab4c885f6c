from __future__ import annotations

import datetime
import enum
import uuid
from typing import Annotated, Any, Optional

from sqlalchemy import JSON, DateTime, Enum, MetaData, String, func
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, mapped_column

intpk = Annotated[int, mapped_column(primary_key=True, sort_order=-10)]
str_50 = Annotated[str, 50]
name_or_none = Annotated[Optional[str], mapped_column(String(30))]
created_at = Annotated[datetime.datetime, mapped_column(server_default=func.now(), sort_order=100)]


class Color(enum.Enum):
    RED = "red"
    GREEN = "green"


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    metadata = MetaData()
    type_annotation_map = {
        datetime.datetime: DateTime(timezone=True),
        dict[str, Any]: JSON,
        list[str]: JSON(),
        str_50: String(50),
        enum.Enum: Enum(enum.Enum, values_callable=lambda cls: [item.value for item in cls], native_enum=False, length=20),
        uuid.UUID: String(36),
    }
