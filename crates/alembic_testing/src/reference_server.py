"""Answers commands with real Alembic, each in a fork of one process that has imported it.

Reads a JSON object per line from stdin (`folder`, `arguments`, `environment`, `scratch`) and writes one per line to stdout
(`status`); what the command prints is in the files `out` and `err` of the scratch folder. `{"program": [...]}` instead of
`arguments` runs a command under a terminal of 60 columns; its output is in `out`.
"""

import fcntl
import json
import os
import struct
import sys
import termios

import alembic.command
import alembic.config
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite
import sqlalchemy.ext.asyncio  # noqa: F401

ALEMBIC = os.path.join(os.path.dirname(sys.executable), "alembic")


def enter(job):
    os.chdir(job["folder"])
    for name in ("VIRTUAL_ENV", "DATABASE_URL"):
        os.environ.pop(name, None)
    os.environ.update(job["environment"])


def redirect(job):
    for descriptor, name, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, job["scratch"] + "/out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, job["scratch"] + "/err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        target = os.open(name, flags)
        os.dup2(target, descriptor)
        os.close(target)


def command(job):
    """What `alembic` does, in this process; its exit status."""
    sys.argv = [ALEMBIC, *job["arguments"]]
    sys.path[0] = os.path.dirname(ALEMBIC)
    status = 0
    try:
        alembic.config.main()
    except SystemExit as error:
        if isinstance(error.code, str):
            print(error.code, file=sys.stderr)
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        status = 1
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    return status & 255


def in_terminal(job):
    """Runs a program with a terminal as its standard streams."""
    leader, follower = os.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    pid = os.fork()
    if pid == 0:
        os.setsid()
        fcntl.ioctl(follower, termios.TIOCSCTTY, 0)
        for descriptor in range(3):
            os.dup2(follower, descriptor)
        enter(job)
        os.environ["TERM"] = "dumb"
        os.environ["NO_COLOR"] = "1"
        os.execv(job["program"][0], job["program"])
    os.close(follower)
    with open(job["scratch"] + "/out", "wb") as out:
        while True:
            try:
                data = os.read(leader, 65536)
            except OSError:
                break
            if not data:
                break
            out.write(data.replace(b"\r\n", b"\n"))
    os.close(leader)
    open(job["scratch"] + "/err", "w").close()
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


for line in sys.stdin:
    job = json.loads(line)
    if "program" in job:
        result = in_terminal(job)
    else:
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                enter(job)
                redirect(job)
                status = command(job)
            finally:
                os._exit(status)
        _, waited = os.waitpid(pid, 0)
        result = os.waitstatus_to_exitcode(waited)
    print(json.dumps({"status": result}), flush=True)
