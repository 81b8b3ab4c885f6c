"""`alembic.autogenerate.api`: what comparators, renderers and the project's own comparison functions get."""

from _alembic_packages import unsupported
from alembic.util.exc import CommandError

# What `context.configure()` sets where nothing is given.
_DEFAULTS = {
    "transaction_per_migration": False,
    "target_metadata": None,
    "include_name": None,
    "include_object": None,
    "include_schemas": False,
    "render_as_batch": False,
    "upgrade_token": "upgrades",
    "downgrade_token": "downgrades",
    "sqlalchemy_module_prefix": "sa.",
    "alembic_module_prefix": "op.",
    "user_module_prefix": None,
    "literal_binds": False,
    "process_revision_directives": None,
    "on_version_apply": (),
    "compare_type": True,
}


class AutogenContext:
    metadata = None
    connection = None
    imports = None

    def __init__(self, migration_context, metadata=None, opts=None, autogenerate=True):
        if autogenerate and migration_context is not None and migration_context.as_sql:
            raise CommandError(
                "autogenerate can't use as_sql=True as it prevents querying "
                "the database for schema information"
            )
        unsupported("AutogenContext(...) outside of `revision --autogenerate`")

    @classmethod
    def _of_command(cls, migration_context, metadata):
        """The context of `revision --autogenerate` and `check`."""
        made = cls.__new__(cls)
        opts = dict(migration_context.opts)
        for name, default in _DEFAULTS.items():
            if opts.get(name) is None:
                opts[name] = default
        made.migration_context = migration_context
        made.connection = migration_context.connection
        made.dialect = migration_context.dialect
        made.metadata = metadata
        made.opts = opts
        made.imports = set()
        made._has_batch = False
        made._object_filters = [opts["include_object"]] if opts["include_object"] else []
        made._name_filters = [opts["include_name"]] if opts["include_name"] else []
        return made

    @property
    def inspector(self):
        if self.connection is None:
            raise TypeError(
                "can't return inspector as this AutogenContext has no database connection"
            )
        if "_inspector" not in self.__dict__:
            from sqlalchemy import inspect

            self._inspector = inspect(self.connection)
        return self._inspector

    @property
    def comparators(self):
        unsupported("`autogen_context.comparators`")

    def run_name_filters(self, name, type_, parent_names):
        if "schema_name" in parent_names:
            table_name = name if type_ == "table" else parent_names.get("table_name", None)
            if table_name:
                schema_name = parent_names["schema_name"]
                parent_names["schema_qualified_table_name"] = (
                    f"{schema_name}.{table_name}" if schema_name else table_name
                )
        return all(keep(name, type_, parent_names) for keep in self._name_filters)

    def run_object_filters(self, object_, name, type_, reflected, compare_to):
        return all(
            keep(object_, name, type_, reflected, compare_to) for keep in self._object_filters
        )

    run_filters = run_object_filters

    def _all_metadata(self):
        return list(self.metadata) if isinstance(self.metadata, (list, tuple)) else [self.metadata]

    @property
    def sorted_tables(self):
        return [table for metadata in self._all_metadata() for table in metadata.sorted_tables]

    @property
    def table_key_to_table(self):
        out = {}
        for metadata in self._all_metadata():
            twice = set(out).intersection(metadata.tables)
            if twice:
                raise ValueError(
                    "Duplicate table keys across multiple MetaData objects: %s"
                    % ", ".join('"%s"' % key for key in sorted(twice))
                )
            out.update(metadata.tables)
        return out
