//! Values written into SQL text, as psycopg2's adapters do.

use std::fmt::Write;

use alembic_schema::SqlValue;

use crate::error::DatabaseError;

/// Replaces `$1`, `$2`, ... outside of quotes and comments by literals.
pub(super) fn interpolate(sql: &str, parameters: &[SqlValue]) -> Result<String, DatabaseError> {
    if parameters.is_empty() {
        return Ok(sql.to_owned());
    }
    let mut out = String::with_capacity(sql.len() + parameters.len() * 16);
    let mut rest = sql;
    while let Some(at) = rest.find(['$', '\'', '"', '-', '/']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = match from.as_bytes().first() {
            Some(b'$') => {
                let digits = from.bytes().skip(1).take_while(u8::is_ascii_digit).count();
                let number: usize = from
                    .get(1..=digits)
                    .and_then(|text| text.parse().ok())
                    .unwrap_or(0);
                match number
                    .checked_sub(1)
                    .and_then(|index| parameters.get(index))
                {
                    Some(value) => {
                        // A space keeps `x-$1` with a negative number from becoming a comment.
                        if out.ends_with('-') {
                            out.push(' ');
                        }
                        out.push_str(&literal(value)?);
                        rest = from.get(digits + 1..).unwrap_or_default();
                        continue;
                    }
                    None => 1,
                }
            }
            Some(quote @ (b'\'' | b'"')) => quoted_length(from, char::from(*quote)),
            Some(b'-') if from.starts_with("--") => from.find('\n').unwrap_or(from.len()),
            Some(b'/') if from.starts_with("/*") => {
                from.find("*/").map_or(from.len(), |end| end + 2)
            }
            _ => 1,
        };
        let (copied, after) = from.split_at(length);
        out.push_str(copied);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Length of a quoted piece with its quotes; a doubled quote opens the next piece at once.
fn quoted_length(text: &str, quote: char) -> usize {
    text.get(1..)
        .and_then(|inner| inner.find(quote))
        .map_or(text.len(), |end| end + 2)
}

fn literal(value: &SqlValue) -> Result<String, DatabaseError> {
    Ok(match value {
        SqlValue::Null => "NULL".to_owned(),
        SqlValue::Bool(flag) => if *flag { "true" } else { "false" }.to_owned(),
        SqlValue::Int(number) => number.to_string(),
        SqlValue::BigInt(digits) => digits.clone(),
        SqlValue::Float(number) if number.is_nan() => "'NaN'::float".to_owned(),
        SqlValue::Float(number) if number.is_infinite() => if *number > 0.0 {
            "'Infinity'::float"
        } else {
            "'-Infinity'::float"
        }
        .to_owned(),
        SqlValue::Float(number) => format!("{number:?}"),
        SqlValue::Decimal(digits) if digits.eq_ignore_ascii_case("nan") => {
            "'NaN'::numeric".to_owned()
        }
        SqlValue::Decimal(digits) => digits.clone(),
        SqlValue::Text(text) | SqlValue::Json(text) => quote(text)?,
        SqlValue::Enum { name, .. } => quote(name)?,
        SqlValue::Bytes(bytes) => {
            let mut out = String::with_capacity(bytes.len() * 2 + 12);
            out.push_str("'\\x");
            for byte in bytes {
                // Writing to a string cannot fail.
                let _ = write!(out, "{byte:02x}");
            }
            out.push_str("'::bytea");
            out
        }
        SqlValue::Date(text) => format!("{}::date", quote(text)?),
        SqlValue::Time(text) => format!("{}::time", quote(text)?),
        SqlValue::DateTime(text) => {
            let has_offset = text
                .get(11..)
                .is_some_and(|time| time.contains(['+', '-', 'Z']));
            format!(
                "{}::{}",
                quote(text)?,
                if has_offset {
                    "timestamptz"
                } else {
                    "timestamp"
                }
            )
        }
        SqlValue::Interval {
            days,
            seconds,
            microseconds,
        } => {
            format!("'{days} days {seconds}.{microseconds:06} seconds'::interval")
        }
        SqlValue::Uuid(text) => format!("{}::uuid", quote(text)?),
        SqlValue::Array(items) if items.is_empty() => "'{}'".to_owned(),
        SqlValue::Array(items) => {
            let items: Result<Vec<String>, DatabaseError> = items.iter().map(literal).collect();
            format!("ARRAY[{}]", items?.join(","))
        }
        SqlValue::Tuple(items) => {
            let items: Result<Vec<String>, DatabaseError> = items.iter().map(literal).collect();
            format!("({})", items?.join(", "))
        }
        SqlValue::Foreign { class } => return Err(cannot_adapt(class)),
        SqlValue::Refused(refused) => return Err(cannot_adapt(&refused.class)),
    })
}

fn cannot_adapt(class: &str) -> DatabaseError {
    DatabaseError::new("ProgrammingError", format!("can't adapt type '{class}'"))
}

fn quote(text: &str) -> Result<String, DatabaseError> {
    if text.contains('\0') {
        return Err(DatabaseError::new(
            "DataError",
            "A string literal cannot contain NUL (0x00) characters.",
        ));
    }
    let doubled = text.replace('\'', "''");
    Ok(if doubled.contains('\\') {
        format!(" E'{}'", doubled.replace('\\', "\\\\"))
    } else {
        format!("'{doubled}'")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_inside_quotes_and_comments_stay() {
        let sql = "SELECT '$1', \"$1\", $1 -- $1\n, /* $2 */ $2, x-$3";
        let values = [
            SqlValue::from("a'b"),
            SqlValue::Bool(true),
            SqlValue::Int(-1),
        ];
        assert_eq!(
            interpolate(sql, &values).unwrap(),
            "SELECT '$1', \"$1\", 'a''b' -- $1\n, /* $2 */ true, x- -1"
        );
    }

    #[test]
    fn backslashes_use_the_escape_form() {
        assert_eq!(literal(&SqlValue::from("a\\b")).unwrap(), " E'a\\\\b'");
    }
}
