//! The time at which a revision is made.

use std::fmt;

/// Mirrors the `datetime.datetime` that Alembic passes to templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateDate {
    /// Year.
    pub year: i16,
    /// Month, from one.
    pub month: i8,
    /// Day, from one.
    pub day: i8,
    /// Hour.
    pub hour: i8,
    /// Minute.
    pub minute: i8,
    /// Second.
    pub second: i8,
    /// Microsecond.
    pub microsecond: i32,
    /// Seconds east of UTC; `None` for a naive local time.
    pub offset: Option<i32>,
    /// Key of its `ZoneInfo`; `None` for a naive local time.
    pub zone: Option<String>,
    /// `int(create_date.timestamp())`.
    pub epoch: i64,
}

impl fmt::Display for CreateDate {
    /// `str(datetime)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
            self.year, self.month, self.day, self.hour, self.minute, self.second
        )?;
        if self.microsecond != 0 {
            write!(f, ".{:06}", self.microsecond)?;
        }
        let Some(offset) = self.offset else {
            return Ok(());
        };
        let sign = if offset < 0 { '-' } else { '+' };
        let offset = offset.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", offset / 3600, offset / 60 % 60)?;
        if offset % 60 != 0 {
            write!(f, ":{:02}", offset % 60)?;
        }
        Ok(())
    }
}

/// The clock's time in `timezone`, or the local time without one.
///
/// Mirrors `ScriptDirectory._generate_create_date`: the name is tried as given, then upper-cased.
/// `None` if no such time zone is known.
pub fn create_date(now: std::time::SystemTime, timezone: Option<&str>) -> Option<CreateDate> {
    let timestamp = jiff::Timestamp::try_from(now).ok()?;
    let zone = match timezone {
        None => jiff::tz::TimeZone::system(),
        Some(name) => find_zone(name)?,
    };
    let key = zone.iana_name().map(str::to_owned);
    let zoned = timestamp.to_zoned(zone);
    Some(CreateDate {
        year: zoned.year(),
        month: zoned.month(),
        day: zoned.day(),
        hour: zoned.hour(),
        minute: zoned.minute(),
        second: zoned.second(),
        microsecond: i32::from(zoned.millisecond()) * 1000 + i32::from(zoned.microsecond()),
        offset: timezone.map(|_| zoned.offset().seconds()),
        zone: timezone.and_then(|name| key.or_else(|| Some(name.to_owned()))),
        epoch: timestamp.as_second(),
    })
}

fn find_zone(name: &str) -> Option<jiff::tz::TimeZone> {
    let lookup = |name: &str| {
        let zone = jiff::tz::TimeZone::get(name).ok();
        // The name is looked up whatever its case; zoneinfo finds files by their exact name.
        zone.filter(|zone| zone.iana_name().is_none_or(|found| found == name))
    };
    lookup(name).or_else(|| lookup(&name.to_uppercase()))
}
