from pydantic_settings import BaseSettings
from sqlalchemy.orm import DeclarativeBase


class Settings(BaseSettings):
    database_url: str
    token: str


settings = Settings(database_url="sqlite:///app.db")


class Base(DeclarativeBase):
    pass
