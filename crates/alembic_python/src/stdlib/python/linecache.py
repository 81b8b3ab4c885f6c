"""Lines of source files."""
cache = {}


def getlines(filename, module_globals=None):
    known = cache.get(filename)
    if known is not None and len(known) > 2:
        return known[2]
    try:
        with open(filename) as file:
            return file.readlines()
    except OSError:
        return []


def getline(filename, lineno, module_globals=None):
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def checkcache(filename=None):
    pass


def clearcache():
    cache.clear()


def lazycache(filename, module_globals):
    return False
