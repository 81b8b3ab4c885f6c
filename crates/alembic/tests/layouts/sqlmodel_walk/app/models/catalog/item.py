from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import List, Optional

import sqlmodel as sm
from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, relationship
from sqlmodel import Field, Relationship, SQLModel


class ItemBase(SQLModel):
    title: str = Field(min_length=1, max_length=255)
    price: float = 0
    opens: Optional[time] = None
    lasts: Optional[timedelta] = None
    big: int = Field(default=0, sa_type=sm.BigInteger)


class Item(ItemBase, table=True):
    __table_args__ = (Index("ix_item_cheap", "price", sqlite_where=text("price < 10")),)
    id: Optional[int] = Field(default=None, primary_key=True)
    owner_id: uuid.UUID = Field(foreign_key="user.id", nullable=False, ondelete="CASCADE")
    parent_id: Optional[int] = Field(default=None, foreign_key="item.id")
    owner: Optional["User"] = Relationship(back_populates="items")
