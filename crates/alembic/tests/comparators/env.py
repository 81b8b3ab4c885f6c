import logging

import ext
import models
from alembic import context
from sqlalchemy import create_engine

logging.basicConfig(level=logging.INFO, format="%(levelname)s [%(name)s] %(message)s")
as_batch = context.get_x_argument(as_dictionary=True).get("batch") == "yes"

with create_engine("sqlite:///app.db").connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=models.Base.metadata,
        process_revision_directives=ext.writer,
        autogenerate_plugins=["alembic.autogenerate.*", "project.*"],
        render_as_batch=as_batch,
    )
    with context.begin_transaction():
        context.run_migrations()
