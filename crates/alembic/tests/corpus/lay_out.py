"""lay_out.py FOLDER NAME PACKAGE==VERSION VERSIONS SITE FLAGS: a version environment of a package, with a neutral env.py.

The wheel is downloaded into FOLDER/wheels; the environment is FOLDER/projects/NAME. `alembic` has to be importable.
"""
import glob
import os
import subprocess
import sys
import zipfile

ENV = '''import os

from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config
config.set_main_option("sqlalchemy.url", os.environ["CORPUS_DATABASE_URL"].replace("%", "%%"))
options = dict(target_metadata=None{options})

if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"), literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = engine_from_config(config.get_section(config.config_ini_section), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
'''
INI = """[alembic]
script_location = %(here)s/migrations
path_separator = newline
version_locations = %(here)s/migrations/versions
{recursive}
"""

folder, name, package, versions, site, flags = sys.argv[1:]
project = os.path.join(folder, "projects", name)
if os.path.exists(os.path.join(project, "alembic.ini")):
    sys.exit()
wheels = os.path.join(folder, "wheels", package)
if not glob.glob(wheels + "/*.whl"):
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--ignore-requires-python", "--only-binary", ":all:"]
    subprocess.run(pip + ["-d", wheels, package], check=True)


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


with zipfile.ZipFile(glob.glob(wheels + "/*.whl")[0]) as archive:
    for member in archive.namelist():
        if member.endswith("/") or ".." in member.split("/"):
            continue
        if member.startswith(versions + "/") and not member.endswith(".pyc"):
            write(os.path.join(project, "migrations/versions", member[len(versions) + 1:]), archive.read(member))
        if member.split("/")[0] in site.split(",") and "/static/" not in member:
            write(os.path.join(project, "site", member), archive.read(member))
flags = flags.split(",")
options = ", render_as_batch=True" if "batch" in flags else ""
options += ", transaction_per_migration=True" if "each" in flags else ""
write(os.path.join(project, "migrations/env.py"), ENV.replace("{options}", options).encode())
recursive = "recursive_version_locations = true" if "recursive" in flags else ""
write(os.path.join(project, "alembic.ini"), INI.replace("{recursive}", recursive).encode())
