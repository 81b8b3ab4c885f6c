"""Asynchronous programs, run in line: a task runs when it is awaited or when its loop ends."""
import time as _time
import _alembic_native as _native


class CancelledError(BaseException):
    pass


class InvalidStateError(Exception):
    pass


class QueueEmpty(Exception):
    pass


class QueueFull(Exception):
    pass


class TimeoutError(TimeoutError):
    pass


TimeoutError = __builtins_timeout = __import__("builtins").TimeoutError


from types import GenericAlias as _Alias


class Future:
    __class_getitem__ = classmethod(_Alias)

    def __init__(self, *, loop=None):
        self._done = False
        self._result = None
        self._exception = None
        self._callbacks = []

    def done(self):
        return self._done

    def cancelled(self):
        return False

    def cancel(self, msg=None):
        return False

    def set_result(self, result):
        self._result, self._done = result, True
        for callback in self._callbacks:
            callback(self)

    def set_exception(self, exception):
        self._exception, self._done = exception, True
        for callback in self._callbacks:
            callback(self)

    def result(self):
        if not self._done:
            raise InvalidStateError("Result is not set.")
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        if self._done:
            fn(self)
        else:
            self._callbacks.append(fn)

    async def _wait(self):
        if not self._done:
            return _native.unsupported("awaiting a future that nothing in line completes")
        return self.result()

    def __await__(self):
        return self._wait()


class Task(Future):
    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        super().__init__()
        self._coro = coro
        self._name = name or "Task-1"
        self._running = False

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def get_coro(self):
        return self._coro

    def cancel(self, msg=None):
        return not self._done

    async def _wait(self):
        if not self._done:
            if self._running:
                return _native.unsupported("a task that awaits itself")
            self._running = True
            try:
                result = await self._coro
            except BaseException as error:
                self.set_exception(error)
            else:
                self.set_result(result)
        return self.result()


class AbstractEventLoop:
    _closed = False

    def run_until_complete(self, future):
        return _run(future)

    def close(self):
        self._closed = True

    def is_closed(self):
        return self._closed

    def is_running(self):
        return _depth > 0

    def create_task(self, coro, *, name=None, context=None):
        return create_task(coro, name=name)

    def create_future(self):
        return Future()

    def time(self):
        return _time.monotonic()

    def run_in_executor(self, executor, func, *args):
        return to_thread(func, *args)

    def shutdown_asyncgens(self):
        return sleep(0)

    def shutdown_default_executor(self):
        return sleep(0)

    def set_debug(self, enabled):
        pass

    def call_soon(self, callback, *args, context=None):
        callback(*args)

    def set_exception_handler(self, handler):
        pass


BaseEventLoop = SelectorEventLoop = AbstractEventLoop
_loop = None
_depth = 0
_tasks = []


class AbstractEventLoopPolicy:
    def get_event_loop(self):
        return get_event_loop()

    def new_event_loop(self):
        return new_event_loop()

    def set_event_loop(self, loop):
        pass


DefaultEventLoopPolicy = WindowsSelectorEventLoopPolicy = WindowsProactorEventLoopPolicy = AbstractEventLoopPolicy


def _run(awaitable):
    global _depth
    _depth += 1
    try:
        result = _native.run_awaitable(awaitable)
        while _tasks:
            task = _tasks.pop(0)
            if not task.done():
                try:
                    _native.run_awaitable(task)
                except Exception:
                    pass
        return result
    finally:
        _depth -= 1


def run(main, *, debug=None, loop_factory=None):
    if _depth:
        if iscoroutine(main):
            main.close()
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    if not iscoroutine(main):
        raise ValueError(f"a coroutine was expected, got {main!r}")
    return _run(main)


class Runner:
    def __init__(self, *, debug=None, loop_factory=None):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def run(self, coro, *, context=None):
        return _run(coro)

    def get_loop(self):
        return get_event_loop()

    def close(self):
        pass


def new_event_loop():
    return AbstractEventLoop()


def get_event_loop():
    global _loop
    if _loop is None:
        _loop = AbstractEventLoop()
    return _loop


def set_event_loop(loop):
    global _loop
    _loop = loop


def get_running_loop():
    if not _depth:
        raise RuntimeError("no running event loop")
    return get_event_loop()


def get_event_loop_policy():
    return AbstractEventLoopPolicy()


def set_event_loop_policy(policy):
    pass


async def sleep(delay, result=None):
    return result


def create_task(coro, *, name=None, context=None):
    task = Task(coro, name=name)
    _tasks.append(task)
    return task


def ensure_future(coro, *, loop=None):
    return coro if isinstance(coro, Future) else create_task(coro)


def current_task(loop=None):
    return None


def all_tasks(loop=None):
    return set()


async def gather(*aws, return_exceptions=False):
    results = []
    for aw in aws:
        if return_exceptions:
            try:
                results.append(await aw)
            except Exception as error:
                results.append(error)
        else:
            results.append(await aw)
    return results


async def wait_for(fut, timeout):
    return await fut


async def wait(aws, *, timeout=None, return_when="ALL_COMPLETED"):
    done = set()
    for aw in aws:
        task = ensure_future(aw)
        try:
            await task
        except Exception:
            pass
        done.add(task)
    return done, set()


def as_completed(aws, *, timeout=None):
    return iter(list(aws))


async def shield(aw):
    return await aw


async def to_thread(func, /, *args, **kwargs):
    return func(*args, **kwargs)


def run_coroutine_threadsafe(coro, loop):
    return ensure_future(coro)


FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"


def iscoroutine(obj):
    import types

    return isinstance(obj, types.CoroutineType)


def iscoroutinefunction(func):
    return _native.is_async_function(func)


def isfuture(obj):
    return isinstance(obj, Future)


class Lock:
    def __init__(self):
        self._locked = False

    async def acquire(self):
        self._locked = True
        return True

    def release(self):
        self._locked = False

    def locked(self):
        return self._locked

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *args):
        self.release()


class Semaphore(Lock):
    def __init__(self, value=1):
        super().__init__()
        self._value = value


BoundedSemaphore = Condition = Semaphore


class Event:
    def __init__(self):
        self._flag = False

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def is_set(self):
        return self._flag

    async def wait(self):
        if not self._flag:
            return _native.unsupported("waiting for an event that nothing in line sets")
        return True


class Queue:
    __class_getitem__ = classmethod(_Alias)

    def __init__(self, maxsize=0):
        self._items = []
        self.maxsize = maxsize

    def qsize(self):
        return len(self._items)

    def empty(self):
        return not self._items

    def put_nowait(self, item):
        self._items.append(item)

    async def put(self, item):
        self._items.append(item)

    def get_nowait(self):
        if not self._items:
            raise QueueEmpty
        return self._items.pop(0)

    async def get(self):
        if not self._items:
            return _native.unsupported("waiting for an item of an empty queue")
        return self._items.pop(0)

    def task_done(self):
        pass

    async def join(self):
        pass


class TaskGroup:
    async def __aenter__(self):
        self._tasks = []
        return self

    def create_task(self, coro, *, name=None, context=None):
        task = Task(coro, name=name)
        self._tasks.append(task)
        return task

    async def __aexit__(self, exc_type, exc, tb):
        errors = [exc] if exc is not None else []
        for task in self._tasks:
            try:
                await task
            except Exception as error:
                errors.append(error)
        if errors:
            raise BaseExceptionGroup("unhandled errors in a TaskGroup", errors)


class timeout:
    def __init__(self, when):
        self._when = when

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        pass


timeout_at = timeout
