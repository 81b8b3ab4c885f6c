"""Threads, as far as one thread has them."""
import _alembic_native as _native


class _Lock:
    def __init__(self):
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        self._count += 1
        return True

    def release(self):
        self._count -= 1

    def locked(self):
        return self._count > 0

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


Lock = RLock = _Lock


class Semaphore(_Lock):
    def __init__(self, value=1):
        super().__init__()


BoundedSemaphore = Semaphore


class Condition(_Lock):
    def __init__(self, lock=None):
        super().__init__()

    def notify(self, n=1):
        pass

    notify_all = notify


class Event:
    def __init__(self):
        self._flag = False

    def is_set(self):
        return self._flag

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        return self._flag


class local:
    pass


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        self._target, self._args, self._kwargs = target, args, kwargs or {}
        self.name = name or "Thread-1"
        self.daemon = daemon
        self.ident = 1

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def start(self):
        # One thread only: the work is done before `start` returns.
        try:
            self.run()
        except Exception as error:
            import traceback

            traceback.print_exception(error)

    def join(self, timeout=None):
        pass

    def is_alive(self):
        return False


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__(target=function, args=args or (), kwargs=kwargs)

    def start(self):
        return _native.unsupported("threading.Timer")

    def cancel(self):
        pass


_main = Thread(name="MainThread")


def current_thread():
    return _main


def main_thread():
    return _main


def get_ident():
    return 1


def get_native_id():
    return 1


def active_count():
    return 1


def enumerate():
    return [_main]
