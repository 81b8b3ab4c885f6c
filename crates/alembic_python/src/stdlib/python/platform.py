"""The platform."""
import sys


def system():
    return {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}.get(sys.platform, sys.platform)


def python_version():
    return ".".join(map(str, sys.version_info[:3]))


def python_version_tuple():
    return tuple(map(str, sys.version_info[:3]))


def python_implementation():
    return "CPython"


def machine():
    return "x86_64"


def node():
    return "localhost"


def release():
    return ""


def version():
    return ""


def processor():
    return ""


def architecture(executable=None):
    return ("64bit", "ELF")


def platform(aliased=False, terse=False):
    return system()
