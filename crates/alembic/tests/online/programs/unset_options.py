import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

revision = "a1"
down_revision = None


def references(constraint, table):
    key = constraint
    return "_".join(str(v) for v in [key.ondelete, key.use_alter, key.link_to_name, key.match, key.deferrable, key.comment])


def own(value, names):
    return [(name, str(vars(value)[name])) for name in names if name in vars(value)]


OF_CONSTRAINTS = ["deferrable", "initially", "comment", "onupdate", "ondelete", "use_alter", "link_to_name", "match"]
OF_COLUMNS = ["primary_key", "nullable", "index", "unique", "comment", "server_default", "default", "onupdate", "system", "doc"]
OF_TYPES = ["length", "collation", "timezone", "precision", "scale", "asdecimal", "fields", "dimensions"]


def upgrade():
    dialect = op.get_bind().dialect
    metadata = sa.MetaData(naming_convention={"references": references, "fk": "fk_%(table_name)s_%(references)s"})
    owner = sa.Table("owner", metadata, sa.Column("id", sa.Integer, primary_key=True))
    table = sa.Table(
        "item",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(5), comment="said"),
        sa.Column("one", sa.Integer, sa.ForeignKey("owner.id")),
        sa.Column("two", sa.Integer, sa.ForeignKey("owner.id", ondelete="CASCADE")),
        sa.Column("three", sa.Integer),
        sa.ForeignKeyConstraint(["three"], ["owner.id"], onupdate="SET NULL"),
        sa.UniqueConstraint("name", "one"),
        sa.CheckConstraint("one > 2", name="ck"),
        sa.Index("by_name", "name", sa.text("one"), "three"),
    )
    print(str(CreateTable(table).compile(dialect=dialect)).replace("\n", " "))

    for constraint in sorted(table.constraints, key=lambda c: (type(c).__name__, str([k.name for k in c.columns]))):
        name = type(constraint).__name__
        print(name, [(option, hasattr(constraint, option)) for option in OF_CONSTRAINTS])
        print(name, [(option, getattr(constraint, option, "-")) for option in OF_CONSTRAINTS])
        print(name, own(constraint, OF_CONSTRAINTS))
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        print(key.parent.name, [(option, getattr(key, option)) for option in OF_CONSTRAINTS])
        print(key.parent.name, own(key, OF_CONSTRAINTS))
    for index in table.indexes:
        print(index.name, [hasattr(index, option) for option in OF_CONSTRAINTS])
        print([str(element) for element in index.expressions], [c.name for c in index.columns])
    for column in table.columns:
        print(column.name, own(column, OF_COLUMNS))
    for value in [
        sa.String(), sa.String(7), sa.Text(), sa.String(3, collation="C"), sa.Numeric(), sa.Numeric(5, 2), sa.DateTime(),
        sa.DateTime(timezone=True), sa.LargeBinary(), sa.ARRAY(sa.Integer), sa.Time(),
    ]:
        print(repr(value), own(value, OF_TYPES), vars(value) == vars(type(value)()) if not isinstance(value, sa.ARRAY) else "")
    print(vars(sa.String(5)) == vars(sa.String(5)), vars(sa.String()) == vars(sa.String(5)))

    print(list(table._prefixes), list(owner._prefixes))
    owner._prefixes.append("TEMPORARY")
    print(str(CreateTable(owner).compile(dialect=dialect)).split("(")[0])
    table._prefixes = ["UNLOGGED"]
    print(str(CreateTable(table).compile(dialect=dialect)).split("(")[0])
    print(sa.Table("given", metadata, prefixes=["GLOBAL"])._prefixes)

    flagged = sa.Table(
        "flagged",
        sa.MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s"}),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("one", sa.Integer, index=True),
        sa.Column("two", sa.Integer, index=True, unique=True),
        sa.Column("three", sa.Integer, index=True),
    )
    for index in sorted(flagged.indexes, key=lambda index: index.name):
        print(index.name, index.unique, hasattr(index, "deferrable"), hasattr(index, "comment"))
        if index.name == "ix_flagged_one":
            index.dialect_kwargs["postgresql_using"] = "hash"
        elif index.name == "ix_flagged_two":
            index.unique = False
            index.dialect_options["postgresql"]["where"] = sa.text("two > 1")
        else:
            index.name = "renamed"
        print(CreateIndex(index).compile(dialect=postgresql.dialect()))
    flagged.metadata.create_all(op.get_bind())
    for index in sorted(sa.inspect(op.get_bind()).get_indexes("flagged"), key=lambda index: index["name"]):
        print(index["name"], index["unique"])

    shared = sa.MetaData(naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"})
    sa.Table("owner", shared, sa.Column("id", sa.Integer, primary_key=True))
    child = sa.Table(
        "child",
        shared,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("one", sa.ForeignKey("owner.id")),
        sa.Column("two", sa.ForeignKey("owner.id", name="given")),
        sa.Column("three", sa.Integer),
        sa.ForeignKeyConstraint(["three"], ["owner.id"]),
    )
    for constraint in child.constraints:
        if isinstance(constraint, sa.ForeignKeyConstraint):
            [key] = constraint.elements
            print(key in child.foreign_keys, key.constraint is constraint, constraint in child.foreign_key_constraints)
            constraint.ondelete = "RESTRICT"
    for constraint in child.foreign_key_constraints:
        if constraint.name == "given":
            constraint.deferrable = True
            constraint.name = "changed"
    print(str(CreateTable(child).compile(dialect=dialect)).replace("\n", " "))
    copied = sa.MetaData()
    for one in shared.sorted_tables:
        one.to_metadata(copied)
    lines = str(CreateTable(copied.tables["child"]).compile(dialect=dialect)).split("\n")
    print(sorted(line.strip(", \t") for line in lines))
    print(sorted((key.parent.name, key.ondelete, key.constraint.ondelete) for key in copied.tables["child"].foreign_keys))

    typed = sa.Table(
        "typed",
        sa.MetaData(),
        sa.Column("one", sa.Enum("x", name="ex")),
        sa.Column("two", sa.Enum("y", name="ey", schema="own")),
        sa.Column("three", sa.ARRAY(sa.Enum("z", name="ez", schema="own"))),
        sa.Column("four", postgresql.ENUM("z", name="ez", create_type=False)),
    )
    for copied in [
        typed.to_metadata(sa.MetaData()),
        typed.to_metadata(sa.MetaData(), schema="s"),
        typed.to_metadata(sa.MetaData(schema="m"), schema=None),
        typed.to_metadata(sa.MetaData(schema="m")),
    ]:
        print(copied.schema, [(repr(column.type), getattr(column.type, "schema", "-")) for column in copied.columns])
        print(str(CreateTable(copied).compile(dialect=postgresql.dialect())).replace("\n", " "))
