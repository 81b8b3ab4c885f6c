"""sqlalchemy-citext."""
from sqlalchemy.types import UserDefinedType as _UserDefinedType


class CIText(_UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "CITEXT"
