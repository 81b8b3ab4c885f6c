"""Namespaces; parsing of arguments belongs to the command."""
import _alembic_native as _native

SUPPRESS = "==SUPPRESS=="


class ArgumentError(Exception):
    pass


class ArgumentTypeError(Exception):
    pass


class Namespace:
    def __init__(self, **kwargs):
        for name in kwargs:
            setattr(self, name, kwargs[name])

    def __eq__(self, other):
        if not isinstance(other, Namespace):
            return NotImplemented
        return vars(self) == vars(other)

    def __contains__(self, key):
        return key in self.__dict__

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


class _Parts:
    def __init__(self, *args, **kwargs):
        self._args, self._kwargs = args, kwargs

    def add_argument(self, *args, **kwargs):
        return _Parts(*args, **kwargs)

    def add_argument_group(self, *args, **kwargs):
        return self

    add_mutually_exclusive_group = add_argument_group

    def add_subparsers(self, **kwargs):
        return self

    def add_parser(self, name, **kwargs):
        return _Parts()

    def set_defaults(self, **kwargs):
        pass


class ArgumentParser(_Parts):
    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[], formatter_class=None,
                 prefix_chars="-", fromfile_prefix_chars=None, argument_default=None, conflict_handler="error",
                 add_help=True, allow_abbrev=True, exit_on_error=True):
        super().__init__()
        self.prog, self.usage, self.description, self.epilog = prog, usage, description, epilog

    def parse_args(self, args=None, namespace=None):
        return _native.unsupported("argparse.ArgumentParser.parse_args")

    def parse_known_args(self, args=None, namespace=None):
        return _native.unsupported("argparse.ArgumentParser.parse_known_args")


class HelpFormatter:
    pass


RawTextHelpFormatter = RawDescriptionHelpFormatter = ArgumentDefaultsHelpFormatter = HelpFormatter
