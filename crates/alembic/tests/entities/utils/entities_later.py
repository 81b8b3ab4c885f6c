from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_view import PGView
from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_extension import PGExtension
from alembic_utils.pg_policy import PGPolicy
from alembic_utils.pg_grant_table import PGGrantTable, PGGrantTableChoice


upper = PGFunction(schema="public", signature="to_upper(some_text text)", definition="""
RETURNS text as
$$
  SELECT lower(some_text) || 'a:b'
$$ language SQL;
""")
trig_fn = PGFunction(schema="public", signature="downcase_email()", definition="""
RETURNS trigger as
$$
begin
  new.email := lower(new.email);
  return new;
end;
$$ language plpgsql;
""")
view = PGView(schema="public", signature="accounts_v", definition="select id, public.to_upper(email) as email, 2 as two from public.account")
view2 = PGView(schema="public", signature="a_first", definition="select id from public.accounts_v;")
mv = PGMaterializedView(schema="public", signature="accounts_m", definition="select count(*) + 1 as n from public.account", with_data=True)
trig = PGTrigger(schema="public", signature="lower_account_email", on_entity="public.account", definition="""
BEFORE INSERT ON public.account FOR EACH ROW EXECUTE FUNCTION public.downcase_email()
""")
ext = PGExtension(schema="public", signature="pg_trgm")
policy = PGPolicy(schema="public", signature="allow_read", on_entity="public.account", definition="""
AS permissive FOR select TO public USING (id > 1)
""")
grant = PGGrantTable(schema="public", table="account", columns=["id"], role="alembic_rs_reader", grant=PGGrantTableChoice.SELECT, with_grant_option=False)
ALL = [view2, upper, trig_fn, view, mv, ext, policy, grant]
