"""Functions for the end of the program; it never ends while code is read."""


def register(func, *args, **kwargs):
    return func


def unregister(func):
    pass
