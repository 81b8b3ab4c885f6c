"""Paths as texts (`os.path`)."""
import _alembic_native as _native

sep = "/"
altsep = None
curdir = "."
pardir = ".."
extsep = "."
pathsep = ":"
defpath = "/bin:/usr/bin"
devnull = "/dev/null"


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    try:
        method = type(path).__fspath__
    except AttributeError:
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}") from None
    return method(path)


def isabs(s):
    return fspath(s).startswith("/")


def join(a, *p):
    path = fspath(a)
    for b in p:
        b = fspath(b)
        if b.startswith("/") or not path:
            path = b
        elif path.endswith("/"):
            path += b
        else:
            path += "/" + b
    return path


def split(p):
    p = fspath(p)
    i = p.rfind("/") + 1
    head, tail = p[:i], p[i:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail


def splitext(p):
    p = fspath(p)
    slash = p.rfind("/")
    dot = p.rfind(".")
    if dot > slash:
        i = slash + 1
        while i < dot:
            if p[i] != ".":
                return p[:dot], p[dot:]
            i += 1
    return p, ""


def splitdrive(p):
    return "", fspath(p)


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def normpath(path):
    path = fspath(path)
    if not path:
        return "."
    initial = path.startswith("/")
    if initial and path.startswith("//") and not path.startswith("///"):
        initial = 2
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or (not initial and not parts) or (parts and parts[-1] == ".."):
            parts.append(part)
        elif parts:
            parts.pop()
    path = "/" * int(initial) + "/".join(parts)
    return path or "."


def abspath(path):
    path = fspath(path)
    if not isabs(path):
        path = join(_native.getcwd(), path)
    return normpath(path)


def realpath(path, *, strict=False):
    return _native.real_path(abspath(path))


def exists(path):
    path = fspath(path)
    return _native.is_file(path) or _native.is_dir(path)


lexists = exists


def isfile(path):
    return _native.is_file(fspath(path))


def isdir(path):
    return _native.is_dir(fspath(path))


def islink(path):
    return exists(path) and realpath(dirname(abspath(path))) + "/" + basename(path) != realpath(path)


def ismount(path):
    return abspath(path) == "/"


def samefile(a, b):
    return realpath(a) == realpath(b)


def getsize(path):
    return len(_native.read_bytes(fspath(path)))


def getmtime(path):
    return _native.unsupported("os.path.getmtime")


def expanduser(path):
    path = fspath(path)
    if path == "~" or path.startswith("~/"):
        home = _native.environ.get("HOME", "/")
        return home.rstrip("/") + path[1:] or "/"
    return path


def expandvars(path):
    import re

    def replace(match):
        name = match.group(1) or match.group(2)
        return _native.environ.get(name, match.group(0))

    return re.sub(r"\$(?:(\w+)|\{([^}]*)\})", replace, fspath(path))


def relpath(path, start=None):
    if not path:
        raise ValueError("no path specified")
    start_list = [x for x in abspath(curdir if start is None else start).split("/") if x]
    path_list = [x for x in abspath(path).split("/") if x]
    i = 0
    while i < len(start_list) and i < len(path_list) and start_list[i] == path_list[i]:
        i += 1
    return "/".join([".."] * (len(start_list) - i) + path_list[i:]) or "."


def commonprefix(m):
    if not m:
        return ""
    s1, s2 = min(m), max(m)
    for i, c in enumerate(s1):
        if c != s2[i]:
            return s1[:i]
    return s1


def commonpath(paths):
    paths = [fspath(path) for path in paths]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    split_paths = [[c for c in path.split("/") if c and c != "."] for path in paths]
    absolute = paths[0].startswith("/")
    if any(path.startswith("/") != absolute for path in paths):
        raise ValueError("Can't mix absolute and relative paths")
    s1, s2 = min(split_paths), max(split_paths)
    common = s1
    for i, c in enumerate(s1):
        if i >= len(s2) or c != s2[i]:
            common = s1[:i]
            break
    return ("/" if absolute else "") + "/".join(common)


def normcase(s):
    return fspath(s)
