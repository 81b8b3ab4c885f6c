"""`pydantic.dataclasses`: as the standard ones; the values are not checked."""
from dataclasses import dataclass as _dataclass
from dataclasses import field


def dataclass(cls=None, /, *, config=None, validate_on_init=None, **options):
    if cls is not None:
        return _dataclass(cls)
    return _dataclass(**options)
