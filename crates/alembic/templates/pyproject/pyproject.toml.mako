[tool.alembic]

# Folder with env.py and script.py.mako. %(here)s is the folder of this file.
script_location = "${script_location}"

# Names of new revision files. A percent sign is written twice. Known are rev, slug, epoch, year, month, day,
# hour, minute and second.
# file_template = "%%(rev)s_%%(slug)s"
# With the date in front:
# file_template = "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s"

# Folders from which env.py imports the application, relative to the working directory.
prepend_sys_path = [
    "."
]

# Time zone of the creation date in new files, as "Europe/Berlin"; local time without it.
# timezone = "UTC"

# Length at which the slug of a file name is cut.
# truncate_slug_length = 40

# Whether `alembic revision` runs env.py even without --autogenerate.
# revision_environment = false

# Whether compiled revision files without their source count.
# sourceless = false

# Folders of the revision files; <script_location>/versions without it.
# version_locations = [
#    "%(here)s/versions",
#    "%(here)s/more_versions"
# ]

# Whether revision files are looked for in subfolders, too.
# recursive_version_locations = false

# Encoding of new revision files.
# output_encoding = "utf-8"

# Programs to run on every new revision file:
#
# [[tool.alembic.post_write_hooks]]
# name = "black"
# type = "console_scripts"
# entrypoint = "black"
# options = "-l 79 REVISION_SCRIPT_FILENAME"
#
# [[tool.alembic.post_write_hooks]]
# name = "ruff"
# type = "exec"
# executable = "ruff"
# options = "check --fix REVISION_SCRIPT_FILENAME"

