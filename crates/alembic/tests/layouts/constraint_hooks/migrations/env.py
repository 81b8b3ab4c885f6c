from alembic import context
from sqlalchemy import engine_from_config, pool

import models

config = context.config


def include_object(object, name, type_, reflected, compare_to):
    told = [type_, name, reflected, compare_to is None, object.name]
    if type_ == "column":
        told += [repr(object.type), object.nullable, object.primary_key, object.comment]
    elif type_ == "index":
        told += [[str(element) for element in object.expressions], hasattr(object, "deferrable")]
    elif type_ != "table":
        told += [hasattr(object, "ondelete"), getattr(object, "ondelete", None), getattr(object, "use_alter", None), object.deferrable]
        told += [[column.name for column in object.columns]]
    print(*told)
    return True


def compare_type(context, inspected_column, metadata_column, inspected_type, metadata_type):
    print(metadata_column.name, repr(metadata_type), sorted((key, value) for key, value in vars(metadata_type).items() if key == "length"))
    return None


def run(**options):
    context.configure(
        target_metadata=models.metadata, include_object=include_object, compare_type=compare_type, render_as_batch=True, **options
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run(url=config.get_main_option("sqlalchemy.url"), literal_binds=True)
else:
    engine = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        run(connection=connection)
