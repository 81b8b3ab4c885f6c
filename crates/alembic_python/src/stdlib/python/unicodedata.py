"""Characters: forms of texts, categories and combining classes."""
import _alembic_native as _native


def normalize(form, unistr, /):
    text = _native.normalize(form, unistr)
    if text is None:
        raise ValueError("invalid normalization form")
    return text


def is_normalized(form, unistr, /):
    return normalize(form, unistr) == unistr


def category(chr, /):
    return _native.category(_character("category", chr))


def combining(chr, /):
    return _native.combining(_character("combining", chr))


def _character(function, chr):
    if not isinstance(chr, str):
        raise TypeError(f"{function}() argument must be a unicode character, not {type(chr).__name__}")
    if len(chr) != 1:
        raise TypeError(f"{function}(): argument must be a unicode character, not a string of length {len(chr)}")
    return chr
