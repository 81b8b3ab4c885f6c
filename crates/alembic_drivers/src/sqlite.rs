//! SQLite through the bundled library.
//!
//! Mirrors what SQLAlchemy's `pysqlite` and `aiosqlite` dialects do on connect: a `regexp` function,
//! `file:` URIs with `uri=true`, foreign keys left at SQLite's default.

use std::path::Path;

use alembic_config::DatabaseUrl;
use alembic_python::PythonRegex;
use alembic_schema::{CatalogRows, SqlValue};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection as Raw, ErrorCode, OpenFlags, ToSql};

use crate::connection::{Connection, Outcome, Rows, TextRows, query};
use crate::error::DatabaseError;

/// Version of the bundled library.
pub fn library_version() -> Vec<u32> {
    rusqlite::version()
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}

/// An open database file.
pub(crate) struct SqliteConnection {
    raw: Raw,
}

impl SqliteConnection {
    /// Opens the file of the URL; it is made if it does not exist, its folder is not.
    pub(crate) fn open(url: &DatabaseUrl) -> Result<Self, DatabaseError> {
        let name = url.database.as_deref().unwrap_or_default();
        let is_memory = name.is_empty() || name == ":memory:";
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let target = match name.strip_prefix("file:") {
            Some(_) if query(url, "uri").is_some_and(|flag| flag == "true" || flag == "1") => {
                flags |= OpenFlags::SQLITE_OPEN_URI;
                uri_with_query(name, url)
            }
            _ if is_memory => ":memory:".to_owned(),
            _ => name.to_owned(),
        };
        let raw = Raw::open_with_flags(Path::new(&target), flags)
            .map_err(|error| DatabaseError::new("OperationalError", connect_message(&error)))?;
        // Python's sqlite3 waits five seconds for a lock.
        let seconds = query(url, "timeout")
            .and_then(|text| text.parse::<f64>().ok())
            .unwrap_or(5.0);
        raw.busy_timeout(std::time::Duration::from_secs_f64(
            seconds.clamp(0.0, 3600.0),
        ))
        .map_err(|error| convert(&error, None))?;
        // The bundled library is built with foreign keys on; SQLite's default, and Python's, is off. With them
        // on, the table copy of a batch would cascade its DROP TABLE into other tables.
        raw.execute_batch("PRAGMA foreign_keys=OFF")
            .map_err(|error| convert(&error, None))?;
        register_floor(&raw).map_err(|error| convert(&error, None))?;
        register_regexp(&raw).map_err(|error| convert(&error, None))?;
        Ok(Self { raw })
    }
}

impl SqliteConnection {
    /// The rows of one query of the catalogue.
    fn catalog_rows(&self, sql: &str) -> Result<CatalogRows, DatabaseError> {
        let fail = |error: rusqlite::Error| convert(&error, Some(sql));
        let mut statement = self.raw.prepare(sql).map_err(fail)?;
        let n_columns = statement.column_count();
        let mut rows = CatalogRows::new(n_columns);
        let mut cursor = statement.query([]).map_err(fail)?;
        while let Some(row) = cursor.next().map_err(fail)? {
            for column in 0..n_columns {
                match row.get_ref(column).map_err(fail)? {
                    ValueRef::Integer(number) => rows.push_int(number),
                    ValueRef::Text(text) => rows.push_text(&String::from_utf8_lossy(text)),
                    ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => rows.push_null(),
                }
            }
        }
        Ok(rows)
    }
}

/// `floor()`, which SQLAlchemy gives every connection for `//`: Python's `math.floor`.
fn register_floor(raw: &Raw) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    raw.create_scalar_function("floor", 1, flags, |call| match call.get_raw(0) {
        ValueRef::Integer(number) => Ok(number),
        ValueRef::Real(number) => whole(number.floor()).ok_or_else(refused),
        ValueRef::Null | ValueRef::Text(_) | ValueRef::Blob(_) => Err(refused()),
    })
}

/// `regexp()` behind `x REGEXP y`, which SQLAlchemy gives every connection: Python's `re.search`.
fn register_regexp(raw: &Raw) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    raw.create_scalar_function("regexp", 2, flags, |call| {
        let text = match call.get_raw(1) {
            ValueRef::Null => return Ok(None),
            ValueRef::Text(text) => std::str::from_utf8(text).map_err(|_| refused())?,
            ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => return Err(refused()),
        };
        let pattern = call.get_or_create_aux(0, |value| match value {
            ValueRef::Text(pattern) => {
                let pattern = std::str::from_utf8(pattern).map_err(|_| refused())?;
                PythonRegex::new(pattern).map_err(|_| refused())
            }
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
                Err(refused())
            }
        })?;
        pattern.is_in(text).map(Some).map_err(|_| refused())
    })
}

/// What `sqlite3` says of a function in Python that raised.
fn refused() -> rusqlite::Error {
    rusqlite::Error::UserFunctionError("user-defined function raised exception".into())
}

