"""`pgvector.sqlalchemy`."""
from sqlalchemy.types import UserDefinedType as _UserDefinedType


class VECTOR(_UserDefinedType):
    __module__ = "pgvector.sqlalchemy.vector"
    cache_ok = True

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def get_col_spec(self, **kw):
        return "VECTOR" if self.dim is None else f"VECTOR({self.dim})"


Vector = VECTOR


class HALFVEC(_UserDefinedType):
    __module__ = "pgvector.sqlalchemy.halfvec"
    cache_ok = True

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def get_col_spec(self, **kw):
        return "HALFVEC" if self.dim is None else f"HALFVEC({self.dim})"


class SPARSEVEC(_UserDefinedType):
    __module__ = "pgvector.sqlalchemy.sparsevec"
    cache_ok = True

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def get_col_spec(self, **kw):
        return "SPARSEVEC" if self.dim is None else f"SPARSEVEC({self.dim})"


class BIT(_UserDefinedType):
    __module__ = "pgvector.sqlalchemy.bit"
    cache_ok = True

    def __init__(self, length=None):
        super().__init__()
        self.length = length

    def get_col_spec(self, **kw):
        return "BIT" if self.length is None else f"BIT({self.length})"
