from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, Field, SecretStr, computed_field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL

ROOT = Path(__file__).resolve().parents[3]


class DatabaseSettings(BaseModel):
    driver: str = "postgresql+asyncpg"
    host: str = Field(default="localhost", validation_alias=AliasChoices("host", "hostname"))
    port: int = 5432
    user: str
    password: SecretStr = SecretStr("")
    name: str = "acme"
    db_schema: str | None = None
    pool: dict[str, int] = {"size": 5}

    @property
    def url(self) -> URL:
        return URL.create(
            self.driver,
            username=self.user,
            password=self.password.get_secret_value() or None,
            host=self.host,
            port=self.port,
            database=self.name,
        )


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="ACME_",
        env_file=(ROOT / ".env.default", ROOT / ".env"),
        env_nested_delimiter="__",
        case_sensitive=False,
        extra="ignore",
        frozen=True,
    )

    env: Literal["dev", "test", "prod"] = "dev"
    debug: bool = False
    tags: list[str] = []
    db: DatabaseSettings
    embedding_size: Annotated[int, Field(gt=0, le=4096)] = 8

    @field_validator("tags", mode="after")
    @classmethod
    def lower(cls, value: list[str]) -> list[str]:
        return [item.lower() for item in value]

    @model_validator(mode="after")
    def no_debug_in_production(self) -> "Settings":
        if self.env == "prod" and self.debug:
            raise ValueError("debug is not for production")
        return self

    @computed_field
    @property
    def dsn(self) -> str:
        return self.db.url.render_as_string(hide_password=False)


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings()
