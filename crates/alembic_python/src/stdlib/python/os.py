"""The operating system, as far as evaluation may touch it."""
import sys
import _alembic_native as _native
import posixpath as path
from posixpath import fspath

name = "posix"
sep, altsep, curdir, pardir, extsep, pathsep, defpath, devnull = "/", None, ".", "..", ".", ":", "/bin:/usr/bin", "/dev/null"
linesep = "\n"
environ = _native.environ_object()
_Environ = type(environ)
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
error = OSError
sys.modules["os.path"] = path


class PathLike:
    def __class_getitem__(cls, item):
        from typing import Generic

        return Generic.__dict__["__class_getitem__"].__func__(cls, item)


class _PathLikeMeta(type(PathLike)):
    def __instancecheck__(cls, instance):
        return hasattr(type(instance), "__fspath__")

    def __subclasscheck__(cls, other):
        return hasattr(other, "__fspath__")


PathLike = _PathLikeMeta("PathLike", (), {"__class_getitem__": PathLike.__dict__["__class_getitem__"], "__module__": "os"})


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(key, value):
    environ[key] = value


def unsetenv(key):
    environ.pop(key, None)


def getenvb(key, default=None):
    value = environ.get(key.decode())
    return default if value is None else value.encode()


def getcwd():
    return _native.getcwd()


def chdir(path):
    return _native.unsupported("os.chdir")


def _entries(path):
    return _native.list_dir(fspath(path))


def listdir(path="."):
    return [name for name, _ in _entries(path)]


class DirEntry:
    def __init__(self, folder, name, is_dir):
        self.name = name
        self.path = path.join(folder, name)
        self._is_dir = is_dir

    def is_dir(self, *, follow_symlinks=True):
        return self._is_dir

    def is_file(self, *, follow_symlinks=True):
        return not self._is_dir

    def is_symlink(self):
        return False

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class _Scan:
    def __init__(self, items):
        self._items = iter(items)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def close(self):
        pass


def scandir(path="."):
    folder = fspath(path)
    return _Scan([DirEntry(folder, name, is_dir) for name, is_dir in _entries(folder)])


def walk(top, topdown=True, onerror=None, followlinks=False):
    top = fspath(top)
    try:
        entries = _entries(top)
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    dirs = [name for name, is_dir in entries if is_dir]
    files = [name for name, is_dir in entries if not is_dir]
    if topdown:
        yield top, dirs, files
    for folder in dirs:
        yield from walk(path.join(top, folder), topdown, onerror, followlinks)
    if not topdown:
        yield top, dirs, files


def makedirs(name, mode=0o777, exist_ok=False):
    name = fspath(name)
    if path.isdir(name) and not exist_ok:
        raise FileExistsError(17, "File exists", name)
    _native.make_dirs(name)


def mkdir(path_, mode=0o777, *, dir_fd=None):
    makedirs(path_)


def remove(path_, *, dir_fd=None):
    _native.remove_file(fspath(path_))


unlink = remove


def access(path_, mode):
    return path.exists(path_)


def urandom(n):
    return _native.random_bytes(n)


def getpid():
    return _native.process_id()


def getppid():
    return 1


def cpu_count():
    return _native.cpu_count()


process_cpu_count = cpu_count


def get_terminal_size(fallback=(80, 24)):
    return terminal_size(fallback)


class terminal_size(tuple):
    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])


def fsencode(filename):
    return fspath(filename).encode()


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode() if isinstance(filename, bytes) else filename


def strerror(code):
    return {2: "No such file or directory", 13: "Permission denied", 17: "File exists"}.get(code, f"Unknown error {code}")


class uname_result(tuple):
    sysname = property(lambda self: self[0])
    nodename = property(lambda self: self[1])
    release = property(lambda self: self[2])
    version = property(lambda self: self[3])
    machine = property(lambda self: self[4])


def uname():
    return uname_result(("Linux", "localhost", "", "", "x86_64"))


def getlogin():
    return environ.get("LOGNAME") or environ.get("USER") or "user"


def getuid():
    return _native.unsupported("os.getuid")


def _refuse(function):
    def refuse(*args, **kwargs):
        return _native.unsupported(f"os.{function}")

    refuse.__name__ = function
    return refuse


for _name in ("system", "popen", "fork", "kill", "execv", "execvp", "spawnl", "stat", "lstat", "chmod", "chown", "rename",
              "replace", "rmdir", "removedirs", "symlink", "link", "readlink", "utime", "truncate", "open", "read", "write",
              "close", "pipe", "dup", "getgid", "setuid", "umask", "nice", "times", "_exit", "abort"):
    globals()[_name] = _refuse(_name)
