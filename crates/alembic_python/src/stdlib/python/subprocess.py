"""Processes are not started while code is read."""
import _alembic_native as _native

PIPE, STDOUT, DEVNULL = -1, -2, -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode, self.cmd, self.output, self.stderr = returncode, cmd, output, stderr


class TimeoutExpired(SubprocessError):
    pass


def run(*popenargs, **kwargs):
    return _native.unsupported("subprocess.run")


def call(*popenargs, **kwargs):
    return _native.unsupported("subprocess.call")


def check_call(*popenargs, **kwargs):
    return _native.unsupported("subprocess.check_call")


def check_output(*popenargs, **kwargs):
    return _native.unsupported("subprocess.check_output")


def getoutput(cmd):
    return _native.unsupported("subprocess.getoutput")


class CompletedProcess:
    pass


class Popen:
    def __init__(self, *args, **kwargs):
        _native.unsupported("subprocess.Popen")
