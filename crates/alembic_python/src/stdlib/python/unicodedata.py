"""Characters; only ASCII is followed."""
import _alembic_native as _native


def normalize(form, unistr):
    if unistr.isascii():
        return unistr
    return _native.unsupported("unicodedata.normalize of a text that is not ASCII")


def category(chr):
    if not chr.isascii():
        return _native.unsupported("unicodedata.category of a character that is not ASCII")
    if chr.isupper():
        return "Lu"
    if chr.islower():
        return "Ll"
    if chr.isdigit():
        return "Nd"
    if chr == " ":
        return "Zs"
    return _native.unsupported("unicodedata.category of punctuation")


def combining(chr):
    return 0
