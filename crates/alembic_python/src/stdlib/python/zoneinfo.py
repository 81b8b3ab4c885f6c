"""Time zones by name."""
import _alembic_native as _native
from datetime import timedelta, tzinfo


class ZoneInfoNotFoundError(KeyError):
    pass


class InvalidTZPathWarning(RuntimeWarning):
    pass


class ZoneInfo(tzinfo):
    _cache = {}

    def __new__(cls, key):
        known = cls._cache.get(key)
        if known is not None:
            return known
        if not _native.zone_exists(key):
            raise ZoneInfoNotFoundError(f"No time zone found with key {key}")
        self = object.__new__(cls)
        self.key = key
        cls._cache[key] = self
        return self

    @classmethod
    def no_cache(cls, key):
        return cls(key)

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        cls._cache.clear()

    def _info(self, dt):
        return _native.civil_offset(self.key, dt.year, dt.month, dt.day, dt.hour, dt.minute, dt.second, dt.fold)

    def utcoffset(self, dt):
        return None if dt is None else timedelta(seconds=self._info(dt)[0])

    def tzname(self, dt):
        return None if dt is None else self._info(dt)[1]

    def dst(self, dt):
        if dt is None:
            return None
        return timedelta(hours=1) if self._info(dt)[2] else timedelta(0)

    def fromutc(self, dt):
        seconds = dt._us() // 1000000 - 719163 * 86400
        return dt + timedelta(seconds=_native.zone_offset(self.key, seconds)[0])

    def __str__(self):
        return self.key

    def __repr__(self):
        return f"zoneinfo.ZoneInfo(key={self.key!r})"

    def __hash__(self):
        return hash(self.key)

    def __eq__(self, other):
        return self is other

    def __deepcopy__(self, memo):
        return self


def available_timezones():
    return _native.unsupported("zoneinfo.available_timezones")


TZPATH = ()
