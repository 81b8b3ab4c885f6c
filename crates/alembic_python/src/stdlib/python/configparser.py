"""Ini files."""
from collections.abc import MutableMapping

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10
_UNSET = object()


class Error(Exception):
    def __init__(self, msg=""):
        self.message = msg
        Exception.__init__(self, msg)

    def __str__(self):
        return self.message

    __repr__ = __str__


class NoSectionError(Error):
    def __init__(self, section):
        Error.__init__(self, f"No section: {section!r}")
        self.section = section
        self.args = (section,)


class DuplicateSectionError(Error):
    def __init__(self, section, source=None, lineno=None):
        where = "" if source is None else f"While reading from {source!r}" + ("" if lineno is None else f" [line {lineno:2d}]") + ": "
        Error.__init__(self, f"{where}{'section' if where else 'Section'} {section!r} already exists")
        self.section = section


class DuplicateOptionError(Error):
    def __init__(self, section, option, source=None, lineno=None):
        where = "" if source is None else f"While reading from {source!r}" + ("" if lineno is None else f" [line {lineno:2d}]") + ": "
        Error.__init__(self, f"{where}{'option' if where else 'Option'} {option!r} in section {section!r} already exists")


class NoOptionError(Error):
    def __init__(self, option, section):
        Error.__init__(self, f"No option {option!r} in section: {section!r}")
        self.option = option
        self.section = section
        self.args = (option, section)


class InterpolationError(Error):
    def __init__(self, option, section, msg):
        Error.__init__(self, msg)
        self.option = option
        self.section = section


class InterpolationMissingOptionError(InterpolationError):
    def __init__(self, option, section, rawval, reference):
        super().__init__(
            option, section,
            f"Bad value substitution: option {option!r} in section {section!r} contains an interpolation key "
            f"{reference!r} which is not a valid option name. Raw value: {rawval!r}",
        )


class InterpolationSyntaxError(InterpolationError):
    pass


class InterpolationDepthError(InterpolationError):
    pass


class ParsingError(Error):
    def __init__(self, source, *args):
        Error.__init__(self, f"Source contains parsing errors: {source!r}")
        self.source = source
        self.errors = []

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += f"\n\t[line {lineno:2d}]: {line!r}"


class MissingSectionHeaderError(ParsingError):
    def __init__(self, filename, lineno, line):
        Error.__init__(self, f"File contains no section headers.\nfile: {filename!r}, line: {lineno}\n{line!r}")


class Interpolation:
    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value


class BasicInterpolation(Interpolation):
    def before_get(self, parser, section, option, value, defaults):
        out = []
        self._expand(parser, option, out, value, section, defaults, 1)
        return "".join(out)

    def before_set(self, parser, section, option, value):
        import re

        left = value.replace("%%", "")
        left = re.sub(r"%\(([^)]+)\)s", "", left)
        if "%" in left:
            raise ValueError(f"invalid interpolation syntax in {value!r} at position {left.find('%')}")
        return value

    def _expand(self, parser, option, accum, rest, section, mapping, depth):
        rawval = parser.get(section, option, raw=True, fallback=rest)
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(
                option, section,
                f"Recursion limit exceeded in value substitution: option {option!r} in section {section!r} contains an "
                f"interpolation key which cannot be substituted in {MAX_INTERPOLATION_DEPTH} steps. Raw value: {rawval!r}",
            )
        while rest:
            p = rest.find("%")
            if p < 0:
                accum.append(rest)
                return
            if p > 0:
                accum.append(rest[:p])
                rest = rest[p:]
            c = rest[1:2]
            if c == "%":
                accum.append("%")
                rest = rest[2:]
            elif c == "(":
                close = rest.find(")")
                if close < 3 or rest[close + 1:close + 2] != "s":
                    raise InterpolationSyntaxError(option, section, f"bad interpolation variable reference {rest!r}")
                var = parser.optionxform(rest[2:close])
                rest = rest[close + 2:]
                try:
                    v = mapping[var]
                except KeyError:
                    raise InterpolationMissingOptionError(option, section, rawval, var) from None
                if "%" in v:
                    self._expand(parser, option, accum, v, section, mapping, depth + 1)
                else:
                    accum.append(v)
            else:
                raise InterpolationSyntaxError(option, section, f"'%' must be followed by '%' or '(', found: {rest!r}")


class ExtendedInterpolation(Interpolation):
    def before_get(self, parser, section, option, value, defaults):
        import re

        def replace(m):
            if m.group(0) == "$$":
                return "$"
            path = m.group(1).split(":")
            if len(path) == 1:
                return parser.get(section, path[0])
            return parser.get(path[0], path[1])

        return re.sub(r"\$\$|\$\{([^}]+)\}", replace, value)


