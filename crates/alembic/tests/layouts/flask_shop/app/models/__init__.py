from .people import Admin, HTTPResponseLog, Person, roles
from .things import Item

__all__ = ["Admin", "HTTPResponseLog", "Item", "Person", "roles"]
