"""Results and rows of executed statements."""

from collections.abc import KeysView


class RMKeyView(KeysView):
    def __init__(self, keys):
        self._keys = list(keys)

    def __len__(self):
        return len(self._keys)

    def __iter__(self):
        return iter(self._keys)

    def __contains__(self, item):
        return not isinstance(item, int) and _find(self._keys, item) is not None

    def __eq__(self, other):
        return list(other) == self._keys

    def __ne__(self, other):
        return list(other) != self._keys

    def __repr__(self):
        return "RMKeyView(%r)" % (self._keys,)


def _name(key):
    """The name that a key stands for: a str, or the name of a column or label."""
    if isinstance(key, str):
        return key
    for attribute in ("key", "name"):
        found = getattr(key, attribute, None)
        if isinstance(found, str):
            return found
    return None


def _find(keys, key):
    name = _name(key)
    for at, own in enumerate(keys):
        if own == name:
            return at
    return None


def _missing(key):
    from sqlalchemy.exc import NoSuchColumnError

    name = _name(key)
    shown = repr(name) if name is not None else repr(key)
    return NoSuchColumnError("Could not locate column in row for column %s" % shown)


class RowMapping(dict):
    def __missing__(self, key):
        at = None if isinstance(key, (str, int)) else _find(list(self), key)
        if at is None:
            raise _missing(key)
        return dict.__getitem__(self, list(self)[at])

    def __contains__(self, key):
        return not isinstance(key, int) and _find(list(self), key) is not None

    def get(self, key, default=None):
        return self[key] if key in self else default

    def keys(self):
        return RMKeyView(self)

    def __getattr__(self, name):
        if name.startswith("__") or not dict.__contains__(self, name):
            raise AttributeError("Could not locate column in row for column '%s'" % name)
        return dict.__getitem__(self, name)


class Row(tuple):
    def __new__(cls, keys, values):
        self = tuple.__new__(cls, values)
        self.__dict__["_fields"] = tuple(keys)
        for key, value in zip(keys, values):
            if not hasattr(tuple, key):
                self.__dict__.setdefault(key, value)
        return self

    @property
    def _mapping(self):
        pairs = {}
        for key, value in zip(self._fields, self):
            pairs.setdefault(key, value)
        return RowMapping(pairs)

    def _asdict(self):
        return dict(self._mapping)

    def _tuple(self):
        return tuple(self)

    def tuple(self):
        return tuple(self)

    @property
    def t(self):
        return self

    @property
    def _t(self):
        return self

    def keys(self):
        return list(self._fields)

    def __getattr__(self, name):
        raise AttributeError("Could not locate column in row for column '%s'" % name)

    def __setattr__(self, name, value):
        raise AttributeError("can't set attribute")

    def __repr__(self):
        return tuple.__repr__(self)


class _Rows:
    _closed = False
    _chunk = None

    def __init__(self, rows):
        self._rows = rows
        self._at = 0

    def _check(self):
        if self._closed:
            from sqlalchemy.exc import ResourceClosedError

            raise ResourceClosedError("This result object is closed.")

    def _take(self, size=None):
        self._check()
        rest = self._rows[self._at:]
        rows = rest if size is None else rest[:size]
        self._at += len(rows)
        return rows

    def __iter__(self):
        self._check()
        while self._at < len(self._rows):
            row = self._rows[self._at]
            self._at += 1
            yield row

    def __next__(self):
        row = self.fetchone()
        if row is None:
            raise StopIteration
        return row

    def fetchone(self):
        rows = self._take(1)
        return rows[0] if rows else None

    def fetchall(self):
        return self._take()

    def fetchmany(self, size=None):
        if size is None:
            size = self._chunk
        return self._take(size)

    def partitions(self, size=None):
        if size is None:
            size = self._chunk or 1
        while True:
            rows = self._take(size)
            if not rows:
                break
            yield rows

    def all(self):
        return self._take()

    def yield_per(self, num):
        self._chunk = num
        return self

    def _only(self, raise_for_none, scalar=False):
        rows = self._take()
        self._closed = True
        if len(rows) > 1:
            from sqlalchemy.exc import MultipleResultsFound

            wanted = "exactly one" if raise_for_none else "one or none"
            raise MultipleResultsFound("Multiple rows were found when %s was required" % wanted)
        if not rows:
            if not raise_for_none:
                return None
            from sqlalchemy.exc import NoResultFound

            raise NoResultFound("No row was found when one was required")
        return rows[0][0] if scalar else rows[0]

    def first(self):
        rows = self._take(1)
        self._closed = True
        return rows[0] if rows else None

    def one(self):
        return self._only(True)

    def one_or_none(self):
        return self._only(False)

    def _filtered(self, rows):
        return type(self)(rows)

    def unique(self, strategy=None):
        seen = []
        rows = []
        for row in self._take():
            mark = strategy(row) if strategy is not None else row
            if mark not in seen:
                seen.append(mark)
                rows.append(row)
        return self._filtered(rows)

    @property
    def closed(self):
        return self._closed

    def close(self):
        self._closed = True

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class FilterResult(_Rows):
    pass


