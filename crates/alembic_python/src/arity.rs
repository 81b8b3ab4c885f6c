//! How many arguments native functions and the methods of the builtin types take, and by what names: the one place where
//! that is checked.
//!
//! The table is read at the first call of a method, so that defining methods costs nothing.

use crate::args::{Args, Signature};
use crate::error::PyResult;
use crate::vm::Vm;

/// What a method takes beside `self`. The kinds are those of CPython, since each has its own error messages.
#[derive(Clone, Copy)]
pub(crate) enum Arity {
    /// Not in the table: the method checks by itself.
    Unchecked,
    /// Nothing.
    Nothing,
    /// One positional argument.
    One,
    /// From so many to so many positional arguments.
    Between(u8, u8),
    /// An operator (`a + b` as `a.__add__(b)`) with from so many to so many arguments.
    Operator(u8, u8),
    /// Any number of positional arguments, no keyword.
    Positional,
    /// Arguments with names.
    Named(Named),
    /// The parameters of a function that is written as in Python.
    Signature(&'static Signature),
}

/// Arguments with names: first those without one, then these, the last of them only by keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    unnamed: u8,
    names: &'static [&'static str],
    keyword_only: u8,
    required: u8,
}

const fn named(names: &'static [&'static str]) -> Arity {
    Arity::Named(Named {
        unnamed: 0,
        names,
        keyword_only: 0,
        required: 0,
    })
}

impl Arity {
    /// Parameters written as in Python. Where all are positional, the error messages are those of C functions.
    pub(crate) fn written(name: &str, parameters: &str) -> Self {
        let Some(positional) = parameters.strip_suffix('/') else {
            // A function lives as long as the program, and asks for this once.
            let (name, text) = (name.to_owned().leak(), parameters.to_owned().leak());
            return Self::Signature(Box::leak(Box::new(Signature::new(name, text))));
        };
        let parameters = positional
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let (mut least, mut most) = (0, 0);
        for parameter in parameters {
            most += 1;
            least += u8::from(!parameter.contains('='));
        }
        match (least, most) {
            (_, 0) => Self::Nothing,
            (1, 1) => Self::One,
            _ => Self::Between(least, most),
        }
    }

    /// What the method `name` of the builtin class `owner` takes.
    pub(crate) fn of(owner: &str, name: &str) -> Self {
        if name.starts_with("__") {
            return Self::of_special(owner, name);
        }
        let texts = matches!(owner, "str" | "bytes" | "bytearray");
        match name {
            "encode" | "decode" if texts => named(&["encoding", "errors"]),
            "split" | "rsplit" if texts => named(&["sep", "maxsplit"]),
            "splitlines" => named(&["keepends"]),
            "expandtabs" => named(&["tabsize"]),
            "replace" if owner == "str" => Self::Named(Named {
                unnamed: 2,
                names: &["count"],
                keyword_only: 0,
                required: 2,
            }),
            "replace" if texts => Self::Between(2, 3),
            "hex" if texts => named(&["sep", "bytes_per_sep"]),
            "translate" if matches!(owner, "bytes" | "bytearray") => Self::Named(Named {
                unnamed: 1,
                names: &["delete"],
                keyword_only: 0,
                required: 1,
            }),
            "sort" => Self::Named(Named {
                unnamed: 0,
                names: &["key", "reverse"],
                keyword_only: 2,
                required: 0,
            }),
            "to_bytes" => Self::Named(Named {
                unnamed: 0,
                names: &["length", "byteorder", "signed"],
                keyword_only: 1,
                required: 0,
            }),
            "from_bytes" => Self::Named(Named {
                unnamed: 0,
                names: &["bytes", "byteorder", "signed"],
                keyword_only: 1,
                required: 1,
            }),
            "format" => Self::Unchecked,
            "update" if owner == "dict" => Self::Unchecked,
            "update"
            | "union"
            | "intersection"
            | "difference"
            | "intersection_update"
            | "difference_update" => Self::Positional,
            "get" | "setdefault" | "fromkeys" => Self::Between(1, 2),
            "pop" if owner == "dict" => Self::Between(1, 2),
            "pop" if owner == "set" => Self::Nothing,
            "pop" | "strip" | "lstrip" | "rstrip" => Self::Between(0, 1),
            "insert" => Self::Between(2, 2),
            "center" | "ljust" | "rjust" => Self::Between(1, 2),
            "startswith" | "endswith" | "find" | "rfind" | "rindex" => Self::Between(1, 3),
            "count" if texts => Self::Between(1, 3),
            "index" if owner != "range" => Self::Between(1, 3),
            "throw" | "athrow" => Self::Between(1, 3),
            "join"
            | "partition"
            | "rpartition"
            | "removeprefix"
            | "removesuffix"
            | "zfill"
            | "format_map"
            | "translate"
            | "fromhex"
            | "append"
            | "extend"
            | "remove"
            | "count"
            | "index"
            | "add"
            | "discard"
            | "symmetric_difference"
            | "symmetric_difference_update"
            | "issubset"
            | "issuperset"
            | "isdisjoint"
            | "indices"
            | "getter"
            | "setter"
            | "deleter"
            | "send"
            | "asend"
            | "with_traceback"
            | "add_note" => Self::One,
            "upper" | "lower" | "casefold" | "swapcase" | "capitalize" | "title" | "isalpha"
            | "isdigit" | "isdecimal" | "isnumeric" | "isalnum" | "isspace" | "isupper"
            | "islower" | "istitle" | "isascii" | "isprintable" | "isidentifier" | "keys"
            | "values" | "items" | "popitem" | "clear" | "copy" | "reverse" | "conjugate"
            | "bit_length" | "bit_count" | "is_integer" | "as_integer_ratio" | "hex" | "mro"
            | "close" | "aclose" => Self::Nothing,
            _ => Self::Unchecked,
        }
    }

