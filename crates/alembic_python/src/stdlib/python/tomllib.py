"""TOML."""
import _alembic_native as _native


class TOMLDecodeError(ValueError):
    pass


def load(fp, /, *, parse_float=float):
    content = fp.read()
    try:
        text = content.decode()
    except AttributeError:
        raise TypeError("File must be opened in binary mode, e.g. use `open('foo.toml', 'rb')`") from None
    return loads(text, parse_float=parse_float)


def loads(s, /, *, parse_float=float):
    try:
        text = s.replace("\r\n", "\n")
    except (AttributeError, TypeError):
        raise TypeError(f"Expected str object, not '{type(s).__qualname__}'") from None
    if parse_float is not float:
        _native.unsupported("tomllib.loads() with parse_float")
    parsed = _native.parse_toml(text)
    if isinstance(parsed, tuple):
        message, position = parsed
        raise TOMLDecodeError(f"{message} ({_place(text, position)})")
    return parsed


def _place(text, position):
    if position >= len(text):
        return "at end of document"
    line = text.count("\n", 0, position) + 1
    column = position + 1 if line == 1 else position - text.rindex("\n", 0, position)
    return f"at line {line}, column {column}"
