"""Paths as objects."""
import _alembic_native as _native
import fnmatch
import os
import re


class PurePath:
    def __init__(self, *args):
        parts = [os.fspath(arg) for arg in args]
        text = ""
        for part in parts:
            if not isinstance(part, str):
                raise TypeError(
                    "argument should be a str or an os.PathLike object where __fspath__ returns a str, "
                    f"not {type(part).__name__!r}"
                )
            if part.startswith("/"):
                text = part
            elif part:
                text = text + "/" + part if text else part
        root = ""
        if text.startswith("/"):
            root = "//" if text.startswith("//") and not text.startswith("///") else "/"
        self._root = root
        self._tail = [part for part in text.split("/") if part and part != "."]

    def _make(self, root, tail):
        new = type(self).__new__(type(self))
        new._root = root
        new._tail = list(tail)
        return new

    def __reduce__(self):
        return (type(self), (str(self),))

    def with_segments(self, *args):
        return type(self)(*args)

    def __str__(self):
        return self._root + "/".join(self._tail) or "."

    def __fspath__(self):
        return str(self)

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __hash__(self):
        return hash(str(self))

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self) == str(other)

    def __lt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self.parts < other.parts

    def __le__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self.parts <= other.parts

    def __gt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self.parts > other.parts

    def __ge__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self.parts >= other.parts

    def __truediv__(self, key):
        if not isinstance(key, (str, PurePath)) and not hasattr(type(key), "__fspath__"):
            return NotImplemented
        return type(self)(self, key)

    def __rtruediv__(self, key):
        if not isinstance(key, (str, PurePath)):
            return NotImplemented
        return type(self)(key, self)

    def joinpath(self, *args):
        return type(self)(self, *args)

    def as_posix(self):
        return str(self)

    def as_uri(self):
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        from urllib.parse import quote

        return "file://" + quote(str(self))

    @property
    def parts(self):
        return ((self._root,) if self._root else ()) + tuple(self._tail)

    @property
    def drive(self):
        return ""

    @property
    def root(self):
        return self._root

    @property
    def anchor(self):
        return self._root

    @property
    def parent(self):
        if not self._tail:
            return self
        return self._make(self._root, self._tail[:-1])

    @property
    def parents(self):
        return _Parents(self)

    @property
    def name(self):
        return self._tail[-1] if self._tail else ""

    @property
    def suffix(self):
        name = self.name
        i = name.rfind(".")
        return name[i:] if 0 < i < len(name) - 1 else ""

    @property
    def suffixes(self):
        name = self.name
        if name.endswith("."):
            return []
        return ["." + suffix for suffix in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        name = self.name
        i = name.rfind(".")
        return name[:i] if 0 < i < len(name) - 1 else name

    def with_name(self, name):
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if not name or "/" in name or name == ".":
            raise ValueError(f"Invalid name {name!r}")
        return self._make(self._root, self._tail[:-1] + [name])

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if suffix and not suffix.startswith(".") or suffix == ".":
            raise ValueError(f"Invalid suffix {suffix!r}")
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        return self.with_name(self.stem + suffix)

    def is_absolute(self):
        return bool(self._root)

    def relative_to(self, other, *, walk_up=False):
        other = type(self)(other)
        mine, theirs = self.parts, other.parts
        if mine[: len(theirs)] == theirs:
            return self._make("", mine[len(theirs):])
        if walk_up and self._root == other._root:
            n = 0
            while n < len(mine) and n < len(theirs) and mine[n] == theirs[n]:
                n += 1
            return self._make("", [".."] * (len(theirs) - n) + list(mine[n:]))
        raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")

    def is_relative_to(self, other):
        other = type(self)(other)
        return self.parts[: len(other.parts)] == other.parts

    def match(self, pattern, *, case_sensitive=None):
        want = PurePath(pattern).parts
        have = self.parts
        if str(pattern).startswith("/") and len(want) != len(have):
            return False
        if len(want) > len(have):
            return False
        return all(fnmatch.fnmatchcase(a, b) for a, b in zip(reversed(have), reversed(want)))

    def __class_getitem__(cls, item):
        return cls


class _Parents:
    def __init__(self, path):
        self._path = path

    def __len__(self):
        return len(self._path._tail)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        n = len(self)
        if index >= n or index < -n:
            raise IndexError(index)
        if index < 0:
            index += n
        return self._path._make(self._path._root, self._path._tail[: n - index - 1])

    def __iter__(self):
        for i in range(len(self)):
            yield self[i]

    def __repr__(self):
        return f"<{type(self._path).__name__}.parents>"


class PurePosixPath(PurePath):
    pass


class PureWindowsPath(PurePath):
    def __init__(self, *args):
        _native.unsupported("pathlib.PureWindowsPath")


class Path(PurePath):
    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls(os.path.expanduser("~"))

    def absolute(self):
        if self.is_absolute():
            return self
        return type(self)(os.getcwd(), self)

    def resolve(self, strict=False):
        text = os.path.realpath(self)
        if strict and not os.path.exists(text):
            raise FileNotFoundError(2, "No such file or directory", str(self))
        return type(self)(text)

    def expanduser(self):
        return type(self)(os.path.expanduser(str(self)))

    def exists(self, *, follow_symlinks=True):
        return os.path.exists(self)

    def is_file(self, *, follow_symlinks=True):
        return os.path.isfile(self)

    def is_dir(self, *, follow_symlinks=True):
        return os.path.isdir(self)

    def is_symlink(self):
        return os.path.islink(self)

    def is_mount(self):
        return os.path.ismount(self)

    def samefile(self, other):
        return os.path.samefile(self, other)

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        return open(self, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None, newline=None):
        with self.open("r", encoding=encoding, errors=errors) as file:
            return file.read()

    def read_bytes(self):
        return _native.read_bytes(str(self))

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError(f"data must be str, not {type(data).__name__}")
        with self.open("w", encoding=encoding, errors=errors) as file:
            return file.write(data)

    def write_bytes(self, data):
        with self.open("wb") as file:
            return file.write(data)

    def iterdir(self):
        for name in os.listdir(self):
            yield self / name

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        for folder, dirs, files in os.walk(str(self), top_down, on_error):
            yield type(self)(folder), dirs, files

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        parts = [part for part in os.fspath(pattern).split("/") if part]
        if not parts:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        return iter(self._glob(parts))

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        parts = [part for part in os.fspath(pattern).split("/") if part]
        return iter(self._glob(["**"] + parts))

    def _glob(self, parts):
        found = {}

        def walk(folder, rest):
            if not rest:
                found[folder] = None
                return
            part = rest[0]
            if part == "**":
                walk(folder, rest[1:])
                for name, is_dir in entries(folder):
                    if is_dir:
                        walk(folder / name, rest)
                if len(rest) == 1:
                    found[folder] = None
                return
            if not any(c in part for c in "*?["):
                candidate = folder / part
                if candidate.exists() and (len(rest) == 1 or candidate.is_dir()):
                    walk(candidate, rest[1:])
                return
            for name, is_dir in entries(folder):
                if fnmatch.fnmatchcase(name, part) and (len(rest) == 1 or is_dir):
                    walk(folder / name, rest[1:])

        def entries(folder):
            try:
                return _native.list_dir(str(folder))
            except OSError:
                return []

        walk(self, parts)
        return list(found)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        if self.is_dir():
            if not exist_ok:
                raise FileExistsError(17, "File exists", str(self))
            return
        if not parents and not self.parent.is_dir():
            raise FileNotFoundError(2, "No such file or directory", str(self))
        _native.make_dirs(str(self))

    def touch(self, mode=0o666, exist_ok=True):
        if not self.exists():
            self.write_bytes(b"")

    def unlink(self, missing_ok=False):
        if missing_ok and not self.exists():
            return
        os.remove(self)

    def stat(self, *, follow_symlinks=True):
        return os.stat(self)

    def rename(self, target):
        return os.rename(self, target)

    def replace(self, target):
        return os.replace(self, target)

    def rmdir(self):
        return os.rmdir(self)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


class PosixPath(Path, PurePosixPath):
    pass


class WindowsPath(Path):
    pass


PurePath.__module__ = "pathlib"
