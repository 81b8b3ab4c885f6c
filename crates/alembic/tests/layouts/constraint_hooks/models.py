from sqlalchemy import (
    CheckConstraint, Column, Enum, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, String, Table, UniqueConstraint,
)


def reference(constraint, table):
    return f"{constraint.elements[0].target_fullname.split('.')[0]}_{constraint.use_alter}_{constraint.match}"


own = MetaData(
    naming_convention={
        "reference": reference,
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(reference)s",
        "pk": "pk_%(table_name)s",
    }
)
Table("owner", own, Column("id", Integer, primary_key=True), Column("mail", String(20), index=True))
Table(
    "item",
    own,
    Column("id", Integer, primary_key=True),
    Column("owner_id", ForeignKey("owner.id", ondelete="CASCADE"), index=True),
    Column("code", String(5)),
    UniqueConstraint("code", "owner_id"),
    Index(None, "code", "owner_id"),
)
Table("part", own, Column("id", Integer, primary_key=True), Column("item_id", Integer), ForeignKeyConstraint(["item_id"], ["item.id"]))
Table(
    "note",
    own,
    Column("id", ForeignKey("item.id"), primary_key=True),
    Column("kind", Enum("a", "b", name="kind")),
    CheckConstraint("id > 0", name="positive"),
)
for table in own.tables.values():
    for constraint in table.foreign_key_constraints:
        if constraint.ondelete is None:
            constraint.ondelete = "RESTRICT"

# A copy keeps the names.
metadata = MetaData()
for table in own.tables.values():
    table.to_metadata(metadata)
