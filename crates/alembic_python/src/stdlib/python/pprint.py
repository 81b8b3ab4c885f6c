"""Readable representations."""
import sys


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return _format(object, indent, width, 0, 0, sort_dicts)


def _plain(object, sort_dicts):
    if type(object) is dict and sort_dicts:
        try:
            items = sorted(object.items())
        except TypeError:
            items = sorted(object.items(), key=lambda item: (str(type(item[0])), str(item[0])))
        return "{" + ", ".join(f"{_plain(k, True)}: {_plain(v, True)}" for k, v in items) + "}"
    if type(object) is list:
        return "[" + ", ".join(_plain(item, sort_dicts) for item in object) + "]"
    return repr(object)


def _format(object, indent, width, column, allowance, sort_dicts):
    text = _plain(object, sort_dicts)
    if len(text) <= width - column - allowance:
        return text
    if type(object) is dict and object:
        items = list(object.items())
        if sort_dicts:
            try:
                items.sort()
            except TypeError:
                items.sort(key=lambda item: (str(type(item[0])), str(item[0])))
        parts = []
        for index, (key, value) in enumerate(items):
            head = repr(key) + ": "
            last = index == len(items) - 1
            parts.append(head + _format(value, indent, width, column + indent + len(head), (allowance if last else 0) + 1, sort_dicts))
        return "{" + " " * (indent - 1) + (",\n" + " " * (column + indent)).join(parts) + "}"
    for kind, start, end in ((list, "[", "]"), (tuple, "(", ")")):
        if type(object) is kind and object:
            if kind is tuple and len(object) == 1:
                end = ",)"
            parts = [
                _format(item, indent, width, column + indent, (allowance if index == len(object) - 1 else 0) + 1, sort_dicts)
                for index, item in enumerate(object)
            ]
            return start + " " * (indent - 1) + (",\n" + " " * (column + indent)).join(parts) + end
    return text


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    print(pformat(object, indent, width, depth, sort_dicts=sort_dicts), file=stream)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return _plain(object, True)


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, **kwargs):
        self._indent, self._width, self._stream, self._kwargs = indent, width, stream, kwargs

    def pformat(self, object):
        return pformat(object, self._indent, self._width, **self._kwargs)

    def pprint(self, object):
        print(self.pformat(object), file=self._stream)
