//! Database URLs.

use std::fmt::Write as _;

use std::fmt;

/// A text that is no URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// `sqlalchemy.exc.ArgumentError`.
    #[error("Could not parse SQLAlchemy URL from given URL string")]
    Unparsable,
    /// `ValueError` of the port.
    #[error("invalid literal for int() with base 10: '{0}'")]
    Port(String),
}

/// `dialect+driver://username:password@host:port/database?key=value`.
///
/// Mirrors `sqlalchemy.engine.URL` (SQLAlchemy 2.1). `Debug` and `Display` show the password as `***`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct DatabaseUrl {
    /// `drivername`.
    pub driver_name: String,
    /// `username`.
    pub username: Option<String>,
    /// `password`.
    pub password: Option<String>,
    /// `host`.
    pub host: Option<String>,
    /// `port`.
    pub port: Option<i64>,
    /// `database`.
    pub database: Option<String>,
    /// `query` in the order of the text; a key may be there several times.
    pub query: Vec<(String, String)>,
}

impl DatabaseUrl {
    /// `make_url`.
    ///
    /// # Errors
    /// A text that is no URL.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let name_end = text
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '+'))
            .unwrap_or(text.len());
        let (name, rest) = text.split_at(name_end);
        let rest = rest.strip_prefix("://").ok_or(UrlError::Unparsable)?;
        if name.is_empty() {
            return Err(UrlError::Unparsable);
        }
        let mut url = Self {
            driver_name: name.to_owned(),
            ..Self::default()
        };
        let rest = url.take_credentials(rest);
        let rest = url.take_host(rest)?;
        url.take_path_and_query(rest);
        Ok(url)
    }

    /// `(?:(?P<username>[^:/]*)(?::(?P<password>[^@]*))?@)?`
    fn take_credentials<'a>(&mut self, rest: &'a str) -> &'a str {
        let username_end = rest.find([':', '/']).unwrap_or(rest.len());
        if let Some(after) = rest[username_end..].strip_prefix(':')
            && let Some((password, after)) = after.split_once('@')
        {
            self.username = Some(unquote(&rest[..username_end]));
            self.password = Some(unquote(password));
            return after;
        }
        // Without a password the name is greedy: up to the last `@` before `:` or `/`.
        match rest[..username_end].rfind('@') {
            Some(at) => {
                self.username = Some(unquote(&rest[..at]));
                &rest[at + 1..]
            }
            None => rest,
        }
    }

    /// `(?:\[(?P<ipv6host>[^/\?]+)\]|(?P<ipv4host>[^/:\?]+))?(?::(?P<port>[^/\?]*))?`
    fn take_host<'a>(&mut self, rest: &'a str) -> Result<&'a str, UrlError> {
        let authority_end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, after) = rest.split_at(authority_end);
        let ipv6 = authority
            .strip_prefix('[')
            .and_then(|inner| inner.rsplit_once(']'))
            .filter(|(host, _)| !host.is_empty());
        let port = if let Some((host, port)) = ipv6 {
            self.host = Some(host.to_owned());
            port
        } else {
            let host_end = authority.find(':').unwrap_or(authority.len());
            let (host, port) = authority.split_at(host_end);
            if !host.is_empty() {
                self.host = Some(host.to_owned());
            }
            port
        };
        // An empty port is an error there as well.
        if let Some(port) = port.strip_prefix(':') {
            let number = port.trim().replace('_', "");
            self.port = Some(
                number
                    .parse()
                    .map_err(|_| UrlError::Port(port.to_owned()))?,
            );
        }
        // The expression is not anchored at the end: what follows `]` directly is dropped.
        let is_cut = !port.is_empty() && !port.starts_with(':');
        Ok(if is_cut { "" } else { after })
    }

    /// `(?:/(?P<database>[^\?]*))?(?:\?(?P<query>.*))?`
    fn take_path_and_query(&mut self, rest: &str) {
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        if let Some(database) = path.strip_prefix('/') {
            self.database = Some(unquote(database));
        }
        if let Some(query) = query {
            let line = query.lines().next().unwrap_or_default();
            self.query = parse_query(line);
        }
    }

    /// `get_backend_name()`: the part before `+`.
    pub fn backend_name(&self) -> &str {
        self.driver_name
            .split_once('+')
            .map_or(&self.driver_name, |(backend, _)| backend)
    }

    /// The part after `+`, if any.
    pub fn driver(&self) -> Option<&str> {
        self.driver_name.split_once('+').map(|(_, driver)| driver)
    }

    /// All values of a query key.
    pub fn query_values(&self, key: &str) -> Vec<&str> {
        self.query
            .iter()
            .filter(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// `render_as_string(hide_password)`.
    pub fn render_as_string(&self, hide_password: bool) -> String {
        let mut out = format!("{}://", self.driver_name);
        if let Some(username) = &self.username {
            out.push_str(&quote(username, " +"));
            if let Some(password) = &self.password {
                out.push(':');
                if hide_password {
                    out.push_str("***");
                } else {
                    out.push_str(&quote(password, " +"));
                }
            }
            out.push('@');
        }
        if let Some(host) = &self.host {
            if host.contains(':') {
                let _ = write!(out, "[{host}]");
            } else {
                out.push_str(host);
            }
        }
        if let Some(port) = self.port {
            let _ = write!(out, ":{port}");
        }
        if let Some(database) = &self.database {
            out.push('/');
            out.push_str(&quote(database, " +/"));
        }
        let mut query: Vec<&(String, String)> = self.query.iter().collect();
        query.sort_by(|one, other| one.0.cmp(&other.0));
        for (position, (key, value)) in query.into_iter().enumerate() {
            out.push(if position == 0 { '?' } else { '&' });
            out.push_str(&quote_plus(key));
            out.push('=');
            out.push_str(&quote_plus(value));
        }
        out
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render_as_string(true))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `urllib.parse.parse_qsl(query)`: blank values are dropped.
fn parse_query(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter_map(|part| part.split_once('='))
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            let decode = |text: &str| unquote(&text.replace('+', " "));
            (decode(key), decode(value))
        })
        .collect()
}

