"""Association proxies: views of relationships, no columns."""
from typing import Generic, TypeVar

_T = TypeVar("_T")


class AssociationProxy(Generic[_T]):
    __module__ = "sqlalchemy.ext.associationproxy"

    def __init__(self, target_collection=None, attr=None, **kwargs):
        self.target_collection = target_collection
        self.value_attr = attr


AssociationProxyInstance = AssociationProxy


def association_proxy(target_collection, attr, **kwargs):
    return AssociationProxy(target_collection, attr, **kwargs)