class RawConfigParser(MutableMapping):
    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}
    _default_interpolation = Interpolation()

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *, delimiters=("=", ":"),
                 comment_prefixes=("#", ";"), inline_comment_prefixes=None, strict=True, empty_lines_in_values=True,
                 default_section=DEFAULTSECT, interpolation=_UNSET, converters=_UNSET, allow_unnamed_section=False):
        self._sections = {}
        self._defaults = {}
        self._allow_no_value = allow_no_value
        self._delimiters = tuple(delimiters)
        self._comment_prefixes = tuple(comment_prefixes or ())
        self._inline = tuple(inline_comment_prefixes or ())
        self._strict = strict
        self._empty_lines = empty_lines_in_values
        self.default_section = default_section
        self._interpolation = self._default_interpolation if interpolation is _UNSET else interpolation or Interpolation()
        if defaults:
            for key, value in defaults.items():
                self._defaults[self.optionxform(key)] = None if value is None else str(value)

    def optionxform(self, optionstr):
        return optionstr.lower()

    def defaults(self):
        return self._defaults

    def sections(self):
        return list(self._sections)

    def add_section(self, section):
        if section in self._sections:
            raise DuplicateSectionError(section)
        if section == self.default_section:
            raise ValueError(f"Invalid section name: {section!r}")
        self._sections[section] = {}

    def has_section(self, section):
        return section in self._sections

    def options(self, section):
        if section not in self._sections:
            raise NoSectionError(section)
        return list({**self._sections[section], **self._defaults})

    def read(self, filenames, encoding=None):
        import os

        if isinstance(filenames, (str, bytes, os.PathLike)):
            filenames = [filenames]
        read_ok = []
        for filename in filenames:
            try:
                with open(filename, encoding=encoding) as file:
                    self._read(file.read(), os.fspath(filename))
            except OSError:
                continue
            read_ok.append(os.fspath(filename))
        return read_ok

    def read_file(self, f, source=None):
        self._read("".join(f), source or getattr(f, "name", "<???>"))

    def read_string(self, string, source="<string>"):
        self._read(string, source)

    def read_dict(self, dictionary, source="<dict>"):
        for section, keys in dictionary.items():
            section = str(section)
            if section != self.default_section and section not in self._sections:
                self.add_section(section)
            target = self._defaults if section == self.default_section else self._sections[section]
            for key, value in keys.items():
                target[self.optionxform(str(key))] = None if value is None else str(value)

    def _read(self, text, source):
        current = None
        section_name = None
        option = None
        indent = 0
        error = None
        seen = set()
        for lineno, line in enumerate(text.split("\n"), 1):
            comment = len(line)
            for prefix in self._inline:
                at = line.find(prefix)
                while at >= 0:
                    if at == 0 or line[at - 1].isspace():
                        comment = min(comment, at)
                        break
                    at = line.find(prefix, at + 1)
            value = line.strip()
            is_comment = value.startswith(self._comment_prefixes)
            if is_comment:
                value = ""
            elif comment < len(line):
                value = line[:comment].strip()
            if not value:
                if self._empty_lines:
                    if not is_comment and current is not None and option and current.get(option) is not None:
                        current[option].append("")
                else:
                    indent = 1 << 30
                continue
            level = len(line) - len(line.lstrip())
            if current is not None and option and level > indent:
                if current[option] is None:
                    error = error or ParsingError(source)
                    error.append(lineno, line)
                else:
                    current[option].append(value)
                continue
            indent = level
            close = value.rfind("]") if value[0] == "[" else -1
            if close > 1:
                section_name = value[1:close]
                if section_name in self._sections:
                    if self._strict and section_name in seen:
                        raise DuplicateSectionError(section_name, source, lineno)
                    current = self._sections[section_name]
                elif section_name == self.default_section:
                    current = self._defaults
                else:
                    current = self._sections[section_name] = {}
                seen.add(section_name)
                option = None
                continue
            if current is None:
                raise MissingSectionHeaderError(source, lineno, line)
            at = -1
            for delimiter in self._delimiters:
                found = value.find(delimiter)
                if found >= 0 and (at < 0 or found < at):
                    at = found
            if at < 0 and not self._allow_no_value:
                error = error or ParsingError(source)
                error.append(lineno, line)
                continue
            name = value if at < 0 else value[:at]
            option = self.optionxform(name.rstrip())
            if not option:
                error = error or ParsingError(source)
                error.append(lineno, line)
                continue
            if self._strict and (section_name, option) in seen:
                raise DuplicateOptionError(section_name, option, source, lineno)
            seen.add((section_name, option))
            current[option] = None if at < 0 else [value[at + 1:].strip()]
        for section in [self._defaults, *self._sections.values()]:
            for key, value in section.items():
                if isinstance(value, list):
                    section[key] = "\n".join(value).rstrip()
        if error is not None:
            raise error

    def _unify(self, section, vars):
        if section not in self._sections and section != self.default_section:
            raise NoSectionError(section)
        values = dict(self._defaults)
        if section != self.default_section:
            values.update(self._sections[section])
        for key, value in (vars or {}).items():
            values[self.optionxform(key)] = None if value is None else str(value)
        return values

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        try:
            values = self._unify(section, vars)
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        option = self.optionxform(option)
        if option not in values:
            if fallback is _UNSET:
                raise NoOptionError(option, section)
            return fallback
        value = values[option]
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, values)

    def _get_conv(self, section, option, conv, raw, vars, fallback):
        try:
            return conv(self.get(section, option, raw=raw, vars=vars))
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback

    def getint(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        return self._get_conv(section, option, int, raw, vars, fallback)

    def getfloat(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        return self._get_conv(section, option, float, raw, vars, fallback)

    def getboolean(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        return self._get_conv(section, option, self._convert_to_boolean, raw, vars, fallback)

    def _convert_to_boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError(f"Not a boolean: {value}")
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_UNSET, raw=False, vars=None):
        if section is _UNSET:
            return [(name, self[name]) for name in self]
        values = self._unify(section, vars)
        result = []
        for key in values:
            value = values[key]
            if not raw and value is not None:
                value = self._interpolation.before_get(self, section, key, value, values)
            result.append((key, value))
        return result

    def has_option(self, section, option):
        if not section or section == self.default_section:
            return self.optionxform(option) in self._defaults
        if section not in self._sections:
            return False
        option = self.optionxform(option)
        return option in self._sections[section] or option in self._defaults

    def set(self, section, option, value=None):
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        if not section or section == self.default_section:
            target = self._defaults
        elif section not in self._sections:
            raise NoSectionError(section)
        else:
            target = self._sections[section]
        target[self.optionxform(option)] = value

    def remove_option(self, section, option):
        target = self._defaults if section == self.default_section else self._sections.get(section)
        if target is None:
            raise NoSectionError(section)
        return target.pop(self.optionxform(option), _UNSET) is not _UNSET

    def remove_section(self, section):
        return self._sections.pop(section, None) is not None

    def write(self, fp, space_around_delimiters=True):
        d = f" {self._delimiters[0]} " if space_around_delimiters else self._delimiters[0]
        parts = ([(self.default_section, self._defaults)] if self._defaults else []) + list(self._sections.items())
        for name, section in parts:
            fp.write(f"[{name}]\n")
            for key, value in section.items():
                if value is not None or not self._allow_no_value:
                    value = d + str(value).replace("\n", "\n\t")
                else:
                    value = ""
                fp.write(f"{key}{value}\n")
            fp.write("\n")

    def __getitem__(self, key):
        if key != self.default_section and not self.has_section(key):
            raise KeyError(key)
        return SectionProxy(self, key)

    def __setitem__(self, key, value):
        if key in self and key != self.default_section:
            self._sections[key].clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if not self.has_section(key):
            raise KeyError(key)
        self.remove_section(key)

    def __contains__(self, key):
        return key == self.default_section or self.has_section(key)

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        return iter([self.default_section, *self._sections])


class ConfigParser(RawConfigParser):
    _default_interpolation = BasicInterpolation()

    def set(self, section, option, value=None):
        if value is not None and not isinstance(value, str):
            raise TypeError("option values must be strings")
        super().set(section, option, value)


SafeConfigParser = ConfigParser


class SectionProxy(MutableMapping):
    def __init__(self, parser, name):
        self._parser = parser
        self._name = name

    def __repr__(self):
        return f"<Section: {self._name}>"

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not self._parser.remove_option(self._name, key):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def _options(self):
        if self._name == self._parser.default_section:
            return list(self._parser.defaults())
        return self._parser.options(self._name)

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    @property
    def parser(self):
        return self._parser

    @property
    def name(self):
        return self._name

    def get(self, option, fallback=None, *, raw=False, vars=None):
        return self._parser.get(self._name, option, raw=raw, vars=vars, fallback=fallback)

    def getint(self, option, fallback=None, **kwargs):
        return self._parser.getint(self._name, option, fallback=fallback, **kwargs)

    def getfloat(self, option, fallback=None, **kwargs):
        return self._parser.getfloat(self._name, option, fallback=fallback, **kwargs)

    def getboolean(self, option, fallback=None, **kwargs):
        return self._parser.getboolean(self._name, option, fallback=fallback, **kwargs)
