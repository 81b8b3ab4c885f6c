"""Regular expressions."""
import _alembic_regex as _engine
import enum as _enum


class RegexFlag(_enum.IntFlag):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128

    def __repr__(self):
        names = [f"re.{flag.name}" for flag in self]
        return "|".join(names) or "re.NOFLAG"

    __str__ = __repr__


NOFLAG = RegexFlag.NOFLAG
A = ASCII = RegexFlag.ASCII
I = IGNORECASE = RegexFlag.IGNORECASE
L = LOCALE = RegexFlag.LOCALE
U = UNICODE = RegexFlag.UNICODE
M = MULTILINE = RegexFlag.MULTILINE
S = DOTALL = RegexFlag.DOTALL
X = VERBOSE = RegexFlag.VERBOSE
DEBUG = RegexFlag.DEBUG


def _error_class():
    try:
        _engine.compile("(", 0)
    except Exception as error:
        return type(error)


PatternError = error = _error_class()
_cache = {}
_INLINE = {"i": 2, "m": 8, "s": 16, "x": 64, "a": 256, "u": 32, "L": 4}


class Pattern:
    def __init__(self, pattern, flags):
        self.pattern = pattern
        text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
        flags = int(flags)
        while text.startswith("(?") and ")" in text:
            letters = text[2:text.index(")")]
            if not letters or not all(letter in _INLINE for letter in letters):
                break
            for letter in letters:
                flags |= _INLINE[letter]
            text = text[text.index(")") + 1:]
        self._flags = flags
        self._handle, self.groups, self._names = _engine.compile(text, flags)
        self.groupindex = {name: index for index, name in enumerate(self._names) if name is not None}

    @property
    def flags(self):
        return self._flags if isinstance(self.pattern, bytes) or self._flags & 256 else self._flags | 32

    def __class_getitem__(cls, item):
        from typing import Generic

        return Generic.__dict__["__class_getitem__"].__func__(cls, item)

    def _run(self, mode, string, pos, endpos):
        text = string
        if isinstance(self.pattern, bytes):
            if isinstance(string, str):
                raise TypeError("cannot use a bytes pattern on a string-like object")
            text = string.decode("latin-1")
        elif isinstance(string, (bytes, bytearray)):
            raise TypeError("cannot use a string pattern on a bytes-like object")
        elif not isinstance(string, str):
            raise TypeError(f"expected string or bytes-like object, got {type(string).__name__!r}")
        n = len(text)
        pos = min(max(pos, 0), n)
        end = n if endpos is None else min(max(endpos, 0), n)
        spans = _engine.execute(self._handle, mode, text, pos, end)
        if spans is None:
            return None
        return Match(self, string, spans, pos, end)

    def match(self, string, pos=0, endpos=None):
        return self._run("match", string, pos, endpos)

    def fullmatch(self, string, pos=0, endpos=None):
        return self._run("fullmatch", string, pos, endpos)

    def search(self, string, pos=0, endpos=None):
        return self._run("search", string, pos, endpos)

    def finditer(self, string, pos=0, endpos=None):
        empty_ok_at = None
        while True:
            found = self._run("search", string, pos, endpos)
            if found is None:
                return
            start, end = found.span()
            yield found
            if end == start:
                # After an empty match, a non-empty one may start at the same place.
                pos = end + 1
                if pos > (len(string) if endpos is None else min(endpos, len(string))):
                    return
            else:
                pos = end

    def findall(self, string, pos=0, endpos=None):
        result = []
        for found in self.finditer(string, pos, endpos):
            if self.groups == 0:
                result.append(found.group())
            elif self.groups == 1:
                result.append(found.group(1) if found.group(1) is not None else found._empty())
            else:
                result.append(found.groups(found._empty()))
        return result

    def split(self, string, maxsplit=0):
        result = []
        last = 0
        count = 0
        for found in self.finditer(string):
            if maxsplit and count >= maxsplit:
                break
            result.append(string[last:found.start()])
            result.extend(found.groups())
            last = found.end()
            count += 1
        result.append(string[last:])
        return result

    def subn(self, repl, string, count=0):
        result = []
        last = 0
        n = 0
        template = None if callable(repl) else _Template(self, repl)
        for found in self.finditer(string):
            if count and n >= count:
                break
            result.append(string[last:found.start()])
            result.append(repl(found) if template is None else template.expand(found))
            last = found.end()
            n += 1
        result.append(string[last:])
        empty = b"" if isinstance(string, bytes) else ""
        return empty.join(result), n

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def __repr__(self):
        flags = RegexFlag(self._flags & ~32)
        text = f"re.compile({self.pattern!r}"
        if flags:
            names = [f"re.{flag.name}" for flag in flags]
            text += ", " + "|".join(names)
        return text + ")"

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.pattern == other.pattern and self._flags == other._flags

    def __hash__(self):
        return hash((self.pattern, self._flags))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class _Template:
    def __init__(self, pattern, text):
        self.parts = []
        is_bytes = isinstance(text, bytes)
        self.is_bytes = is_bytes
        if is_bytes:
            text = text.decode("latin-1")
        literal = []
        i = 0
        simple = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\"}
        while i < len(text):
            c = text[i]
            i += 1
            if c != "\\" or i >= len(text):
                if c == "\\":
                    raise error("bad escape (end of pattern)")
                literal.append(c)
                continue
            c = text[i]
            i += 1
            if c == "g":
                if text[i:i + 1] != "<":
                    raise error("missing <")
                end = text.find(">", i)
                if end < 0:
                    raise error("missing >, unterminated name")
                name = text[i + 1:end]
                i = end + 1
                group = int(name) if name.isdigit() else pattern.groupindex.get(name)
                if group is None:
                    raise IndexError(f"unknown group name {name!r}")
                if group > pattern.groups:
                    raise error(f"invalid group reference {group}")
                self._flush(literal)
                self.parts.append(group)
            elif c == "0":
                literal.append("\0")
            elif c.isdigit():
                number = c
                if i < len(text) and text[i].isdigit():
                    number += text[i]
                    i += 1
                if int(number) > pattern.groups:
                    raise error(f"invalid group reference {number}")
                self._flush(literal)
                self.parts.append(int(number))
            elif c in simple:
                literal.append(simple[c])
            elif c.isalpha():
                raise error(f"bad escape \\{c}")
            else:
                literal.append("\\" + c)
        self._flush(literal)

    def _flush(self, literal):
        if literal:
            self.parts.append("".join(literal))
            literal.clear()

    def expand(self, found):
        out = []
        for part in self.parts:
            if isinstance(part, int):
                value = found.group(part)
                out.append(found._empty() if value is None else value)
            else:
                out.append(part.encode("latin-1") if self.is_bytes else part)
        return found._empty().join(out)


