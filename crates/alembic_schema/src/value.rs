//! Python values that reach SQL.

/// A value of a literal, a bind or a row.
#[derive(Debug, Clone, PartialEq)]
pub enum SqlValue {
    /// `None`.
    Null,
    /// `bool`.
    Bool(bool),
    /// `int` within 64 bits.
    Int(i64),
    /// Any other `int`, in decimal.
    BigInt(String),
    /// `float`.
    Float(f64),
    /// `decimal.Decimal`, as `str()` gives it.
    Decimal(String),
    /// `str`.
    Text(String),
    /// `bytes`.
    Bytes(Vec<u8>),
    /// `datetime.date` as `YYYY-MM-DD`.
    Date(String),
    /// `datetime.time` as `isoformat()` gives it.
    Time(String),
    /// `datetime.datetime` as `isoformat(sep=" ")` gives it, offset included.
    DateTime(String),
    /// `datetime.timedelta`.
    Interval {
        /// Days, as Python normalizes them.
        days: i64,
        /// Seconds, 0 to 86399.
        seconds: i64,
        /// Microseconds, 0 to 999999.
        microseconds: i64,
    },
    /// `uuid.UUID` with dashes.
    Uuid(String),
    /// A dict or list for a JSON type, as `json.dumps` gives it.
    Json(String),
    /// A list.
    Array(Vec<Self>),
    /// A tuple: for drivers it is the right side of IN.
    Tuple(Vec<Self>),
    /// A Python object that no driver takes.
    Foreign {
        /// Its class as drivers name it in their refusal: `Color`, `set`.
        class: String,
    },
    /// A value that the bind processor of its type refuses when the statement is executed.
    Refused(Box<RefusedValue>),
    /// A member of an enum class.
    Enum {
        /// Member name.
        name: String,
        /// Its value.
        value: Box<Self>,
    },
}

// The catalogue of a large database is read as millions of these.
const _: () = assert!(size_of::<SqlValue>() <= 32);

/// What a bind processor refuses. In a box: rows of the catalogue have many values, and none of these.
#[derive(Debug, Clone, PartialEq)]
pub struct RefusedValue {
    /// Class of the Python exception.
    pub class: String,
    /// Its text.
    pub message: String,
    /// `repr()` of the value.
    pub shown: String,
}

impl From<&str> for SqlValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for SqlValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for SqlValue {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for SqlValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
