"""`pydantic.v1`: the names of version 1 over the model of version 2."""
import pydantic_settings as _settings
from pydantic import *
from pydantic import BaseConfig, EmailStr, Extra, PydanticImportError, SecretStr, root_validator, validator


class BaseSettings(_settings.BaseSettings):
    pass
