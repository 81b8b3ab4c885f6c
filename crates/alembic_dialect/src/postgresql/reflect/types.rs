//! `format_type()` to types. Mirrors `PGDialect._reflect_type`.

use std::collections::BTreeMap;

use alembic_schema::types::ArgValue;
use alembic_schema::{CatalogRows, SqlType, TypeClass};

use super::constraint_text;

struct Enumeration<'r> {
    name: &'r str,
    schema: &'r str,
    visible: bool,
    labels: Vec<&'r str>,
}

struct Domain<'r> {
    name: &'r str,
    schema: &'r str,
    visible: bool,
    format_type: &'r str,
    not_null: bool,
    default: Option<&'r str>,
    collation: Option<&'r str>,
    constraint: Option<(&'r str, &'r str)>,
}

/// Enums and domains of the database, by the name that `format_type()` shows.
pub(crate) struct NamedTypes<'r> {
    enums: BTreeMap<Vec<String>, Enumeration<'r>>,
    domains: BTreeMap<Vec<String>, Domain<'r>>,
}

fn key(schema: &str, name: &str, visible: bool) -> Vec<String> {
    if visible {
        vec![name.to_owned()]
    } else {
        vec![schema.to_owned(), name.to_owned()]
    }
}

impl<'r> NamedTypes<'r> {
    pub(crate) fn from_rows(enums: &'r CatalogRows, domains: &'r CatalogRows) -> Self {
        let mut out = Self {
            enums: BTreeMap::new(),
            domains: BTreeMap::new(),
        };
        for row in enums.iter() {
            let (Some(schema), Some(name)) = (row.text(0), row.text(1)) else {
                continue;
            };
            let visible = row.int(2) == Some(1);
            out.enums
                .entry(key(schema, name, visible))
                .or_insert_with(|| Enumeration {
                    name,
                    schema,
                    visible,
                    labels: Vec::new(),
                })
                .labels
                .extend(row.text(3));
        }
        for row in domains.iter() {
            let (Some(schema), Some(name)) = (row.text(0), row.text(1)) else {
                continue;
            };
            let visible = row.int(2) == Some(1);
            out.domains
                .entry(key(schema, name, visible))
                .or_insert_with(|| Domain {
                    name,
                    schema,
                    visible,
                    format_type: row.text(3).unwrap_or_default(),
                    not_null: row.int(4) == Some(1),
                    default: row.text(5),
                    collation: row.text(6),
                    constraint: row.text(7).zip(row.text(8)),
                });
        }
        out
    }

    /// The type, and a warning if it is unknown.
    pub(crate) fn resolve(
        &self,
        format_type: &str,
        description: &str,
        collation: Option<&str>,
        collation_schema: Option<&str>,
    ) -> (SqlType, Option<String>) {
        let (base, n_dimensions) = strip_array(format_type);
        let (name, arguments) = strip_arguments(&base);
        let Some(mut type_) = self.scalar(&name, &arguments, description) else {
            return (
                SqlType::null(),
                Some(format!("Did not recognize type '{name}' of {description}")),
            );
        };
        if let Some(collation) = collation {
            type_.set_arg("collation", ArgValue::Str(collation.to_owned()));
            if let Some(schema) = collation_schema {
                type_.set_arg("collation_schema", ArgValue::Str(schema.to_owned()));
            }
        }
        if n_dimensions > 0 {
            type_ = SqlType::new(TypeClass::PgARRAY)
                .with_arg("item_type", ArgValue::Type(Box::new(type_)));
        }
        (type_, None)
    }

    fn scalar(&self, name: &str, arguments: &[String], description: &str) -> Option<SqlType> {
        let number = |idx: usize| {
            arguments
                .get(idx)
                .and_then(|text| text.trim().parse::<i64>().ok())
        };
        let one = || {
            if arguments.len() == 1 {
                number(0)
            } else {
                None
            }
        };
        let with = |type_: SqlType, name: &str, value: Option<i64>| match value {
            Some(value) => type_.with_arg(name, ArgValue::Int(value)),
            None => type_,
        };
        if name == "interval" || name.starts_with("interval ") {
            let mut type_ = with(SqlType::new(TypeClass::PgINTERVAL), "precision", one());
            if let Some(fields) = name.strip_prefix("interval ") {
                type_.set_arg("fields", ArgValue::Str(fields.to_owned()));
            }
            return Some(type_);
        }
        let class = class_of(&name.to_lowercase());
        if let Some(class) = class {
            let type_ = SqlType::new(class);
            return Some(match name {
                "numeric" if arguments.len() == 2 => {
                    with(with(type_, "precision", number(0)), "scale", number(1))
                }
                "numeric" | "integer" => type_,
                "double precision" => type_.with_arg("precision", ArgValue::Int(53)),
                "timestamp with time zone" | "time with time zone" => with(
                    type_.with_arg("timezone", ArgValue::Bool(true)),
                    "precision",
                    one(),
                ),
                "timestamp without time zone" | "time without time zone" | "time" => with(
                    type_.with_arg("timezone", ArgValue::Bool(false)),
                    "precision",
                    one(),
                ),
                "bit varying" => with(
                    type_.with_arg("varying", ArgValue::Bool(true)),
                    "length",
                    one(),
                ),
                _ => match class.info().params.first() {
                    Some(param) => with(type_, param.name, number(0)),
                    None => type_,
                },
            });
        }
        let parts = tokens(name);
        if let Some(found) = self.enums.get(&parts) {
            let mut type_ =
                SqlType::enumeration(TypeClass::PgENUM, &found.labels, Some(found.name));
            if !found.visible {
                type_.set_arg("schema", ArgValue::Str(found.schema.to_owned()));
            }
            return Some(type_);
        }
        self.domains
            .get(&parts)
            .map(|found| self.domain(found, description))
    }

