from pgvector.sqlalchemy import Vector
from pydantic_settings import BaseSettings
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy_utils import EmailType, JSONType, URLType, UUIDType
from sqlalchemy_utils.models import Timestamp


class Settings(BaseSettings):
    embedding_size: int = 384


settings = Settings()


class Base(DeclarativeBase):
    pass


class User(Timestamp, Base):
    __tablename__ = "user"
    id: Mapped[str] = mapped_column(UUIDType(binary=False), primary_key=True)
    email: Mapped[str] = mapped_column(EmailType, unique=True)
    site = mapped_column(URLType)
    data = mapped_column(JSONType)


class Chunk(Base):
    __tablename__ = "chunk"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id = mapped_column(ForeignKey("user.id"))
    embedding = mapped_column(Vector(settings.embedding_size))