/// A float without fraction as an integer, if it is one of 64 bits.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the range is checked"
)]
fn whole(number: f64) -> Option<i64> {
    (number >= i64::MIN as f64 && number < i64::MAX as f64).then_some(number as i64)
}

/// The part of the URL's query that SQLite itself reads goes back to the file URI.
fn uri_with_query(name: &str, url: &DatabaseUrl) -> String {
    const OURS: &[&str] = &[
        "uri",
        "timeout",
        "detect_types",
        "isolation_level",
        "check_same_thread",
        "cached_statements",
    ];
    let rest: Vec<String> = url
        .query
        .iter()
        .filter(|(key, _)| !OURS.contains(&key.as_str()))
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    if rest.is_empty() {
        name.to_owned()
    } else {
        format!("{name}?{}", rest.join("&"))
    }
}

fn connect_message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(code, _) if code.code == ErrorCode::CannotOpen => {
            "unable to open database file".to_owned()
        }
        other => message_of(other),
    }
}

fn message_of(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

fn convert(error: &rusqlite::Error, statement: Option<&str>) -> DatabaseError {
    let class = match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch) => "IntegrityError",
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => "DatabaseError",
        Some(ErrorCode::InternalMalfunction) => "InternalError",
        Some(ErrorCode::TooBig) => "DataError",
        Some(ErrorCode::ApiMisuse) => "InterfaceError",
        Some(_) => "OperationalError",
        None => match error {
            rusqlite::Error::InvalidParameterCount(..) | rusqlite::Error::MultipleStatement => {
                "ProgrammingError"
            }
            _ => "OperationalError",
        },
    };
    let message = match error {
        // Python's own words for a text with several statements.
        rusqlite::Error::MultipleStatement => {
            "You can only execute one statement at a time.".to_owned()
        }
        other => message_of(other),
    };
    let out = DatabaseError::new(class, message);
    match statement {
        Some(statement) => out.with_statement(statement),
        None => out,
    }
}

impl Connection for SqliteConnection {
    fn dialect(&self) -> &'static str {
        "sqlite"
    }

    fn server_version(&self) -> Vec<u32> {
        library_version()
    }

    fn execute(&mut self, sql: &str, parameters: &[SqlValue]) -> Result<Outcome, DatabaseError> {
        let fail = |error: rusqlite::Error| convert(&error, Some(sql));
        let mut statement = self.raw.prepare(sql).map_err(fail)?;
        let bound: Vec<Bound<'_>> = parameters.iter().map(Bound).collect();
        let n_columns = statement.column_count();
        if n_columns == 0 {
            let changed = statement
                .execute(rusqlite::params_from_iter(bound))
                .map_err(fail)?;
            return Ok(Outcome {
                rows: None,
                row_count: i64::try_from(changed).unwrap_or(-1),
            });
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let is_read_only = statement.readonly();
        let mut out = Rows {
            columns,
            types: Vec::new(),
            rows: Vec::new(),
        };
        let mut cursor = statement
            .query(rusqlite::params_from_iter(bound))
            .map_err(fail)?;
        while let Some(row) = cursor.next().map_err(fail)? {
            let mut values = Vec::with_capacity(n_columns);
            for column in 0..n_columns {
                values.push(from_sqlite(row.get_ref(column).map_err(fail)?));
            }
            out.rows.push(values);
        }
        drop(cursor);
        drop(statement);
        let row_count = if is_read_only {
            -1
        } else {
            i64::try_from(self.raw.changes()).unwrap_or(-1)
        };
        Ok(Outcome {
            rows: Some(out),
            row_count,
        })
    }

    fn last_row_id(&self) -> Option<i64> {
        Some(self.raw.last_insert_rowid())
    }

    fn query_catalog(&mut self, queries: &[String]) -> Result<Vec<CatalogRows>, DatabaseError> {
        queries.iter().map(|sql| self.catalog_rows(sql)).collect()
    }

    fn query_text(&mut self, sql: &str) -> Result<TextRows, DatabaseError> {
        let fail = |error: rusqlite::Error| convert(&error, Some(sql));
        let mut statement = self.raw.prepare(sql).map_err(fail)?;
        let n_columns = statement.column_count();
        let mut cursor = statement.query([]).map_err(fail)?;
        let mut out = Vec::new();
        while let Some(row) = cursor.next().map_err(fail)? {
            let mut values = Vec::with_capacity(n_columns);
            for column in 0..n_columns {
                values.push(text_of(row.get_ref(column).map_err(fail)?));
            }
            out.push(values);
        }
        Ok(out)
    }

    fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.execute(sql, &[]).map(|_| ())
    }

    fn run_script(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.raw
            .execute_batch(sql)
            .map_err(|error| convert(&error, Some(sql)))
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        self.raw
            .execute_batch("BEGIN")
            .map_err(|error| convert(&error, Some("BEGIN")))
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        if self.raw.is_autocommit() {
            return Ok(());
        }
        self.raw
            .execute_batch("COMMIT")
            .map_err(|error| convert(&error, Some("COMMIT")))
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        if self.raw.is_autocommit() {
            return Ok(());
        }
        self.raw
            .execute_batch("ROLLBACK")
            .map_err(|error| convert(&error, Some("ROLLBACK")))
    }

    fn in_transaction(&self) -> bool {
        !self.raw.is_autocommit()
    }

    fn default_schema(&mut self) -> Result<Option<String>, DatabaseError> {
        Ok(Some("main".to_owned()))
    }
}