    fn domain(&self, found: &Domain<'_>, _description: &str) -> SqlType {
        let description = format!("DOMAIN '{}'", found.name);
        let (data_type, _) = self.resolve(found.format_type, &description, found.collation, None);
        let mut type_ = SqlType::new(TypeClass::PgDOMAIN)
            .with_arg("name", ArgValue::Str(found.name.to_owned()))
            .with_arg("data_type", ArgValue::Type(Box::new(data_type)))
            .with_arg("not_null", ArgValue::Bool(found.not_null))
            .with_arg("create_type", ArgValue::Bool(false));
        if let Some(collation) = found.collation {
            type_.set_arg("collation", ArgValue::Str(collation.to_owned()));
        }
        if let Some(default) = found.default {
            type_.set_arg("default", ArgValue::Str(default.to_owned()));
        }
        if let Some((name, definition)) = found.constraint {
            type_.set_arg("constraint_name", ArgValue::Str(name.to_owned()));
            let (check, _, _) = constraint_text::check(definition);
            type_.set_arg("check", ArgValue::Str(check));
        }
        if !found.visible {
            type_.set_arg("schema", ArgValue::Str(found.schema.to_owned()));
        }
        type_
    }
}

/// `integer[]` to `integer` and the number of dimensions.
fn strip_array(format_type: &str) -> (String, usize) {
    let mut base = format_type;
    let mut n_dimensions = 0;
    while let Some(rest) = base.strip_suffix("[]") {
        base = rest;
        n_dimensions += 1;
    }
    (base.to_owned(), n_dimensions)
}

/// `timestamp(3) without time zone` to the name without `(3)`, and `["3"]`.
fn strip_arguments(name: &str) -> (String, Vec<String>) {
    if name.starts_with('"') {
        return (name.to_owned(), Vec::new());
    }
    let (Some(open), Some(close)) = (name.find('('), name.find(')')) else {
        return (name.to_owned(), Vec::new());
    };
    let inner = name.get(open + 1..close).unwrap_or_default();
    let rest = name.get(close + 1..).unwrap_or_default();
    let arguments = inner
        .split(',')
        .map(|part| part.trim().to_owned())
        .collect();
    (format!("{}{rest}", &name[..open]), arguments)
}

/// `quoted_token_parser`: parts of a dotted name.
fn tokens(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                if let Some(last) = out.last_mut() {
                    last.push('"');
                }
            }
            '"' => quoted = !quoted,
            '.' if !quoted => out.push(String::new()),
            other => {
                if let Some(last) = out.last_mut() {
                    last.push(other);
                }
            }
        }
    }
    out
}

fn class_of(name: &str) -> Option<TypeClass> {
    use TypeClass as T;

    Some(match name {
        "hstore" => T::PgHSTORE,
        "json" => T::PgJSON,
        "jsonb" => T::PgJSONB,
        "int4range" => T::PgINT4RANGE,
        "int8range" => T::PgINT8RANGE,
        "numrange" => T::PgNUMRANGE,
        "daterange" => T::PgDATERANGE,
        "tsrange" => T::PgTSRANGE,
        "tstzrange" => T::PgTSTZRANGE,
        "int4multirange" => T::PgINT4MULTIRANGE,
        "int8multirange" => T::PgINT8MULTIRANGE,
        "nummultirange" => T::PgNUMMULTIRANGE,
        "datemultirange" => T::PgDATEMULTIRANGE,
        "tsmultirange" => T::PgTSMULTIRANGE,
        "tstzmultirange" => T::PgTSTZMULTIRANGE,
        "integer" => T::INTEGER,
        "bigint" => T::BIGINT,
        "smallint" => T::SMALLINT,
        "character varying" => T::VARCHAR,
        "character" => T::CHAR,
        "\"char\"" | "name" => T::String,
        "text" => T::TEXT,
        "numeric" => T::NUMERIC,
        "float" => T::FLOAT,
        "real" => T::REAL,
        "inet" => T::PgINET,
        "cidr" => T::PgCIDR,
        "citext" => T::PgCITEXT,
        "uuid" => T::UUID,
        "bit" | "bit varying" => T::PgBIT,
        "macaddr" => T::PgMACADDR,
        "macaddr8" => T::PgMACADDR8,
        "money" => T::PgMONEY,
        "oid" => T::PgOID,
        "regclass" => T::PgREGCLASS,
        "double precision" => T::DOUBLE_PRECISION,
        "timestamp" | "timestamp with time zone" | "timestamp without time zone" => T::PgTIMESTAMP,
        "time" | "time with time zone" | "time without time zone" => T::PgTIME,
        "date" => T::DATE,
        "bytea" => T::PgBYTEA,
        "boolean" => T::BOOLEAN,
        "tsvector" => T::PgTSVECTOR,
        "tsquery" => T::PgTSQUERY,
        "regconfig" => T::PgREGCONFIG,
        _ => return None,
    })
}
