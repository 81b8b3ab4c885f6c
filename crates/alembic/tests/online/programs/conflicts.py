from alembic import context, op
import sqlalchemy as sa

revision = "a1"
down_revision = None


def show(label, f):
    try:
        value = f()
    except Exception as error:
        value = "%s: %s" % (type(error).__name__, str(error).split("\n")[0])
    print(label, "=>", value)


from sqlalchemy.dialects import postgresql, sqlite
def upgrade():
    t = op.create_table('s', sa.Column('key', sa.String(20), primary_key=True), sa.Column('value', sa.Integer), sa.Column('other', sa.String(5)), sa.UniqueConstraint('value', name='uq_s_value'))
    ins = (postgresql if op.get_context().dialect.name == 'postgresql' else sqlite).insert
    op.execute(ins(t).values([{'key': 'a', 'value': 1, 'other': 'x'}, {'key': 'b', 'value': 2, 'other': None}]))
    st = ins(t).values(key='a', value=5)
    op.execute(st.on_conflict_do_update(index_elements=['key'], set_={'value': st.excluded.value + t.c.value, 'other': 'up'}))
    op.execute(ins(t).values(key='b', value=9).on_conflict_do_nothing())
    op.execute(ins(t).values(key='b', value=9).on_conflict_do_nothing(index_elements=[t.c.key]))
    op.execute(st.on_conflict_do_update(index_elements=[t.c.key], set_=dict(value=7), where=(t.c.value > 3)))
    if op.get_context().dialect.name == 'postgresql':
        op.execute(ins(t).values(key='c', value=7).on_conflict_do_update(constraint='uq_s_value', set_=dict(other='con')))
    op.execute(ins(t).from_select(['key', 'value'], sa.select(sa.literal('z'), sa.literal(99))).on_conflict_do_nothing())
    if context.is_offline_mode(): return
    c = op.get_bind()
    print(c.execute(st.on_conflict_do_update(index_elements=['key'], set_={k: st.excluded[k] for k in ('value',)}).returning(t.c.key, t.c.value)).all())
    r = c.execute(ins(t).on_conflict_do_nothing(), [{'key': 'a', 'value': 1}, {'key': 'q', 'value': 44}])
    print(c.execute(sa.select(t).order_by(t.c.key)).all())
def downgrade(): op.drop_table('s')
