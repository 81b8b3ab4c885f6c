"""Logging configured from files and dictionaries."""
import logging

import _alembic_native as _native


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    cp = None
    if not defaults and encoding is None and isinstance(fname, str):
        cp = _native.logging_ini(fname)
    if cp is None:
        cp = _parser(fname, defaults, encoding)
    formatters = _create_formatters(cp)
    logging._handlers.clear()
    del logging._handlerList[:]
    handlers = _install_handlers(cp, formatters)
    _install_loggers(cp, handlers, disable_existing_loggers)


def _parser(fname, defaults, encoding):
    import configparser
    import os

    if isinstance(fname, (str, os.PathLike)):
        fname = os.fspath(fname)
        if not os.path.exists(fname):
            raise FileNotFoundError(f"{fname} doesn't exist")
        if not os.path.getsize(fname):
            raise RuntimeError(f"{fname} is an empty file")
    if isinstance(fname, configparser.RawConfigParser):
        return fname
    try:
        cp = configparser.ConfigParser(defaults)
        if hasattr(fname, "readline"):
            cp.read_file(fname)
        else:
            cp.read(fname, encoding=encoding)
    except configparser.ParsingError as error:
        raise RuntimeError(f"{fname} is invalid: {error}")
    return cp


def _raw(cp, section):
    if isinstance(cp, dict):
        values = cp[section]
        return values.get("format"), values.get("datefmt"), values.get("style", "%")
    return (
        cp.get(section, "format", raw=True, fallback=None),
        cp.get(section, "datefmt", raw=True, fallback=None),
        cp.get(section, "style", raw=True, fallback="%"),
    )


def _names(text):
    return [name.strip() for name in text.split(",")]


def _resolve(name):
    parts = name.split(".")
    used = parts.pop(0)
    found = __import__(used)
    for part in parts:
        used += "." + part
        try:
            found = getattr(found, part)
        except AttributeError:
            __import__(used)
            found = getattr(found, part)
    return found


def _create_formatters(cp):
    names = cp["formatters"]["keys"]
    if not len(names):
        return {}
    formatters = {}
    for name in _names(names):
        section = cp[f"formatter_{name}"]
        fs, dfs, stl = _raw(cp, f"formatter_{name}")
        cls = _resolve(section.get("class")) if section.get("class") else logging.Formatter
        formatters[name] = cls(fs, dfs, stl)
    return formatters


def _eval(text, default):
    try:
        return eval(text, vars(logging))
    except (AttributeError, NameError):
        return default


def _install_handlers(cp, formatters):
    names = cp["handlers"]["keys"]
    if not len(names):
        return {}
    handlers = {}
    for name in _names(names):
        section = cp[f"handler_{name}"]
        klass = section["class"]
        try:
            klass = eval(klass, vars(logging))
        except (AttributeError, NameError):
            klass = _resolve(klass)
        args = eval(section.get("args", "()"), vars(logging))
        kwargs = eval(section.get("kwargs", "{}"), vars(logging))
        handler = klass(*args, **kwargs)
        handler.name = name
        if "level" in section:
            handler.setLevel(section["level"])
        fmt = section.get("formatter", "")
        if len(fmt):
            handler.setFormatter(formatters[fmt])
        handlers[name] = handler
    return handlers


def _install_loggers(cp, handlers, disable_existing):
    names = _names(cp["loggers"]["keys"])
    names.remove("root")
    section = cp["logger_root"]
    root = logging.root
    if "level" in section:
        root.setLevel(section["level"])
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    if len(section["handlers"]):
        for name in _names(section["handlers"]):
            root.addHandler(handlers[name])
    existing = sorted(name for name, logger in root.manager.loggerDict.items())
    child_loggers = []
    for name in names:
        section = cp[f"logger_{name}"]
        qn = section["qualname"]
        propagate = int(section.get("propagate", 1))
        logger = logging.getLogger(qn)
        if qn in existing:
            prefix = qn + "."
            child_loggers.extend(other for other in existing if other.startswith(prefix))
            existing.remove(qn)
        if "level" in section:
            logger.setLevel(section["level"])
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        logger.propagate = propagate
        logger.disabled = 0
        if len(section["handlers"]):
            for name in _names(section["handlers"]):
                logger.addHandler(handlers[name])
    _handle_existing(existing, child_loggers, disable_existing)


