"""Clocks."""
import _alembic_native as _native

timezone = altzone = 0
daylight = 0
tzname = ("UTC", "UTC")


def time():
    return _native.time_ns() / 1e9


def time_ns():
    return _native.time_ns()


monotonic = perf_counter = process_time = thread_time = time
monotonic_ns = perf_counter_ns = process_time_ns = time_ns


def sleep(seconds):
    # Waiting changes nothing that evaluation can see.
    return None


class struct_time(tuple):
    _names = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")

    def __getattr__(self, name):
        if name in self._names:
            return self[self._names.index(name)]
        raise AttributeError(name)

    def __repr__(self):
        return f"time.struct_time({', '.join(f'{n}={v}' for n, v in zip(self._names, self))})"


def _parts(seconds, offset):
    import datetime

    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=int(seconds) + offset)
    return struct_time((moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second,
                        moment.weekday(), moment.timetuple()[7], 0))


def gmtime(seconds=None):
    return _parts(time() if seconds is None else seconds, 0)


def localtime(seconds=None):
    seconds = time() if seconds is None else seconds
    return _parts(seconds, _native.local_offset(int(seconds))[0])


def mktime(t):
    import datetime

    return datetime.datetime(*t[:6]).timestamp()


def strftime(format, t=None):
    import datetime

    t = localtime() if t is None else t
    return datetime.datetime(*tuple(t)[:6]).strftime(format)


def strptime(string, format="%a %b %d %H:%M:%S %Y"):
    import datetime

    return datetime.datetime.strptime(string, format).timetuple()


def ctime(seconds=None):
    return strftime("%a %b %e %H:%M:%S %Y", localtime(seconds))


def asctime(t=None):
    return strftime("%a %b %e %H:%M:%S %Y", t)
