from enum import Enum
from typing import Annotated, Any, ClassVar

from pydantic import (AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError, constr, conint,
                      field_validator, model_validator, validator, EmailStr, AnyUrl, HttpUrl, RedisDsn, PostgresDsn, MySQLDsn, SecretStr)


class Color(str, Enum):
    RED = "red"
    BLUE = "blue"


def double(v):
    return v * 2


class Model(BaseModel):
    model_config = ConfigDict(populate_by_name=True, str_strip_whitespace=False)
    kind: ClassVar[str] = "k"
    _hidden: int = PrivateAttr(default=4)
    color: Color = Color.RED
    number: Annotated[int, AfterValidator(double), Field(gt=0)] = 5
    text: Annotated[str, BeforeValidator(str)] = "t"
    short: constr(max_length=3) = "abc"
    small: conint(ge=0) = 0
    alias: str = Field("d", alias="theAlias")
    log: list = []
    mail: EmailStr = "a@example.com"

    @field_validator("text")
    @classmethod
    def check_text(cls, v: str) -> str:
        if "!" in v:
            raise ValueError("no shouting")
        return v + "."

    @validator("small", pre=True, always=True)
    def legacy(cls, v, values):
        return int(v) + 1

    @model_validator(mode="before")
    @classmethod
    def before(cls, data: Any) -> Any:
        return {**data, "log": ["before"]}

    @model_validator(mode="after")
    def after(self):
        self.log.append("after")
        return self

    def model_post_init(self, context):
        self.log.append("post")


m = Model(number="3", text=12, theAlias="A", color="blue")
print(repr(m), m._hidden, m.kind)
print(m.model_dump())
print(m.model_dump(mode="json", by_alias=True, exclude_defaults=True))
print(Model(alias="byname").alias)
for data in ({"text": "hey!"}, {"color": "green"}, {"number": -1}, {"short": "abcd"}, {"mail": "nope"}):
    try:
        Model(**data)
    except ValidationError as error:
        print(error)


class Child(Model):
    extra: int

    @field_validator("extra", mode="wrap")
    @classmethod
    def wrap(cls, v, handler):
        return handler(v) + 100


print(Child(extra="1").extra, list(Child.model_fields))


class Urls(BaseModel):
    a: AnyUrl = None
    h: HttpUrl = None
    r: RedisDsn = None
    p: PostgresDsn = None
    m: MySQLDsn = None


u = Urls(a="custom://Host/path?x=1#f", h="HTTPS://Example.COM", r="redis://", p="postgresql://u:p%40@h1:1,h2:2/db?x=y z", m="mysql://u@h/db")
for name in ("a", "h", "r", "p", "m"):
    value = getattr(u, name)
    print(str(value), repr(value), value.path)
print(u.h.host, u.h.port, u.h.scheme, u.p.hosts(), u.m.port, u.a.query, u.a.fragment)
for kw in (dict(scheme="postgresql", host="db", path="x"), dict(scheme="postgresql", username="a b", password="p@:/w%#", host="h", port=1, path="/y"),
           dict(scheme="postgresql+asyncpg", username="u", password="", host="h", path="", query="ssl=1")):
    try:
        print(PostgresDsn.build(**kw))
    except ValidationError as error:
        print(error)
print(str(SecretStr("")) == "", repr(SecretStr("x")), SecretStr("a") == SecretStr("a"), len(SecretStr("abc")))
frozen = type("F", (BaseModel,), {"__annotations__": {"x": int}, "x": 1, "model_config": ConfigDict(frozen=True)})
try:
    m.nothing = 1
except ValueError as error:
    print(error)
m.number = "free"
print(m.number)
print(m.model_copy(update={"number": 1}).number, Model.model_validate({"number": 4}).number)


class Renamed(Model):
    # A class variable of a base stays one without an annotation.
    kind = "other"


print(Renamed.kind)