def _handle_existing(existing, child_loggers, disable_existing):
    for name in existing:
        logger = logging.root.manager.loggerDict[name]
        if name in child_loggers:
            if isinstance(logger, logging.Logger):
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True
        elif isinstance(logger, logging.Logger):
            logger.disabled = disable_existing


class DictConfigurator:
    def __init__(self, config):
        self.config = config

    def configure(self):
        config = self.config
        if config.get("version") != 1:
            raise ValueError(f"Unsupported version: {config.get('version')}")
        incremental = config.pop("incremental", False)
        disable_existing = config.pop("disable_existing_loggers", True)
        formatters = {name: self._formatter(item) for name, item in config.get("formatters", {}).items()}
        filters = {name: self._filter(item) for name, item in config.get("filters", {}).items()}
        handlers = {}
        for name, item in config.get("handlers", {}).items():
            handler = self._handler(dict(item), formatters, filters)
            handler.name = name
            handlers[name] = handler
        root = logging.root
        existing = sorted(root.manager.loggerDict)
        child_loggers = []
        for name, item in config.get("loggers", {}).items():
            if name in existing:
                prefix = name + "."
                child_loggers.extend(other for other in existing if other.startswith(prefix))
                existing.remove(name)
            logger = logging.getLogger(name)
            self._common(logger, item, handlers, filters, incremental)
            logger.disabled = False
            propagate = item.get("propagate", None)
            if propagate is not None:
                logger.propagate = propagate
        if not incremental:
            _handle_existing(existing, child_loggers, disable_existing)
        if config.get("root"):
            self._common(root, config["root"], handlers, filters, incremental)

    def _common(self, logger, item, handlers, filters, incremental):
        level = item.get("level", None)
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if not incremental:
            for handler in logger.handlers[:]:
                logger.removeHandler(handler)
            for name in item.get("handlers") or ():
                logger.addHandler(handlers[name])
            for name in item.get("filters") or ():
                logger.addFilter(filters[name])

    def _formatter(self, item):
        if "()" in item:
            return self._custom(dict(item))
        cls = _resolve(item["class"]) if "class" in item else logging.Formatter
        return cls(item.get("format", None), item.get("datefmt", None), item.get("style", "%"))

    def _filter(self, item):
        if "()" in item:
            return self._custom(dict(item))
        return logging.Filter(item.get("name", ""))

    def _custom(self, item):
        factory = item.pop("()")
        if not callable(factory):
            factory = _resolve(factory)
        props = item.pop(".", None)
        result = factory(**item)
        for name, value in (props or {}).items():
            setattr(result, name, value)
        return result

    def _handler(self, item, formatters, filters):
        formatter = item.pop("formatter", None)
        level = item.pop("level", None)
        names = item.pop("filters", None)
        if "()" in item:
            handler = self._custom(item)
        else:
            cname = item.pop("class")
            klass = cname if callable(cname) else _resolve(cname)
            props = item.pop(".", None)
            kwargs = {key: self._convert(value) for key, value in item.items() if key.isidentifier()}
            handler = klass(**kwargs)
            for name, value in (props or {}).items():
                setattr(handler, name, value)
        if formatter:
            handler.setFormatter(formatters[formatter])
        if level is not None:
            handler.setLevel(logging._checkLevel(level))
        for name in names or ():
            handler.addFilter(filters[name])
        return handler

    def _convert(self, value):
        if isinstance(value, str) and value.startswith("ext://"):
            return _resolve(value[6:])
        return value


dictConfigClass = DictConfigurator


def dictConfig(config):
    dictConfigClass(dict(config)).configure()
