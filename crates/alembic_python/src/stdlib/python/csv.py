"""Comma-separated values."""
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)


class Error(Exception):
    pass


class Dialect:
    delimiter = ","
    quotechar = '"'
    escapechar = None
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL
    strict = False


class excel(Dialect):
    pass


class excel_tab(excel):
    delimiter = "\t"


class unix_dialect(Dialect):
    lineterminator = "\n"
    quoting = QUOTE_ALL


_dialects = {"excel": excel, "excel-tab": excel_tab, "unix": unix_dialect}


def register_dialect(name, dialect=excel, **fmtparams):
    _dialects[name] = _dialect(dialect, fmtparams)


def get_dialect(name):
    return _dialects[name]


def list_dialects():
    return list(_dialects)


def field_size_limit(new_limit=None):
    return 131072


def _dialect(dialect, options):
    if isinstance(dialect, str):
        dialect = _dialects[dialect]
    made = Dialect()
    for name in ("delimiter", "quotechar", "escapechar", "doublequote", "skipinitialspace", "lineterminator", "quoting", "strict"):
        setattr(made, name, options.get(name, getattr(dialect, name)))
    return made


class _Reader:
    def __init__(self, csvfile, dialect, options):
        self._lines = iter(csvfile)
        self.dialect = _dialect(dialect, options)
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect
        row, field, quoted, in_quotes, any_char = [], [], False, False, False
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if in_quotes or any_char:
                    break
                raise
            self.line_num += 1
            i = 0
            while i < len(line):
                c = line[i]
                i += 1
                if in_quotes:
                    if d.escapechar and c == d.escapechar and i < len(line):
                        field.append(line[i])
                        i += 1
                    elif c == d.quotechar:
                        if d.doublequote and line[i:i + 1] == d.quotechar:
                            field.append(c)
                            i += 1
                        else:
                            in_quotes = False
                    else:
                        field.append(c)
                elif c in "\r\n":
                    break
                elif c == d.delimiter:
                    any_char = True
                    row.append(self._field(field, quoted))
                    field, quoted = [], False
                elif c == d.quotechar and not field and d.quoting != QUOTE_NONE:
                    any_char = quoted = in_quotes = True
                elif d.escapechar and c == d.escapechar and i < len(line):
                    field.append(line[i])
                    i += 1
                elif c == " " and d.skipinitialspace and not field:
                    pass
                else:
                    any_char = True
                    field.append(c)
            if in_quotes:
                continue
            break
        if any_char or field:
            row.append(self._field(field, quoted))
        return row

    def _field(self, field, quoted):
        text = "".join(field)
        if self.dialect.quoting == QUOTE_NONNUMERIC and not quoted:
            return float(text)
        return text


class _Writer:
    def __init__(self, csvfile, dialect, options):
        self._file = csvfile
        self.dialect = _dialect(dialect, options)

    def _format(self, value, alone):
        d = self.dialect
        if value is None:
            text = ""
        elif isinstance(value, float):
            text = repr(value)
        else:
            text = str(value)
        numeric = isinstance(value, (int, float))
        q = d.quotechar
        special = any(c in text for c in (d.delimiter, q or "", "\r", "\n", *d.lineterminator) if c)
        quote = (d.quoting == QUOTE_ALL or d.quoting == QUOTE_NONNUMERIC and not numeric
                 or d.quoting == QUOTE_STRINGS and isinstance(value, str) or d.quoting == QUOTE_NOTNULL and value is not None
                 or d.quoting == QUOTE_MINIMAL and (special or (alone and text == "")))
        if d.quoting == QUOTE_NONE:
            if special:
                if not d.escapechar:
                    raise Error("need to escape, but no escapechar set")
                for c in (d.escapechar, d.delimiter, "\r", "\n"):
                    text = text.replace(c, d.escapechar + c)
            return text
        if quote:
            text = q + (text.replace(q, q + q) if d.doublequote else text.replace(q, d.escapechar + q)) + q
        return text

    def writerow(self, row):
        row = list(row)
        line = self.dialect.delimiter.join(self._format(value, len(row) == 1) for value in row) + self.dialect.lineterminator
        return self._file.write(line)

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)


def reader(csvfile, dialect="excel", **fmtparams):
    return _Reader(csvfile, dialect, fmtparams)


def writer(csvfile, dialect="excel", **fmtparams):
    return _Writer(csvfile, dialect, fmtparams)


class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self.reader = reader(f, dialect, **kwds)
        self._fieldnames = fieldnames
        self.restkey, self.restval = restkey, restval

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        return self._fieldnames

    @property
    def line_num(self):
        return self.reader.line_num

    def __iter__(self):
        return self

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        d = dict(zip(names, row))
        if len(names) < len(row):
            d[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            d[name] = self.restval
        return d


class DictWriter:
    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        self.fieldnames, self.restval, self.extrasaction = fieldnames, restval, extrasaction
        self.writer = writer(f, dialect, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def writerow(self, row):
        if self.extrasaction == "raise":
            wrong = [key for key in row if key not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join(map(repr, wrong)))
        return self.writer.writerow(row.get(key, self.restval) for key in self.fieldnames)

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)
