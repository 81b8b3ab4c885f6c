//! `%(name)s::VARCHAR`: the casts that SQLAlchemy's drivers for PostgreSQL write behind bound values.
//!
//! Mirrors `render_bind_cast` of the types of each driver (SQLAlchemy 2.1). Offline SQL shows them, and online
//! they decide as what the database reads a value.

use alembic_schema::{SqlType, TypeClass};

use super::types::type_sql;
use crate::context::Ctx;
use crate::error::Result;

/// The driver whose casts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindCasts {
    /// None at all.
    None,
    /// psycopg2: what Python values do not tell.
    Psycopg2,
    /// psycopg, the default driver.
    Psycopg,
    /// asyncpg.
    Asyncpg,
    /// pg8000.
    Pg8000,
}

impl BindCasts {
    /// The casts of a driver by its name in a URL.
    pub fn of_driver(driver: Option<&str>) -> Self {
        match driver {
            None | Some("psycopg" | "psycopg_async") => Self::Psycopg,
            Some("asyncpg") => Self::Asyncpg,
            Some("pg8000") => Self::Pg8000,
            Some(_) => Self::Psycopg2,
        }
    }

    fn covers(self, type_: &SqlType) -> bool {
        let is_any = |classes: &[TypeClass]| classes.iter().any(|class| type_.is_a(*class));
        let is_native_enum = type_.class == TypeClass::PgENUM
            || (type_.is_a(TypeClass::Enum) && type_.flag("native_enum"));
        let of_all =
            is_any(ALL_DRIVERS) || (type_.is_a(TypeClass::Uuid) && type_.flag("native_uuid"));
        let of_psycopg = of_all
            || is_any(PSYCOPG)
            || (type_.is_a(TypeClass::String) && !type_.is_a(TypeClass::Enum));
        match self {
            Self::None => false,
            Self::Psycopg2 => of_all,
            Self::Psycopg => of_psycopg || type_.class == TypeClass::PgREGCONFIG,
            Self::Pg8000 => of_psycopg || is_any(PG8000),
            Self::Asyncpg => of_psycopg || is_any(PG8000) || is_any(ASYNCPG) || is_native_enum,
        }
    }
}

const ALL_DRIVERS: &[TypeClass] = &[
    TypeClass::ARRAY,
    TypeClass::JSON,
    TypeClass::PgAbstractRange,
    TypeClass::PgBIT,
];

const PSYCOPG: &[TypeClass] = &[
    TypeClass::Integer,
    TypeClass::DateTime,
    TypeClass::Date,
    TypeClass::Time,
    TypeClass::PgINTERVAL,
];

const PG8000: &[TypeClass] = &[
    TypeClass::Numeric,
    TypeClass::Float,
    TypeClass::Boolean,
    TypeClass::Interval,
];

const ASYNCPG: &[TypeClass] = &[
    TypeClass::PgREGCONFIG,
    TypeClass::PgREGCLASS,
    TypeClass::PgOID,
    TypeClass::PgBYTEA,
    TypeClass::LargeBinary,
    TypeClass::PickleType,
];

/// `::VARCHAR` behind a bound value of the type; empty if the driver writes none.
pub(crate) fn bind_cast(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    let casts = ctx.options.bind_casts;
    let type_ = type_.for_dialect("postgresql");
    if !casts.covers(type_) {
        return Ok(String::new());
    }
    Ok(format!("::{}", type_sql(ctx, &sent_as(casts, type_))?))
}

/// The driver's own type for a type: a text has no length, a number no name of its own.
fn sent_as(casts: BindCasts, type_: &SqlType) -> SqlType {
    let keep = |class: TypeClass, arguments: &[&str]| {
        let mut out = SqlType::new(class);
        for name in arguments {
            if let Some(value) = type_.arg(name) {
                out.set_arg(name, value.clone());
            }
        }
        out
    };
    let is_a = |class| type_.is_a(class);
    if *type_ == SqlType::json_key() {
        SqlType::new(TypeClass::TEXT)
    } else if is_a(TypeClass::Enum) {
        type_.clone()
    } else if is_a(TypeClass::String) {
        let has_length = type_.int("length").is_some();
        let is_char = type_.class == TypeClass::CHAR && casts == BindCasts::Asyncpg;
        match (has_length, is_char) {
            (true, _) => SqlType::new(TypeClass::VARCHAR),
            (false, true) => keep(TypeClass::CHAR, &["collation", "collation_schema"]),
            (false, false) => keep(TypeClass::VARCHAR, &["collation", "collation_schema"]),
        }
    } else if is_a(TypeClass::DateTime) {
        keep(TypeClass::DateTime, &["timezone"])
    } else if is_a(TypeClass::Time) {
        keep(TypeClass::Time, &["timezone"])
    } else if is_a(TypeClass::Float) {
        keep(TypeClass::Float, &["precision"])
    } else if is_a(TypeClass::Numeric) {
        keep(TypeClass::Numeric, &["precision", "scale"])
    } else if is_a(TypeClass::Boolean) {
        SqlType::new(TypeClass::Boolean)
    } else if is_a(TypeClass::LargeBinary) || is_a(TypeClass::PickleType) {
        SqlType::new(TypeClass::PgBYTEA)
    } else {
        type_.clone()
    }
}
