"""Parsing of dates by format."""
import re


def parse(cls, string, format):
    import datetime as d

    days = [day.lower() for day in d._DAYS]
    months = [month.lower() for month in d._MONTHS]
    table = {
        "d": r"(?P<d>3[01]|[12]\d|0[1-9]|[1-9]| [1-9])", "m": r"(?P<m>1[0-2]|0[1-9]|[1-9])", "Y": r"(?P<Y>\d{4})",
        "y": r"(?P<y>\d\d)", "H": r"(?P<H>2[0-3]|[0-1]\d|\d)", "I": r"(?P<I>1[0-2]|0[1-9]|[1-9])",
        "M": r"(?P<M>[0-5]\d|\d)", "S": r"(?P<S>6[01]|[0-5]\d|\d)", "f": r"(?P<f>\d{1,6})", "p": r"(?P<p>am|pm)",
        "j": r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])",
        "z": r"(?P<z>[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|Z)", "Z": r"(?P<Z>utc|gmt|est|edt|cst|cdt|pst|pdt)?",
        "a": r"(?P<a>" + "|".join(day[:3] for day in days) + ")", "A": r"(?P<A>" + "|".join(days) + ")",
        "b": r"(?P<b>" + "|".join(month[:3] for month in months[1:]) + ")",
        "B": r"(?P<B>" + "|".join(months[1:]) + ")", "w": r"(?P<w>[0-6])", "u": r"(?P<u>[1-7])", "%": "%",
    }
    expanded = format
    for short, long in (("%c", "%a %b %d %H:%M:%S %Y"), ("%x", "%m/%d/%y"), ("%X", "%H:%M:%S"), ("%T", "%H:%M:%S"),
                        ("%D", "%m/%d/%y"), ("%F", "%Y-%m-%d"), ("%R", "%H:%M")):
        expanded = expanded.replace(short, long)
    pattern = []
    i = 0
    while i < len(expanded):
        c = expanded[i]
        i += 1
        if c == "%" and i < len(expanded):
            directive = expanded[i]
            i += 1
            if directive not in table:
                raise ValueError(f"'{directive}' is a bad directive in format '{format}'")
            pattern.append(table[directive])
        elif c.isspace():
            while i < len(expanded) and expanded[i].isspace():
                i += 1
            pattern.append(r"\s+")
        else:
            pattern.append(re.escape(c))
    compiled = re.compile("".join(pattern), re.IGNORECASE)
    found = compiled.match(string)
    if found is None:
        raise ValueError(f"time data {string!r} does not match format {format!r}")
    if found.end() != len(string):
        raise ValueError(f"unconverted data remains: {string[found.end():]}")
    parts = found.groupdict()
    year, month, day, hour, minute, second, us = 1900, 1, 1, 0, 0, 0, 0
    zone = None
    if parts.get("Y"):
        year = int(parts["Y"])
    elif parts.get("y"):
        year = int(parts["y"])
        year += 2000 if year <= 68 else 1900
    if parts.get("m"):
        month = int(parts["m"])
    elif parts.get("b"):
        month = [name[:3] for name in months].index(parts["b"].lower())
    elif parts.get("B"):
        month = months.index(parts["B"].lower())
    if parts.get("d"):
        day = int(parts["d"])
    if parts.get("H"):
        hour = int(parts["H"])
    elif parts.get("I"):
        hour = int(parts["I"]) % 12
        if (parts.get("p") or "").lower() == "pm":
            hour += 12
    if parts.get("M"):
        minute = int(parts["M"])
    if parts.get("S"):
        second = int(parts["S"])
    if parts.get("f"):
        us = int(parts["f"].ljust(6, "0"))
    if parts.get("j"):
        moment = d.date(year, 1, 1) + d.timedelta(days=int(parts["j"]) - 1)
        month, day = moment.month, moment.day
    if parts.get("z"):
        text = parts["z"]
        if text in ("Z", "z"):
            zone = d.timezone.utc
        else:
            digits = text[1:].replace(":", "")
            delta = d.timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=float(digits[4:] or 0))
            delta = -delta if text[0] == "-" else delta
            zone = d.timezone.utc if not delta else d.timezone(delta)
    elif (parts.get("Z") or "").lower() in ("utc", "gmt"):
        zone = d.timezone(d.timedelta(0), parts["Z"])
        zone = None
    return cls(year, month, day, hour, minute, second, us, zone)
