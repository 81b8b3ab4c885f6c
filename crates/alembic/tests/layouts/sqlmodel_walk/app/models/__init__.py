"""All models; every module below is imported."""
import importlib
import pkgutil

from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

for _info in pkgutil.walk_packages(__path__, prefix=f"{__name__}."):
    if not _info.ispkg and not _info.name.rsplit(".", 1)[-1].startswith("_"):
        importlib.import_module(_info.name)
