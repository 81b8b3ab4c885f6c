from typing import List, Optional, Literal

from pydantic import Field, PostgresDsn, SecretStr, computed_field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    PROJECT: str = "demo"
    DEBUG: bool = False
    PORT: int = 5432
    RATIO: float = 0.5
    HOST: str = "localhost"
    USER: str
    PASSWORD: SecretStr
    TAGS: List[str] = []
    LEVEL: Literal["info", "debug"] = "info"
    LIMIT: Optional[int] = None
    URL: PostgresDsn | None = None
    db_name: str = Field(default="app", validation_alias="POSTGRES_DB")
    OTHER: dict[str, int] = Field(default_factory=dict)

    @field_validator("URL", mode="before")
    @classmethod
    def assemble(cls, v, info):
        if v:
            return v
        return PostgresDsn.build(
            scheme="postgresql+asyncpg",
            username=info.data["USER"],
            password=info.data["PASSWORD"].get_secret_value(),
            host=info.data["HOST"],
            port=info.data["PORT"],
            path="app",
        )

    @property
    def sync_url(self) -> str:
        return f"postgresql://{self.USER}:{self.PASSWORD.get_secret_value()}@{self.HOST}:{self.PORT}/{self.db_name}"

    @computed_field
    @property
    def upper(self) -> str:
        return self.PROJECT.upper()


settings = Settings()
print(settings.PROJECT, settings.DEBUG, settings.PORT, settings.RATIO, settings.HOST)
print(settings.USER, settings.PASSWORD, repr(settings.PASSWORD), settings.PASSWORD.get_secret_value())
print(settings.TAGS, settings.LEVEL, settings.LIMIT, settings.db_name, settings.OTHER)
print(str(settings.URL), repr(settings.URL))
print(settings.sync_url, settings.upper)
print(settings.model_dump(exclude={"URL", "PASSWORD"}))
print(repr(settings))
print(list(Settings.model_fields))
print(Settings(PORT="99", HOST="db").PORT)
print(hasattr(Settings, "PORT"))