class Match:
    def __init__(self, pattern, string, spans, pos, endpos):
        self.re = pattern
        self.string = string
        self._spans = spans
        self.pos = pos
        self.endpos = endpos

    def __class_getitem__(cls, item):
        from typing import Generic

        return Generic.__dict__["__class_getitem__"].__func__(cls, item)

    def _empty(self):
        return b"" if isinstance(self.string, bytes) else ""

    def _index(self, group):
        if isinstance(group, str):
            if group not in self.re.groupindex:
                raise IndexError("no such group")
            return self.re.groupindex[group]
        if not 0 <= group <= self.re.groups:
            raise IndexError("no such group")
        return group

    def _one(self, group):
        span = self._spans[self._index(group)]
        return None if span is None else self.string[span[0]:span[1]]

    def group(self, *groups):
        if not groups:
            return self._one(0)
        if len(groups) == 1:
            return self._one(groups[0])
        return tuple(self._one(group) for group in groups)

    def __getitem__(self, group):
        return self._one(group)

    def groups(self, default=None):
        return tuple(default if span is None else self.string[span[0]:span[1]] for span in self._spans[1:])

    def groupdict(self, default=None):
        result = {}
        for name, index in self.re.groupindex.items():
            value = self._one(index)
            result[name] = default if value is None else value
        return result

    def span(self, group=0):
        span = self._spans[self._index(group)]
        return (-1, -1) if span is None else span

    def start(self, group=0):
        return self.span(group)[0]

    def end(self, group=0):
        return self.span(group)[1]

    def expand(self, template):
        return _Template(self.re, template).expand(self)

    @property
    def lastindex(self):
        best = None
        best_end = -1
        for index, span in enumerate(self._spans[1:], 1):
            if span is not None and span[1] > best_end:
                best, best_end = index, span[1]
        return best

    @property
    def lastgroup(self):
        index = self.lastindex
        return None if index is None else self.re._names[index]

    @property
    def regs(self):
        return tuple((-1, -1) if span is None else span for span in self._spans)

    def __bool__(self):
        return True

    def __repr__(self):
        return f"<re.Match object; span={self.span()!r}, match={self.group()!r}>"


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    key = (type(pattern), pattern, int(flags))
    found = _cache.get(key)
    if found is None:
        if len(_cache) > 500:
            _cache.clear()
        found = _cache[key] = Pattern(pattern, flags)
    return found


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def purge():
    _cache.clear()


_special = {ord(c): "\\" + c for c in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    if isinstance(pattern, bytes):
        return pattern.decode("latin-1").translate(_special).encode("latin-1")
    return pattern.translate(_special)
