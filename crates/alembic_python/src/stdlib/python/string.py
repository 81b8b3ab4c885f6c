"""Text constants and templates."""
import re as _re

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join(word.capitalize() for word in s.split(sep))


class Template:
    delimiter = "$"
    idpattern = r"(?a:[_a-zA-Z][_a-zA-Z0-9]*)"

    def __init__(self, template):
        self.template = template

    def _pattern(self):
        d = _re.escape(self.delimiter)
        return _re.compile(d + r"(?:(?P<escaped>" + d + r")|(?P<named>[_a-zA-Z][_a-zA-Z0-9]*)|\{(?P<braced>[_a-zA-Z][_a-zA-Z0-9]*)\}|(?P<invalid>))")

    def substitute(self, mapping={}, /, **kws):
        def convert(mo):
            name = mo.group("named") or mo.group("braced")
            if name is not None:
                return str(kws[name] if name in kws else mapping[name])
            if mo.group("escaped") is not None:
                return self.delimiter
            before = self.template[: mo.start()]
            line = before.count("\n") + 1
            column = len(before) - before.rfind("\n")
            raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")

        return self._pattern().sub(convert, self.template)

    def safe_substitute(self, mapping={}, /, **kws):
        def convert(mo):
            name = mo.group("named") or mo.group("braced")
            if name is not None:
                if name in kws:
                    return str(kws[name])
                if name in mapping:
                    return str(mapping[name])
                return mo.group()
            if mo.group("escaped") is not None:
                return self.delimiter
            return mo.group()

        return self._pattern().sub(convert, self.template)


class Formatter:
    def format(self, format_string, /, *args, **kwargs):
        return format_string.format(*args, **kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)
