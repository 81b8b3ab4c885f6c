"""Handlers that write to files that are replaced, to other handlers, or elsewhere."""
import _alembic_native as _native
import logging
import os


class BaseRotatingHandler(logging.FileHandler):
    namer = None
    rotator = None

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        super().__init__(filename, mode, encoding, delay, errors)


class RotatingFileHandler(BaseRotatingHandler):
    def __init__(self, filename, mode="a", maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        if maxBytes > 0:
            mode = "a"
        super().__init__(filename, mode, encoding, delay, errors)
        self.maxBytes = maxBytes
        self.backupCount = backupCount

    def emit(self, record):
        if self.maxBytes > 0 and os.path.exists(self.baseFilename):
            size = os.path.getsize(self.baseFilename)
            if size and size + len(self.format(record)) + 1 >= self.maxBytes:
                return _native.unsupported("replacing a full log file (logging.handlers.RotatingFileHandler)")
        super().emit(record)


class WatchedFileHandler(logging.FileHandler):
    pass


class MemoryHandler(logging.Handler):
    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        super().__init__()
        self.capacity = capacity
        self.buffer = []
        self.flushLevel = flushLevel
        self.target = target
        self.flushOnClose = flushOnClose

    def setTarget(self, target):
        self.target = target

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity or record.levelno >= self.flushLevel

    def emit(self, record):
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        if self.target:
            for record in self.buffer:
                self.target.handle(record)
            self.buffer.clear()

    def close(self):
        if self.flushOnClose:
            self.flush()
        self.target = None
        super().close()


class QueueHandler(logging.Handler):
    def __init__(self, queue):
        super().__init__()
        self.queue = queue
        self.listener = None

    def prepare(self, record):
        record.message = self.format(record)
        record.msg = record.message
        record.args = None
        record.exc_info = None
        return record

    def enqueue(self, record):
        self.queue.put_nowait(record)

    def emit(self, record):
        self.enqueue(self.prepare(record))


def _refuse(name):
    class Refused(logging.Handler):
        def __init__(self, *args, **kwargs):
            _native.unsupported(f"logging.handlers.{name}")

    Refused.__name__ = Refused.__qualname__ = name
    return Refused


TimedRotatingFileHandler = _refuse("TimedRotatingFileHandler")
SysLogHandler = _refuse("SysLogHandler")
SocketHandler = _refuse("SocketHandler")
DatagramHandler = _refuse("DatagramHandler")
SMTPHandler = _refuse("SMTPHandler")
HTTPHandler = _refuse("HTTPHandler")
NTEventLogHandler = _refuse("NTEventLogHandler")
QueueListener = _refuse("QueueListener")
