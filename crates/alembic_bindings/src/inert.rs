//! What models may use of packages and still wait until somebody asks for them.

/// Packages whose classes and functions make values and nothing else, but for the names below.
const PACKAGES: &[&str] = &[
    "citext",
    "fastapi_users_db_sqlalchemy",
    "geoalchemy2",
    "pgvector",
    "pydantic",
    "sqlalchemy",
    "sqlalchemy_utils",
    "sqlmodel",
];

/// Modules of these packages that act on what exists, or change what is made later.
const ACTING_MODULES: &[&str] = &[
    "fastapi_users.db",
    "geoalchemy2.alembic_helpers",
    "sqlalchemy.engine",
    "sqlalchemy.event",
    "sqlalchemy.ext.automap",
    "sqlalchemy.ext.compiler",
    "sqlalchemy.inspection",
    "sqlalchemy.pool",
    "sqlalchemy_utils.functions",
    "sqlalchemy_utils.listeners",
];

/// Names of these packages that do.
const ACTING_NAMES: &[&str] = &[
    "add_mapped_attribute",
    "async_engine_from_config",
    "automap_base",
    "clear_mappers",
    "compiles",
    "configure_mappers",
    "create_async_engine",
    "create_database",
    "create_engine",
    "create_mock_engine",
    "drop_database",
    "engine_from_config",
    "event",
    "force_auto_coercion",
    "force_instant_defaults",
    "inspect",
    "listen",
    "listens_for",
    "observes",
    "close_all_sessions",
];

/// See [`alembic_python::IsInert`].
pub fn is_inert(module: &str, name: Option<&str>) -> bool {
    let is_in = |package: &str| {
        module
            .strip_prefix(package)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    PACKAGES.iter().any(|package| is_in(package))
        && !ACTING_MODULES.iter().any(|acting| is_in(acting))
        && name.is_none_or(|name| !ACTING_NAMES.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_may_use_types_and_not_listeners() {
        assert!(is_inert("sqlalchemy.orm", Some("mapped_column")));
        assert!(is_inert("sqlalchemy", None));
        assert!(!is_inert("sqlalchemy", Some("event")));
        assert!(!is_inert("sqlalchemy.event", Some("Events")));
        assert!(!is_inert("sqlalchemy_extra", None));
        assert!(!is_inert("pydantic_settings", Some("BaseSettings")));
    }
}
