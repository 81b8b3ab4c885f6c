"""How Python was built; nothing is known."""
import _alembic_native as _native


def get_config_var(name):
    return None


def get_config_vars(*args):
    return [None] * len(args) if args else {}


def get_python_version():
    return "3.13"


def get_platform():
    return "linux-x86_64"


def get_paths(*args, **kwargs):
    return _native.unsupported("sysconfig.get_paths")


def get_path(*args, **kwargs):
    return _native.unsupported("sysconfig.get_path")
