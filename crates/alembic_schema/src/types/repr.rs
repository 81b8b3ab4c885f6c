//! `repr()` of types. Mirrors `sqlalchemy.util.langhelpers.GenericRepr` and the `repr_struct` methods.

use super::class::{Default, ReprField};
use super::sql_type::{ArgValue, SqlType};
use super::table::TypeClass;

impl SqlType {
    /// `repr(type)`, for example `VARCHAR(length=50)`.
    pub fn repr(&self) -> String {
        match &self.user {
            Some(user) => user.repr.clone(),
            None => self.repr_as(self.class.info().name),
        }
    }

    /// `repr_struct().set_class_name(name)`: what a `TypeDecorator` named `name` over this type shows.
    pub fn repr_as(&self, name: &str) -> String {
        let implementation = self.decorated();
        let shown = implementation.as_ref().unwrap_or(self);
        format!("{name}({})", shown.repr_arguments().join(", "))
    }

    /// The impl of SQLAlchemy's own decorators, whose `repr` shows their impl's arguments.
    fn decorated(&self) -> Option<Self> {
        match self.class {
            TypeClass::Interval => Some(Self::new(TypeClass::DateTime)),
            TypeClass::PickleType => Some(match self.type_arg("impl") {
                Some(type_) => type_.clone(),
                None => Self::new(TypeClass::LargeBinary),
            }),
            _ => None,
        }
    }

    fn repr_arguments(&self) -> Vec<String> {
        let info = self.class.info();
        let mut out: Vec<String> = info
            .repr_positional
            .iter()
            .map(|name| {
                self.arg(name)
                    .map_or_else(|| "None".to_owned(), ArgValue::repr)
            })
            .collect();
        if let Some(varargs) = info.repr_varargs
            && let Some(ArgValue::List(values)) = self.arg(varargs)
        {
            out.extend(values.iter().map(ArgValue::repr));
        }
        out.extend(
            info.shown_keywords()
                .iter()
                .filter_map(|field| self.repr_keyword(field)),
        );
        out
    }

    fn repr_keyword(&self, field: &ReprField) -> Option<String> {
        let is_enum = self.is_a(TypeClass::Enum);
        if is_enum && field.name == "length" {
            let length = self.enum_length();
            let is_default = length == Some(self.default_enum_length());
            let shown = length.map_or_else(|| "None".to_owned(), |length| length.to_string());
            return (!is_default).then(|| format!("length={shown}"));
        }
        // Oracle's NUMBER decides by its scale.
        if self.class == TypeClass::OracleNUMBER
            && field.name == "asdecimal"
            && self.arg("asdecimal").is_none()
        {
            let has_scale = self.int("scale").is_some_and(|scale| scale > 0);
            return Some(format!(
                "asdecimal={}",
                if has_scale { "True" } else { "False" }
            ));
        }
        // Only a BIT of fixed length has a default length.
        if self.class == TypeClass::PgBIT
            && field.name == "length"
            && self.flag("varying")
            && self.arg("length").is_none()
        {
            return None;
        }
        let shown = match self.arg(field.name) {
            // JSON and HSTORE replace an absent text type by `Text()`.
            Some(ArgValue::None) if field.stored == Default::TextType => Some("Text()".to_owned()),
            Some(value) => (!value.equals(field.default)).then(|| value.repr()),
            None => default_repr(field.stored).filter(|_| field.stored != field.default),
        };
        shown.map(|shown| format!("{}={shown}", field.name))
    }
}

impl ArgValue {
    /// `repr(value)`.
    pub fn repr(&self) -> String {
        match self {
            Self::None => "None".to_owned(),
            Self::Bool(true) => "True".to_owned(),
            Self::Bool(false) => "False".to_owned(),
            Self::Int(value) => value.to_string(),
            Self::Float(value) => float_repr(*value),
            Self::Str(text) | Self::Conv(text) => python_str_repr(text),
            Self::Type(type_) => type_.repr(),
            Self::List(values) => {
                let inner: Vec<String> = values.iter().map(Self::repr).collect();
                format!("[{}]", inner.join(", "))
            }
            Self::Dict(entries) => {
                let inner: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| format!("{}: {}", python_str_repr(key), value.repr()))
                    .collect();
                format!("{{{}}}", inner.join(", "))
            }
            Self::Expr(_) => "<expression>".to_owned(),
            Self::Other(text) => text.clone(),
        }
    }

    fn equals(&self, default: Default) -> bool {
        match (self, default) {
            (Self::None, Default::None) => true,
            (Self::Bool(left), Default::Bool(right)) => *left == right,
            (Self::Int(left), Default::Int(right)) => *left == right,
            // Python: True == 1.
            (Self::Bool(left), Default::Int(right)) => i64::from(*left) == right,
            (Self::Int(left), Default::Bool(right)) => *left == i64::from(right),
            (Self::Str(left), Default::Str(right)) => left == right,
            _ => false,
        }
    }
}

fn default_repr(default: Default) -> Option<String> {
    match default {
        Default::Required | Default::NotGiven => None,
        Default::None => Some("None".to_owned()),
        Default::Bool(true) => Some("True".to_owned()),
        Default::Bool(false) => Some("False".to_owned()),
        Default::Int(value) => Some(value.to_string()),
        Default::Str(text) => Some(python_str_repr(text)),
        Default::TextType => Some("Text()".to_owned()),
    }
}

/// `repr(str)` of Python.
pub fn python_str_repr(text: &str) -> String {
    use std::fmt::Write as _;

    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if other == quote => {
                out.push('\\');
                out.push(other);
            }
            other if (other as u32) < 0x20 || other as u32 == 0x7f => {
                let _ = write!(out, "\\x{:02x}", other as u32);
            }
            other if (0x80..=0xa0).contains(&(other as u32)) || other as u32 == 0xad => {
                let _ = write!(out, "\\x{:02x}", other as u32);
            }
            other => out.push(other),
        }
    }
    out.push(quote);
    out
}

/// `repr(float)` of Python.
pub fn float_repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-4..1e16).contains(&magnitude) {
        // Rust gives `1e-5`, Python `1e-05`.
        let text = format!("{value:e}");
        if let Some((mantissa, exponent)) = text.split_once('e') {
            let (sign, digits) = match exponent.strip_prefix('-') {
                Some(digits) => ('-', digits),
                None => ('+', exponent),
            };
            return format!("{mantissa}e{sign}{digits:0>2}");
        }
        return text;
    }
    let text = format!("{value}");
    if text.contains('.') {
        text
    } else {
        format!("{text}.0")
    }
}
