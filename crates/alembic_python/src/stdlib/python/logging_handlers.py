"""Handlers that write elsewhere; while code is only read they write nothing."""
import logging


class RotatingFileHandler(logging.FileHandler):
    def __init__(self, filename, mode="a", maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        super().__init__(filename, mode, encoding, delay)


class TimedRotatingFileHandler(logging.FileHandler):
    def __init__(self, filename, when="h", interval=1, backupCount=0, encoding=None, delay=False, utc=False, atTime=None,
                 errors=None):
        super().__init__(filename, "a", encoding, delay)


class WatchedFileHandler(logging.FileHandler):
    pass


class _Silent(logging.Handler):
    def __init__(self, *args, **kwargs):
        super().__init__()

    def emit(self, record):
        pass


class SysLogHandler(_Silent):
    LOG_USER = 1
    LOG_LOCAL0 = 16


class SocketHandler(_Silent):
    pass


class SMTPHandler(_Silent):
    pass


class HTTPHandler(_Silent):
    pass


class MemoryHandler(_Silent):
    pass


class QueueHandler(_Silent):
    pass


class QueueListener:
    def __init__(self, queue, *handlers, respect_handler_level=False):
        pass

    def start(self):
        pass

    def stop(self):
        pass
