//! Binary values of the wire protocol to [`SqlValue`], for every built-in type.
//!
//! Formats: <https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES> and the
//! `*_send` functions of the server.

use std::error::Error;

use alembic_schema::SqlValue;
use tokio_postgres::types::{FromSql, Kind, Type};

type Failure = Box<dyn Error + Sync + Send>;

/// A value of any type.
pub(super) struct Decoded(pub(super) SqlValue);

impl<'a> FromSql<'a> for Decoded {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        decode(ty, raw).map(Decoded)
    }

    fn from_sql_null(_ty: &Type) -> Result<Self, Failure> {
        Ok(Self(SqlValue::Null))
    }

    fn accepts(_ty: &Type) -> bool {
        true
    }
}

/// True for a type whose binary form is not known: its values are asked for as text.
pub(super) fn needs_text(ty: &Type) -> bool {
    match ty.kind() {
        Kind::Array(inner) | Kind::Domain(inner) | Kind::Range(inner) | Kind::Multirange(inner) => {
            return *ty != Type::INT2_VECTOR && *ty != Type::OID_VECTOR && needs_text(inner);
        }
        Kind::Enum(_) => return false,
        _ => {}
    }
    let has_binary = matches!(
        *ty,
        Type::BOOL
            | Type::INT2
            | Type::INT4
            | Type::INT8
            | Type::OID
            | Type::XID
            | Type::CID
            | Type::FLOAT4
            | Type::FLOAT8
            | Type::NUMERIC
            | Type::BYTEA
            | Type::DATE
            | Type::TIME
            | Type::TIMETZ
            | Type::TIMESTAMP
            | Type::TIMESTAMPTZ
            | Type::INTERVAL
            | Type::UUID
            | Type::JSON
            | Type::JSONB
            | Type::JSONPATH
            | Type::INET
            | Type::CIDR
            | Type::MACADDR
            | Type::VOID
            | Type::TEXT
            | Type::VARCHAR
            | Type::BPCHAR
            | Type::NAME
            | Type::UNKNOWN
            | Type::XML
            | Type::CHAR
    );
    !has_binary && !matches!(ty.name(), "hstore" | "citext")
}

fn decode(ty: &Type, raw: &[u8]) -> Result<SqlValue, Failure> {
    if matches!(*ty, Type::INT2_VECTOR | Type::OID_VECTOR) {
        return vector(ty, raw).map(SqlValue::Text);
    }
    match ty.kind() {
        Kind::Array(element) => return decode_array(element, raw),
        Kind::Domain(base) => return decode(base, raw),
        Kind::Enum(_) => return Ok(SqlValue::Text(text(raw)?)),
        Kind::Range(bound) => return range(bound, raw).map(SqlValue::Text),
        Kind::Multirange(bound) => return multirange(bound, raw).map(SqlValue::Text),
        Kind::Simple | Kind::Pseudo | Kind::Composite(_) => {}
        // The client library may learn of further kinds; their text form is asked for below.
        _ => {}
    }
    Ok(match *ty {
        Type::BOOL => SqlValue::Bool(raw.first() == Some(&1)),
        Type::INT2 => SqlValue::Int(i64::from(i16::from_sql(ty, raw)?)),
        Type::INT4 => SqlValue::Int(i64::from(i32::from_sql(ty, raw)?)),
        Type::INT8 => SqlValue::Int(i64::from_sql(ty, raw)?),
        Type::OID | Type::XID | Type::CID => {
            SqlValue::Int(i64::from(u32::from_be_bytes(raw.try_into()?)))
        }
        Type::FLOAT4 => SqlValue::Float(shortest(f32::from_sql(ty, raw)?)),
        Type::FLOAT8 => SqlValue::Float(f64::from_sql(ty, raw)?),
        Type::NUMERIC => SqlValue::Decimal(numeric(raw)?),
        Type::BYTEA => SqlValue::Bytes(raw.to_vec()),
        Type::DATE => SqlValue::Date(date(i64::from(i32::from_sql(&Type::INT4, raw)?))),
        Type::TIME => SqlValue::Time(time(i64::from_sql(&Type::INT8, raw)?)),
        Type::TIMETZ => {
            let (clock, zone) = raw.split_at_checked(8).ok_or("short timetz")?;
            let seconds_west = i64::from(i32::from_be_bytes(zone.try_into()?));
            SqlValue::Time(format!(
                "{}{}",
                time(i64::from_be_bytes(clock.try_into()?)),
                offset(-seconds_west)
            ))
        }
        Type::TIMESTAMP => SqlValue::DateTime(timestamp(i64::from_sql(&Type::INT8, raw)?)),
        Type::TIMESTAMPTZ => SqlValue::DateTime(format!(
            "{}+00:00",
            timestamp(i64::from_sql(&Type::INT8, raw)?)
        )),
        Type::INTERVAL => interval(raw)?,
        Type::UUID => SqlValue::Uuid(uuid(raw)),
        Type::JSON => SqlValue::Json(text(raw)?),
        // A version byte precedes the text.
        Type::JSONB => SqlValue::Json(text(raw.get(1..).unwrap_or_default())?),
        Type::JSONPATH => SqlValue::Text(text(raw.get(1..).unwrap_or_default())?),
        Type::INET | Type::CIDR => SqlValue::Text(network(raw, *ty == Type::CIDR)?),
        Type::MACADDR => SqlValue::Text(
            raw.iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<Vec<_>>()
                .join(":"),
        ),
        Type::VOID => SqlValue::Null,
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN | Type::XML => {
            SqlValue::Text(text(raw)?)
        }
        // One byte; zero is the empty string.
        Type::CHAR => SqlValue::Text(text(raw)?.trim_end_matches('\0').to_owned()),
        _ if ty.name() == "hstore" => SqlValue::Json(hstore(raw)?),
        _ if ty.name() == "citext" => SqlValue::Text(text(raw)?),
        _ => {
            return Err(format!(
                "a value of type {} must be cast to text: `CAST(x AS text)`",
                ty.name()
            )
            .into());
        }
    })
}

