"""JSON."""
import _alembic_json as _fast


class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        ValueError.__init__(self, f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno


JSONDecodeError.__module__ = "json.decoder"


class JSONEncoder:
    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        return "".join(self.iterencode(o))

    def iterencode(self, o, _one_shot=False):
        out = []
        self._write(o, out, 0, [])
        return out

    def _float(self, o):
        if o != o:
            text = "NaN"
        elif o == float("inf"):
            text = "Infinity"
        elif o == float("-inf"):
            text = "-Infinity"
        else:
            return float.__repr__(o)
        if not self.allow_nan:
            raise ValueError(f"Out of range float values are not JSON compliant: {o!r}")
        return text

    def _write(self, o, out, level, parents):
        if isinstance(o, str):
            out.append(_fast.quote(o, self.ensure_ascii))
        elif o is None:
            out.append("null")
        elif o is True:
            out.append("true")
        elif o is False:
            out.append("false")
        elif isinstance(o, int):
            out.append(int.__repr__(o))
        elif isinstance(o, float):
            out.append(self._float(o))
        else:
            if self.check_circular and any(parent is o for parent in parents):
                raise ValueError("Circular reference detected")
            parents.append(o)
            if isinstance(o, (list, tuple)):
                self._items(list(o), out, level, parents)
            elif isinstance(o, dict):
                self._pairs(o, out, level, parents)
            else:
                self._write(self.default(o), out, level, parents)
            parents.pop()

    def _breaks(self, level):
        if self.indent is None:
            return "", self.item_separator, ""
        unit = self.indent if isinstance(self.indent, str) else " " * self.indent
        inner = "\n" + unit * (level + 1)
        return inner, self.item_separator + inner, "\n" + unit * level

    def _items(self, items, out, level, parents):
        if not items:
            out.append("[]")
            return
        start, between, end = self._breaks(level)
        out.append("[" + start)
        for index, item in enumerate(items):
            if index:
                out.append(between)
            self._write(item, out, level + 1, parents)
        out.append(end + "]")

    def _pairs(self, o, out, level, parents):
        items = list(o.items())
        if self.sort_keys:
            items = sorted(items)
        pairs = []
        for key, value in items:
            if isinstance(key, str):
                pass
            elif isinstance(key, float):
                key = self._float(key)
            elif key is True:
                key = "true"
            elif key is False:
                key = "false"
            elif key is None:
                key = "null"
            elif isinstance(key, int):
                key = int.__repr__(key)
            elif self.skipkeys:
                continue
            else:
                raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")
            pairs.append((key, value))
        if not pairs:
            out.append("{}")
            return
        start, between, end = self._breaks(level)
        out.append("{" + start)
        for index, (key, value) in enumerate(pairs):
            if index:
                out.append(between)
            out.append(_fast.quote(key, self.ensure_ascii))
            out.append(self.key_separator)
            self._write(value, out, level + 1, parents)
        out.append(end + "}")


class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float
        self.parse_int = parse_int
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        ok, value, position = _fast.parse(s, self.object_hook, self.object_pairs_hook, self.parse_float, self.parse_int)
        if not ok:
            raise JSONDecodeError(value, s, position)
        return value


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
          separators=None, default=None, sort_keys=False, **kw):
    return (cls or JSONEncoder)(
        skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
        indent=indent, separators=separators, default=default, sort_keys=sort_keys, **kw,
    ).encode(obj)


def dump(obj, fp, **kw):
    fp.write(dumps(obj, **kw))


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
          object_pairs_hook=None, **kw):
    if isinstance(s, str):
        if s.startswith("\ufeff"):
            raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    elif isinstance(s, (bytes, bytearray)):
        s = s.decode("utf-8")
    else:
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}")
    return (cls or JSONDecoder)(
        object_hook=object_hook, parse_float=parse_float, parse_int=parse_int, object_pairs_hook=object_pairs_hook, **kw,
    ).decode(s)


def load(fp, **kw):
    return loads(fp.read(), **kw)
