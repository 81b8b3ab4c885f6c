//! An instance of a type class.

use smol_str::SmolStr;
use thin_vec::ThinVec;

use super::class::Default;
use super::table::TypeClass;
use crate::expr::Expr;
use crate::name::DeclaredAt;

/// A value given to a type's constructor.
#[derive(Debug, Clone, PartialEq)]
pub enum ArgValue {
    /// `None`.
    None,
    /// A bool.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A str.
    Str(String),
    /// A name that no naming convention changes: `op.f(...)`.
    Conv(String),
    /// A nested type.
    Type(Box<SqlType>),
    /// A list or tuple.
    List(Vec<Self>),
    /// A dict.
    Dict(Vec<(SmolStr, Self)>),
    /// An SQL expression (DOMAIN's `check`, `default`).
    Expr(Box<Expr>),
    /// Anything else, by its `repr`.
    Other(String),
}

/// The Python enum class behind an `Enum` type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumClass {
    /// Module.
    pub module: String,
    /// Qualified class name.
    pub name: String,
    /// The class itself.
    pub python: PythonType,
}

/// A type class of the project or of a package: `TypeDecorator`, `UserDefinedType` or a subclass of a known type.
#[derive(Debug, Clone, PartialEq, std::default::Default)]
pub struct UserType {
    /// `__module__` of the class.
    pub module: String,
    /// `__name__` of the class.
    pub name: String,
    /// What `repr(instance)` gives.
    pub repr: String,
    /// What stands for it in DDL: `TypeDecorator.impl` / `load_dialect_impl`, the default under `None`.
    pub impls: Vec<(Option<SmolStr>, SqlType)>,
    /// Text of `get_col_spec()`, per dialect if it was evaluated so; the default under `None`.
    pub col_spec: Vec<(Option<SmolStr>, String)>,
    /// `__visit_name__` if the class sets one that the compiler dispatches on.
    pub visit_name: Option<SmolStr>,
    /// True for a `TypeDecorator`.
    pub is_decorator: bool,
    /// The object itself, if it converts values.
    pub python: PythonType,
}

/// The number of a type object that the evaluator keeps, because its class converts values in Python
/// (`process_bind_param` and the like). Takes no part in equality.
#[derive(Debug, Clone, Copy, std::default::Default)]
pub struct PythonType(pub Option<usize>);

impl Eq for PythonType {}

impl PartialEq for PythonType {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// A type instance. Mirrors `sqlalchemy.types.TypeEngine`.
#[derive(Debug, Clone, PartialEq)]
pub struct SqlType {
    /// The class; for a user class its nearest known ancestor.
    pub class: TypeClass,
    /// Given arguments by parameter name, in the order of the parameters.
    pub args: ThinVec<(SmolStr, ArgValue)>,
    /// `.with_variant(type, dialect, ...)`.
    pub variants: ThinVec<(SmolStr, Self)>,
    /// Set for a class that is not in the table.
    pub user: Option<Box<UserType>>,
    /// The Python class of an `Enum`; `args` holds the labels under `enums` in any case.
    pub enum_class: Option<Box<EnumClass>>,
    /// Where the type was written.
    pub span: DeclaredAt,
}

impl SqlType {
    /// The class without arguments.
    pub fn new(class: TypeClass) -> Self {
        Self {
            class,
            args: ThinVec::new(),
            variants: ThinVec::new(),
            user: None,
            enum_class: None,
            span: DeclaredAt::default(),
        }
    }

    /// `NullType()`.
    pub fn null() -> Self {
        Self::new(TypeClass::NullType)
    }

    /// `JSONStrIndexType`: the key of `document["key"]`.
    pub fn json_key() -> Self {
        Self::new(TypeClass::TEXT).with_arg("json_key", ArgValue::Bool(true))
    }

    /// Sets an argument.
    #[must_use]
    pub fn with_arg(mut self, name: &str, value: ArgValue) -> Self {
        self.set_arg(name, value);
        self
    }

    /// Sets an argument in place.
    pub fn set_arg(&mut self, name: &str, value: ArgValue) {
        if let Some((_, slot)) = self.args.iter_mut().find(|(key, _)| key == name) {
            *slot = value;
        } else {
            // Most types have one argument: a list that grows would make room for four.
            self.args.reserve_exact(1);
            self.args.push((SmolStr::new(name), value));
        }
    }

    /// Turns a flag of a Boolean or Enum off, as `SchemaType._create_events = create_constraint = False`.
    pub fn set_arg_if_schema(&mut self, name: &str) {
        if self.is_a(TypeClass::Boolean) || self.is_a(TypeClass::Enum) {
            self.set_arg(name, ArgValue::Bool(false));
        }
    }

