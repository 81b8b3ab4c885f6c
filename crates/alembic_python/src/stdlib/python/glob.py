"""Files by pattern."""
import _alembic_native as _native
import fnmatch
import os
import re

_magic = re.compile("([*?[])")


def has_magic(s):
    return _magic.search(s) is not None


def escape(pathname):
    return _magic.sub(r"[\1]", os.fspath(pathname))


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    pathname = os.fspath(pathname)
    base = os.fspath(root_dir) if root_dir is not None else ""
    absolute = pathname.startswith("/")
    parts = [part for part in pathname.split("/") if part]
    only_dirs = pathname.endswith("/")

    def full(path):
        return os.path.join(base, path) if base else path

    def entries(path):
        try:
            return _native.list_dir(full(path) or ".")
        except OSError:
            return []

    def visible(name, part):
        return include_hidden or not name.startswith(".") or part.startswith(".")

    def walk(path, rest):
        if not rest:
            if not only_dirs or os.path.isdir(full(path)):
                yield path + ("/" if only_dirs else "")
            return
        part = rest[0]
        if part == "**" and recursive:
            if len(rest) == 1:
                if path:
                    yield path + ("" if path.endswith("/") else "/")
            else:
                yield from walk(path, rest[1:])
            for name, is_dir in entries(path):
                if not visible(name, part):
                    continue
                if is_dir:
                    yield from walk(os.path.join(path, name), rest)
                elif len(rest) == 1 and not only_dirs:
                    yield os.path.join(path, name)
            return
        if not has_magic(part):
            candidate = os.path.join(path, part)
            if os.path.exists(full(candidate)):
                yield from walk(candidate, rest[1:])
            return
        for name, is_dir in entries(path):
            if visible(name, part) and fnmatch.fnmatchcase(name, part) and (len(rest) == 1 or is_dir):
                yield from walk(os.path.join(path, name), rest[1:])

    seen = set()
    for found in walk("/" if absolute else "", parts):
        if recursive and len(parts) and parts[-1] == "**":
            if found.endswith("/") and found.rstrip("/") != (pathname.replace("**", "").rstrip("/")):
                found = found.rstrip("/")
        if found not in seen:
            seen.add(found)
            yield found
