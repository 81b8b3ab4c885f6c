from .base import Base

try:
    from . import extra
except ImportError:
    extra = None

from . import user
