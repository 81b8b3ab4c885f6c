from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, TypeDecorator


class Money(TypeDecorator):
    impl = Integer
    cache_ok = True

    def __init__(self, currency="EUR"):
        super().__init__()
        self.currency = currency


users = MetaData()
orders = MetaData()
Table("account", users, Column("id", Integer, primary_key=True), Column("name", String(20), nullable=False))
order = Table("order", orders, Column("id", Integer, primary_key=True), Column("total", Money("USD")))
Table("line", orders, Column("id", Integer, primary_key=True), Column("order_id", ForeignKey(order.c.id)), Column("user", String))
