from alembic import op
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker, declarative_base, scoped_session
revision="a3"; down_revision="a2"
Base=declarative_base()
class Item(Base):
    __tablename__="item"
    id=sa.Column(sa.Integer, primary_key=True)
    name=sa.Column("item_name", sa.String(30), nullable=False)
    kind=sa.Column(sa.String(10), default="plain")
    size=sa.Column(sa.Integer, server_default="7")
    note=sa.Column(sa.String(30))
    stamp=sa.Column(sa.String(10), default=lambda: "now", onupdate=lambda: "later")
    twice=sa.Column(sa.Integer, sa.Computed("size * 2", persisted=True))
class Owner(Base):
    __tablename__="owner"
    code=sa.Column(sa.String(5), primary_key=True)
    item_id=sa.Column(sa.Integer, sa.ForeignKey("item.id"))
class Pair(Base):
    __tablename__="pair"
    a=sa.Column(sa.Integer, primary_key=True); b=sa.Column(sa.Integer, primary_key=True); c=sa.Column(sa.Integer)
def show(label, f):
    try: v=f()
    except Exception as e: v="%s: %s" % (type(e).__name__, str(e).split("\n")[0])
    print(label, "=>", v)
def upgrade():
    b=op.get_bind(); Base.metadata.create_all(b)
    s=Session(bind=b)
    show("transient", lambda: (Item().name, Item(name="x").kind, Item(name="x").id))
    x=Item(name="one"); s.add(x); show("pending", lambda: (x.id, x.kind, x in s)); s.flush()
    show("flushed", lambda: (x.id, x.name, x.kind, x.size, x.note, x.stamp, x.twice))
    x.size=10; s.flush(); show("updated", lambda: (x.size, x.twice, x.stamp))
    x.note="n"; s.commit(); show("committed", lambda: (x.note, x.name, x.size))
    b.execute(sa.update(Item.__table__).values(note="core")); show("stale", lambda: x.note); s.refresh(x); show("refreshed", lambda: x.note)
    b.execute(sa.update(Item.__table__).values(note="core2")); s.expire(x, ["note"]); show("expired", lambda: x.note)
    y=Item(name="two", size=None); s.add(y); s.flush(); show("none", lambda: (y.size, y.twice))
    o=Owner(code="o1"); z=Item(name="three"); s.add(o); s.add(z); s.flush(); o.item_id=z.id; s.commit(); show("owner", lambda: b.execute(sa.select(Owner.__table__)).all())
    s.add_all([Pair(a=1,b=2,c=3), Pair(a=1,b=3)]); s.flush(); show("pair", lambda: s.get(Pair, (1,2)).c); show("pair2", lambda: s.get(Pair, {"a":1,"b":3}).c); show("none", lambda: s.get(Pair, (9,9)))
    show("identity", lambda: s.get(Item, x.id) is x); show("q identity", lambda: s.query(Item).filter_by(name="one").one() is x)
    show("multi", lambda: [(i.name, n) for i, n in s.query(Item, Item.size).order_by(Item.id)]); show("row", lambda: [r.Item.name + str(r.size) for r in s.query(Item, Item.size).order_by(Item.id).all()])
    show("exec", lambda: [r.Item.name for r in s.execute(sa.select(Item).order_by(Item.id))]); show("scalars", lambda: [i.name for i in s.scalars(sa.select(Item).where(Item.name.like("t%")).order_by(Item.name))])
    show("scalar", lambda: s.scalar(sa.select(Item).where(Item.id==x.id)) is x); show("mixed", lambda: [(i.name, c) for i, c in s.execute(sa.select(Item, sa.func.length(Item.name)).order_by(Item.id).limit(2))])
    show("one", lambda: s.execute(sa.select(Item).where(Item.name=="one")).scalar_one().name); show("cols", lambda: s.execute(sa.select(Item.id, Item.name).order_by(Item.id)).all()); show("asdict", lambda: s.execute(sa.select(Item.name.label("l")).order_by(Item.id)).first()._asdict())
    for i in s.query(Item).all(): i.kind = i.name.upper()
    s.commit(); show("loop", lambda: b.execute(sa.text("select item_name, kind, stamp from item order by id")).all())
    show("qupdate", lambda: s.query(Item).filter(Item.name=="two").update({Item.note: "q", "size": Item.size + 1})); show("after", lambda: (y.note, y.size))
    show("qscalar", lambda: s.query(sa.func.max(Item.size)).scalar()); show("many", lambda: s.query(Item.name).scalar()); show("exists", lambda: s.query(s.query(Item).filter(Item.name=="one").exists()).scalar())
    show("upd", lambda: s.execute(sa.update(Item).where(Item.name=="one").values(note="u")).rowcount); show("u", lambda: x.note)
    s.bulk_insert_mappings(Item, [{"name":"b1"},{"name":"b2","size":3}]); s.bulk_save_objects([Item(name="b3")]); s.bulk_update_mappings(Item, [{"id":x.id,"note":"bulk"}]); show("bulk", lambda: s.query(Item.name, Item.size, Item.note).order_by(Item.id).all())
    s.delete(z) if False else None; s.delete(s.get(Pair,(1,3))); s.flush(); show("deleted", lambda: s.query(Pair).count())
    show("first", lambda: s.query(Item).filter(Item.name=="nope").first()); show("one_or_none", lambda: s.query(Item).filter(Item.name=="nope").one_or_none()); show("one err", lambda: s.query(Item).filter(Item.name=="nope").one()); show("many err", lambda: s.query(Item).one())
    show("group", lambda: s.query(Item.kind, sa.func.count(Item.id)).group_by(Item.kind).order_by(Item.kind).all()); show("distinct", lambda: s.query(Item.stamp).distinct().order_by(Item.stamp).all()); show("limit", lambda: [i.name for i in s.query(Item).order_by(Item.id.desc()).limit(2).offset(1)])
    show("join", lambda: [(o.code, i.name) for o, i in s.query(Owner, Item).join(Item, Item.id==Owner.item_id)]); show("outer", lambda: s.query(Item.name, Owner.code).outerjoin(Owner, Owner.item_id==Item.id).order_by(Item.id).all()[:3]); show("sub", lambda: s.query(Item.name).filter(Item.id.in_(s.query(Owner.item_id).scalar_subquery())).all() if False else None)
    with s.no_autoflush:
        s.add(Item(name="late")); show("noauto", lambda: s.query(Item).filter_by(name="late").count())
    show("auto", lambda: s.query(Item).filter_by(name="late").count())
    M=sessionmaker(bind=b, expire_on_commit=False)
    with M() as t: t.add(Item(name="lost"))
    show("lost", lambda: s.query(Item).filter_by(name="lost").count())
    with M.begin() as t: t.add(Item(name="kept"))
    show("kept", lambda: s.query(Item).filter_by(name="kept").count())
    u=M(); w=Item(name="w"); u.add(w); u.commit(); b.execute(sa.update(Item.__table__).values(note="changed")); show("noexpire", lambda: w.note); u.close()
    show("get_one", lambda: (s.get_one(Item, x.id) is x, s.get_one(Pair, (9, 9))))
    show("merge", lambda: (s.merge(Item(id=x.id, note="merged")) is x, x.note, s.merge(Pair(a=7, b=7, c=1)).c, s.merge(Item(name="new")).id)); s.flush(); show("merged", lambda: (s.get(Pair, (7, 7)).c, s.query(Item.name, Item.note).filter(Item.name.in_(["new", x.name])).order_by(Item.id).all())); show("merge unmapped", lambda: s.merge(object()))
    q=s.query(Item.name).order_by(Item.id); show("slices", lambda: (q[0], q[1:3], q[:2], q[2:], q.offset(1)[1:3], q.limit(3)[:2], q.limit(3)[1:], q.offset(1)[:2], q[2:1], q[0:4:2], q.slice(1, 2).all())); show("negative", lambda: q[-1]); show("beyond", lambda: q[99])
    show("unmapped", lambda: s.add(object())); show("in", lambda: (x in s, w in s)); s.expunge(x); show("out", lambda: x in s); s.close()
    show("detached", lambda: x.name); y.name; 
def downgrade(): pass