    fn of_special(owner: &str, name: &str) -> Self {
        match name {
            "__getitem__" if matches!(owner, "list" | "dict") => Self::One,
            "__contains__" if matches!(owner, "dict" | "set" | "frozenset") => Self::One,
            "__len__" | "__iter__" | "__next__" | "__str__" | "__repr__" | "__hash__"
            | "__bool__" | "__int__" | "__float__" | "__index__" | "__neg__" | "__pos__"
            | "__abs__" | "__invert__" | "__aiter__" | "__anext__" | "__await__" => {
                Self::Operator(0, 0)
            }
            "__getitem__" | "__contains__" | "__delitem__" | "__eq__" | "__ne__" | "__lt__"
            | "__le__" | "__gt__" | "__ge__" | "__add__" | "__radd__" | "__sub__" | "__rsub__"
            | "__mul__" | "__rmul__" | "__truediv__" | "__rtruediv__" | "__floordiv__"
            | "__rfloordiv__" | "__mod__" | "__rmod__" | "__divmod__" | "__rdivmod__"
            | "__and__" | "__rand__" | "__or__" | "__ror__" | "__xor__" | "__rxor__"
            | "__lshift__" | "__rlshift__" | "__rshift__" | "__rrshift__" | "__iadd__"
            | "__imul__" | "__ior__" | "__iand__" | "__isub__" | "__ixor__"
            | "__getattribute__" | "__delattr__" => Self::Operator(1, 1),
            "__setitem__" | "__setattr__" => Self::Operator(2, 2),
            "__pow__" | "__rpow__" | "__get__" => Self::Operator(1, 2),
            "__round__" => Self::Between(0, 1),
            "__format__" | "__instancecheck__" | "__subclasscheck__" | "__class_getitem__" => {
                Self::One
            }
            "__reversed__" | "__dir__" | "__getnewargs__" | "__subclasses__" | "__reduce__"
            | "__trunc__" | "__floor__" | "__ceil__" | "__sizeof__" | "__complex__"
            | "__getstate__" => Self::Nothing,
            _ => Self::Unchecked,
        }
    }