fn text(raw: &[u8]) -> Result<String, Failure> {
    Ok(std::str::from_utf8(raw)?.to_owned())
}

/// An hstore as a JSON object: the driver of the reference gives a dict.
fn hstore(raw: &[u8]) -> Result<String, Failure> {
    let mut reader = Reader(raw);
    let n_pairs = reader.int()?;
    let mut out = String::from("{");
    for idx in 0..n_pairs {
        if idx > 0 {
            out.push_str(", ");
        }
        let length = usize::try_from(reader.int()?)?;
        out.push_str(&json_text(&text(reader.take(length)?)?));
        out.push_str(": ");
        match usize::try_from(reader.int()?) {
            Ok(length) => out.push_str(&json_text(&text(reader.take(length)?)?)),
            Err(_) => out.push_str("null"),
        }
    }
    out.push('}');
    Ok(out)
}

fn json_text(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// The double whose shortest text is that of the single, as psycopg2 reads `float4out`.
fn shortest(number: f32) -> f64 {
    number
        .to_string()
        .parse()
        .unwrap_or_else(|_| f64::from(number))
}

fn decode_array(element: &Type, raw: &[u8]) -> Result<SqlValue, Failure> {
    let mut reader = Reader(raw);
    let n_dimensions = reader.int()?;
    let _has_nulls = reader.int()?;
    let _element_oid = reader.int()?;
    let mut lengths = Vec::new();
    for _ in 0..n_dimensions {
        lengths.push(usize::try_from(reader.int()?)?);
        let _lower_bound = reader.int()?;
    }
    if lengths.is_empty() {
        return Ok(SqlValue::Array(Vec::new()));
    }
    array_level(element, &lengths, &mut reader)
}

fn array_level(
    element: &Type,
    lengths: &[usize],
    reader: &mut Reader<'_>,
) -> Result<SqlValue, Failure> {
    let Some((length, inner)) = lengths.split_first() else {
        let size = reader.int()?;
        return match usize::try_from(size) {
            Ok(size) => decode(element, reader.take(size)?),
            Err(_) => Ok(SqlValue::Null),
        };
    };
    let items: Result<Vec<SqlValue>, Failure> = (0..*length)
        .map(|_| array_level(element, inner, reader))
        .collect();
    Ok(SqlValue::Array(items?))
}

/// `int2vector` and `oidvector` as psycopg2 gives them: the numbers with spaces between.
fn vector(ty: &Type, raw: &[u8]) -> Result<String, Failure> {
    let element = if *ty == Type::INT2_VECTOR {
        Type::INT2
    } else {
        Type::OID
    };
    let SqlValue::Array(items) = decode_array(&element, raw)? else {
        return Ok(String::new());
    };
    let numbers: Vec<String> = items
        .iter()
        .map(|item| match item {
            SqlValue::Int(number) => number.to_string(),
            _ => String::new(),
        })
        .collect();
    Ok(numbers.join(" "))
}

/// A range as its text: `range_out` of the server. Flags: 1 empty, 2 and 4 inclusive, 8 and 16 infinite bounds.
fn range(bound: &Type, raw: &[u8]) -> Result<String, Failure> {
    let mut reader = Reader(raw);
    let flags = *reader.take(1)?.first().unwrap_or(&0);
    if flags & 1 != 0 {
        return Ok("empty".to_owned());
    }
    let mut side = |is_infinite: bool| -> Result<String, Failure> {
        if is_infinite {
            return Ok(String::new());
        }
        let size = usize::try_from(reader.int()?)?;
        bound_text(&decode(bound, reader.take(size)?)?)
    };
    let lower = side(flags & 8 != 0)?;
    let upper = side(flags & 16 != 0)?;
    let open = if flags & 2 != 0 { '[' } else { '(' };
    let close = if flags & 4 != 0 { ']' } else { ')' };
    Ok(format!("{open}{lower},{upper}{close}"))
}

fn multirange(bound: &Type, raw: &[u8]) -> Result<String, Failure> {
    // `bound` is the range type.
    let inner = match bound.kind() {
        Kind::Range(inner) => inner,
        _ => bound,
    };
    let mut reader = Reader(raw);
    let n_ranges = reader.int()?;
    let mut parts = Vec::new();
    for _ in 0..n_ranges {
        let size = usize::try_from(reader.int()?)?;
        parts.push(range(inner, reader.take(size)?)?);
    }
    Ok(format!("{{{}}}", parts.join(",")))
}

/// One bound of a range: quoted if it has characters that mean something there.
fn bound_text(value: &SqlValue) -> Result<String, Failure> {
    let text = match value {
        SqlValue::Int(number) => number.to_string(),
        SqlValue::Float(number) => number.to_string(),
        SqlValue::Decimal(text)
        | SqlValue::Date(text)
        | SqlValue::DateTime(text)
        | SqlValue::Time(text)
        | SqlValue::Text(text) => text.clone(),
        _ => return Err("a range of this type must be cast to text: `CAST(x AS text)`".into()),
    };
    let is_plain = !text.is_empty()
        && !text
            .chars()
            .any(|c| c.is_whitespace() || matches!(c, '"' | '\\' | ',' | '(' | ')' | '[' | ']'));
    Ok(if is_plain {
        text
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\"\""))
    })
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Failure> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .ok_or("the value ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    fn int(&mut self) -> Result<i32, Failure> {
        Ok(i32::from_be_bytes(self.take(4)?.try_into()?))
    }

    fn short(&mut self) -> Result<i16, Failure> {
        Ok(i16::from_be_bytes(self.take(2)?.try_into()?))
    }
}

