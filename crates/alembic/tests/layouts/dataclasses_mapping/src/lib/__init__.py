from .domain import *
from .mapping import start_mappers
from .tables import Base

start_mappers()