class ScalarResult(FilterResult):
    pass


class MappingResult(FilterResult):
    def __init__(self, keys, rows):
        self._keys = keys
        super().__init__(rows)

    def _filtered(self, rows):
        return MappingResult(self._keys, rows)

    def keys(self):
        return RMKeyView(self._keys)

    def columns(self, *names):
        at = [_position(self._keys, name) for name in names]
        keys = [self._keys[i] for i in at]
        return MappingResult(keys, [RowMapping((key, row[key]) for key in keys) for row in self._take()])


def _position(keys, key):
    if isinstance(key, int):
        return keys.index(keys[key])
    at = _find(keys, key)
    if at is None:
        raise _missing(key)
    return at


class Result(_Rows):
    def __init__(self, keys, rows, rowcount=-1, inserted=None, lastrowid=None):
        self._keys = None if keys is None else list(keys)
        self.returns_rows = keys is not None
        self.rowcount = rowcount
        self._inserted = inserted
        self.lastrowid = lastrowid
        super().__init__([Row(self._keys, row) for row in rows] if keys is not None else [])

    def _derive(self, rows):
        new = type(self)(self._keys, [], self.rowcount, self._inserted, self.lastrowid)
        new._rows = rows
        new._chunk = self._chunk
        return new

    def _filtered(self, rows):
        return self._derive(rows)

    def _check(self):
        self._check_rows()
        super()._check()

    def _check_rows(self):
        if not self.returns_rows:
            from sqlalchemy.exc import ResourceClosedError

            raise ResourceClosedError("This result object does not return rows. It has been closed automatically.")

    def keys(self):
        self._check_rows()
        return RMKeyView(self._keys)

    def scalar(self):
        row = self.first()
        return row[0] if row is not None else None

    def scalar_one(self):
        return self._only(True, True)

    def scalar_one_or_none(self):
        return self._only(False, True)

    def scalars(self, index=0):
        self._check()
        at = _position(self._keys, index)
        result = ScalarResult([row[at] for row in self._take()])
        result._chunk = self._chunk
        return result

    def mappings(self):
        self._check()
        result = MappingResult(self._keys, [row._mapping for row in self._take()])
        result._chunk = self._chunk
        return result

    def columns(self, *names):
        self._check()
        at = [_position(self._keys, name) for name in names]
        result = self._derive([Row([self._keys[i] for i in at], [row[i] for i in at]) for row in self._take()])
        result._keys = [self._keys[i] for i in at]
        return result

    def tuples(self):
        return self

    @property
    def t(self):
        return self

    def freeze(self):
        return FrozenResult(self)


class FrozenResult:
    def __init__(self, result):
        self._result = result
        self.data = result.fetchall()

    def __call__(self):
        return self._result._derive(list(self.data))


class CursorResult(Result):
    @property
    def inserted_primary_key(self):
        if self._inserted is None:
            from sqlalchemy.exc import InvalidRequestError

            raise InvalidRequestError("Statement is not an insert() expression construct.")
        return Row(*self._inserted)

    @property
    def is_insert(self):
        return self._inserted is not None

    @property
    def closed(self):
        return self._closed or not self.returns_rows


IteratorResult = Result
ChunkedIteratorResult = Result
LegacyCursorResult = CursorResult
TupleResult = Result
ResultProxy = CursorResult
