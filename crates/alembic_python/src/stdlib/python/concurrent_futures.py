"""Executors that run the work at once."""


class CancelledError(Exception):
    pass


from types import GenericAlias as _Alias


class Future:
    __class_getitem__ = classmethod(_Alias)

    def __init__(self, result=None, error=None):
        self._result, self._error = result, error

    def result(self, timeout=None):
        if self._error is not None:
            raise self._error
        return self._result

    def exception(self, timeout=None):
        return self._error

    def done(self):
        return True

    def add_done_callback(self, fn):
        fn(self)


class Executor:
    def __init__(self, *args, **kwargs):
        pass

    def submit(self, fn, /, *args, **kwargs):
        try:
            return Future(fn(*args, **kwargs))
        except Exception as error:
            return Future(error=error)

    def map(self, func, *iterables, timeout=None, chunksize=1):
        return map(func, *iterables)

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


ThreadPoolExecutor = ProcessPoolExecutor = Executor


def as_completed(fs, timeout=None):
    return iter(list(fs))


def wait(fs, timeout=None, return_when="ALL_COMPLETED"):
    return set(fs), set()
