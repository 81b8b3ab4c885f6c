"""Renders templates with Mako and with the program that this crate makes of them; prints what differs.

    python templates.py <template> <program>
"""
import sys

from mako.template import Template


class Config:
    def get_main_option(self, name):
        return "engine1, engine2"


def comma(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else ", ".join(value)


names = {
    "config": Config(),
    "comma": comma,
    "message": "a 'message'",
    "up_revision": "ae10",
    "down_revision": ("a", "b"),
    "branch_labels": None,
    "depends_on": None,
    "create_date": "2024-01-01 00:00:00",
    "upgrades": "op.x()\n    op.y()",
    "engine1_upgrades": "one()",
}
wanted = Template(filename=sys.argv[1]).render_unicode(**names)
namespace = dict(names, __names__=dict(names))
exec(open(sys.argv[2]).read(), namespace)
if wanted != namespace["__result__"]:
    print("Mako:")
    print(wanted)
    print("ours:")
    print(namespace["__result__"])
