from __future__ import annotations

import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from sqlalchemy import ForeignKey, Numeric
from sqlalchemy.orm import Mapped, mapped_column, registry

from .types import Base, intpk, str_50

mapper_registry = registry(metadata=Base.metadata, type_annotation_map={Decimal: Numeric(9, 3), **Base.registry.type_annotation_map})


@mapper_registry.mapped_as_dataclass(kw_only=True)
class Part:
    __tablename__ = "parts"
    LIMIT: ClassVar[int] = 3
    id: Mapped[intpk] = mapped_column(init=False)
    price: Mapped[Decimal]
    unit: Mapped[Literal["kg", "piece"]]
    made: Mapped[datetime.date | None]
    label: Mapped[str_50 | None]
    user_id = mapped_column(ForeignKey("users.id"))