    /// Refuses arguments that the function does not take; the first one of a method is `self`.
    pub(crate) fn check(
        self,
        vm: &Vm,
        owner: Option<&str>,
        name: &str,
        args: &mut Args,
    ) -> PyResult<()> {
        match self {
            Self::Unchecked => return Ok(()),
            Self::Signature(signature) => return signature.arrange(vm, args),
            _ => {}
        }
        let own = usize::from(owner.is_some());
        let (owner, dot) = owner.map_or(("", ""), |owner| (owner, "."));
        let Some(given) = args.positional.len().checked_sub(own) else {
            return Err(vm.type_error(match self {
                Self::Operator(..) => {
                    format!("descriptor '{name}' of '{owner}' object needs an argument")
                }
                _ => format!("unbound method {owner}.{name}() needs an argument"),
            }));
        };
        if let Self::Named(parameters) = self {
            return parameters.check(vm, name, given, args);
        }
        if !args.keywords.is_empty() {
            return Err(vm.type_error(match self {
                Self::Operator(..) => format!("wrapper {name}() takes no keyword arguments"),
                _ => format!("{owner}{dot}{name}() takes no keyword arguments"),
            }));
        }
        let message = match self {
            Self::Nothing if given > 0 => {
                format!("{owner}{dot}{name}() takes no arguments ({given} given)")
            }
            Self::One if given != 1 => {
                format!("{owner}{dot}{name}() takes exactly one argument ({given} given)")
            }
            Self::Between(least, most) => match wrong_count(least.into(), most.into(), given) {
                Some(expected) => format!("{name} {expected}"),
                None => return Ok(()),
            },
            Self::Operator(least, most) => match wrong_count(least.into(), most.into(), given) {
                // CPython has no name where it unpacks a tuple.
                Some(expected) if most > 1 => format!(" {expected}"),
                Some(expected) => expected,
                None => return Ok(()),
            },
            Self::Nothing
            | Self::One
            | Self::Positional
            | Self::Unchecked
            | Self::Signature(_)
            | Self::Named(_) => return Ok(()),
        };
        Err(vm.type_error(message))
    }
}

/// `expected at least 1 argument, got 0`.
pub(crate) fn wrong_count(least: usize, most: usize, given: usize) -> Option<String> {
    let (few, many) = (given < least, given > most);
    let (bound, limit) = match (few, many) {
        (false, false) => return None,
        _ if least == most => ("", least),
        (true, _) => ("at least ", least),
        (_, true) => ("at most ", most),
    };
    Some(format!(
        "expected {bound}{limit} argument{}, got {given}",
        plural(limit)
    ))
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

impl Named {
    fn check(self, vm: &Vm, name: &str, given: usize, args: &Args) -> PyResult<()> {
        let unnamed = usize::from(self.unnamed);
        let all = unnamed + self.names.len();
        let positional = all - usize::from(self.keyword_only);
        if given > positional || given + args.keywords.len() > all {
            return Err(vm.type_error(if positional == 0 {
                format!("{name}() takes no positional arguments")
            } else if given > positional && self.keyword_only > 0 {
                format!(
                    "{name}() takes at most {positional} positional argument{} ({given} given)",
                    plural(positional)
                )
            } else {
                format!(
                    "{name}() takes at most {all} argument{} ({} given)",
                    plural(all),
                    given + args.keywords.len()
                )
            }));
        }
        if given < unnamed {
            return Err(vm.type_error(format!(
                "{name}() takes at least {unnamed} positional argument{} ({given} given)",
                plural(unnamed)
            )));
        }
        for (keyword, _) in &args.keywords {
            let text = keyword.text();
            match self.names.iter().position(|known| *known == &*text) {
                Some(index) if unnamed + index < given => {
                    return Err(vm.type_error(format!(
                        "argument for {name}() given by name ('{text}') and position ({})",
                        unnamed + index + 1
                    )));
                }
                Some(_) => {}
                None => {
                    return Err(vm.type_error(format!(
                        "{name}() got an unexpected keyword argument '{text}'"
                    )));
                }
            }
        }
        for index in given..usize::from(self.required) {
            let required = self.names.get(index - unnamed).copied().unwrap_or("");
            if args.keyword(required).is_none() {
                return Err(vm.type_error(format!(
                    "{name}() missing required argument '{required}' (pos {})",
                    index + 1
                )));
            }
        }
        Ok(())
    }
}