/// Groups of four decimal digits, their weight, a sign and the number of digits after the point.
fn numeric(raw: &[u8]) -> Result<String, Failure> {
    let mut reader = Reader(raw);
    let n_groups = reader.short()?;
    let weight = i32::from(reader.short()?);
    let sign = reader.short()?.cast_unsigned();
    let scale = usize::try_from(reader.short()?)?;
    match sign {
        0xC000 => return Ok("NaN".to_owned()),
        0xD000 => return Ok("Infinity".to_owned()),
        0xF000 => return Ok("-Infinity".to_owned()),
        _ => {}
    }
    let mut groups = Vec::new();
    for _ in 0..n_groups {
        groups.push(reader.short()?);
    }
    let group = |position: i32| {
        usize::try_from(position)
            .ok()
            .and_then(|index| groups.get(index))
            .copied()
            .unwrap_or(0)
    };
    let mut whole = String::new();
    for position in 0..=weight.max(-1) {
        whole.push_str(&format!("{:04}", group(position)));
    }
    let whole = whole.trim_start_matches('0');
    let mut fraction = String::new();
    let mut position = weight + 1;
    while fraction.len() < scale {
        // Positions before the first group stand for zeros right after the point.
        fraction.push_str(&format!(
            "{:04}",
            if position < 0 { 0 } else { group(position) }
        ));
        position += 1;
    }
    fraction.truncate(scale);
    let mut out = String::new();
    if sign == 0x4000 {
        out.push('-');
    }
    out.push_str(if whole.is_empty() { "0" } else { whole });
    if scale > 0 {
        out.push('.');
        out.push_str(&fraction);
    }
    Ok(out)
}

