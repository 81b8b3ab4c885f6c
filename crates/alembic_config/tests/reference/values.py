"""Random ini files as `configparser` reads them, and random URLs as SQLAlchemy does.

Lines: kind, input and answer, separated by tabs, the last two as hexadecimal UTF-8.
"""
import configparser
import pathlib
import random
import sys

from sqlalchemy.engine import make_url

rnd = random.Random(1)


def emit(kind, text, answer):
    print(kind, text.encode().hex(), answer.encode().hex(), sep="\t")


def ini_answer(text):
    parser = configparser.ConfigParser({"here": "/h"})
    try:
        parser.read_string(text, pathlib.Path("alembic.ini"))
    except configparser.Error as err:
        return "%s: %s" % (type(err).__name__, err)
    out = []
    for section in parser.sections():
        for key in dict(parser.items(section, raw=True)):
            try:
                out.append("%s.%s=%s" % (section, key, parser.get(section, key)))
            except configparser.Error as err:
                out.append("%s.%s %s: %s" % (section, key, type(err).__name__, err))
    return "\n".join(out)


LINES = [
    "[a]", "[b]", "[DEFAULT]", "[a] tail", " [c]", "[d", "[]", "k = v", "K: v2", "j=%(k)s x", "j = %(Here)s/x",
    "l = %(missing)s", "m = 100%", "n = 100%%", "o = %(open", "p = %(o)s%(k)s", "q = %(q)s", "  more", "\tmore = 1", "",
    "   ", "# c", " ; c", "x = y # no comment", "noequals", "= v", "e =", "u = é ñ", "  # indented comment", "r = a:b=c",
    "long key with spaces = 1", "z = %%(k)s %(k)d",
]
for _ in range(int(sys.argv[1])):
    text = "\n".join(rnd.choice(LINES) for _ in range(rnd.randrange(1, 12))) + rnd.choice(["", "\n"])
    if rnd.random() < 0.8:
        text = "[a]\n" + text
    emit("ini", text, ini_answer(text))


def url_answer(text):
    try:
        url = make_url(text)
        return url.render_as_string(hide_password=False) + " " + str(url) + " " + repr(
            (url.drivername, url.username, url.password, url.host, url.port, url.database)
        )
    except Exception as err:
        return "%s" % type(err).__name__


PARTS = ["u", "p%40w", ":", "@", "/", "//", "host", "[::1]", "5432", "?", "a=1", "&", "a=2", "b=", "db", "%20", "+", " ", "é", "#", "x.y"]
for _ in range(int(sys.argv[1])):
    text = rnd.choice(["postgresql", "sqlite+aiosqlite", "a.b", "", "mysql+x"]) + rnd.choice(["://", ":/", "://", "://"])
    text += "".join(rnd.choice(PARTS) for _ in range(rnd.randrange(0, 12)))
    emit("url", text, url_answer(text))
