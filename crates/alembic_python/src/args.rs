//! Arguments of a call, and signatures of native functions.

use std::sync::OnceLock;

use alembic_source::Span;

use crate::class::Keywords;
use crate::error::PyResult;
use crate::memo::{Memo, literal_question};
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// Arguments of a call.
#[derive(Default)]
pub struct Args {
    /// Positional arguments; the first is `self` in a method.
    pub positional: Vec<Value>,
    /// Keyword arguments in order.
    pub keywords: Keywords,
    /// Where the call is.
    pub span: Option<Span>,
}

impl Args {
    /// Positional arguments only.
    pub fn new(positional: Vec<Value>) -> Self {
        Self {
            positional,
            ..Self::default()
        }
    }

    /// Positional and keyword arguments.
    pub fn with_keywords(positional: Vec<Value>, keywords: Keywords) -> Self {
        Self {
            positional,
            keywords,
            span: None,
        }
    }

    /// The first positional argument, `self` of a method.
    pub fn this(&self) -> Value {
        self.positional.first().cloned().unwrap_or(Value::None)
    }

    /// A positional argument.
    pub fn get(&self, index: usize) -> Option<&Value> {
        self.positional.get(index)
    }

    /// A copy of a positional argument, `None` if absent.
    pub fn arg(&self, index: usize) -> Value {
        self.positional.get(index).cloned().unwrap_or(Value::None)
    }

    /// Number of positional arguments.
    pub fn len(&self) -> usize {
        self.positional.len()
    }

    /// True without any argument.
    pub fn is_empty(&self) -> bool {
        self.positional.is_empty() && self.keywords.is_empty()
    }

