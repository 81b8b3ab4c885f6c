"""`sqlalchemy.util`: what projects import of it; its other names are unknown."""


class immutabledict(dict):
    def _refuse(self, *args, **keywords):
        raise TypeError("immutabledict object is immutable")

    __setitem__ = __delitem__ = __setattr__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    __hash__ = None

    def union(self, other=None, /):
        return immutabledict({**self, **other}) if other else self

    def merge_with(self, *others):
        merged = self
        for other in others:
            merged = merged.union(other)
        return merged

    def copy(self):
        return self

    def __or__(self, other):
        return immutabledict({**self, **other}) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other):
        return immutabledict({**other, **self}) if isinstance(other, dict) else NotImplemented

    def __repr__(self):
        return f"immutabledict({dict.__repr__(self)})"


EMPTY_DICT = immutabledict()
