"""Prints calls of directives and constructs with each keyword alone and with pairs of keywords, one a line."""

import itertools

INDEX = {
    "unique": ["True"],
    "if_not_exists": ["True"],
    "schema": ["'s'", "'a.b'"],
    "quote": ["True", "False"],
    "info": ["{'a': 1}"],
    "postgresql_using": ["'gin'", "'Weird Name'", "None"],
    "postgresql_include": ["['c']", "[]", "['c', 'd e']"],
    "postgresql_where": ["sa.text('a > 1')", "sa.column('a') == 5", "'a > 5'"],
    "postgresql_ops": ["{'a': 'text_pattern_ops'}", "{}"],
    "postgresql_concurrently": ["True", "False"],
    "postgresql_with": ["{'fillfactor': 50}", "{'a': 'b', 'c': 1}"],
    "postgresql_tablespace": ["'ts'", "'my ts'"],
    "postgresql_nulls_not_distinct": ["True", "False"],
    "mysql_using": ["'btree'"],
    "mysql_length": ["5", "{'a': 3}", "{'a': 3, 'b': 4}"],
    "mysql_prefix": ["'FULLTEXT'"],
    "mysql_with_parser": ["'ngram'"],
    "mariadb_using": ["'hash'"],
    "mariadb_length": ["7"],
    "mariadb_prefix": ["'SPATIAL'"],
    "mariadb_with_parser": ["'x'"],
    "sqlite_where": ["sa.text('a > 1')", "sa.column('a') > 5"],
    "mssql_clustered": ["True", "False"],
    "mssql_include": ["['c']", "['c', 'd e']"],
    "mssql_where": ["sa.text('a > 1')", "sa.column('a') > 5"],
    "mssql_columnstore": ["True", "False"],
    "oracle_bitmap": ["True"],
    "oracle_compress": ["True", "2"],
    "oracle_vector": ["True"],
    "postgresql_nonsense": ["True"],
    "nonsense": ["True"],
    "unknown_option": ["True"],
}
TABLE = {
    "schema": ["'s'"],
    "if_not_exists": ["True", "False"],
    "comment": ["'it''s'", "None"],
    "prefixes": ["['TEMPORARY']", "['A', 'B']"],
    "info": ["{'a': 1}"],
    "quote": ["True"],
    "implicit_returning": ["False"],
    "mysql_engine": ["'InnoDB'"],
    "mysql_charset": ["'utf8mb4'"],
    "mysql_default_charset": ["'utf8'"],
    "mysql_collate": ["'utf8_bin'"],
    "mysql_comment": ["'x'"],
    "mysql_row_format": ["'DYNAMIC'"],
    "mysql_auto_increment": ["'5'"],
    "mysql_key_block_size": ["'1024'"],
    "mysql_partition_by": ["'KEY(a)'"],
    "mysql_data_directory": ["'/x'"],
    "mariadb_engine": ["'Aria'"],
    "mariadb_charset": ["'latin1'"],
    "postgresql_tablespace": ["'ts'"],
    "postgresql_partition_by": ["'RANGE (a)'"],
    "postgresql_with_oids": ["True", "False"],
    "postgresql_with": ["{'fillfactor': 50}"],
    "postgresql_on_commit": ["'PRESERVE ROWS'", "'drop'"],
    "postgresql_inherits": ["'p'", "('p', 'q r')"],
    "postgresql_using": ["'heap'"],
    "postgresql_ignore_search_path": ["True"],
    "sqlite_autoincrement": ["True"],
    "sqlite_with_rowid": ["False", "True"],
    "sqlite_strict": ["True"],
    "oracle_on_commit": ["'PRESERVE ROWS'"],
    "oracle_compress": ["True", "6", "'BASIC'"],
    "oracle_tablespace": ["'ts'"],
    "oracle_resolve_synonyms": ["True"],
    "mssql_nonsense": ["1"],
    "nonsense": ["1"],
}
CONSTRAINT = {
    "deferrable": ["True", "False"],
    "initially": ["'DEFERRED'", "'immediate'", "'x y'"],
    "info": ["{}"],
    "comment": ["'x'"],
    "postgresql_not_valid": ["True", "False"],
    "postgresql_include": ["['a']"],
    "postgresql_nulls_not_distinct": ["True", "False"],
    "sqlite_on_conflict": ["'FAIL'", "'x y'"],
    "mssql_clustered": ["True", "False"],
    "mysql_using": ["'btree'"],
    "mariadb_using": ["'hash'"],
    "nonsense": ["1"],
    "postgresql_nonsense": ["1"],
}
FOREIGN = {
    "onupdate": ["'CASCADE'", "'set null'", "'x;y'"],
    "ondelete": ["'CASCADE'", "'SET NULL (a)'", "'no action'"],
    "match": ["'FULL'", "'simple'"],
    "use_alter": ["True"],
    **CONSTRAINT,
}
COLUMN = {
    "nullable": ["True", "False"],
    "primary_key": ["True"],
    "unique": ["True"],
    "index": ["True"],
    "autoincrement": ["True", "False", "'auto'", "'ignore_fk'"],
    "default": ["5"],
    "insert_default": ["5"],
    "onupdate": ["5"],
    "server_default": ["'x'", "sa.text('1 + 1')", "sa.func.now()", "''", "sa.null()", "sa.true()", "sa.FetchedValue()", "sa.literal('q')", "sa.literal(5)", "'a''b\\\\c'", "sa.text('a:b')", "sa.cast(1, sa.Text)"],
    "server_onupdate": ["sa.FetchedValue()"],
    "comment": ["'it''s'", "''"],
    "quote": ["True", "False"],
    "key": ["'k'"],
    "system": ["True", "False"],
    "doc": ["'d'"],
    "info": ["{}"],
    "sqlite_on_conflict_primary_key": ["'FAIL'"],
    "sqlite_on_conflict_not_null": ["'IGNORE'"],
    "sqlite_on_conflict_unique": ["'ABORT'"],
    "mssql_identity_start": ["5"],
    "mssql_identity_increment": ["2"],
    "nonsense": ["1"],
    "postgresql_nonsense": ["1"],
}
SEQUENCE = {
    "start": ["5", "0"],
    "increment": ["2", "-1"],
    "minvalue": ["1"],
    "maxvalue": ["100"],
    "nominvalue": ["True", "False"],
    "nomaxvalue": ["True"],
    "cycle": ["True", "False"],
    "cache": ["5"],
    "oracle_order": ["True", "False"],
    "order": ["True", "False"],
}
OWN_SEQUENCE = {
    **SEQUENCE,
    "schema": ["'s'"],
    "optional": ["True"],
    "quote": ["True"],
    "data_type": ["sa.BigInteger()", "sa.SmallInteger"],
    "metadata": ["sa.MetaData()", "sa.MetaData(schema='m')"],
    "quote_schema": ["True"],
    "info": ["{}"],
}
IDENTITY = {**SEQUENCE, "always": ["True", "False"], "on_null": ["True", "False"], "oracle_on_null": ["True", "False"]}
ALTER = {
    "nullable": ["True", "False"],
    "comment": ["'it''s'", "None", "False"],
    "server_default": ["'x'", "None", "False", "sa.text('1')", "sa.func.now()", "sa.Identity()", "sa.Identity(always=True, start=4)", "sa.Computed('a + 1')", "sa.null()"],
    "new_column_name": ["'y z'"],
    "type_": ["sa.BigInteger()", "sa.String(5)", "sa.Enum('a', name='e')", "sa.Boolean(create_constraint=True, name='ck')", "sa.Boolean"],
    "existing_type": ["sa.Integer()", "sa.String(9)", "sa.Boolean(create_constraint=True, name='old')", "sa.Enum('a', 'b', name='e')"],
    "existing_server_default": ["'o'", "None", "sa.text('2')", "sa.Identity()", "sa.Identity(start=3)", "sa.Computed('b')"],
    "existing_nullable": ["True", "False"],
    "existing_comment": ["'was'"],
    "schema": ["'s'"],
    "postgresql_using": ["'a::integer'"],
    "mysql_nonsense": ["1"],
    "autoincrement": ["True", "False"],
    "existing_autoincrement": ["True"],
    "mssql_drop_default": ["True"],
    "mssql_drop_check": ["True"],
}
DROP_COLUMN = {
    "schema": ["'s'"],
    "if_exists": ["True", "False"],
    "mssql_drop_check": ["True"],
    "mssql_drop_default": ["True"],
    "mssql_drop_foreign_key": ["True"],
    "info": ["1"],
    "nonsense": ["1"],
}
SPECS = [
    ("op.create_index('ix', 't', ['a', 'b']{})", INDEX),
    ("op.create_index('ix', 't', [sa.text('lower(a)'), sa.column('b').desc()]{})", {k: INDEX[k] for k in ("unique", "postgresql_ops", "postgresql_include", "mssql_include", "oracle_compress", "sqlite_where", "if_not_exists")}),
    ("op.create_table('t', sa.Column('a', sa.Integer), sa.Index('ix', 'a', {0}))", {**INDEX, "postgresql_include": ["['a']"], "mssql_include": ["['a']"]}),
    ("op.create_table('t', sa.Column('a', sa.Integer){})", TABLE),
    ("op.create_table('t', sa.Column('a', sa.Integer, primary_key=True){})", {k: TABLE[k] for k in ("sqlite_autoincrement", "sqlite_with_rowid", "sqlite_strict", "mysql_auto_increment", "schema")}),
    ("op.drop_table('t'{})", {"schema": ["'s'"], "if_exists": ["True", "False"], "nonsense": ["1"], "mysql_engine": ["'x'"], "info": ["{}"]}),
    ("op.create_unique_constraint('uq', 't', ['a', 'b']{})", {"schema": ["'s'"], **CONSTRAINT}),
    ("op.create_unique_constraint(None, 't', ['a']{})", {"schema": ["'s'"], "deferrable": ["True"]}),
    ("op.create_check_constraint('ck', 't', 'a > 1'{})", {"schema": ["'s'"], **CONSTRAINT}),
    ("op.create_check_constraint('ck', 't', sa.column('a') > 5{})", {"schema": ["'s'"], "postgresql_not_valid": ["True"]}),
    ("op.create_foreign_key('fk', 't', 'r', ['a'], ['b']{})", {"source_schema": ["'s'"], "referent_schema": ["'q'", "'s'"], **FOREIGN}),
    ("op.create_primary_key('pk', 't', ['a']{})", {"schema": ["'s'"], "mssql_clustered": ["True"], "postgresql_include": ["['b']"], "mysql_using": ["'btree'"], "deferrable": ["True"]}),
    ("op.create_table('t', sa.Column('a', sa.Integer), sa.Column('c', sa.Integer), sa.UniqueConstraint('a', {0}))", {"name": ["'uq'"], **CONSTRAINT}),
    ("op.create_table('t', sa.Column('a', sa.Integer), sa.PrimaryKeyConstraint('a', {0}))", {"name": ["'pk'"], **CONSTRAINT}),
    ("op.create_table('t', sa.Column('a', sa.Integer), sa.CheckConstraint('a > 1', {0}))", {"name": ["'ck'"], **CONSTRAINT}),
    ("op.create_table('t', sa.Column('a', sa.Integer), sa.ForeignKeyConstraint(['a'], ['r.b'], {0}))", {"name": ["'fk'"], "link_to_name": ["True"], **FOREIGN}),
    ("op.create_table('t', sa.Column('a', sa.Integer, sa.ForeignKey('r.b', {0})))", {"name": ["'fk'"], "link_to_name": ["True"], **FOREIGN}),
    ("op.add_column('t', sa.Column('a', sa.Integer, sa.ForeignKey('r.b', {0})))", {"name": ["'fk'"], **FOREIGN}),
    ("op.add_column('t', sa.Column('a', sa.Integer{}))", COLUMN),
    ("op.create_table('t', sa.Column('a', sa.Integer{}))", COLUMN),
    ("op.create_table('t', sa.Column('a', sa.String(5){}), sa.Column('b', sa.Integer))", COLUMN),
    ("op.add_column('t', sa.Column('a', sa.Integer){})", {"schema": ["'s'"], "if_not_exists": ["True", "False"], "inline_references": ["True"], "inline_primary_key": ["True"], "nonsense": ["1"]}),
    ("op.add_column('t', sa.Column('a', sa.Integer, sa.ForeignKey('r.b'), primary_key=True){})", {"inline_references": ["True", "False"], "inline_primary_key": ["True", "False"]}),
    ("op.add_column('t', sa.Column('a', sa.Integer, sa.Identity({0})))", IDENTITY),
    ("op.create_table('t', sa.Column('a', sa.Integer, sa.Identity({0})))", IDENTITY),
    ("op.create_table('t', sa.Column('a', sa.Integer, sa.Sequence('q'{})))", OWN_SEQUENCE),
    ("op.execute(sa.schema.CreateSequence(sa.Sequence('q'{})))", OWN_SEQUENCE),
    ("op.execute(sa.schema.DropSequence(sa.Sequence('q'{})))", {"schema": ["'s'"], "quote": ["True"]}),
    ("op.add_column('t', sa.Column('a', sa.Integer, sa.Computed('b + 1'{})))", {"persisted": ["True", "False", "None"]}),
    ("op.create_table('t', sa.Column('a', sa.Integer, sa.Computed(sa.text('b + 1'){})))", {"persisted": ["True", "False", "None"]}),
    ("op.alter_column('t', 'a'{})", ALTER),
    ("op.drop_column('t', 'a'{})", DROP_COLUMN),
    ("op.drop_constraint('c', 't'{})", {"type_": ["'unique'", "'check'", "'primary'", "'foreignkey'", "'x'", "None"], "schema": ["'s'"], "if_exists": ["True", "False"], "nonsense": ["1"]}),
    ("op.drop_constraint(None, 't'{})", {"type_": ["'unique'", "'primary'"]}),
    ("op.drop_index('ix'{})", {"table_name": ["'t'"], "schema": ["'s'"], "if_exists": ["True", "False"], "postgresql_concurrently": ["True"], "mysql_nonsense": ["1"], "nonsense": ["1"]}),
    ("op.drop_index('ix', 't'{})", {"schema": ["'s'"], "if_exists": ["True"], "postgresql_concurrently": ["True"]}),
    ("op.rename_table('t', 'u v'{})", {"schema": ["'s'"]}),
    ("op.create_table_comment('t', 'it''s'{})", {"existing_comment": ["'x'"], "schema": ["'s'"]}),
    ("op.create_table_comment('t', None{})", {"existing_comment": ["'x'"], "schema": ["'s'"]}),
    ("op.drop_table_comment('t'{})", {"existing_comment": ["'x'"], "schema": ["'s'"]}),
    ("op.bulk_insert(account, [{{'id': 1}}, {{'id': 2}}]{})", {"multiinsert": ["True", "False"]}),
    ("op.execute('select 1'{})", {"execution_options": ["{'a': 1}"]}),
    ("op.execute(sa.schema.CreateSchema('s'{}))", {"if_not_exists": ["True"]}),
    ("op.execute(sa.schema.DropSchema('s'{}))", {"if_exists": ["True"], "cascade": ["True"]}),
    ("op.create_exclude_constraint('ex', 't', ('a', '='), ('b', '&&'){})", {"where": ["sa.text('a > 1')"], "schema": ["'s'"], "deferrable": ["True", "False"], "initially": ["'DEFERRED'"], "using": ["'gist'", "'x y'"], "ops": ["{'a': 'my_ops'}"]}),
]
BATCH = [
    ("add_column(sa.Column('z', sa.Integer){})", {"insert_before": ["'b'"], "insert_after": ["'a'"], "if_not_exists": ["True"], "inline_references": ["True"], "inline_primary_key": ["True"]}),
    ("alter_column('b'{})", {**{k: v for k, v in ALTER.items() if k != "schema"}, "insert_before": ["'a'"], "insert_after": ["'a'"]}),
    ("create_index('ix', ['a']{})", {k: v for k, v in INDEX.items() if k != "schema"}),
    ("create_unique_constraint('uq', ['a']{})", CONSTRAINT),
    ("create_check_constraint('ck', 'a > 1'{})", CONSTRAINT),
    ("create_foreign_key('fk', 'r', ['a'], ['b']{})", {"referent_schema": ["'q'"], **FOREIGN}),
    ("create_primary_key('pk', ['a']{})", {}),
    ("drop_column('b'{})", DROP_COLUMN),
    ("drop_constraint('uq_a'{})", {"type_": ["'unique'", "'check'", "None"]}),
    ("drop_index('ix_b'{})", {"if_exists": ["True"], "postgresql_concurrently": ["True"]}),
    ("create_table_comment('x'{})", {"existing_comment": ["'y'"]}),
    ("drop_table_comment({0})", {"existing_comment": ["'y'"]}),
]


def lines(template, values):
    def filled(given):
        text = ", ".join(f"{name}={value}" for name, value in given)
        place = "{0}" if "{0}" in template else "{}"
        before, after = template.replace("{{", "\0").replace("}}", "\1").split(place)
        between = "" if place == "{0}" or not text else ", "
        return before.replace("\0", "{").replace("\1", "}") + between + text + after.replace("\0", "{").replace("\1", "}")

    yield filled([])
    for name, options in values.items():
        for option in options:
            yield filled([(name, option)])
    names = list(values)
    for one, two in itertools.combinations(names, 2):
        # Neighbours, and all pairs of a few.
        if len(names) < 9 or names.index(two) - names.index(one) < 3:
            yield filled([(one, values[one][0]), (two, values[two][0])])


def main():
    for template, values in SPECS:
        for line in dict.fromkeys(lines(template, values)):
            print(line)
    for template, values in BATCH:
        for recreate in ("never", "always"):
            start = f"with op.batch_alter_table('t', copy_from=source, recreate='{recreate}') as batch: batch."
            for line in dict.fromkeys(lines(template, values)):
                print(start + line)


main()
