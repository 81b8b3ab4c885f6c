import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Optional

import sqlalchemy as sa
from pydantic import ConfigDict, EmailStr, HttpUrl, field_validator
from sqlmodel import JSON, Column, DateTime, Field, Relationship, SQLModel


def utcnow() -> datetime:
    return datetime.now(UTC)


class Identified(SQLModel):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)


class Dated(SQLModel):
    created: datetime = Field(
        default_factory=utcnow, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now()}
    )
    changed: datetime | None = Field(default=None, sa_type=DateTime, sa_column_kwargs={"onupdate": utcnow})


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"
