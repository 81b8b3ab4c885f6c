from .base import Base
from .parent import Parent
from .child import Child