/// Days since 2000-01-01 to `YYYY-MM-DD` (proleptic Gregorian, days-from-civil inverted).
fn date(days: i64) -> String {
    // 10957 days lie between 1970-01-01 and 2000-01-01; the algorithm counts from 0000-03-01.
    let z = days + 10_957 + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

fn time(microseconds: i64) -> String {
    let (seconds, rest) = (microseconds / 1_000_000, microseconds % 1_000_000);
    let clock = format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    if rest == 0 {
        clock
    } else {
        format!("{clock}.{rest:06}")
    }
}

fn timestamp(microseconds: i64) -> String {
    const DAY: i64 = 86_400_000_000;
    format!(
        "{} {}",
        date(microseconds.div_euclid(DAY)),
        time(microseconds.rem_euclid(DAY))
    )
}

fn offset(seconds: i64) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn interval(raw: &[u8]) -> Result<SqlValue, Failure> {
    let (micros, rest) = raw.split_at_checked(8).ok_or("short interval")?;
    let mut reader = Reader(rest);
    let days = i64::from(reader.int()?);
    let months = i64::from(reader.int()?);
    let micros = i64::from_be_bytes(micros.try_into()?);
    // psycopg2 counts a month as 30 days and a year as 365.
    let days = days + months / 12 * 365 + months % 12 * 30 + micros.div_euclid(86_400_000_000);
    let micros = micros.rem_euclid(86_400_000_000);
    Ok(SqlValue::Interval {
        days,
        seconds: micros / 1_000_000,
        microseconds: micros % 1_000_000,
    })
}

fn uuid(raw: &[u8]) -> String {
    let digits: String = raw.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

fn network(raw: &[u8], is_cidr: bool) -> Result<String, Failure> {
    let [family, bits, _, _, address @ ..] = raw else {
        return Err("short network address".into());
    };
    let (shown, full) = if *family == 2 {
        let bytes: [u8; 4] = address.try_into()?;
        (std::net::Ipv4Addr::from(bytes).to_string(), 32)
    } else {
        let bytes: [u8; 16] = address.try_into()?;
        (std::net::Ipv6Addr::from(bytes).to_string(), 128)
    };
    Ok(if is_cidr || *bits != full {
        format!("{shown}/{bits}")
    } else {
        shown
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_around_the_epochs() {
        assert_eq!(date(0), "2000-01-01");
        assert_eq!(date(-1), "1999-12-31");
        assert_eq!(date(59), "2000-02-29");
        assert_eq!(timestamp(-1), "1999-12-31 23:59:59.999999");
    }

    #[test]
    fn numerics_keep_their_scale() {
        // 12345.670 = groups 1, 2345, 6700 with weight 1 and scale 3.
        let raw = [0, 3, 0, 1, 0, 0, 0, 3, 0, 1, 9, 41, 26, 44];
        assert_eq!(numeric(&raw).unwrap(), "12345.670");
        // 0.00012 = group 1, 2000 with weight -1... written with weight -1: 0001 2000.
        let raw = [0, 2, 255, 255, 0x40, 0, 0, 5, 0, 1, 7, 208];
        assert_eq!(numeric(&raw).unwrap(), "-0.00012");
    }
}
