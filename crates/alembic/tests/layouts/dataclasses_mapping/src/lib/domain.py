from dataclasses import dataclass, field
from datetime import date
from typing import NewType, Optional

__all__ = ["OrderLine", "Batch", "Sku", "Money"]
Sku = NewType("Sku", str)


@dataclass(unsafe_hash=True)
class OrderLine:
    orderid: str
    sku: Sku
    qty: int


@dataclass
class Batch:
    reference: str
    sku: Sku
    _purchased_quantity: int = 0
    eta: Optional[date] = None
    allocations: set[OrderLine] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Money:
    amount: int
    currency: str = "EUR"

    def __composite_values__(self):
        return self.amount, self.currency
