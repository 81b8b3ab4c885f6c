from .db import Base
from . import a, b
