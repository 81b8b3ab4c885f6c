from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_view import PGView
from pathlib import Path
f = PGFunction.from_sql("""
create or replace function other.f(a integer default 3) returns integer as $$ select a + 1 $$ language sql;
""")
v = PGView.from_path(Path(__file__).parent / "view.sql")
ALL = [f, v]
