import enum
from datetime import datetime

from sqlalchemy import (Boolean, CheckConstraint, Column, DateTime, Enum, Float, ForeignKey, Index, Integer, Numeric, String, Table,
                        Text, UniqueConstraint, func)
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import backref, relationship

Base = declarative_base()

product_tag = Table(
    "product_tag", Base.metadata,
    Column("product_id", Integer, ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class Status(str, enum.Enum):
    new = "NEW"
    paid = "PAID"
    sent = "SENT"


class Category(Base):
    __tablename__ = "categories"
    id = Column(Integer, primary_key=True)
    name = Column(String(80), unique=True, nullable=False)
    parent_id = Column(Integer, ForeignKey("categories.id"))
    children = relationship("Category", backref=backref("parent", remote_side=[id]))


class Product(Base):
    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("category_id", "name", name="uq_category_name"), Index("ix_price", "price", "active"))
    id = Column(Integer, primary_key=True)
    name = Column(String(120), nullable=False, index=True)
    price = Column(Numeric(10, 2), CheckConstraint("price >= 0", name="ck_price"), nullable=False, default=0)
    weight = Column(Float)
    active = Column(Boolean, default=True, nullable=False)
    category_id = Column(Integer, ForeignKey("categories.id"), nullable=False)
    description = Column(Text)
    created = Column(DateTime, default=datetime.utcnow)
    category = relationship(Category, backref="products")
    tags = relationship("Tag", secondary=product_tag, backref="products")


class Tag(Base):
    __tablename__ = "tags"
    id = Column(Integer, primary_key=True)
    name = Column(String(30), nullable=False)


class Customer(Base):
    __tablename__ = "customers"
    id = Column(Integer, primary_key=True)
    email = Column(String, unique=True, index=True)
    registered = Column(DateTime(timezone=True), server_default=func.now())


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    status = Column(Enum(Status), default=Status.new, nullable=False)
    channel = Column(Enum("web", "shop", name="channel"), server_default="web")
    customer_id = Column(Integer, ForeignKey(Customer.id, onupdate="CASCADE"))
    customer = relationship("Customer", backref=backref("orders", lazy="dynamic", cascade="all, delete-orphan"))
