# Configuration of the database migrations.

[alembic]
# Folder with env.py and script.py.mako. %(here)s is the folder of this file.
script_location = ${script_location}

# Names of new revision files. A percent sign is written twice. Known are rev, slug, epoch, year, month, day,
# hour, minute and second.
# file_template = %%(rev)s_%%(slug)s
# With the date in front:
# file_template = %%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s
# In folders by year and month (needs recursive_version_locations = true):
# file_template = %%(year)d/%%(month).2d/%%(day).2d_%%(hour).2d%%(minute).2d_%%(second).2d_%%(rev)s_%%(slug)s

# Folders from which env.py imports the application, relative to the working directory; several are separated as
# path_separator says.
prepend_sys_path = .

# Time zone of the creation date in new files, as `Europe/Berlin`; local time without it.
# timezone = UTC

# Length at which the slug of a file name is cut.
# truncate_slug_length = 40

# Whether `alembic revision` runs env.py even without --autogenerate.
# revision_environment = false

# Whether compiled revision files without their source count.
# sourceless = false

# Folders of the revision files, separated as path_separator says; <script_location>/versions without it.
# With several, `alembic revision` needs --version-path for the first revision of each.
# version_locations = %(here)s/versions:%(here)s/more_versions

# What separates paths in this file: os (the system's separator), space, newline, : or ;
path_separator = os

# Whether revision files are looked for in subfolders, too.
# recursive_version_locations = false

# Encoding of new revision files.
# output_encoding = utf-8

# The databases; each has a section of its own.
databases = engine1, engine2

[engine1]
sqlalchemy.url = driver://user:pass@localhost/dbname

[engine2]
sqlalchemy.url = driver://user:pass@localhost/dbname2

[post_write_hooks]
# Programs to run on every new revision file.
#
# A console script of the Python environment:
# hooks = black
# black.type = console_scripts
# black.entrypoint = black
# black.options = -l 79 REVISION_SCRIPT_FILENAME
#
# A Python module:
# hooks = ruff
# ruff.type = module
# ruff.module = ruff
# ruff.options = check --fix REVISION_SCRIPT_FILENAME
#
# A program:
# hooks = ruff
# ruff.type = exec
# ruff.executable = ruff
# ruff.options = check --fix REVISION_SCRIPT_FILENAME

# ---- logging, for env.py (Python's logging.config.fileConfig) ----

[loggers]
keys = root,sqlalchemy,alembic

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARNING
handlers = console
qualname =

# INFO prints every statement.
[logger_sqlalchemy]
level = WARNING
handlers =
qualname = sqlalchemy.engine

[logger_alembic]
level = INFO
handlers =
qualname = alembic

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
