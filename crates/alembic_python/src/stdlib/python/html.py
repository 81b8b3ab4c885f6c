"""HTML texts."""


def escape(s, quote=True):
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        s = s.replace('"', "&quot;").replace("'", "&#x27;")
    return s


def unescape(s):
    import re

    names = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0"}

    def replace(m):
        text = m.group(1)
        if text[0] == "#":
            return chr(int(text[2:], 16) if text[1] in "xX" else int(text[1:]))
        return names.get(text, m.group(0))

    return re.sub(r"&(#[0-9]+|#[xX][0-9a-fA-F]+|\w+);", replace, s)
