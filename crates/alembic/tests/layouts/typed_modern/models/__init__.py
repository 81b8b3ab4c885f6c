from .parts import Part
from .types import Base
from .users import Group, User

__all__ = ["Base", "Group", "Part", "User"]
