from alembic import op
import sqlalchemy as sa
revision="a1"; down_revision=None
def upgrade():
    pg = op.get_bind().dialect.name=="postgresql"
    op.create_table("org", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40), nullable=False, server_default="x"), sa.UniqueConstraint("name", name="uq_org_name"), comment="orgs" if pg else None)
    op.create_table("person", sa.Column("id", sa.BigInteger().with_variant(sa.Integer,"sqlite"), primary_key=True, autoincrement=True),
      sa.Column("org_id", sa.Integer, sa.ForeignKey("org.id", ondelete="CASCADE", name="fk_person_org")),
      sa.Column("email", sa.String(255), nullable=False, comment="mail"), sa.Column("age", sa.Integer, server_default=sa.text("18")),
      sa.Column("balance", sa.Numeric(10,2)), sa.Column("ratio", sa.Float), sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
      sa.Column("born", sa.Date), sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now()), sa.Column("t", sa.Time), sa.Column("data", sa.JSON), sa.Column("blob", sa.LargeBinary),
      sa.Column("kind", sa.Enum("a","b",name="kind_enum")), sa.Column("uid", sa.Uuid), sa.Column("full", sa.String, sa.Computed("email || 'x'", persisted=True)),
      sa.CheckConstraint("age > 0", name="ck_age"))
    op.create_index("ix_person_email", "person", ["email"], unique=True)
    op.create_index("ix_person_org_age", "person", ["org_id", sa.text("age DESC")])
    op.create_index("ix_person_lower", "person", [sa.text("lower(email)")])
    op.execute("CREATE VIEW adults AS SELECT id, email FROM person WHERE age >= 18")
    op.create_table("nopk", sa.Column("a", sa.Text), sa.Column("b", sa.SmallInteger, nullable=False))
def downgrade(): pass
