"""Exact decimal numbers with 28 digits of precision."""
import math as _math
import re as _re

ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING = "ROUND_DOWN", "ROUND_HALF_UP", "ROUND_HALF_EVEN", "ROUND_CEILING"
ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP = "ROUND_FLOOR", "ROUND_UP", "ROUND_HALF_DOWN", "ROUND_05UP"
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -MAX_EMAX


class DecimalException(ArithmeticError):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class Rounded(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


class Context:
    def __init__(self, prec=28, rounding=ROUND_HALF_EVEN, Emin=None, Emax=None, capitals=1, clamp=0, flags=None, traps=None):
        self.prec = prec
        self.rounding = rounding
        self.Emin, self.Emax, self.capitals, self.clamp = Emin, Emax, capitals, clamp
        self.flags, self.traps = flags or {}, traps or {}

    def copy(self):
        return Context(self.prec, self.rounding)

    def create_decimal(self, num="0"):
        return Decimal(num)._fix()


_context = Context()
DefaultContext = BasicContext = ExtendedContext = _context


def getcontext():
    return _context


def setcontext(context):
    global _context
    _context = context


class localcontext:
    def __init__(self, ctx=None, **kwargs):
        self._new = (ctx or _context).copy()
        for name, value in kwargs.items():
            setattr(self._new, name, value)

    def __enter__(self):
        self._saved = _context
        setcontext(self._new)
        return self._new

    def __exit__(self, *args):
        setcontext(self._saved)


_pattern = _re.compile(r"(?P<sign>[-+])?(?:(?P<int>\d*)(?:\.(?P<frac>\d*))?(?:[eE](?P<exp>[-+]?\d+))?|(?P<special>inf(?:inity)?|s?nan\d*))\Z", _re.I)


def _round(n, digits, rounding, sign):
    """`n` without its last `digits` digits."""
    if digits <= 0:
        return n * 10 ** -digits
    unit = 10**digits
    q, r = divmod(n, unit)
    half = unit // 2
    if rounding == ROUND_HALF_EVEN:
        up = r > half or r == half and q % 2 == 1
    elif rounding == ROUND_HALF_UP:
        up = r >= half
    elif rounding == ROUND_HALF_DOWN:
        up = r > half
    elif rounding == ROUND_DOWN:
        up = False
    elif rounding == ROUND_UP:
        up = r > 0
    elif rounding == ROUND_CEILING:
        up = r > 0 and not sign
    elif rounding == ROUND_FLOOR:
        up = r > 0 and bool(sign)
    else:
        up = r > 0 and q % 5 == 0
    return q + up


class Decimal:
    def __new__(cls, value="0", context=None):
        self = object.__new__(cls)
        self._special = None
        if isinstance(value, str):
            text = value.strip().replace("_", "")
            m = _pattern.match(text)
            if m is None or not (m.group("special") or m.group("int") or m.group("frac")):
                raise InvalidOperation([ConversionSyntax])
            self._sign = 1 if m.group("sign") == "-" else 0
            if m.group("special"):
                self._special = "inf" if m.group("special")[0] in "iI" else "nan"
                self._n, self._exp = 0, 0
                return self
            frac = m.group("frac") or ""
            self._n = int((m.group("int") or "") + frac or "0")
            self._exp = int(m.group("exp") or 0) - len(frac)
            return self
        if isinstance(value, int):
            self._sign, self._n, self._exp = int(value < 0), abs(int(value)), 0
            return self
        if isinstance(value, Decimal):
            self._sign, self._n, self._exp, self._special = value._sign, value._n, value._exp, value._special
            return self
        if isinstance(value, float):
            if value != value:
                return Decimal("NaN")
            if value in (float("inf"), float("-inf")):
                return Decimal("Infinity" if value > 0 else "-Infinity")
            n, d = value.as_integer_ratio()
            k = d.bit_length() - 1
            self._sign = 0 if _math.copysign(1, value) > 0 else 1
            self._n, self._exp = abs(n) * 5**k, -k
            return self
        if isinstance(value, (list, tuple)):
            self._sign = value[0]
            self._n = int("".join(map(str, value[1])) or "0")
            self._exp = value[2]
            return self
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")

    @classmethod
    def from_float(cls, f):
        return cls(f)

    @classmethod
    def _make(cls, sign, n, exp):
        self = object.__new__(Decimal)
        self._sign, self._n, self._exp, self._special = sign, n, exp, None
        return self

    def _fix(self, prec=None, rounding=None):
        if self._special:
            return self
        prec = prec or _context.prec
        digits = len(str(self._n))
        if digits <= prec:
            return self
        drop = digits - prec
        n = _round(self._n, drop, rounding or _context.rounding, self._sign)
        exp = self._exp + drop
        if len(str(n)) > prec:
            n //= 10
            exp += 1
        return Decimal._make(self._sign, n, exp)

    def __str__(self, eng=False):
        sign = "-" if self._sign else ""
        if self._special:
            return sign + ("Infinity" if self._special == "inf" else "NaN")
        digits = str(self._n)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            point = left
        else:
            point = 1
        if point <= 0:
            whole, frac = "0", "." + "0" * -point + digits
        elif point >= len(digits):
            whole, frac = digits + "0" * (point - len(digits)), ""
        else:
            whole, frac = digits[:point], "." + digits[point:]
        exp = "" if left == point else f"E{left - point:+d}"
        return sign + whole + frac + exp

    def __repr__(self):
        return f"Decimal('{self}')"

    def _cmp(self, other):
        if self._special or other._special:
            a = (float("-inf") if self._sign else float("inf")) if self._special else 0
            b = (float("-inf") if other._sign else float("inf")) if other._special else 0
            return (a > b) - (a < b)
        exp = min(self._exp, other._exp)
        a = (-self._n if self._sign else self._n) * 10 ** (self._exp - exp)
        b = (-other._n if other._sign else other._n) * 10 ** (other._exp - exp)
        return (a > b) - (a < b)

    @staticmethod
    def _convert(other, floats=False):
        if isinstance(other, Decimal):
            return other
        if isinstance(other, int):
            return Decimal(other)
        if floats and isinstance(other, float):
            return Decimal(other)
        return None

    def _nan(self, other):
        return self._special == "nan" or other._special == "nan"

    def __eq__(self, other):
        other = self._convert(other, True)
        if other is None:
            return NotImplemented
        return not self._nan(other) and self._cmp(other) == 0

    def __lt__(self, other):
        other = self._convert(other, True)
        return NotImplemented if other is None else self._cmp(other) < 0

    def __le__(self, other):
        other = self._convert(other, True)
        return NotImplemented if other is None else self._cmp(other) <= 0

    def __gt__(self, other):
        other = self._convert(other, True)
        return NotImplemented if other is None else self._cmp(other) > 0

    def __ge__(self, other):
        other = self._convert(other, True)
        return NotImplemented if other is None else self._cmp(other) >= 0

    def compare(self, other, context=None):
        return Decimal(self._cmp(self._convert(other)))

    def __hash__(self):
        if self._special:
            return hash(float(str(self)))
        if self._exp >= 0 or self._n % 10**-self._exp == 0:
            return hash(int(self))
        number = float(self)
        return hash(number) if Decimal(number) == self else hash((self._sign, *self._reduced()))

    def _reduced(self):
        n, exp = self._n, self._exp
        if not n:
            return 0, 0
        while n % 10 == 0:
            n //= 10
            exp += 1
        return n, exp

    def __bool__(self):
        return bool(self._special) or self._n != 0

    def __neg__(self):
        if self._special:
            return Decimal("-" + str(self)) if not self._sign else Decimal(str(self)[1:])
        return Decimal._make(0 if not self._n else 1 - self._sign, self._n, self._exp)._fix()

    def __pos__(self):
        return self._fix()

    def __abs__(self):
        return -self if self._sign else self._fix()

    def _signed(self):
        return -self._n if self._sign else self._n

    def __add__(self, other):
        other = self._convert(other)
        if other is None:
            return NotImplemented
        if self._special or other._special:
            return Decimal("NaN") if self._nan(other) else (self if self._special else other)
        exp = min(self._exp, other._exp)
        n = self._signed() * 10 ** (self._exp - exp) + other._signed() * 10 ** (other._exp - exp)
        return Decimal._make(int(n < 0), abs(n), exp)._fix()

    __radd__ = __add__

    def __sub__(self, other):
        other = self._convert(other)
        if other is None:
            return NotImplemented
        return self + Decimal._make(1 - other._sign, other._n, other._exp) if not other._special else self + -other

    def __rsub__(self, other):
        other = self._convert(other)
        return NotImplemented if other is None else other - self

    def __mul__(self, other):
        other = self._convert(other)
        if other is None:
            return NotImplemented
        if self._special or other._special:
            return Decimal("NaN") if self._nan(other) else Decimal("-Infinity" if self._sign ^ other._sign else "Infinity")
        return Decimal._make(self._sign ^ other._sign, self._n * other._n, self._exp + other._exp)._fix()

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = self._convert(other)
        if other is None:
            return NotImplemented
        if self._special or other._special:
            return Decimal("NaN")
        sign = self._sign ^ other._sign
        if not other._n:
            raise (DivisionByZero([DivisionByZero]) if self._n else InvalidOperation([InvalidOperation]))
        if not self._n:
            return Decimal._make(sign, 0, self._exp - other._exp)
        shift = len(str(other._n)) - len(str(self._n)) + _context.prec + 1
        exp = self._exp - other._exp - shift
        if shift >= 0:
            n, rest = divmod(self._n * 10**shift, other._n)
        else:
            n, rest = divmod(self._n, other._n * 10**-shift)
        if rest:
            if n % 5 == 0:
                n += 1
        else:
            ideal = self._exp - other._exp
            while exp < ideal and n % 10 == 0:
                n //= 10
                exp += 1
        return Decimal._make(sign, n, exp)._fix()

    def __rtruediv__(self, other):
        other = self._convert(other)
        return NotImplemented if other is None else other / self

    def _divmod(self, other):
        if not other._n:
            raise DivisionByZero([DivisionByZero])
        exp = min(self._exp, other._exp)
        a, b = self._n * 10 ** (self._exp - exp), other._n * 10 ** (other._exp - exp)
        return Decimal._make(self._sign ^ other._sign, a // b, 0), Decimal._make(self._sign, a % b, exp)._fix()

    def __floordiv__(self, other):
        other = self._convert(other)
        return NotImplemented if other is None else self._divmod(other)[0]

    def __rfloordiv__(self, other):
        other = self._convert(other)
        return NotImplemented if other is None else other // self

    def __mod__(self, other):
        other = self._convert(other)
        return NotImplemented if other is None else self._divmod(other)[1]

    def __rmod__(self, other):
        other = self._convert(other)
        return NotImplemented if other is None else other % self

    def __divmod__(self, other):
        return self._divmod(self._convert(other))

    def __pow__(self, other, modulo=None):
        other = self._convert(other)
        if other is None:
            return NotImplemented
        if other._exp < 0 and other != int(other):
            import _alembic_native

            return _alembic_native.unsupported("a fractional power of a Decimal")
        k = int(other)
        if k >= 0:
            return Decimal._make(self._sign if k % 2 else 0, self._n**k, self._exp * k)._fix()
        return Decimal(1) / self ** -k

    def __int__(self):
        if self._special:
            raise (OverflowError("cannot convert Infinity to integer") if self._special == "inf"
                   else ValueError("cannot convert NaN to integer"))
        n = self._n * 10**self._exp if self._exp >= 0 else self._n // 10**-self._exp
        return -n if self._sign else n

    __trunc__ = __int__

    def __float__(self):
        return float(str(self))

    def __round__(self, ndigits=None):
        if ndigits is None:
            return int(self.quantize(Decimal(1), ROUND_HALF_EVEN))
        return self.quantize(Decimal._make(0, 1, -ndigits), ROUND_HALF_EVEN)

    def __floor__(self):
        return int(self.quantize(Decimal(1), ROUND_FLOOR))

    def __ceil__(self):
        return int(self.quantize(Decimal(1), ROUND_CEILING))

    def quantize(self, exp, rounding=None, context=None):
        exp = self._convert(exp)
        if self._special or exp._special:
            raise InvalidOperation([InvalidOperation])
        n = _round(self._n, exp._exp - self._exp, rounding or _context.rounding, self._sign)
        if len(str(n)) > _context.prec:
            raise InvalidOperation([InvalidOperation])
        return Decimal._make(self._sign, n, exp._exp)

    def to_integral_value(self, rounding=None, context=None):
        if self._exp >= 0:
            return Decimal(self)
        return Decimal._make(self._sign, _round(self._n, -self._exp, rounding or _context.rounding, self._sign), 0)

    to_integral = to_integral_exact = to_integral_value

    def normalize(self, context=None):
        if self._special:
            return self
        n, exp = self._fix()._reduced()
        return Decimal._make(self._sign, n, exp)

    def as_tuple(self):
        return DecimalTuple((self._sign, tuple(map(int, str(self._n))), {"inf": "F", "nan": "n"}.get(self._special, self._exp)))

    def as_integer_ratio(self):
        if self._exp >= 0:
            return int(self), 1
        d = 10**-self._exp
        g = _math.gcd(self._n, d)
        return (-self._n if self._sign else self._n) // g, d // g

    def adjusted(self):
        return self._exp + len(str(self._n)) - 1

    def sqrt(self, context=None):
        if self._sign and self._n:
            raise InvalidOperation([InvalidOperation])
        prec = _context.prec + 1
        e = self._exp >> 1
        c = self._n * 10 if self._exp & 1 else self._n
        length = (len(str(self._n)) >> 1) + 1
        shift = prec - length
        exact = True
        if shift >= 0:
            c *= 100**shift
        else:
            c, remainder = divmod(c, 100**-shift)
            exact = not remainder
        e -= shift
        n = _math.isqrt(c)
        exact = exact and n * n == c
        if exact:
            n = n // 10**shift if shift >= 0 else n * 10**-shift
            e += shift
        elif n % 5 == 0:
            n += 1
        return Decimal._make(0, n, e)._fix()

    def copy_abs(self):
        return Decimal._make(0, self._n, self._exp)

    def copy_negate(self):
        return Decimal._make(1 - self._sign, self._n, self._exp)

    def is_nan(self):
        return self._special == "nan"

    def is_infinite(self):
        return self._special == "inf"

    def is_finite(self):
        return self._special is None

    def is_zero(self):
        return not self._special and self._n == 0

    def is_signed(self):
        return bool(self._sign)

    def max(self, other, context=None):
        other = self._convert(other)
        return self if self >= other else other

    def min(self, other, context=None):
        other = self._convert(other)
        return self if self <= other else other

    def __format__(self, spec):
        if not spec:
            return str(self)
        m = _re.match(r"(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<zero>0)?(?P<width>\d+)?(?P<comma>[,_])?(?:\.(?P<prec>\d+))?(?P<type>[eEfFgGn%])?\Z", spec)
        if m is None:
            raise ValueError("invalid format string")
        kind = m.group("type")
        number = self
        if kind == "%":
            number = Decimal._make(self._sign, self._n, self._exp + 2)
        prec = m.group("prec")
        if kind in ("f", "F", "%") or (kind is None and prec is not None):
            if prec is not None and kind is not None:
                number = number.quantize(Decimal._make(0, 1, -int(prec)))
            elif prec is not None:
                number = number._fix(int(prec) or 1)
            if kind is not None and number._exp > 0:
                number = Decimal._make(number._sign, number._n * 10**number._exp, 0)
            text = str(number.copy_abs()) if kind is None else _plain(number)
        elif kind in ("e", "E"):
            digits = str(number._n)
            p = len(digits) - 1 if prec is None else int(prec)
            fixed = number._fix(p + 1)
            digits = str(fixed._n).ljust(p + 1, "0")
            text = digits[0] + ("." + digits[1:] if p else "") + f"{kind}{fixed._exp + len(str(fixed._n)) - 1:+d}"
        else:
            text = str((number._fix(int(prec) or 1) if prec is not None else number).copy_abs())
        if m.group("comma"):
            whole, dot, frac = text.partition(".")
            text = f"{int(whole):{m.group('comma')}}" + dot + frac
        if kind == "%":
            text += "%"
        sign = "-" if self._sign else {"+": "+", " ": " "}.get(m.group("sign"), "")
        width = int(m.group("width") or 0)
        if m.group("zero") and not m.group("align"):
            return sign + text.rjust(width - len(sign), "0")
        align, fill = m.group("align") or ">", m.group("fill") or " "
        if align == "=":
            return sign + text.rjust(width - len(sign), fill)
        text = sign + text
        return text.ljust(width, fill) if align == "<" else text.center(width, fill) if align == "^" else text.rjust(width, fill)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _plain(number):
    digits = str(number._n)
    if number._exp >= 0:
        return digits + "0" * number._exp
    digits = digits.rjust(-number._exp + 1, "0")
    return digits[: number._exp] + "." + digits[number._exp:]


class DecimalTuple(tuple):
    sign = property(lambda self: self[0])
    digits = property(lambda self: self[1])
    exponent = property(lambda self: self[2])

    def __repr__(self):
        return f"DecimalTuple(sign={self[0]!r}, digits={self[1]!r}, exponent={self[2]!r})"
