//! The one list of what becomes of every keyword argument of `create_engine()`, `execution_options()` and sessions.
//!
//! `connect_args` are listed in `connect_args.rs` of the runtime, those of schema items in the signatures of their classes
//! and in `dialect_keywords.rs`, those of `context.configure()` in `options.rs` of the runtime.

use alembic_python::{Dict, Keywords, PyResult, Symbol, Value, Vm};

use crate::support::text;

/// What an argument does here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// It is read where it matters.
    Followed,
    /// Nothing that a migration does or says depends on it.
    WithoutEffect,
    /// Like `WithoutEffect`, but only pools that keep connections know it.
    OfQueues,
    /// Whatever is given but `None` is refused.
    Refused,
    /// False is the default; anything else is refused.
    RefusedIfTrue,
    /// True is the default (`None` too); anything else is refused.
    RefusedIfFalse,
}

use Meaning::{Followed, OfQueues, Refused, RefusedIfFalse, RefusedIfTrue, WithoutEffect};

/// `create_engine()`, `create_async_engine()`, `engine_from_config()`. Refusals come where the engine connects.
pub(crate) const ENGINE: &[(&str, Meaning)] = &[
    ("async_creator", Refused),
    ("client_encoding", WithoutEffect),
    ("compiler_linting", WithoutEffect),
    ("connect_args", Followed),
    ("creator", Refused),
    ("dialect", Refused),
    ("echo", Followed),
    ("echo_pool", WithoutEffect),
    ("enable_from_linting", WithoutEffect),
    ("executemany_batch_page_size", WithoutEffect),
    ("executemany_mode", WithoutEffect),
    ("executemany_values_page_size", WithoutEffect),
    ("execution_options", Followed),
    ("future", WithoutEffect),
    // Values of statements show in the log of `echo` alone.
    ("hide_parameters", Followed),
    ("implicit_returning", WithoutEffect),
    ("insertmanyvalues_page_size", WithoutEffect),
    ("isolation_level", Followed),
    ("json_deserializer", Followed),
    ("json_serializer", Followed),
    ("label_length", Refused),
    ("logging_name", WithoutEffect),
    ("max_identifier_length", Refused),
    ("max_overflow", OfQueues),
    ("module", Refused),
    ("native_datetime", RefusedIfTrue),
    ("native_inet_types", Refused),
    ("paramstyle", Refused),
    ("plugins", Refused),
    ("pool", Refused),
    ("pool_events", Refused),
    ("pool_logging_name", WithoutEffect),
    ("pool_pre_ping", WithoutEffect),
    ("pool_recycle", WithoutEffect),
    // A transaction that SQLAlchemy knows of is rolled back before; "commit" would keep what a listener left open.
    ("pool_reset_on_return", Followed),
    ("pool_size", OfQueues),
    ("pool_timeout", OfQueues),
    ("pool_use_lifo", OfQueues),
    ("poolclass", WithoutEffect),
    ("query_cache_size", WithoutEffect),
    ("server_side_cursors", WithoutEffect),
    ("skip_autocommit_rollback", WithoutEffect),
    ("supports_native_boolean", Refused),
    ("use_insertmanyvalues", WithoutEffect),
    ("use_native_hstore", RefusedIfFalse),
];

/// What `create_engine()` of SQLAlchemy 1.4 knows besides.
pub(crate) const ENGINE_1_4: &[(&str, Meaning)] = &[
    ("case_sensitive", RefusedIfFalse),
    ("convert_unicode", WithoutEffect),
    ("empty_in_strategy", WithoutEffect),
    ("encoding", WithoutEffect),
    ("listeners", Refused),
    ("strategy", Refused),
];

/// `execution_options()` of engines, connections and statements, `execution_options=` of an engine or a session. Options that
/// are not listed are the project's own: only its listeners read them.
pub(crate) const EXECUTION: &[(&str, Meaning)] = &[
    ("isolation_level", Followed),
    ("no_parameters", RefusedIfTrue),
    ("postgresql_deferrable", RefusedIfTrue),
    ("postgresql_readonly", RefusedIfTrue),
    ("schema_translate_map", Followed),
];

