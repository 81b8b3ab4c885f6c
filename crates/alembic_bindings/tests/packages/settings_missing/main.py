from pydantic import BaseModel, Field, ValidationError, PostgresDsn, AnyHttpUrl
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str
    port: int = 1
    flag: bool = False
    dsn: PostgresDsn = "postgresql://u:p@h/db"
    level: int = Field(default=3, ge=1, lt=5)


try:
    Settings()
except ValidationError as error:
    print(error)
    print(error.error_count(), error.errors()[0]["loc"], error.errors()[0]["type"])


class Strict(BaseSettings):
    model_config = {"env_file": "extra.env"}
    known: str


try:
    Strict()
except ValidationError as error:
    print(error)


class Inner(BaseModel):
    a: int
    b: str = Field(min_length=3)


class Outer(BaseModel):
    inner: Inner
    many: list[Inner] = []
    url: AnyHttpUrl | None = None
    either: int | bool = 0


for data in ({"inner": {"a": "x", "b": "ab"}}, {"inner": 3}, {"inner": {"a": 1, "b": "abc"}, "many": [{"a": 1, "b": "abcd"}, {}]},
             {"inner": {"a": 1, "b": "abc"}, "url": "nope"}, {"inner": {"a": 1, "b": "abc"}, "url": "ftp://x"},
             {"inner": {"a": 1, "b": "abc"}, "either": "x"}):
    try:
        print(Outer(**data))
    except ValidationError as error:
        print(error)
