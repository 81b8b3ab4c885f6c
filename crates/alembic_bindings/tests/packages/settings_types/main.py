from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any, Dict, List, Optional, Set, Tuple, Union
from uuid import UUID

from pydantic import BaseModel, ByteSize, Field, Json, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


class Mode(str, Enum):
    DEV = "dev"
    PROD = "prod"


class Num(IntEnum):
    ONE = 1


class Sub(BaseModel):
    x: int = 1
    y: Optional[str] = None


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__", secrets_dir="secrets")
    mode: Mode = Mode.DEV
    num: Num = Num.ONE
    when: datetime
    day: date
    span: timedelta = timedelta(seconds=5)
    cost: Decimal
    where: Path = Path("a/b")
    ident: UUID
    ints: List[int]
    strs: Set[str] = set()
    pair: Tuple[int, str]
    mapping: Dict[str, float]
    either: Union[int, str] = 3
    maybe: Optional[List[int]] = None
    anything: Any = None
    size: ByteSize = 1
    raw: Json = None
    secret: SecretStr
    sub: Sub = Sub()
    subs: Dict[str, Sub] = {}
    from_secret: str = "no"
    neg: int = 0
    flt: float = 1
    truth: bool = False

    @field_validator("strs", mode="before")
    @classmethod
    def split(cls, v):
        return v.split(",") if isinstance(v, str) else v


s = Settings()
for name in Settings.model_fields:
    value = getattr(s, name)
    print(name, sorted(value) if isinstance(value, set) else value.isoformat() if isinstance(value, datetime) else repr(value))


class Bad(BaseSettings):
    ints: List[int]


try:
    Bad()
    print("fine")
except Exception as error:
    print(type(error).__name__, error)


class Broken(BaseSettings):
    broken: List[int]


try:
    Broken()
except Exception as error:
    print(type(error).__name__, error)


class Custom(BaseSettings):
    a: int = 1
    b: int = 2

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return env_settings, init_settings, Source(settings_cls)


class Source(PydanticBaseSettingsSource):
    def get_field_value(self, field, field_name):
        return None, field_name, False

    def __call__(self):
        return {"b": 77}


print(repr(Custom(a=5, b=6)), repr(Custom()))


class Many(BaseSettings):
    one: int
    two: UUID
    three: datetime = "x"
    four: Mode = "zz"
    five: Decimal = "abc"
    six: bool
    seven: List[int] = ["a", 2, "b"]
    eight: Dict[str, int] = {"k": "v"}
    nine: Tuple[int, int] = (1,)
    ten: Path = 3


try:
    Many()
except ValidationError as error:
    print(error)
