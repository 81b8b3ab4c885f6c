from .models import Line, Order

__all__ = ("Line", "Order")
