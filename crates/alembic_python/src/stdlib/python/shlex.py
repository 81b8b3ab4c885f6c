"""Shell words."""


def quote(s):
    import re

    if not s:
        return "''"
    if re.search(r"[^\w@%+=:,./-]", s, re.ASCII) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    return " ".join(quote(arg) for arg in split_command)


def split(s, comments=False, posix=True):
    words, word, mark, started = [], [], None, False
    i = 0
    while i < len(s):
        c = s[i]
        i += 1
        if mark:
            if c == mark:
                mark = None
            elif c == "\\" and mark == '"' and i < len(s) and s[i] in '"\\':
                word.append(s[i])
                i += 1
            else:
                word.append(c)
        elif c in "'\"":
            mark, started = c, True
        elif c == "\\" and i < len(s):
            word.append(s[i])
            started = True
            i += 1
        elif c.isspace():
            if started:
                words.append("".join(word))
                word, started = [], False
        else:
            word.append(c)
            started = True
    if mark:
        raise ValueError("No closing quotation")
    if started:
        words.append("".join(word))
    return words


def _split_at(text, delimiters):
    """Parts between delimiters; quotes keep a delimiter and disappear."""
    parts, part, quote = [], "", None
    for letter in text:
        if quote:
            if letter == quote:
                quote = None
            else:
                part += letter
        elif letter in "\"'":
            quote = letter
        elif letter in delimiters:
            if part:
                parts.append(part)
            part = ""
        else:
            part += letter
    return [*parts, part] if part else parts
