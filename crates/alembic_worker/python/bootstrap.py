"""Started with `python -c`: takes the socket from standard input, says hello, loads the modules it is sent."""
import sys

# `-c` puts the working directory first; the project's own `json.py` must not be ours.
if sys.path and sys.path[0] == "":
    del sys.path[0]

import importlib.machinery
import importlib.util
import json
import os
import socket
import struct


def take_socket():
    """The socket on descriptor 0 moves away, so that code which reads standard input finds it empty."""
    descriptor = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    return socket.socket(fileno=descriptor)


def read_exactly(stream, size):
    parts = []
    while size:
        part = stream.recv(min(size, 1 << 20))
        if not part:
            # The command has ended; there is nobody to tell anything to.
            os._exit(1)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def receive(stream):
    (length,) = struct.unpack(">I", read_exactly(stream, 4))
    return json.loads(read_exactly(stream, length).decode("utf-8"))


def send(stream, message):
    body = json.dumps(message).encode("utf-8")
    stream.sendall(struct.pack(">I", len(body)) + body)


class Finder:
    """Imports the modules that came through the socket."""

    def __init__(self, sources):
        self.sources = sources

    def find_spec(self, name, path=None, target=None):
        if name not in self.sources:
            return None
        is_package = any(other.startswith(name + ".") for other in self.sources)
        spec = importlib.machinery.ModuleSpec(name, self, is_package=is_package)
        spec.origin = "<alembic-rs>/" + name.replace(".", "/")
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        exec(compile(self.sources[name], module.__spec__.origin, "exec"), module.__dict__)


def start():
    stream = take_socket()
    send(stream, {"hello": "alembic-rs worker", "protocol": 1})
    setup = receive(stream)
    for folder in reversed(setup["sys_path"]):
        sys.path.insert(0, folder)
    sys.meta_path.insert(0, Finder(dict(setup["modules"])))
    try:
        import sqlalchemy
    except Exception as error:
        send(stream, {"unfit": "%s cannot import SQLAlchemy: %s" % (sys.executable, error)})
        return
    from _alembic_rs import jobs

    send(
        stream,
        {
            "python": "%d.%d.%d" % sys.version_info[:3],
            "executable": sys.executable or "python",
            "sqlalchemy": sqlalchemy.__version__,
        },
    )
    jobs.main(stream, receive, send)


start()
