from decimal import Decimal

from pydantic import condecimal
from sqlmodel import Field, SQLModel


class Money(SQLModel, table=True):
    id: int = Field(primary_key=True)
    dec: Decimal = Field(default=0, max_digits=10, decimal_places=2)
    dec2: condecimal(max_digits=5, decimal_places=3) = Decimal("0")
    dec3: Decimal
    dec4: Decimal | None = None


for column in Money.__table__.columns:
    print(column.name, repr(column.type), column.nullable)
