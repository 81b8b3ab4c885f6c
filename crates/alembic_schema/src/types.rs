//! SQL types as values. Mirrors `sqlalchemy.types` and the type modules of the dialects.

mod class;
mod repr;
mod sql_type;
mod table;

pub use class::{Default as TypeDefault, Param, ParamKind, ReprField, TypeInfo};
pub use repr::{float_repr, python_str_repr};
pub use sql_type::{ArgValue, EnumClass, PythonType, SqlType, UserType};
pub use table::{TYPES, TypeClass};
