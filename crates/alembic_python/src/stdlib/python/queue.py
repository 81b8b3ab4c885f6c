"""Queues of one thread."""
import _alembic_native as _native


class Empty(Exception):
    pass


class Full(Exception):
    pass


from types import GenericAlias as _Alias


class Queue:
    __class_getitem__ = classmethod(_Alias)

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.queue = []

    def qsize(self):
        return len(self.queue)

    def empty(self):
        return not self.queue

    def full(self):
        return 0 < self.maxsize <= len(self.queue)

    def put(self, item, block=True, timeout=None):
        self.queue.append(item)

    put_nowait = put

    def get(self, block=True, timeout=None):
        if not self.queue:
            if block and timeout is None:
                return _native.unsupported("waiting for an item of an empty queue")
            raise Empty
        return self._take()

    def get_nowait(self):
        return self.get(False)

    def _take(self):
        return self.queue.pop(0)

    def task_done(self):
        pass

    def join(self):
        pass


SimpleQueue = Queue


class LifoQueue(Queue):
    def _take(self):
        return self.queue.pop()


class PriorityQueue(Queue):
    def _take(self):
        self.queue.sort()
        return self.queue.pop(0)
