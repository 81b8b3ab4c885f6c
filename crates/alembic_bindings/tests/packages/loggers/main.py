"""Loggers of other packages, as revisions use them."""
import logging
import sys

from loguru import logger
from oslo_log import log as oslo

logger.remove()
number = logger.add(sys.stdout, format="<level>{level: <8}</level>|{name}:{function}:{line}|{message}|{extra}", level="INFO")


def work():
    logger.info("moved {} rows of {table}", 5, table="users")
    logger.bind(request=1).success("done")
    logger.debug("not shown")
    logger.opt(depth=1).warning("from the caller")
    with logger.contextualize(task=7):
        logger.error("inside")
    logger.log("CRITICAL", "{{}} stays without arguments")
    logger.log(35, "a number")


work()
logger.remove(number)
logger.error("nobody listens")
try:
    logger.remove(99)
except ValueError as error:
    print(error)
logger.level("AUDIT", no=33)
logger.configure(handlers=[{"sink": sys.stdout, "format": lambda record: "{level.no} {message}\n", "level": "WARNING"}])
logger.log("AUDIT", "own level")
logger.info("below")
logger.configure(handlers=[{"sink": lambda message: print("sink", message.record["level"].name, str(message), end=""), "format": "{message}", "filter": "__main__"}])
logger.warning("to a function")
logger.disable("__main__")
logger.warning("off")
logger.enable("__main__")
logger.warning("on")


class Intercept(logging.Handler):
    def emit(self, record):
        logger.opt(depth=6, exception=record.exc_info).log(record.levelname, record.getMessage())


logging.basicConfig(handlers=[Intercept()], level=0, force=True)
logging.getLogger("alembic").info("through %s", "both")

logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(name)s %(message)s", level=logging.INFO, force=True)
LOG = oslo.getLogger(__name__)
print(LOG is oslo.getLogger(__name__), type(LOG).__name__, LOG.logger.name)
LOG.info("rows: %s", 3)
LOG.warning("with %(name)s", {"name": "mapping"})
LOG.warn("old name")
LOG.debug("not shown")
try:
    1 / 0
except ZeroDivisionError:
    LOG.error("failed")
