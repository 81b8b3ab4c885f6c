"""`pgvector.sqlalchemy`. What a row gives differs between its versions and is left to Python."""
import _alembic_packages as _native
from sqlalchemy.types import UserDefinedType as _UserDefinedType


class _Refused:
    """Values are those of classes of pgvector."""

    def bind_processor(self, dialect):
        return lambda value: None if value is None else _native.unsupported(f"a value of the type {type(self).__name__} of pgvector")

    def result_processor(self, dialect, coltype):
        return self.bind_processor(dialect)


class _Floats(_Refused):
    """A list of numbers is written as one text."""

    def bind_processor(self, dialect):
        def process(value):
            if type(value) is list:
                return "[" + ",".join([str(float(item)) for item in value]) + "]"
            return None if value is None else _native.unsupported(f"a {type(value).__name__} as a value of the type {type(self).__name__} of pgvector")

        return process

    def result_processor(self, dialect, coltype):
        return super().bind_processor(dialect)


class VECTOR(_Floats, _UserDefinedType):
    __module__ = "pgvector.sqlalchemy.vector"
    cache_ok = True

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def get_col_spec(self, **kw):
        return "VECTOR" if self.dim is None else f"VECTOR({self.dim})"


Vector = VECTOR


class HALFVEC(_Floats, _UserDefinedType):
    __module__ = "pgvector.sqlalchemy.halfvec"
    cache_ok = True

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def get_col_spec(self, **kw):
        return "HALFVEC" if self.dim is None else f"HALFVEC({self.dim})"


class SPARSEVEC(_Refused, _UserDefinedType):
    __module__ = "pgvector.sqlalchemy.sparsevec"
    cache_ok = True

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def get_col_spec(self, **kw):
        return "SPARSEVEC" if self.dim is None else f"SPARSEVEC({self.dim})"


class BIT(_Refused, _UserDefinedType):
    __module__ = "pgvector.sqlalchemy.bit"
    cache_ok = True

    def __init__(self, length=None):
        super().__init__()
        self.length = length

    def get_col_spec(self, **kw):
        return "BIT" if self.length is None else f"BIT({self.length})"