/// `Session()`, `sessionmaker()` and their asynchronous twins.
pub(crate) const SESSION: &[(&str, Meaning)] = &[
    ("autobegin", RefusedIfFalse),
    ("autocommit", RefusedIfTrue),
    ("autoflush", Followed),
    ("bind", Followed),
    ("binds", Refused),
    ("class_", Followed),
    ("close_resets_only", WithoutEffect),
    ("enable_baked_queries", WithoutEffect),
    ("execution_options", Followed),
    ("expire_on_commit", Followed),
    ("future", WithoutEffect),
    ("info", Followed),
    ("join_transaction_mode", Refused),
    ("query_cls", Refused),
    ("sync_session_class", Refused),
    ("twophase", RefusedIfTrue),
];

/// What an argument does, if the list has it.
pub(crate) fn meaning(list: &[(&str, Meaning)], name: &str) -> Option<Meaning> {
    list.iter()
        .find(|(known, _)| *known == name)
        .map(|(_, meaning)| *meaning)
}

/// True if a value of this meaning cannot be followed. `engine_from_config()` has texts for flags.
pub(crate) fn is_refused(vm: &Vm, meaning: Meaning, value: &Value) -> PyResult<bool> {
    let flag = || -> PyResult<bool> {
        if value.is_opaque() {
            return Ok(meaning == RefusedIfTrue);
        }
        match value.as_str() {
            Some(text) => Ok(matches!(
                text.to_ascii_lowercase().as_str(),
                "true" | "yes" | "on" | "y" | "t" | "1"
            )),
            None => vm.truth(value),
        }
    };
    Ok(match meaning {
        Followed | WithoutEffect | OfQueues => false,
        Refused => !value.is_none(),
        RefusedIfTrue => !value.is_none() && flag()?,
        RefusedIfFalse => !value.is_none() && !flag()?,
    })
}

/// Options of a connection, statement or session that change what a statement does; `isolation_level` is the caller's.
pub(crate) fn check_execution(vm: &Vm, options: &Keywords) -> PyResult<()> {
    for (name, value) in options {
        let name = name.text();
        if &*name == "schema_translate_map" {
            super::connection::require_no_translation(vm, value)?;
        }
        if let Some(meaning) = meaning(EXECUTION, &name)
            && is_refused(vm, meaning, value)?
        {
            return Err(vm.unsupported(format!("execution_options({name}=...)")));
        }
    }
    Ok(())
}

/// The same for `execution_options={...}`.
pub(crate) fn check_execution_dict(vm: &Vm, options: &Value) -> PyResult<()> {
    vm.require_concrete(options, "`execution_options`")?;
    let Some(dict) = options.as_dict() else {
        return Ok(());
    };
    let mut named = Keywords::new();
    for (name, value) in dict.items() {
        named.push((
            Symbol::new(&text(vm, &name, "the name of an execution option")?),
            value,
        ));
    }
    check_execution(vm, &named)
}

/// The keywords of a session: those that are not known are a `TypeError`, those that cannot be followed a limit.
pub(crate) fn check_session(vm: &Vm, options: &Keywords) -> PyResult<()> {
    for (name, value) in options {
        let name = name.text();
        match meaning(SESSION, &name) {
            None => {
                return Err(vm.type_error(format!(
                    "Session.__init__() got an unexpected keyword argument '{name}'"
                )));
            }
            Some(meaning) if is_refused(vm, meaning, value)? => {
                return Err(vm.unsupported(format!("`{name}` of a Session")));
            }
            Some(_) => {}
        }
        if &*name == "execution_options" {
            check_execution_dict(vm, value)?;
        }
    }
    Ok(())
}

/// `dialect_opts` of `context.configure()`: `paramstyle` is followed.
pub fn check_dialect_options(vm: &Vm, options: &Dict) -> PyResult<()> {
    for (name, value) in options.items() {
        let name = text(vm, &name, "a name in `dialect_opts`")?;
        if name == "paramstyle" {
            continue;
        }
        let is_refused = match meaning(ENGINE, &name) {
            Some(Followed) => !value.is_none(),
            Some(meaning) => is_refused(vm, meaning, &value)?,
            None => true,
        };
        if is_refused {
            return Err(vm.unsupported(format!("`{name}` in `dialect_opts`")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_name_nothing_twice() {
        for list in [ENGINE, ENGINE_1_4, EXECUTION, SESSION] {
            assert!(list.is_sorted_by(|one, other| one.0 < other.0));
        }
    }
}
