from pydantic import AliasChoices, BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Database(BaseModel):
    host: str = "localhost"
    port: int = 5432
    name: str
    options: dict[str, str] = {}

    @property
    def url(self):
        return f"postgresql://{self.host}:{self.port}/{self.name}"


class Base(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__", env_file=(".env", "missing.env", "prod.env"), extra="ignore")
    shared: int = 1


class Settings(Base):
    db: Database
    key: str = Field("k", validation_alias=AliasChoices("SECRET_KEY", "APP_KEY"))
    shared: int = 2
    empty: str = "unset"
    opt: Database | None = None


class Legacy(BaseSettings):
    name: str = "x"
    db_url: str = "sqlite://"

    class Config:
        env_prefix = "LEGACY_"
        case_sensitive = True
        env_file = "prod.env"
        extra = "allow"


def get_settings():
    return Settings()


s = get_settings()
print(s.db.url, s.db.options, s.key, s.shared, repr(s.empty), s.opt)
print(s.model_dump())
legacy = Legacy()
print(legacy.name, legacy.db_url)
print(legacy.model_extra)
print(Settings(_env_file=None, db={"name": "init"}).db)
