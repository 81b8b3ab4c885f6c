//! What the type table says about one type class.

use super::table::{TYPES, TypeClass};

/// A default value of a constructor parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Default {
    /// The parameter must be given.
    Required,
    /// A private sentinel of SQLAlchemy (`NO_ARG`) or a value that no literal can show.
    NotGiven,
    /// `None`.
    None,
    /// A bool.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A str.
    Str(&'static str),
    /// `Text()`, as stored by JSON and HSTORE of PostgreSQL.
    TextType,
}

/// How a parameter is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// By position or by name.
    Positional,
    /// By name only.
    Keyword,
    /// `*values`.
    VarArgs,
}

/// One constructor parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// Python name.
    pub name: &'static str,
    /// How it is passed.
    pub kind: ParamKind,
    /// Its default.
    pub default: Default,
}

/// A keyword that `repr` shows when its value is not the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReprField {
    /// Attribute and keyword name.
    pub name: &'static str,
    /// Value that is not shown.
    pub default: Default,
    /// Value that the instance has when the argument was not given.
    pub stored: Default,
}

/// One row of the type table.
#[derive(Debug)]
pub struct TypeInfo {
    /// The class.
    pub class: TypeClass,
    /// Module to import it from.
    pub module: &'static str,
    /// Class name.
    pub name: &'static str,
    /// `__module__` of the class.
    pub defined_in: &'static str,
    /// `__visit_name__`: the key of the type compiler.
    pub visit_name: &'static str,
    /// Superclasses in method resolution order, nearest first, without the class itself.
    pub ancestors: &'static [TypeClass],
    /// Constructor parameters in order.
    pub params: &'static [Param],
    /// Parameters shown by position in `repr`.
    pub repr_positional: &'static [&'static str],
    /// Variable arguments shown by position in `repr`.
    pub repr_varargs: Option<&'static str>,
    /// Keywords shown in `repr`, in order.
    pub repr_keywords: &'static [ReprField],
}

impl TypeClass {
    /// The table row of the class.
    pub fn info(self) -> &'static TypeInfo {
        // The table has one row per variant in the order of the variants.
        &TYPES[self as usize]
    }

    /// `issubclass(self, other)`.
    pub fn is_a(self, other: Self) -> bool {
        self == other || self.info().ancestors.contains(&other)
    }

    /// The class with this import module and name.
    pub fn find(module: &str, name: &str) -> Option<Self> {
        TYPES
            .iter()
            .find(|info| info.name == name && (info.module == module || info.defined_in == module))
            .map(|info| info.class)
    }
}
