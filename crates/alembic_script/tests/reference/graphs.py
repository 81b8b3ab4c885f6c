"""Asks real Alembic about random revision graphs; one case per line of stdout.

    python graphs.py <first seed> <number of graphs>

Lines: `graph`, `rev <id> <down> <dependencies> <labels>`, and cases `<kind> <rows> <symbol> <answer>`, separated by tabs;
lists are separated by commas, an empty list is `-`.
"""
import random
import sys
import warnings

from alembic.runtime.migration import HeadMaintainer
from alembic.script.base import ScriptDirectory
from alembic.script.revision import Revision, RevisionMap
from alembic.util import CommandError, to_tuple

warnings.simplefilter("ignore")


class Module:
    def upgrade(self):
        pass

    def downgrade(self):
        pass


class Node(Revision):
    module = Module()
    doc = ""
    path = "x"


class Impl:
    def _exec(self, *args):
        return None


class Anything:
    def __getattr__(self, name):
        return Anything()

    def __call__(self, *args, **kw):
        return Anything()

    def __eq__(self, other):
        return True


class Context:
    impl = Impl()
    as_sql = True
    _version = Anything()


def joined(items):
    return ",".join(items) or "-"


def random_graph(rnd):
    nodes = []
    labels = iter("abcdefgh")
    for i in range(rnd.randrange(1, 14)):
        ids = [n[0] for n in nodes]
        n_down = rnd.choice([0, 1, 1, 1, 1, 1, 2, 3]) if ids else 0
        down = rnd.sample(ids[-5:], min(n_down, len(ids[-5:])))
        rest = [x for x in ids if x not in down]
        deps = rnd.sample(rest, 1) if rest and rnd.random() < 0.2 else []
        label = [next(labels) + "lab"] if rnd.random() < 0.15 and i < 8 else []
        nodes.append(("%x%s%02d" % (rnd.randrange(2**20), "z" * rnd.randrange(3), i), down, deps, label))
    # files are read in the order of their names
    nodes.sort()
    return nodes


def answer(fn):
    try:
        return fn()
    except CommandError as err:
        return "FAILED " + str(err).replace("\n", " ")
    except Exception as err:
        return "RAISED " + type(err).__name__


def steps_text(script, rows, steps):
    context = Context()
    maintainer = HeadMaintainer(context, rows)
    out = []
    for step in steps:
        maintainer.update_to_step(step)
        out.append(step.short_log + " [" + ",".join(sorted(maintainer.heads)) + "]")
    return "; ".join(out)


def ask(seed):
    rnd = random.Random(seed)
    nodes = random_graph(rnd)
    script = ScriptDirectory.__new__(ScriptDirectory)
    script.revision_map = RevisionMap(lambda: [Node(i, tuple(d), tuple(p), tuple(b)) for i, d, p, b in nodes])
    print("graph")
    for i, d, p, b in nodes:
        print("rev", i, joined(d), joined(p), joined(b), sep="\t")
    loaded = answer(lambda: str(script.revision_map._revision_map and "ok"))
    print("load", "-", "-", loaded, sep="\t")
    if loaded != "ok":
        return
    rmap = script.revision_map
    ids = [n[0] for n in nodes]
    labels = [x for n in nodes for x in n[3]]
    print("heads", "-", "-", joined(rmap.heads), sep="\t")
    print("real_heads", "-", "-", joined(rmap._real_heads), sep="\t")

    def consistent_rows():
        """rows as an upgrade leaves them"""
        rows = ()
        for _ in range(rnd.randrange(0, 3)):
            target = rnd.choice(ids)
            try:
                maintainer = HeadMaintainer(Context(), rows)
                for step in script._upgrade_revs(target, rows):
                    maintainer.update_to_step(step)
                rows = tuple(sorted(maintainer.heads))
            except Exception:
                pass
        return rows

    def symbol():
        base = rnd.choice(ids + ids + labels + ["head", "heads", "base"])
        kind = rnd.randrange(8)
        if kind == 0 and len(base) > 4:
            return base[: rnd.randrange(1, len(base))]
        if kind == 1:
            return rnd.choice(["+", "-"]) + str(rnd.randrange(1, 4))
        if kind == 2:
            return base + rnd.choice(["+", "-"]) + str(rnd.randrange(1, 4))
        if kind == 3:
            branch = rnd.choice(labels + ids)
            return branch + "@" + rnd.choice(["head", "heads", "base", "+1", "-1", "+2", base])
        return base

    for _ in range(25):
        rows = consistent_rows()
        target = symbol()
        print("upgrade", joined(rows), target, answer(lambda: steps_text(script, rows, script._upgrade_revs(target, rows))), sep="\t")
        print("downgrade", joined(rows), target, answer(lambda: steps_text(script, rows, script._downgrade_revs(target, rows))), sep="\t")
        print("stamp", joined(rows), target, answer(lambda: steps_text(script, rows, script._stamp_revs((target,), rows))), sep="\t")
        print("show", "-", target, answer(lambda: joined(getattr(r, "revision", str(r)) for r in script.get_revisions(target))), sep="\t")
        low, high = symbol(), symbol()
        print("walk", low, high, answer(lambda: joined(r.revision for r in script.walk_revisions(low, high))), sep="\t")
        print("current", joined(rows), "-", answer(lambda: joined(sorted(r.revision for r in script.get_all_current(rows)))), sep="\t")


for seed in range(int(sys.argv[1]), int(sys.argv[1]) + int(sys.argv[2])):
    ask(seed)
