"""Temporary files are not made while code is read."""
import _alembic_native as _native


def gettempdir():
    import os

    return os.environ.get("TMPDIR") or "/tmp"


def _refuse(name):
    def refuse(*args, **kwargs):
        return _native.unsupported(f"tempfile.{name}")

    return refuse


mkdtemp, mkstemp, mktemp, NamedTemporaryFile, TemporaryFile, TemporaryDirectory, SpooledTemporaryFile = map(
    _refuse, ("mkdtemp", "mkstemp", "mktemp", "NamedTemporaryFile", "TemporaryFile", "TemporaryDirectory", "SpooledTemporaryFile"))