/// `urllib.parse.unquote(text)`: bytes that are not UTF-8 become U+FFFD.
pub fn unquote(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let decoded = (*byte == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(decoded) = decoded {
            out.push(decoded);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// `urllib.parse.quote(text, safe)`.
pub fn quote(text: &str, safe: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let character = char::from(byte);
        if byte.is_ascii_alphanumeric()
            || "_.-~".contains(character)
            || (byte.is_ascii() && safe.contains(character))
        {
            out.push(character);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// `urllib.parse.quote_plus(text)`.
pub fn quote_plus(text: &str) -> String {
    quote(text, " ").replace(' ', "+")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(text: &str) -> String {
        DatabaseUrl::parse(text).unwrap().render_as_string(false)
    }

    #[test]
    fn parts() {
        let url = DatabaseUrl::parse(
            "postgresql+psycopg2://sc%20ott:p%40ss@[::1]:5432/my%20db?a=1&b=2&a=3&c=",
        )
        .unwrap();
        assert_eq!(url.username.as_deref(), Some("sc ott"));
        assert_eq!(url.password.as_deref(), Some("p@ss"));
        assert_eq!(url.host.as_deref(), Some("::1"));
        assert_eq!(url.port, Some(5432));
        assert_eq!(url.database.as_deref(), Some("my db"));
        assert_eq!(url.query_values("a"), ["1", "3"]);
        assert_eq!(url.backend_name(), "postgresql");
    }

    #[test]
    fn renders_like_sqlalchemy() {
        assert_eq!(round("sqlite://"), "sqlite://");
        assert_eq!(round("sqlite:///x/y.db"), "sqlite:///x/y.db");
        assert_eq!(round("sqlite:////abs"), "sqlite:////abs");
        assert_eq!(
            round("postgresql://u:p%23@[fe80::1]:5/d?z=1&a=x+y"),
            "postgresql://u:p%23@[fe80::1]:5/d?a=x+y&z=1"
        );
        assert_eq!(round("mysql+pymysql://u@h/d"), "mysql+pymysql://u@h/d");
        assert_eq!(
            DatabaseUrl::parse("postgresql://u:secret@h/d")
                .unwrap()
                .to_string(),
            "postgresql://u:***@h/d"
        );
        assert!(DatabaseUrl::parse("nothing").is_err());
    }
}