/// A value on its way into SQLite, as SQLAlchemy's bind processors and Python's `sqlite3` adapters store it.
struct Bound<'a>(&'a SqlValue);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        fn text(text: &str) -> ToSqlOutput<'_> {
            ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
        }
        Ok(match self.0 {
            SqlValue::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            SqlValue::Bool(flag) => ToSqlOutput::Owned(Value::Integer(i64::from(*flag))),
            SqlValue::Int(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            SqlValue::Float(number) => ToSqlOutput::Owned(Value::Real(*number)),
            SqlValue::Decimal(digits) => match digits.parse() {
                Ok(number) => ToSqlOutput::Owned(Value::Real(number)),
                Err(_) => text(digits),
            },
            SqlValue::BigInt(digits) => text(digits),
            SqlValue::Text(string) | SqlValue::Date(string) | SqlValue::Json(string) => {
                text(string)
            }
            // SQLAlchemy's DATETIME and TIME of SQLite always write six digits of microseconds and no offset.
            SqlValue::Time(string) => ToSqlOutput::Owned(Value::Text(sqlite_time(string))),
            SqlValue::DateTime(string) => ToSqlOutput::Owned(Value::Text(sqlite_datetime(string))),
            SqlValue::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            SqlValue::Uuid(string) => ToSqlOutput::Owned(Value::Text(string.replace('-', ""))),
            SqlValue::Interval {
                days,
                seconds,
                microseconds,
            } => ToSqlOutput::Owned(Value::Text(epoch_plus(*days, *seconds, *microseconds))),
            SqlValue::Enum { name, .. } => text(name),
            SqlValue::Array(_)
            | SqlValue::Tuple(_)
            | SqlValue::Foreign { .. }
            | SqlValue::Refused(_) => {
                return Err(rusqlite::Error::ToSqlConversionFailure(
                    "SQLite has no arrays".into(),
                ));
            }
        })
    }
}

fn sqlite_datetime(text: &str) -> String {
    let (date, time) = match text.split_once(['T', ' ']) {
        Some(parts) => parts,
        None => (text, "00:00:00"),
    };
    format!("{date} {}", sqlite_time(time))
}

fn sqlite_time(text: &str) -> String {
    let time = text.split(['+', '-', 'Z']).next().unwrap_or(text);
    match time.split_once('.') {
        Some((whole, fraction)) => format!("{whole}.{fraction:0<6}"),
        None => format!("{time}.000000"),
    }
}

/// SQLAlchemy stores an `Interval` on SQLite as a date counted from the epoch.
fn epoch_plus(days: i64, seconds: i64, microseconds: i64) -> String {
    let (mut year, mut left) = (1970_i64, days);
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    while left < 0 {
        year -= 1;
        left += if is_leap(year) { 366 } else { 365 };
    }
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if left < length {
            break;
        }
        left -= length;
        year += 1;
    }
    let lengths = [
        31,
        if is_leap(year) { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let mut month = 1;
    for length in lengths {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!(
        "{year:04}-{month:02}-{:02} {hours:02}:{minutes:02}:{:02}.{microseconds:06}",
        left + 1,
        seconds % 60
    )
}

fn from_sqlite(value: ValueRef<'_>) -> SqlValue {
    match value {
        ValueRef::Null => SqlValue::Null,
        ValueRef::Integer(number) => SqlValue::Int(number),
        ValueRef::Real(number) => SqlValue::Float(number),
        ValueRef::Text(bytes) => SqlValue::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => SqlValue::Bytes(bytes.to_vec()),
    }
}

fn text_of(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_keys_are_off_as_in_python() {
        let url = DatabaseUrl::parse("sqlite://").unwrap();
        let mut connection = SqliteConnection::open(&url).unwrap();
        assert_eq!(
            connection.query_text("PRAGMA foreign_keys").unwrap(),
            [[Some("0".to_owned())]]
        );
    }

    #[test]
    fn datetimes_are_stored_as_sqlalchemy_does() {
        assert_eq!(
            sqlite_datetime("2024-05-06 07:08:09"),
            "2024-05-06 07:08:09.000000"
        );
        assert_eq!(
            sqlite_datetime("2024-05-06T07:08:09.25+02:00"),
            "2024-05-06 07:08:09.250000"
        );
        assert_eq!(
            sqlite_datetime("2024-05-06 07:08:09-02:00"),
            "2024-05-06 07:08:09.000000"
        );
        assert_eq!(epoch_plus(59, 3661, 7), "1970-03-01 01:01:01.000007");
        assert_eq!(epoch_plus(-1, 0, 0), "1969-12-31 00:00:00.000000");
    }
}
