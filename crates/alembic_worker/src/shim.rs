//! The Python side, as text inside the binary: nothing is written to disk.

/// Program for `python -c`: takes the socket, says hello, gets the modules below, and starts `_alembic_rs.main`.
pub(crate) const BOOTSTRAP: &str = include_str!("../python/bootstrap.py");

/// Modules by name. `_alembic_rs.*` are ours; `alembic.*` is what revisions and `env.py` import.
pub(crate) const MODULES: &[(&str, &str)] = &[
    (
        "_alembic_rs",
        include_str!("../python/_alembic_rs/__init__.py"),
    ),
    (
        "_alembic_rs.channel",
        include_str!("../python/_alembic_rs/channel.py"),
    ),
    (
        "_alembic_rs.values",
        include_str!("../python/_alembic_rs/values.py"),
    ),
    (
        "_alembic_rs.schema",
        include_str!("../python/_alembic_rs/schema.py"),
    ),
    (
        "_alembic_rs.dbapi",
        include_str!("../python/_alembic_rs/dbapi.py"),
    ),
    (
        "_alembic_rs.dialects",
        include_str!("../python/_alembic_rs/dialects.py"),
    ),
    (
        "_alembic_rs.connections",
        include_str!("../python/_alembic_rs/connections.py"),
    ),
    (
        "_alembic_rs.unavailable",
        include_str!("../python/_alembic_rs/unavailable.py"),
    ),
    (
        "_alembic_rs.jobs",
        include_str!("../python/_alembic_rs/jobs.py"),
    ),
    ("alembic", include_str!("../python/alembic/__init__.py")),
    ("alembic.op", include_str!("../python/alembic/op.py")),
    (
        "alembic.context",
        include_str!("../python/alembic/context.py"),
    ),
    (
        "alembic.config",
        include_str!("../python/alembic/config.py"),
    ),
    (
        "alembic.operations",
        include_str!("../python/alembic/operations/__init__.py"),
    ),
    (
        "alembic.operations.ops",
        include_str!("../python/alembic/operations/ops.py"),
    ),
    (
        "alembic.operations.base",
        include_str!("../python/alembic/operations/base.py"),
    ),
    (
        "alembic.util",
        include_str!("../python/alembic/util/__init__.py"),
    ),
    (
        "alembic.util.exc",
        include_str!("../python/alembic/util/exc.py"),
    ),
    (
        "alembic.runtime",
        include_str!("../python/alembic/runtime/__init__.py"),
    ),
    (
        "alembic.runtime.migration",
        include_str!("../python/alembic/runtime/migration.py"),
    ),
    (
        "alembic.runtime.environment",
        include_str!("../python/alembic/runtime/environment.py"),
    ),
    (
        "alembic.script",
        include_str!("../python/alembic/script.py"),
    ),
];
