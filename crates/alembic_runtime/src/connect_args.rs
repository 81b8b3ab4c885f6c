//! `connect_args`: what a driver is called with besides the URL.

use alembic_config::DatabaseUrl;

/// Arguments that the drivers of this program understand in a URL.
const UNDERSTOOD: &[&str] = &[
    "application_name",
    "connect_timeout",
    "options",
    "ssl",
    "sslmode",
    "sslrootcert",
    "timeout",
    "uri",
];

/// Arguments that do not change what a migration does: caches, threads, how rows come to Python, how long a broken
/// connection is waited for.
const WITHOUT_EFFECT: &[&str] = &[
    "async_fallback",
    "autocommit",
    "cached_statements",
    "check_same_thread",
    "command_timeout",
    "cursor_factory",
    "detect_types",
    "fallback_application_name",
    "isolation_level",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "max_cacheable_statement_size",
    "max_cached_statement_lifetime",
    "prepare_threshold",
    "prepared_statement_cache_size",
    "prepared_statement_name_func",
    "row_factory",
    "statement_cache_size",
    "tcp_user_timeout",
];

/// Puts an argument into the URL; false if it may decide something that is not known here.
pub(crate) fn apply(url: &mut DatabaseUrl, name: &str, value: &str) -> bool {
    let given = Some(value.to_owned());
    match name {
        "host" => url.host = given,
        "user" => url.username = given,
        "password" => url.password = given,
        "dbname" | "database" => url.database = given,
        "port" => match value.parse() {
            Ok(port) => url.port = Some(port),
            Err(_) => return false,
        },
        "server_settings.application_name" => {
            return apply(url, "application_name", value);
        }
        _ if UNDERSTOOD.contains(&name) => {
            if url.query_values(name).is_empty() {
                url.query.push((name.to_owned(), url_text(value)));
            }
        }
        _ if WITHOUT_EFFECT.contains(&name) => {}
        _ => match name.strip_prefix("server_settings.") {
            Some(setting) => add_setting(url, setting, value),
            None => return false,
        },
    }
    true
}

/// A setting of the session, as libpq's `options` has it.
fn add_setting(url: &mut DatabaseUrl, name: &str, value: &str) {
    let escaped = value.replace('\\', "\\\\").replace(' ', "\\ ");
    let setting = format!("-c {name}={escaped}");
    match url.query.iter_mut().find(|(key, _)| key == "options") {
        Some((_, options)) => *options = format!("{options} {setting}"),
        None => url.query.push(("options".to_owned(), setting)),
    }
}

/// Arguments arrive as Python text: `True` is `true` for a URL.
fn url_text(value: &str) -> String {
    match value {
        "True" => "true".to_owned(),
        "False" => "false".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_go_where_they_belong() {
        let mut url = DatabaseUrl::default();
        for (name, value) in [
            ("host", "h"),
            ("port", "5433"),
            ("sslmode", "require"),
            ("keepalives", "1"),
            ("options", "-c a=b"),
            ("server_settings.search_path", "x, y"),
            ("server_settings.application_name", "app"),
        ] {
            assert!(apply(&mut url, name, value), "{name}");
        }
        assert_eq!(url.host.as_deref(), Some("h"));
        assert_eq!(url.port, Some(5433));
        let pairs = [
            ("sslmode", "require"),
            ("options", "-c a=b -c search_path=x,\\ y"),
            ("application_name", "app"),
        ];
        let expected: Vec<_> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(url.query, expected);
        assert!(!apply(&mut url, "service", "other"));
        assert!(!apply(&mut url, "port", "x"));
    }
}
