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
    /// Keywords shown in `repr`, in order; `None` for the optional parameters, each with its default.
    repr_keywords: Option<&'static [ReprField]>,
}

impl Param {
    const fn new(name: &'static str, kind: ParamKind, default: Default) -> Self {
        Self {
            name,
            kind,
            default,
        }
    }

    /// A parameter without a default.
    pub const fn required(name: &'static str) -> Self {
        Self::new(name, ParamKind::Positional, Default::Required)
    }

    /// A parameter by position or by name.
    pub const fn positional(name: &'static str, default: Default) -> Self {
        Self::new(name, ParamKind::Positional, default)
    }

    /// A parameter by name only.
    pub const fn keyword(name: &'static str, default: Default) -> Self {
        Self::new(name, ParamKind::Keyword, default)
    }

    /// `*name`.
    pub const fn var_args(name: &'static str) -> Self {
        Self::new(name, ParamKind::VarArgs, Default::Required)
    }
}

impl ReprField {
    /// An attribute that has its default when the argument was not given.
    pub const fn new(name: &'static str, default: Default) -> Self {
        Self {
            name,
            default,
            stored: default,
        }
    }

    /// An attribute that has another value than the default when the argument was not given.
    #[must_use]
    pub const fn stored_as(mut self, stored: Default) -> Self {
        self.stored = stored;
        self
    }
}

/// Rows of the table: what is not said is the common case.
impl TypeInfo {
    /// A class without parameters, visited by its own name.
    pub const fn new(class: TypeClass, module: &'static str, name: &'static str) -> Self {
        Self {
            class,
            module,
            name,
            defined_in: module,
            visit_name: name,
            ancestors: &[],
            params: &[],
            repr_positional: &[],
            repr_varargs: None,
            repr_keywords: None,
        }
    }

    /// Sets `__module__`.
    #[must_use]
    pub const fn defined_in(mut self, module: &'static str) -> Self {
        self.defined_in = module;
        self
    }

    /// Sets `__visit_name__`.
    #[must_use]
    pub const fn visited_as(mut self, visit_name: &'static str) -> Self {
        self.visit_name = visit_name;
        self
    }

    /// Sets the superclasses.
    #[must_use]
    pub const fn extends(mut self, ancestors: &'static [TypeClass]) -> Self {
        self.ancestors = ancestors;
        self
    }

    /// Sets the constructor parameters.
    #[must_use]
    pub const fn params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self
    }

    /// Sets what `repr` shows by position.
    #[must_use]
    pub const fn repr_positional(mut self, names: &'static [&'static str]) -> Self {
        self.repr_positional = names;
        self
    }

    /// Sets the variable arguments that `repr` shows by position.
    #[must_use]
    pub const fn repr_varargs(mut self, name: &'static str) -> Self {
        self.repr_varargs = Some(name);
        self
    }

    /// Sets the keywords that `repr` shows.
    #[must_use]
    pub const fn repr_keywords(mut self, fields: &'static [ReprField]) -> Self {
        self.repr_keywords = Some(fields);
        self
    }

    /// The keywords that `repr` shows, in order.
    pub fn shown_keywords(&self) -> Vec<ReprField> {
        match self.repr_keywords {
            Some(fields) => fields.to_vec(),
            None => self
                .params
                .iter()
                .filter(|param| param.default != Default::Required)
                .filter(|param| !self.repr_positional.contains(&param.name))
                .map(|param| ReprField::new(param.name, param.default))
                .collect(),
        }
    }
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
