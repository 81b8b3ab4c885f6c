from .base import *
from .base import Dated, Identified


class UserBase(SQLModel):
    model_config = ConfigDict(str_strip_whitespace=True)
    email: EmailStr = Field(unique=True, index=True, max_length=255)
    full_name: str | None = Field(default=None, max_length=255)
    is_active: bool = True

    @field_validator("full_name")
    @classmethod
    def not_blank(cls, value):
        return value or None


class UserCreate(UserBase):
    password: str = Field(min_length=8)


class Membership(SQLModel, table=True):
    user_id: uuid.UUID = Field(foreign_key="user.id", primary_key=True, ondelete="CASCADE")
    group_id: int | None = Field(default=None, foreign_key="groups.id", primary_key=True)
    role: Color = Color.RED


class User(UserBase, Identified, Dated, table=True):
    hashed_password: str
    balance: Decimal = Field(default=0, max_digits=10, decimal_places=2)
    born: Optional[date] = None
    avatar: bytes | None = None
    home: HttpUrl | None = Field(default=None, sa_type=sa.String(500))
    color: Color = Field(default=Color.BLUE, sa_column=Column(sa.Enum(Color, native_enum=False, length=20), nullable=False))
    settings: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}"))
    tags: list[str] = Field(default=[], sa_type=JSON)
    kind: ClassVar[str] = "user"
    groups: list["Group"] = Relationship(back_populates="users", link_model=Membership)
    items: list["Item"] = Relationship(back_populates="owner", cascade_delete=True)


class Group(SQLModel, table=True):
    __tablename__ = "groups"
    __table_args__ = (sa.UniqueConstraint("name", "tenant"), sa.CheckConstraint("tenant <> ''", name="tenant"))

    id: int | None = Field(default=None, primary_key=True)
    name: Annotated[str, Field(max_length=40)]
    tenant: str = Field(index=True, regex=None, description="the tenant", sa_column_kwargs={"comment": "owner"})
    users: list[User] = Relationship(back_populates="groups", link_model=Membership)


from .catalog.item import Item  # noqa: E402