    /// `TypeEngine._type_affinity`.
    pub fn affinity(&self) -> TypeClass {
        crate::expr::affinity(self)
    }

    /// `VARCHAR(length)` and the like.
    pub fn with_length(class: TypeClass, length: i64) -> Self {
        Self::new(class).with_arg("length", ArgValue::Int(length))
    }

    /// An `Enum` of labels.
    pub fn enumeration(class: TypeClass, labels: &[&str], name: Option<&str>) -> Self {
        let labels = labels
            .iter()
            .map(|label| ArgValue::Str((*label).to_owned()))
            .collect();
        let mut out = Self::new(class).with_arg("enums", ArgValue::List(labels));
        if let Some(name) = name {
            out.set_arg("name", ArgValue::Str(name.to_owned()));
        }
        out
    }

    /// `isinstance(self, class)`.
    pub fn is_a(&self, class: TypeClass) -> bool {
        self.class.is_a(class)
    }

    /// The argument, if it was given.
    pub fn arg(&self, name: &str) -> Option<&ArgValue> {
        self.args
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// An int argument.
    pub fn int(&self, name: &str) -> Option<i64> {
        match self.arg(name)? {
            ArgValue::Int(value) => Some(*value),
            ArgValue::Bool(value) => Some(i64::from(*value)),
            _ => None,
        }
    }

    /// A str argument.
    pub fn str(&self, name: &str) -> Option<&str> {
        match self.arg(name)? {
            ArgValue::Str(value) | ArgValue::Conv(value) => Some(value),
            _ => None,
        }
    }

    /// A bool argument, or the class's default, or false.
    pub fn flag(&self, name: &str) -> bool {
        match self.arg(name) {
            Some(ArgValue::Bool(value)) => *value,
            Some(ArgValue::Int(value)) => *value != 0,
            Some(_) => false,
            None => self
                .class
                .info()
                .params
                .iter()
                .any(|param| param.name == name && matches!(param.default, Default::Bool(true))),
        }
    }

    /// A nested type argument.
    pub fn type_arg(&self, name: &str) -> Option<&Self> {
        match self.arg(name)? {
            ArgValue::Type(value) => Some(value),
            _ => None,
        }
    }

    /// The labels of an `Enum` or `SET`.
    pub fn labels(&self) -> Vec<&str> {
        let list = self.arg("enums").or_else(|| self.arg("values"));
        match list {
            Some(ArgValue::List(values)) => values
                .iter()
                .filter_map(|value| match value {
                    ArgValue::Str(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// `Enum.length`: the given length or that of the longest label.
    pub fn enum_length(&self) -> Option<i64> {
        match self.arg("length") {
            Some(ArgValue::Int(length)) => Some(*length),
            Some(_) => None,
            None => Some(self.default_enum_length()),
        }
    }

    /// Length of the longest label in characters.
    pub fn default_enum_length(&self) -> i64 {
        let longest = self
            .labels()
            .iter()
            .map(|label| label.chars().count())
            .max();
        i64::try_from(longest.unwrap_or(0)).unwrap_or(i64::MAX)
    }

    /// The type that stands for this one on a dialect: variants and `TypeDecorator.load_dialect_impl`.
    ///
    /// Mirrors `TypeEngine.dialect_impl` without the adaptation to dialect classes.
    pub fn for_dialect(&self, dialect: &str) -> &Self {
        let variant = self
            .variants
            .iter()
            .find(|(name, _)| name == dialect)
            .map(|(_, type_)| type_);
        match variant {
            Some(type_) => type_.user_impl(dialect),
            None => self.user_impl(dialect),
        }
    }

    /// The type itself, or its variant for the dialect; a decorator stays one.
    pub fn variant_for(&self, dialect: &str) -> &Self {
        self.variants
            .iter()
            .find(|(name, _)| name == dialect)
            .map_or(self, |(_, type_)| type_)
    }

    /// The type below a decorator.
    pub fn below_decorator(&self, dialect: &str) -> Option<&Self> {
        let impls = &self.user.as_deref()?.impls;
        impls
            .iter()
            .find(|(name, _)| name.as_deref() == Some(dialect))
            .or_else(|| impls.iter().find(|(name, _)| name.is_none()))
            .map(|(_, type_)| type_)
    }

    fn user_impl(&self, dialect: &str) -> &Self {
        let Some(user) = &self.user else { return self };
        let named = user
            .impls
            .iter()
            .find(|(name, _)| name.as_deref() == Some(dialect))
            .or_else(|| user.impls.iter().find(|(name, _)| name.is_none()));
        match named {
            Some((_, type_)) => type_.for_dialect(dialect),
            None => self,
        }
    }
}
