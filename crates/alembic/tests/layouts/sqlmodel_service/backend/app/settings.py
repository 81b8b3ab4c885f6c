from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file="../.env", extra="ignore")
    database_url: str

    @field_validator("database_url")
    @classmethod
    def plain_scheme(cls, value: str) -> str:
        return value.replace("sqlite+aiosqlite://", "sqlite://")


settings = Settings()