    /// A keyword argument.
    pub fn keyword(&self, name: &str) -> Option<&Value> {
        let name = Symbol::find(name)?;
        self.keywords
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Removes and returns a keyword argument.
    pub fn take_keyword(&mut self, name: &str) -> Option<Value> {
        let name = Symbol::find(name)?;
        let position = self.keywords.iter().position(|(key, _)| *key == name)?;
        Some(self.keywords.remove(position).1)
    }

    /// A positional argument or the keyword of that name.
    pub fn get_or_keyword(&self, index: usize, name: &str) -> Option<Value> {
        self.positional
            .get(index)
            .or_else(|| self.keyword(name))
            .cloned()
    }

    /// Checks the number of positional arguments and that there are no keywords.
    pub fn exact(&self, vm: &Vm, name: &str, least: usize, most: usize) -> PyResult<()> {
        if !self.keywords.is_empty() {
            return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
        }
        self.count(vm, name, least, most)
    }

    /// Checks the number of positional arguments.
    pub fn count(&self, vm: &Vm, name: &str, least: usize, most: usize) -> PyResult<()> {
        let given = self.positional.len();
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        if least == most && given != least {
            if least == 1 {
                return Err(vm.type_error(format!(
                    "{name}() takes exactly one argument ({given} given)"
                )));
            }
            return Err(vm.type_error(format!(
                "{name} expected {least} argument{}, got {given}",
                plural(least)
            )));
        }
        if given < least {
            return Err(vm.type_error(format!(
                "{name} expected at least {least} argument{}, got {given}",
                plural(least)
            )));
        }
        if given > most {
            return Err(vm.type_error(format!(
                "{name} expected at most {most} argument{}, got {given}",
                plural(most)
            )));
        }
        Ok(())
    }

    /// Checks the arguments of a constructor, whose first argument is the class: no keywords and at most so many.
    pub(crate) fn of_class(&self, vm: &Vm, name: &str, most: usize) -> PyResult<()> {
        if !self.keywords.is_empty() {
            return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
        }
        self.at_most(vm, name, most)
    }

    /// Checks the number of positional arguments after the first, which is the class or `self`.
    pub(crate) fn at_most(&self, vm: &Vm, name: &str, most: usize) -> PyResult<()> {
        let given = self.positional.len().saturating_sub(1);
        match crate::arity::wrong_count(0, most, given) {
            Some(expected) => Err(vm.type_error(format!("{name} {expected}"))),
            None => Ok(()),
        }
    }

    /// Refuses a keyword that is none of these.
    pub(crate) fn only_keywords(&self, vm: &Vm, name: &str, known: &[&str]) -> PyResult<()> {
        match self
            .keywords
            .iter()
            .find(|(key, _)| !known.contains(&&*key.text()))
        {
            Some((key, _)) => Err(vm.type_error(format!(
                "{name}() got an unexpected keyword argument '{key}'"
            ))),
            None => Ok(()),
        }
    }

    /// Assigns the arguments to the parameters of a signature.
    pub fn bind(&mut self, vm: &Vm, signature: &'static Signature) -> PyResult<Bound> {
        signature.bind(vm, self)
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Default {
    Required,
    /// A default that is not a literal: the parameter counts as not given.
    Absent,
    None,
    Bool(bool),
    Int(i64),
    Str(String),
}

impl Default {
    fn parse(text: &str) -> Self {
        match text {
            "None" => Self::None,
            "True" => Self::Bool(true),
            "False" => Self::Bool(false),
            _ => {
                if let Ok(number) = text.parse() {
                    return Self::Int(number);
                }
                let quoted = text.len() >= 2 && (text.starts_with('"') || text.starts_with('\''));
                if quoted {
                    return Self::Str(text.get(1..text.len() - 1).unwrap_or("").to_owned());
                }
                Self::Absent
            }
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Required | Self::Absent | Self::None => Value::None,
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Int(number) => Value::Int(*number),
            Self::Str(text) => Value::str(text),
        }
    }
}

#[derive(Debug)]
struct Parameter {
    name: &'static str,
    default: Default,
    keyword_only: bool,
    positional_only: bool,
}

thread_local! {
    /// Where a parameter is in a signature.
    static POSITIONS: Memo = const { Memo::new() };
}

#[derive(Debug)]
struct Parsed {
    parameters: Vec<Parameter>,
    rest: Option<&'static str>,
    keywords: Option<&'static str>,
    n_positional: usize,
    /// Positions of the parameters without a default.
    required: Vec<usize>,
}

impl Parsed {
    fn position(&self, name: &str) -> Option<usize> {
        let first = name.as_bytes().first();
        // Most names differ in their length or first letter, which costs no call.
        self.parameters.iter().position(|parameter| {
            parameter.name.len() == name.len()
                && parameter.name.as_bytes().first() == first
                && parameter.name == name
        })
    }

    fn is_positional_only(&self, index: usize) -> bool {
        self.parameters
            .get(index)
            .is_some_and(|parameter| parameter.positional_only)
    }
}

/// The parameters of a native function, written as in Python.
///
/// ```
/// use alembic_python::Signature;
/// static SIGNATURE: Signature = Signature::new("Table", "name, metadata, *args, schema=None, **kw");
/// ```
///
/// A default that is no literal (`=MISSING`) means "not given", see [`Bound::given`].
/// Methods write `self` as the first parameter.
pub struct Signature {
    function: &'static str,
    text: &'static str,
    parsed: OnceLock<Parsed>,
}

impl Signature {
    /// The signature of `function`.
    pub const fn new(function: &'static str, text: &'static str) -> Self {
        Self {
            function,
            text,
            parsed: OnceLock::new(),
        }
    }

    fn parsed(&self) -> &Parsed {
        self.parsed.get_or_init(|| parse_signature(self.text))
    }

    /// Refuses arguments that do not fit, and moves keywords of positional parameters to their places.
    pub(crate) fn arrange(&'static self, vm: &Vm, args: &mut Args) -> PyResult<()> {
        let parsed = self.parsed();
        let n_given = args.positional.len();
        if n_given > parsed.n_positional && parsed.rest.is_none() {
            let required = parsed
                .parameters
                .iter()
                .filter(|parameter| !parameter.keyword_only)
                .filter(|parameter| parameter.default == Default::Required)
                .count();
            return Err(vm.type_error(too_many_positional(
                self.function,
                required,
                parsed.n_positional,
                n_given,
            )));
        }
        for (name, _) in &args.keywords {
            let text = name.text();
            let found = parsed
                .position(&text)
                .filter(|index| !parsed.is_positional_only(*index));
            let problem = match found {
                Some(index) if index < n_given && index < parsed.n_positional => {
                    "got multiple values for argument"
                }
                None if parsed.keywords.is_none() => "got an unexpected keyword argument",
                _ => continue,
            };
            return Err(vm.type_error(format!("{}() {problem} '{text}'", self.function)));
        }
        let absent = |keyword_only: bool| -> Vec<String> {
            parsed
                .parameters
                .iter()
                .enumerate()
                .filter(|(index, parameter)| {
                    parameter.keyword_only == keyword_only
                        && parameter.default == Default::Required
                        && (keyword_only || *index >= n_given)
                        && args.keyword(parameter.name).is_none()
                })
                .map(|(_, parameter)| parameter.name.to_owned())
                .collect()
        };
        for (keyword_only, kind) in [(false, "positional"), (true, "keyword-only")] {
            let names = absent(keyword_only);
            if !names.is_empty() {
                return Err(vm.type_error(missing_arguments(self.function, &names, kind)));
            }
        }
        for parameter in parsed.parameters.iter().skip(n_given) {
            if parameter.keyword_only || args.keywords.is_empty() {
                break;
            }
            match args.take_keyword(parameter.name) {
                Some(value) => args.positional.push(value),
                None => break,
            }
        }
        Ok(())
    }

    fn bind(&'static self, vm: &Vm, args: &mut Args) -> PyResult<Bound> {
        let parsed = self.parsed();
        let mut values: Vec<Option<Value>> = vec![None; parsed.parameters.len()];
        let mut rest = Vec::new();
        let mut kwargs = Keywords::new();
        let n_given = args.positional.len();
        for (index, value) in args.positional.drain(..).enumerate() {
            if index < parsed.n_positional {
                if let Some(slot) = values.get_mut(index) {
                    *slot = Some(value);
                }
            } else {
                rest.push(value);
            }
        }
        if parsed.rest.is_none() && !rest.is_empty() {
            let n_required = parsed
                .parameters
                .iter()
                .take(parsed.n_positional)
                .filter(|parameter| parameter.default == Default::Required)
                .count();
            return Err(vm.type_error(too_many_positional(
                self.function,
                n_required,
                parsed.n_positional,
                n_given,
            )));
        }
        for (name, value) in args.keywords.drain(..) {
            let text = name.text();
            let found = parsed
                .position(&text)
                .filter(|index| !parsed.is_positional_only(*index));
            match found {
                Some(index) => {
                    if let Some(slot) = values.get_mut(index) {
                        if slot.is_some() {
                            return Err(vm.type_error(format!(
                                "{}() got multiple values for argument '{text}'",
                                self.function
                            )));
                        }
                        *slot = Some(value);
                    }
                }
                None if parsed.keywords.is_some() => kwargs.push((name, value)),
                None => {
                    return Err(vm.type_error(format!(
                        "{}() got an unexpected keyword argument '{text}'",
                        self.function
                    )));
                }
            }
        }
        let missing = |keyword_only: bool| -> Vec<String> {
            parsed
                .parameters
                .iter()
                .zip(&values)
                .filter(|(parameter, value)| {
                    parameter.keyword_only == keyword_only
                        && value.is_none()
                        && parameter.default == Default::Required
                })
                .map(|(parameter, _)| parameter.name.to_owned())
                .collect()
        };
        let is_missing = parsed
            .required
            .iter()
            .any(|index| matches!(values.get(*index), Some(None)));
        if is_missing {
            let (names, kind) = match missing(false) {
                names if names.is_empty() => (missing(true), "keyword-only"),
                names => (names, "positional"),
            };
            return Err(vm.type_error(missing_arguments(self.function, &names, kind)));
        }
        Ok(Bound {
            signature: self,
            values,
            rest,
            kwargs,
        })
    }
}

/// `f() missing 2 required positional arguments: 'a' and 'b'`.
pub(crate) fn missing_arguments(function: &str, names: &[String], kind: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    let list = match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    };
    format!(
        "{function}() missing {} required {kind} argument{}: {list}",
        names.len(),
        if names.len() == 1 { "" } else { "s" }
    )
}

/// `f() takes 1 positional argument but 2 were given`.
pub(crate) fn too_many_positional(
    function: &str,
    least: usize,
    most: usize,
    given: usize,
) -> String {
    let takes = if least == most {
        format!(
            "{most} positional argument{}",
            if most == 1 { "" } else { "s" }
        )
    } else {
        format!("from {least} to {most} positional arguments")
    };
    format!(
        "{function}() takes {takes} but {given} {} given",
        if given == 1 { "was" } else { "were" }
    )
}

fn parse_signature(text: &'static str) -> Parsed {
    let mut parsed = Parsed {
        parameters: Vec::new(),
        rest: None,
        keywords: None,
        n_positional: 0,
        required: Vec::new(),
    };
    let mut keyword_only = false;
    for part in text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        if part == "/" {
            for parameter in &mut parsed.parameters {
                parameter.positional_only = true;
            }
        } else if let Some(name) = part.strip_prefix("**") {
            parsed.keywords = Some(name);
        } else if let Some(name) = part.strip_prefix('*') {
            keyword_only = true;
            if !name.is_empty() {
                parsed.rest = Some(name);
            }
        } else {
            let (name, default) = match part.split_once('=') {
                Some((name, default)) => (name.trim(), Default::parse(default.trim())),
                None => (part, Default::Required),
            };
            if !keyword_only {
                parsed.n_positional += 1;
            }
            if default == Default::Required {
                parsed.required.push(parsed.parameters.len());
            }
            parsed.parameters.push(Parameter {
                name,
                default,
                keyword_only,
                positional_only: false,
            });
        }
    }
    parsed
}

/// Arguments by parameter name.
pub struct Bound {
    signature: &'static Signature,
    values: Vec<Option<Value>>,
    rest: Vec<Value>,
    kwargs: Keywords,
}

impl Bound {
    fn index(&self, name: &'static str) -> Option<usize> {
        let signature = self.signature;
        let search = || signature.parsed().position(name);
        let address = std::ptr::from_ref(signature).addr();
        POSITIONS.with(|memo| memo.position(address, literal_question(name), search))
    }

    /// The value of a parameter: the argument or the default.
    pub fn get(&self, name: &'static str) -> Value {
        let Some(index) = self.index(name) else {
            debug_assert!(false, "no parameter {name}");
            return Value::None;
        };
        match self.values.get(index) {
            Some(Some(value)) => value.clone(),
            _ => self
                .signature
                .parsed()
                .parameters
                .get(index)
                .map_or(Value::None, |parameter| parameter.default.value()),
        }
    }

    /// Like [`Bound::get`], moving an argument out; asking again gives the default.
    pub fn take(&mut self, name: &'static str) -> Value {
        let index = self.index(name);
        match index.and_then(|index| self.values.get_mut(index)?.take()) {
            Some(value) => value,
            None => self.get(name),
        }
    }

    /// The argument of a parameter if the caller gave one.
    pub fn given(&self, name: &'static str) -> Option<Value> {
        let index = self.index(name)?;
        self.values.get(index)?.clone()
    }

    /// Arguments of `*args`; the second call gives an empty list.
    pub fn rest(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.rest)
    }

    /// Arguments of `**kwargs`; the second call gives an empty list.
    pub fn kwargs(&mut self) -> Keywords {
        std::mem::take(&mut self.kwargs)
    }
}
