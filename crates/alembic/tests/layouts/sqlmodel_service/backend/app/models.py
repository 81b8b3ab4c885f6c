import enum
import uuid
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import List, Optional

from sqlalchemy import JSON, Column, DateTime, Text, func
from sqlmodel import Field, Relationship, SQLModel


def money(**kwargs) -> Decimal:
    return Field(max_digits=12, decimal_places=2, **kwargs)


class Role(str, enum.Enum):
    ADMIN = "admin"
    MEMBER = "member"


class Membership(SQLModel, table=True):
    user_id: Optional[uuid.UUID] = Field(default=None, foreign_key="user.id", primary_key=True)
    team_id: Optional[int] = Field(default=None, foreign_key="team.id", primary_key=True, ondelete="CASCADE")


class UserBase(SQLModel):
    email: str = Field(unique=True, index=True, max_length=255)
    full_name: str | None = Field(default=None, max_length=255)
    role: Role = Role.MEMBER
    is_active: bool = True


class User(UserBase, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    hashed_password: str
    birthday: date | None = None
    created_at: datetime = Field(default_factory=lambda: datetime.now(timezone.utc), sa_type=DateTime(timezone=True))
    settings: dict = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    teams: List["Team"] = Relationship(back_populates="users", link_model=Membership)
    invoices: List["Invoice"] = Relationship(back_populates="owner", cascade_delete=True)


class UserCreate(UserBase):
    password: str


class UserPublic(UserBase):
    id: uuid.UUID


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    notes: Optional[str] = Field(default=None, sa_column=Column("team_notes", Text))
    users: List[User] = Relationship(back_populates="teams", link_model=Membership)


class Invoice(SQLModel, table=True):
    __tablename__ = "invoices"
    id: int | None = Field(default=None, primary_key=True)
    total: Decimal = money(default=0)
    rate: float = 0.0
    due: datetime | None = Field(default=None, sa_column_kwargs={"server_default": func.now()})
    owner_id: uuid.UUID = Field(foreign_key="user.id", nullable=False)
    owner: User | None = Relationship(back_populates="invoices")
