from .models import *
from .models import __all__ as _names

__all__ = [*_names]
