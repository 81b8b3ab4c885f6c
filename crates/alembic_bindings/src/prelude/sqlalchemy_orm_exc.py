"""Exceptions of the ORM."""
from sqlalchemy.exc import ArgumentError, InvalidRequestError, MultipleResultsFound, NoResultFound, SQLAlchemyError


class MappedAnnotationError(ArgumentError):
    pass


class UnmappedError(InvalidRequestError):
    pass


class UnmappedClassError(UnmappedError):
    pass


class UnmappedInstanceError(UnmappedError):
    pass


class StaleDataError(SQLAlchemyError):
    pass


class DetachedInstanceError(SQLAlchemyError):
    pass


class ObjectDeletedError(InvalidRequestError):
    pass


class FlushError(SQLAlchemyError):
    pass
