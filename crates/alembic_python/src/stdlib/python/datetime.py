"""Dates and times."""
import _alembic_native as _native

MINYEAR = 1
MAXYEAR = 9999
_DAYS_IN_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = ["", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"]


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN_MONTH[month]


def _days_before_month(year, month):
    return sum(_days_in_month(year, m) for m in range(1, month))


def _ymd2ord(year, month, day):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400 + _days_before_month(year, month) + day


def _ord2ymd(n):
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = 1
    while n >= _days_in_month(year, month):
        n -= _days_in_month(year, month)
        month += 1
    return year, month, n + 1


def _check_date(year, month, day):
    for name, value in (("year", year), ("month", month), ("day", day)):
        if not hasattr(value, "__index__"):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")


def _check_time(hour, minute, second, microsecond, fold):
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")


def _divide_and_round(a, b):
    q, r = divmod(a, b)
    r *= 2
    if r > b or (r == b and q % 2 == 1):
        q += 1
    return q


class _Constant:
    """A value of a class that is made when somebody asks for it."""

    def __init__(self, make):
        self.make = make
        self.made = None

    def __get__(self, instance, owner):
        if self.made is None:
            self.made = self.make()
        return self.made


class timedelta:
    min = _Constant(lambda: timedelta(-999999999))
    max = _Constant(lambda: timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999))
    resolution = _Constant(lambda: timedelta(microseconds=1))

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total = 0
        rest = 0.0
        for name, value, unit in (("days", days, 86400000000), ("seconds", seconds, 1000000),
                                  ("microseconds", microseconds, 1), ("milliseconds", milliseconds, 1000),
                                  ("minutes", minutes, 60000000), ("hours", hours, 3600000000),
                                  ("weeks", weeks, 604800000000)):
            if not isinstance(value, (int, float)):
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
            if isinstance(value, float):
                whole = int(value)
                total += whole * unit
                rest += (value - whole) * unit
            else:
                total += value * unit
        return cls._from_us(total + round(rest))

    @classmethod
    def _from_us(cls, us):
        self = object.__new__(cls)
        seconds, self._microseconds = divmod(us, 1000000)
        self._days, self._seconds = divmod(seconds, 86400)
        if abs(self._days) > 999999999:
            raise OverflowError(f"days={self._days}; must have magnitude <= 999999999")
        return self

    def _us(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    days = property(lambda self: self._days)
    seconds = property(lambda self: self._seconds)
    microseconds = property(lambda self: self._microseconds)

    def total_seconds(self):
        return self._us() / 10**6

    def __repr__(self):
        args = []
        if self._days:
            args.append(f"days={self._days}")
        if self._seconds:
            args.append(f"seconds={self._seconds}")
        if self._microseconds:
            args.append(f"microseconds={self._microseconds}")
        return f"datetime.timedelta({', '.join(args) or '0'})"

    def __str__(self):
        mm, ss = divmod(self._seconds, 60)
        hh, mm = divmod(mm, 60)
        s = f"{hh}:{mm:02d}:{ss:02d}"
        if self._days:
            s = f"{self._days} day{'' if abs(self._days) == 1 else 's'}, {s}"
        if self._microseconds:
            s += f".{self._microseconds:06d}"
        return s

    def __add__(self, other):
        if isinstance(other, timedelta):
            return timedelta._from_us(self._us() + other._us())
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._from_us(self._us() - other._us())
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return other - self
        return NotImplemented

    def __neg__(self):
        return timedelta._from_us(-self._us())

    def __pos__(self):
        return self

    def __abs__(self):
        return timedelta._from_us(abs(self._us()))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._from_us(self._us() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._from_us(_divide_and_round(self._us() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._us() // other._us()
        if isinstance(other, int):
            return timedelta._from_us(self._us() // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._us() / other._us()
        if isinstance(other, int):
            return timedelta._from_us(_divide_and_round(self._us() if other > 0 else -self._us(), abs(other)))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._from_us(_divide_and_round(b * self._us(), a))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return timedelta._from_us(self._us() % other._us())
        return NotImplemented

    def __divmod__(self, other):
        return self // other, self % other

    def __eq__(self, other):
        return self._us() == other._us() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._us() < other._us() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._us() <= other._us() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._us() > other._us() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._us() >= other._us() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(self._us())

    def __bool__(self):
        return self._us() != 0

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class tzinfo:
    def tzname(self, dt):
        raise NotImplementedError("tzinfo subclass must override tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("tzinfo subclass must override utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("tzinfo subclass must override dst()")

    def fromutc(self, dt):
        offset = dt.utcoffset()
        delta = dt.dst() or timedelta(0)
        standard = offset - delta
        dt += standard
        return dt + (dt.dst() or timedelta(0))


class timezone(tzinfo):
    min = _Constant(lambda: timezone(-timedelta(hours=23, minutes=59)))
    max = _Constant(lambda: timezone(timedelta(hours=23, minutes=59)))
    utc = _Constant(lambda: UTC)

    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError("offset must be a timedelta")
        if not timedelta(hours=-24) < offset < timedelta(hours=24):
            raise ValueError(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), "
                f"not {offset!r}."
            )
        self = object.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def utcoffset(self, dt):
        return self._offset

    def dst(self, dt):
        return None

    def fromutc(self, dt):
        return dt + self._offset

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        if not self._offset:
            return "UTC"
        return "UTC" + _format_offset(self._offset)

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        if self._name is None:
            return f"datetime.timezone({self._offset!r})"
        return f"datetime.timezone({self._offset!r}, {self._name!r})"

    def __str__(self):
        return self.tzname(None)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


UTC = timezone(timedelta(0))


def _format_offset(off, sep=":"):
    if off is None:
        return ""
    sign = "-" if off.days < 0 else "+"
    off = abs(off)
    hh, mm = divmod(off._us(), 3600000000)
    mm, ss = divmod(mm, 60000000)
    s = f"{sign}{hh:02d}{sep}{mm:02d}"
    if ss:
        s += f"{sep}{ss // 1000000:02d}"
        if ss % 1000000:
            s += f".{ss % 1000000:06d}"
    return s


def _format_time(hh, mm, ss, us, timespec="auto"):
    if timespec == "auto":
        timespec = "microseconds" if us else "seconds"
    if timespec == "hours":
        return f"{hh:02d}"
    if timespec == "minutes":
        return f"{hh:02d}:{mm:02d}"
    if timespec == "seconds":
        return f"{hh:02d}:{mm:02d}:{ss:02d}"
    if timespec == "milliseconds":
        return f"{hh:02d}:{mm:02d}:{ss:02d}.{us // 1000:03d}"
    if timespec == "microseconds":
        return f"{hh:02d}:{mm:02d}:{ss:02d}.{us:06d}"
    raise ValueError("Unknown timespec value")


def _strftime(obj, format, year, month, day, hour, minute, second, us):
    ordinal = _ymd2ord(year, month, day)
    weekday = (ordinal + 6) % 7
    yday = _days_before_month(year, month) + day
    iso = date(year, month, day).isocalendar()
    out = []
    i = 0
    while i < len(format):
        c = format[i]
        i += 1
        if c != "%" or i >= len(format):
            out.append(c)
            continue
        c = format[i]
        i += 1
        pad = True
        if c == "-" and i < len(format):
            pad = False
            c = format[i]
            i += 1
        if c == ":" and format[i:i + 1] == "z":
            i += 1
            out.append(_format_offset(obj.utcoffset() if hasattr(obj, "utcoffset") else None))
            continue

        def two(n, width=2):
            return f"{n:0{width}d}" if pad else str(n)

        if c == "Y":
            out.append(str(year) if year >= 1000 else str(year))
        elif c == "G":
            out.append(str(iso[0]))
        elif c == "m":
            out.append(two(month))
        elif c == "d":
            out.append(two(day))
        elif c == "e":
            out.append(f"{day:2d}")
        elif c == "H":
            out.append(two(hour))
        elif c == "I":
            out.append(two(hour % 12 or 12))
        elif c == "M":
            out.append(two(minute))
        elif c == "S":
            out.append(two(second))
        elif c == "f":
            out.append(f"{us:06d}")
        elif c == "p":
            out.append("AM" if hour < 12 else "PM")
        elif c == "y":
            out.append(two(year % 100))
        elif c == "C":
            out.append(two(year // 100))
        elif c == "j":
            out.append(two(yday, 3))
        elif c == "a":
            out.append(_DAYS[weekday][:3])
        elif c == "A":
            out.append(_DAYS[weekday])
        elif c in ("b", "h"):
            out.append(_MONTHS[month][:3])
        elif c == "B":
            out.append(_MONTHS[month])
        elif c == "w":
            out.append(str((weekday + 1) % 7))
        elif c == "u":
            out.append(str(weekday + 1))
        elif c == "U":
            out.append(two((yday + 6 - (weekday + 1) % 7) // 7))
        elif c == "W":
            out.append(two((yday + 6 - weekday) // 7))
        elif c == "V":
            out.append(two(iso[1]))
        elif c == "z":
            out.append(_format_offset(obj.utcoffset() if hasattr(obj, "utcoffset") else None, ""))
        elif c == "Z":
            out.append((obj.tzname() if hasattr(obj, "tzname") else None) or "")
        elif c == "s":
            out.append(str(int(obj.timestamp())))
        elif c == "D":
            out.append(f"{month:02d}/{day:02d}/{year % 100:02d}")
        elif c == "F":
            out.append(f"{year}-{month:02d}-{day:02d}")
        elif c == "T":
            out.append(f"{hour:02d}:{minute:02d}:{second:02d}")
        elif c == "R":
            out.append(f"{hour:02d}:{minute:02d}")
        elif c == "X":
            out.append(f"{hour:02d}:{minute:02d}:{second:02d}")
        elif c == "x":
            out.append(f"{month:02d}/{day:02d}/{year % 100:02d}")
        elif c == "c":
            out.append(f"{_DAYS[weekday][:3]} {_MONTHS[month][:3]} {day:2d} {hour:02d}:{minute:02d}:{second:02d} {year}")
        elif c == "n":
            out.append("\n")
        elif c == "t":
            out.append("\t")
        elif c == "%":
            out.append("%")
        else:
            out.append("%" + c)
    return "".join(out)


class IsoCalendarDate(tuple):
    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"


class date:
    min = _Constant(lambda: date(1, 1, 1))
    max = _Constant(lambda: date(9999, 12, 31))
    resolution = _Constant(lambda: timedelta(days=1))

    def __new__(cls, year, month=None, day=None):
        if month is None or day is None:
            missing = [name for name, value in (("month", month), ("day", day)) if value is None]
            raise TypeError(f"function missing required argument '{missing[0]}' (pos {2 if missing[0] == 'month' else 3})")
        _check_date(year, month, day)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        return self

    year = property(lambda self: self._year)
    month = property(lambda self: self._month)
    day = property(lambda self: self._day)

    @classmethod
    def fromtimestamp(cls, t):
        moment = datetime.fromtimestamp(t)
        return cls(moment.year, moment.month, moment.day)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_native.time_ns() / 1e9)

    @classmethod
    def fromordinal(cls, n):
        return cls(*_ord2ymd(n))

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            return cls(*_parse_date(text))
        except (ValueError, IndexError) as error:
            if "out of range" in str(error) or "must be in" in str(error):
                raise
            raise ValueError(f"Invalid isoformat string: {text!r}") from None

    @classmethod
    def fromisocalendar(cls, year, week, day):
        first = date(year, 1, 4)
        monday = first.toordinal() - first.weekday()
        return cls.fromordinal(monday + (week - 1) * 7 + day - 1)

    def toordinal(self):
        return _ymd2ord(self._year, self._month, self._day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        year = self._year
        ordinal = self.toordinal()

        def monday(y):
            first = _ymd2ord(y, 1, 4)
            return first - (first + 6) % 7

        week1 = monday(year)
        if ordinal < week1:
            year -= 1
            week1 = monday(year)
        elif year < MAXYEAR and ordinal >= monday(year + 1):
            year += 1
            week1 = monday(year)
        return IsoCalendarDate((year, (ordinal - week1) // 7 + 1, (ordinal + 6) % 7 + 1))

    def isoformat(self):
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    __str__ = isoformat

    def ctime(self):
        return self.strftime("%a %b %e 00:00:00 %Y")

    def strftime(self, format):
        return _strftime(self, format, self._year, self._month, self._day, 0, 0, 0, 0)

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def timetuple(self):
        import time

        return time.struct_time((self._year, self._month, self._day, 0, 0, 0, self.weekday(),
                                 _days_before_month(self._year, self._month) + self._day, -1))

    def replace(self, year=None, month=None, day=None):
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    __replace__ = replace

    def __repr__(self):
        return f"{self._module_name()}({self._year}, {self._month}, {self._day})"

    @classmethod
    def _module_name(cls):
        return f"{cls.__module__}.{cls.__qualname__}"

    def _key(self):
        return (self._year, self._month, self._day)

    def _comparable(self, other):
        return isinstance(other, date) and not isinstance(other, datetime)

    def __eq__(self, other):
        return self._key() == other._key() if self._comparable(other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if self._comparable(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._comparable(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._comparable(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._comparable(other) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if isinstance(other, timedelta):
            n = self.toordinal() + other.days
            if not 0 < n <= 3652059:
                raise OverflowError("date value out of range")
            return type(self).fromordinal(n)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class time:
    min = _Constant(lambda: time(0, 0, 0))
    max = _Constant(lambda: time(23, 59, 59, 999999))
    resolution = _Constant(lambda: timedelta(microseconds=1))

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_time(hour, minute, second, microsecond, fold)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo, self._fold = tzinfo, fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def fromisoformat(cls, text):
        try:
            return cls(*_parse_time(text.removeprefix("T")))
        except (ValueError, IndexError):
            raise ValueError(f"Invalid isoformat string: {text!r}") from None

    def isoformat(self, timespec="auto"):
        return _format_time(self._hour, self._minute, self._second, self._microsecond, timespec) + _format_offset(self.utcoffset())

    __str__ = isoformat

    def strftime(self, format):
        return _strftime(self, format, 1900, 1, 1, self._hour, self._minute, self._second, self._microsecond)

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(None)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        return type(self)(
            self._hour if hour is None else hour, self._minute if minute is None else minute,
            self._second if second is None else second, self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold,
        )

    def __repr__(self):
        parts = [self._hour, self._minute]
        if self._microsecond:
            parts += [self._second, self._microsecond]
        elif self._second:
            parts.append(self._second)
        text = f"datetime.time({', '.join(map(str, parts))}"
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        return text + ")"

    def _key(self):
        us = ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond
        offset = self.utcoffset()
        return us if offset is None else us - offset._us()

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._key() == other._key()

    def _order(self, other):
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return self._key(), other._key()

    def __lt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._order(other)
        return a < b

    def __le__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._order(other)
        return a <= b

    def __gt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._order(other)
        return a > b

    def __ge__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._order(other)
        return a >= b

    def __hash__(self):
        return hash(self._key())

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _digits(text):
    if not text.isdigit() or not text.isascii():
        raise ValueError("not digits")
    return int(text)


def _parse_date(text):
    if "W" in text:
        compact = text.replace("-", "")
        year, week = _digits(compact[:4]), _digits(compact[5:7])
        day = _digits(compact[7:8]) if len(compact) > 7 else 1
        found = date.fromisocalendar(year, week, day)
        return found.year, found.month, found.day
    if len(text) == 10 and text[4] == text[7] == "-":
        return _digits(text[:4]), _digits(text[5:7]), _digits(text[8:10])
    if len(text) == 8:
        return _digits(text[:4]), _digits(text[4:6]), _digits(text[6:8])
    raise ValueError(f"Invalid isoformat string: {text!r}")


def _parse_time(text):
    zone = None
    has_zone = False
    if text.endswith("Z"):
        text, zone, has_zone = text[:-1], timezone.utc, True
    else:
        for sign in ("+", "-"):
            if sign in text:
                text, offset = text.split(sign, 1)
                parts = _parse_clock(offset)
                delta = timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2], microseconds=parts[3])
                delta = -delta if sign == "-" else delta
                zone, has_zone = (timezone.utc if not delta else timezone(delta)), True
                break
    hour, minute, second, us = _parse_clock(text)
    return hour, minute, second, us, zone


def _parse_clock(text):
    fraction = ""
    for mark in (".", ","):
        if mark in text:
            text, fraction = text.split(mark, 1)
            break
    parts = text.split(":") if ":" in text else [text[i:i + 2] for i in range(0, len(text), 2)]
    if not 1 <= len(parts) <= 3 or any(len(part) != 2 for part in parts):
        raise ValueError("bad time")
    values = [_digits(part) for part in parts] + [0] * (3 - len(parts))
    us = _digits((fraction + "000000")[:6]) if fraction else 0
    if fraction:
        _digits(fraction)
    return values[0], values[1], values[2], us


class datetime(date):
    min = _Constant(lambda: datetime(1, 1, 1))
    max = _Constant(lambda: datetime(9999, 12, 31, 23, 59, 59, 999999))
    resolution = _Constant(lambda: timedelta(microseconds=1))

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if month is None or day is None:
            name = "month" if month is None else "day"
            raise TypeError(f"function missing required argument '{name}' (pos {2 if name == 'month' else 3})")
        _check_date(year, month, day)
        _check_time(hour, minute, second, microsecond, fold)
        if tzinfo is not None and not isinstance(tzinfo, _tzinfo_class):
            raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type {type(tzinfo).__name__!r}")
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo, self._fold = tzinfo, fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def _from_us(cls, us, tzinfo=None, fold=0):
        days, us = divmod(us, 86400000000)
        seconds, us = divmod(us, 1000000)
        if not 0 < days <= 3652059:
            raise OverflowError("date value out of range")
        year, month, day = _ord2ymd(days)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return cls(year, month, day, hour, minute, second, us, tzinfo, fold=fold)

    def _us(self):
        return ((self.toordinal() * 86400 + self._hour * 3600 + self._minute * 60 + self._second) * 1000000
                + self._microsecond)

    @classmethod
    def fromtimestamp(cls, t, tz=None):
        us = round(t * 1000000) if isinstance(t, float) else int(t) * 1000000
        epoch = 719163 * 86400000000
        if tz is None:
            offset = _native.local_offset(us // 1000000)[0]
            return cls._from_us(epoch + us + offset * 1000000)
        return tz.fromutc(cls._from_us(epoch + us, tz))

    @classmethod
    def utcfromtimestamp(cls, t):
        us = round(t * 1000000) if isinstance(t, float) else int(t) * 1000000
        return cls._from_us(719163 * 86400000000 + us)

    @classmethod
    def now(cls, tz=None):
        us = _native.time_ns() // 1000
        epoch = 719163 * 86400000000
        if tz is None:
            return cls._from_us(epoch + us + _native.local_offset(us // 1000000)[0] * 1000000)
        return tz.fromutc(cls._from_us(epoch + us, tz))

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls._from_us(719163 * 86400000000 + _native.time_ns() // 1000)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            split = 10 if len(text) > 7 and text[4] == "-" and "W" not in text[:8] else 8
            if "W" in text[:8]:
                split = 10 if "-" in text[:8] else 8
            parts = _parse_date(text[:split])
            clock = _parse_time(text[split + 1:]) if len(text) > split else (0, 0, 0, 0, None)
            return cls(*parts, *clock)
        except (ValueError, IndexError) as error:
            if "out of range" in str(error) or "must be in" in str(error):
                raise
            raise ValueError(f"Invalid isoformat string: {text!r}") from None

    @classmethod
    def strptime(cls, string, format):
        import _strptime

        return _strptime.parse(cls, string, format)

    def timestamp(self):
        if self._tzinfo is None:
            offset = _native.civil_offset(None, self._year, self._month, self._day, self._hour, self._minute, self._second,
                                          self._fold)[0]
            return (self._us() - 719163 * 86400000000 - offset * 1000000) / 1000000
        return (self - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds()

    def date(self):
        return _date_class(self._year, self._month, self._day)

    def time(self):
        return _time_class(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        return _time_class(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        return type(self)(
            self._year if year is None else year, self._month if month is None else month,
            self._day if day is None else day, self._hour if hour is None else hour,
            self._minute if minute is None else minute, self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold,
        )

    __replace__ = replace

    def astimezone(self, tz=None):
        if tz is None:
            seconds = int(self.timestamp() // 1)
            offset, name, _ = _native.local_offset(seconds)
            tz = timezone(timedelta(seconds=offset), name)
        mine = self._tzinfo
        if mine is None:
            utc = self._us() - _native.civil_offset(None, self._year, self._month, self._day, self._hour, self._minute,
                                                    self._second, self._fold)[0] * 1000000
        else:
            if mine is tz:
                return self
            utc = self._us() - self.utcoffset()._us()
        return tz.fromutc(type(self)._from_us(utc, tz))

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def isoformat(self, sep="T", timespec="auto"):
        return (f"{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}"
                + _format_time(self._hour, self._minute, self._second, self._microsecond, timespec)
                + _format_offset(self.utcoffset()))

    def __str__(self):
        return self.isoformat(sep=" ")

    def ctime(self):
        return self.strftime("%a %b %e %H:%M:%S %Y")

    def strftime(self, format):
        return _strftime(self, format, self._year, self._month, self._day, self._hour, self._minute, self._second,
                         self._microsecond)

    def timetuple(self):
        import time

        return time.struct_time((self._year, self._month, self._day, self._hour, self._minute, self._second,
                                 self.weekday(), _days_before_month(self._year, self._month) + self._day, -1))

    def utctimetuple(self):
        offset = self.utcoffset()
        return (self - offset if offset else self).timetuple()

    def __repr__(self):
        parts = [self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond]
        if parts[-1] == 0:
            del parts[-1]
            if parts[-1] == 0:
                del parts[-1]
        text = f"{self._module_name()}({', '.join(map(str, parts))}"
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        if self._fold:
            text += ", fold=1"
        return text + ")"

    def _utc_us(self):
        offset = self.utcoffset()
        return self._us() if offset is None else self._us() - offset._us()

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._utc_us() == other._utc_us()

    def _order(self, other):
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return self._utc_us() - other._utc_us()

    def __lt__(self, other):
        return self._order(other) < 0 if isinstance(other, datetime) else NotImplemented

    def __le__(self, other):
        return self._order(other) <= 0 if isinstance(other, datetime) else NotImplemented

    def __gt__(self, other):
        return self._order(other) > 0 if isinstance(other, datetime) else NotImplemented

    def __ge__(self, other):
        return self._order(other) >= 0 if isinstance(other, datetime) else NotImplemented

    def __hash__(self):
        return hash(self._utc_us())

    def __add__(self, other):
        if isinstance(other, timedelta):
            return type(self)._from_us(self._us() + other._us(), self._tzinfo)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if isinstance(other, datetime):
            mine, theirs = self.utcoffset(), other.utcoffset()
            if (mine is None) != (theirs is None):
                raise TypeError("can't subtract offset-naive and offset-aware datetimes")
            if self._tzinfo is other._tzinfo:
                return timedelta._from_us(self._us() - other._us())
            return timedelta._from_us(self._utc_us() - other._utc_us())
        return NotImplemented


_date_class = date
_time_class = time
_tzinfo_class = tzinfo
