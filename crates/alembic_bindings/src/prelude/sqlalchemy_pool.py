"""Pool classes: names only, a migration has one connection."""


class Pool:
    def __init__(self, *args, **kwargs):
        pass


class NullPool(Pool):
    pass


class QueuePool(Pool):
    pass


class StaticPool(Pool):
    pass


class SingletonThreadPool(Pool):
    pass


class AssertionPool(Pool):
    pass


class AsyncAdaptedQueuePool(Pool):
    pass


class FallbackAsyncAdaptedQueuePool(Pool):
    pass
