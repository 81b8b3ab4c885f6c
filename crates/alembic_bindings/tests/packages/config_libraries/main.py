import os

from decouple import Csv, UndefinedValueError, config
from dotenv import dotenv_values, find_dotenv, load_dotenv
from environs import Env, EnvError
from starlette.config import Config
from starlette.datastructures import CommaSeparatedStrings, Secret, URL

c = Config(".env")
print(c("DEBUG", cast=bool, default=False), c("NAME"), c("PORT", cast=int), c("MISSING", default="x"))
secret = c("SECRET", cast=Secret)
print(repr(secret), str(secret), list(c("HOSTS", cast=CommaSeparatedStrings)))
try:
    c("NOPE")
except KeyError as error:
    print(error)
try:
    c("NAME", cast=int)
except ValueError as error:
    print(error)
print(repr(URL("postgresql://u:pw@h:5432/db")), URL("postgresql://u:pw@h:5432/db").hostname)

print(config("NAME"), config("PORT", cast=int), config("DEBUG", cast=bool), config("HOSTS", cast=Csv()), config("NOPE", default=None))
try:
    config("NOPE")
except UndefinedValueError as error:
    print(error)

values = dotenv_values(".env")
print(dict(values))
print(os.path.basename(find_dotenv()))
print(os.getenv("NAME"), load_dotenv(), os.getenv("NAME"), os.environ["COMPOSED"])
load_dotenv(".env.local", override=True)
print(os.environ["NAME"])
print(load_dotenv("missing.env"))

env = Env()
env.read_env()
print(env("NAME"), env.str("NAME"), env.int("PORT"), env.bool("DEBUG"), env.list("HOSTS"), env.int("ZZ", 5), env.json("JSON"), env.dict("PAIRS"))
with env.prefixed("APP_"):
    print(env.str("KEY"))
for call in (lambda: env.str("NOPE"), lambda: env.int("NAME")):
    try:
        call()
    except EnvError as error:
        print(type(error).__name__, error)
