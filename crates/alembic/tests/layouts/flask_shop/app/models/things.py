from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db


class Item(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(100), index=True)
    added: Mapped[datetime] = mapped_column(default=datetime.now, server_default=sa.func.now())
    price: Mapped[float | None]
    __table_args__ = (db.CheckConstraint("price > 0", name="positive"),)
