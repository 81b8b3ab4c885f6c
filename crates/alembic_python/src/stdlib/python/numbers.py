"""Numeric tower."""
from abc import ABCMeta
from decimal import Decimal


class Number(metaclass=ABCMeta):
    __hash__ = None


class Complex(Number):
    pass


class Real(Complex):
    pass


class Rational(Real):
    pass


class Integral(Rational):
    pass


Number.register(Decimal)
Real.register(float)
Integral.register(int)
