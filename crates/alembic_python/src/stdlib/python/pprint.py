"""Readable representations."""
import re

import _alembic_native as _native

_ENDS = {dict: ("{", "}"), list: ("[", "]"), tuple: ("(", ")")}


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return PrettyPrinter()._plain(object, 0)


def isreadable(object):
    return _native.unsupported("pprint.isreadable")


def isrecursive(object):
    return _native.unsupported("pprint.isrecursive")


class _Key:
    """Keys of different types are ordered by the names of their types."""

    def __init__(self, item):
        self.key = item[0]

    def __lt__(self, other):
        try:
            return self.key < other.key
        except TypeError:
            return str(type(self.key)) < str(type(other.key))


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        if compact or underscore_numbers:
            _native.unsupported("pprint with `compact` or `underscore_numbers`")
        self._indent, self._width, self._depth, self._stream = int(indent), int(width), depth, stream
        self._sort_dicts = sort_dicts

    def pprint(self, object):
        print(self.pformat(object), file=self._stream)

    def pformat(self, object):
        return self._wide(object, 0, 0, 0)

    def _items(self, object):
        items = list(object.items())
        return sorted(items, key=_Key) if self._sort_dicts else items

    def _plain(self, object, level):
        """The representation in one line."""
        ends = _ENDS.get(type(object))
        if ends is None or not object:
            return repr(object)
        start, end = ends
        if type(object) is tuple and len(object) == 1:
            end = ",)"
        if self._depth is not None and level >= self._depth:
            return f"{start}...{end}"
        if type(object) is dict:
            parts = [f"{self._plain(k, level + 1)}: {self._plain(v, level + 1)}" for k, v in self._items(object)]
        else:
            parts = [self._plain(item, level + 1) for item in object]
        return start + ", ".join(parts) + end

    def _wide(self, object, column, allowance, level):
        text = self._plain(object, level)
        if len(text) <= self._width - column - allowance:
            return text
        if type(object) is str:
            return self._text(object, column, allowance, level == 0)
        ends = _ENDS.get(type(object))
        if ends is None:
            if hasattr(object, "__len__") or hasattr(object, "__dataclass_fields__"):
                _native.unsupported(f"pprint of a long {type(object).__name__}")
            return text
        if not object:
            return text
        start, end = ends
        column += self._indent
        if type(object) is tuple and len(object) == 1:
            end = ",)"
        parts = []
        items = self._items(object) if type(object) is dict else [(None, item) for item in object]
        for index, (key, value) in enumerate(items):
            head = self._plain(key, level + 1) + ": " if type(object) is dict else ""
            room = (allowance if index == len(items) - 1 else 0) + len(end)
            parts.append(head + self._wide(value, column + len(head), room, level + 1))
        return start + " " * (self._indent - 1) + (",\n" + " " * column).join(parts) + end

    def _text(self, text, column, allowance, outermost):
        """A long text in pieces, cut after white space."""
        if outermost:
            column, allowance = column + 1, allowance + 1
        room = self._width - column
        lines = text.splitlines(True)
        pieces = []
        for number, line in enumerate(lines):
            last_line = number == len(lines) - 1
            if len(repr(line)) <= room - (allowance if last_line else 0):
                pieces.append(line)
                continue
            words = re.findall(r"\S*\s*", line)[:-1]
            piece = ""
            for index, word in enumerate(words):
                limit = room - (allowance if last_line and index == len(words) - 1 else 0)
                if len(repr(piece + word)) > limit:
                    if piece:
                        pieces.append(piece)
                    piece = word
                else:
                    piece += word
            if piece:
                pieces.append(piece)
        if len(pieces) == 1:
            return repr(text)
        joined = ("\n" + " " * column).join(repr(piece) for piece in pieces)
        return f"({joined})" if outermost else joined
