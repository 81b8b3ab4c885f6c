"""Literals of Python."""
import _alembic_native as _native


def literal_eval(node_or_string):
    return _native.literal_eval(node_or_string)


def __getattr__(name):
    return _native.unsupported(f"ast.{name}")
