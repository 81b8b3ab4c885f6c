"""oslo.log: loggers of the standard library behind an adapter; nothing of it is set up unless a program does."""
import logging as _logging

CRITICAL, FATAL, ERROR, WARN = _logging.CRITICAL, _logging.FATAL, _logging.ERROR, _logging.WARN
WARNING, INFO, DEBUG, NOTSET = _logging.WARNING, _logging.INFO, _logging.DEBUG, _logging.NOTSET
TRACE = 5


class KeywordArgumentAdapter(_logging.LoggerAdapter):
    def __init__(self, logger, extra=None):
        super().__init__(logger, extra or {})

    def process(self, msg, kwargs):
        passed = {key: kwargs.pop(key) for key in ("exc_info", "stack_info", "stacklevel") if key in kwargs}
        extra = {**self.extra, **kwargs.pop("extra", {}), **kwargs}
        resource = extra.get("resource")
        if isinstance(resource, dict):
            extra["resource"] = resource["type"] + "-" + resource["id"]
        return msg, {**passed, "extra": {**extra, "extra_keys": sorted(extra), "extra": dict(extra)}}

    def trace(self, msg, *args, **kwargs):
        self.log(TRACE, msg, *args, **kwargs)

    def warn(self, msg, *args, **kwargs):
        self.warning(msg, *args, **kwargs)


_loggers = {}


def getLogger(name=None, project="unknown", version="unknown"):
    if name not in _loggers:
        _loggers[name] = KeywordArgumentAdapter(_logging.getLogger(name), {"project": project, "version": version})
    return _loggers[name]
