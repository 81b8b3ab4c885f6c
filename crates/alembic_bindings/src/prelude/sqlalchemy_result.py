"""Results and rows of executed statements."""


class RowMapping(dict):
    pass


class Row(tuple):
    def __new__(cls, keys, values):
        self = tuple.__new__(cls, values)
        self._fields = tuple(keys)
        for key, value in zip(keys, values):
            if not hasattr(tuple, key):
                self.__dict__[key] = value
        return self

    @property
    def _mapping(self):
        return RowMapping(zip(self._fields, self))

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _tuple(self):
        return tuple(self)

    @property
    def t(self):
        return self

    def keys(self):
        return list(self._fields)

    def __repr__(self):
        return tuple.__repr__(self)


class _Rows:
    def __init__(self, rows):
        self._rows = rows
        self._at = 0

    def __iter__(self):
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
        if self._at >= len(self._rows):
            return None
        row = self._rows[self._at]
        self._at += 1
        return row

    def fetchall(self):
        rows = self._rows[self._at:]
        self._at = len(self._rows)
        return rows

    def fetchmany(self, size=None):
        rows = self._rows[self._at:] if size is None else self._rows[self._at:self._at + size]
        self._at += len(rows)
        return rows

    def partitions(self, size=None):
        while True:
            rows = self.fetchmany(size)
            if not rows:
                break
            yield rows

    def all(self):
        return self.fetchall()

    def first(self):
        row = self.fetchone()
        self._at = len(self._rows)
        return row

    def one(self):
        rows = self.fetchall()
        if not rows:
            from sqlalchemy.exc import NoResultFound
            raise NoResultFound("No row was found when one was required")
        if len(rows) > 1:
            from sqlalchemy.exc import MultipleResultsFound
            raise MultipleResultsFound("Multiple rows were found when exactly one was required")
        return rows[0]

    def one_or_none(self):
        rows = self.fetchall()
        if len(rows) > 1:
            from sqlalchemy.exc import MultipleResultsFound
            raise MultipleResultsFound("Multiple rows were found when one or none was required")
        return rows[0] if rows else None

    def unique(self, strategy=None):
        seen = []
        for row in self.fetchall():
            if row not in seen:
                seen.append(row)
        return type(self)(seen) if type(self) is not CursorResult else self._derive(seen)

    def close(self):
        self._at = len(self._rows)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class ScalarResult(_Rows):
    pass


class MappingResult(_Rows):
    def keys(self):
        return list(self._rows[0]) if self._rows else []


class CursorResult(_Rows):
    def __init__(self, keys, rows, rowcount, inserted, lastrowid):
        self._keys = keys
        self.returns_rows = keys is not None
        self.rowcount = rowcount
        self._inserted = inserted
        self.lastrowid = lastrowid
        super().__init__([Row(keys, row) for row in rows] if keys is not None else [])

    def _derive(self, rows):
        new = CursorResult(self._keys, [], self.rowcount, self._inserted, self.lastrowid)
        new._rows = rows
        return new

    def _check(self):
        if not self.returns_rows:
            from sqlalchemy.exc import ResourceClosedError
            raise ResourceClosedError("This result object does not return rows. It has been closed automatically.")

    def __iter__(self):
        self._check()
        return super().__iter__()

    def fetchall(self):
        self._check()
        return super().fetchall()

    def fetchone(self):
        self._check()
        return super().fetchone()

    def keys(self):
        self._check()
        return list(self._keys)

    def scalar(self):
        row = self.first()
        return row[0] if row is not None else None

    def scalar_one(self):
        return self.one()[0]

    def scalar_one_or_none(self):
        row = self.one_or_none()
        return row[0] if row is not None else None

    def scalars(self, index=0):
        if isinstance(index, str):
            index = list(self._keys).index(index)
        return ScalarResult([row[index] for row in self.fetchall()])

    def mappings(self):
        return MappingResult([row._mapping for row in self.fetchall()])

    def columns(self, *names):
        at = [list(self._keys).index(name) if isinstance(name, str) else name for name in names]
        return self._derive([Row([self._keys[i] for i in at], [row[i] for i in at]) for row in self.fetchall()])

    def tuples(self):
        return self

    @property
    def inserted_primary_key(self):
        if self._inserted is None:
            from sqlalchemy.exc import InvalidRequestError

            raise InvalidRequestError("Statement is not an insert() expression construct.")
        return Row(*self._inserted)

    @property
    def is_insert(self):
        return self._inserted is not None


Result = CursorResult
LegacyCursorResult = CursorResult
