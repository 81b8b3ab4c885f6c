__all__ = ("Invoice", "InvoiceLine")

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, Numeric, String
from sqlalchemy.orm import relationship

from ..accounts.models import User
from shared.orm import Audited, HasComments, Model


class Invoice(Audited, HasComments, Model):
    number = Column(String(20), nullable=False, index=True)
    user_id = Column(Integer, ForeignKey(User.id), nullable=False)
    total = Column(Numeric(12, 2), sa.Computed("0"), nullable=True)
    lines = relationship("InvoiceLine", back_populates="invoice", cascade="all")

    sent = sa.Column(sa.Boolean, nullable=False, server_default=sa.text("0"))
    idx_sent = sa.Index("ix_invoice_sent", sent, number, sqlite_where=sent.is_(True))


class InvoiceLine(Model):
    invoice_id = Column(ForeignKey("invoice.id"), nullable=False)
    text = Column(String)
    invoice = relationship(Invoice, back_populates="lines")


class _Hidden(Model):
    note = Column(String(3))
