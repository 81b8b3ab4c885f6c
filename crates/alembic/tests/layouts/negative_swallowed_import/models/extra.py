import package_that_is_not_there

from .base import Base


class Extra(Base):
    __tablename__ = "extra"
    id = package_that_is_not_there.column()
