"""HTML texts."""


def escape(s, quote=True):
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        s = s.replace('"', "&quot;").replace("'", "&#x27;")
    return s


_NAMES = {
    "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0", "copy": "\xa9", "reg": "\xae", "deg": "\xb0",
    "middot": "\xb7", "times": "\xd7", "ndash": "\u2013", "mdash": "\u2014", "hellip": "\u2026", "bull": "\u2022",
    "lsquo": "\u2018", "rsquo": "\u2019", "ldquo": "\u201c", "rdquo": "\u201d", "laquo": "\xab", "raquo": "\xbb", "euro": "\u20ac",
    "trade": "\u2122", "rarr": "\u2192", "larr": "\u2190",
}


def _number(text):
    code = int(text[2:].rstrip(";"), 16) if text[1] in "xX" else int(text[1:].rstrip(";"))
    if code < 32 and code not in (9, 10, 12, 13) or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code >= 0xFDD0:
        import _alembic_native

        _alembic_native.unsupported(f"html.unescape of `&{text}`")
    return chr(code)


def unescape(s):
    import re

    def replace(m):
        text = m.group(1)
        if text[0] == "#":
            return _number(text)
        if text[-1] == ";" and text[:-1] in _NAMES:
            return _NAMES[text[:-1]]
        # There are two thousand names, and some need no semicolon.
        import _alembic_native

        _alembic_native.unsupported(f"html.unescape of `&{text}`")

    return re.sub(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][^\t\n\f <&#;]{0,31};?)", replace, s)
