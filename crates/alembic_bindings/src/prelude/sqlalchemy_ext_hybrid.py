"""Hybrid attributes: computed in Python, no columns."""


class hybrid_property:
    def __init__(self, fget, fset=None, fdel=None, expr=None, custom_comparator=None, update_expr=None):
        self.fget = fget
        self.fset = fset

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def setter(self, fset):
        self.fset = fset
        return self

    def deleter(self, fdel):
        return self

    def getter(self, fget):
        self.fget = fget
        return self

    def expression(self, expr):
        return self

    def comparator(self, comparator):
        return self

    def update_expression(self, method):
        return self

    @property
    def inplace(self):
        return self

    def overrides(self):
        return self


class hybrid_method:
    def __init__(self, func, expr=None):
        self.func = func

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return self.func.__get__(instance, owner)

    def expression(self, expr):
        return self

    @property
    def inplace(self):
        return self


class Comparator:
    def __init__(self, expression):
        self.expression = expression


HybridExtensionType = None
