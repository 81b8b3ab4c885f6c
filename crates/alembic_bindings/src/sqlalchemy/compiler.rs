//! `sqlalchemy.ext.compiler`: `@compiles(Class, "dialect")` functions.
//!
//! Functions for type classes are called with a small compiler object; functions for other elements make the
//! element unsupported as soon as it is compiled, since they may call anything of SQLAlchemy's compiler.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{Class, Module, NativeFunction, Object, PyResult, Value, Vm};
use smol_str::SmolStr;

use crate::host::host;
use crate::support::{attr, call_with, items, text};

struct Compiler {
    /// The class; `None` for a construct that is no class here.
    class: Option<Rc<Class>>,
    /// Its name, for messages.
    name: String,
    /// The name of a SQL function, if it is one.
    sql_function: Option<String>,
    dialects: Vec<String>,
    function: Value,
}

/// All registered functions of this evaluator.
#[derive(Default)]
pub(crate) struct Compilers {
    list: RefCell<Vec<Rc<Compiler>>>,
}

/// Runs what Python asks without the `@compiles` functions of the evaluator: Python knows its own and refuses them.
pub fn without_compilers<T>(vm: &Vm, run: impl FnOnce() -> T) -> T {
    let compilers = vm.extension_or(Compilers::default);
    let before = compilers.list.take();
    let outcome = run();
    compilers.list.borrow_mut().extend(before);
    outcome
}

/// The module `sqlalchemy.ext.compiler`.
pub(crate) fn module(_vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("sqlalchemy.ext.compiler");
    module.set(
        "compiles",
        NativeFunction::new("compiles", |vm, args| {
            let class = args.arg(0);
            let mut dialects = Vec::new();
            for name in args.positional.iter().skip(1) {
                dialects.push(text(vm, name, "dialect name")?);
            }
            let target = class.clone();
            Ok(NativeFunction::closure("decorate", move |vm, args| {
                let (class, name) = match &class {
                    Value::Class(class) => (Some(class.clone()), class.full_name()),
                    Value::Native(function) => (None, function.name.to_string()),
                    Value::Opaque(opaque) => (None, opaque.origin.to_string()),
                    other => (None, vm.repr(other)?.to_string()),
                };
                let sql_function = crate::sqlalchemy::expression::functions::name_of(&target);
                let entry = Compiler {
                    class,
                    name,
                    sql_function,
                    dialects: dialects.clone(),
                    function: args.arg(0),
                };
                vm.extension_or(Compilers::default)
                    .list
                    .borrow_mut()
                    .push(Rc::new(entry));
                Ok(args.arg(0))
            }))
        }),
    );
    module.set(
        "deregister",
        NativeFunction::new("deregister", |_, _| Ok(Value::None)),
    );
    Ok(module)
}

/// Texts of a type by dialect, from `@compiles` functions for its class or a base.
pub(crate) fn type_compilers(
    vm: &Vm,
    value: &Value,
    class: &Rc<Class>,
) -> PyResult<Vec<(Option<SmolStr>, String)>> {
    let found = matching(vm, class);
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let compiling = vm.extension_or(Compiling::default);
    if compiling.0.get() {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    let known = current_dialect(vm);
    for entry in found {
        // With a database at hand only what is meant for it counts.
        let dialects: Vec<Option<SmolStr>> = match (&known, entry.dialects.is_empty()) {
            (Some(known), true) => vec![Some(SmolStr::new(known))],
            (Some(known), false) => entry
                .dialects
                .iter()
                .filter(|name| *name == known)
                .map(|name| Some(SmolStr::new(name)))
                .collect(),
            (None, true) => vec![None],
            (None, false) => entry
                .dialects
                .iter()
                .map(|name| Some(SmolStr::new(name)))
                .collect(),
        };
        for dialect in dialects {
            let compiler = compiler_object(vm, dialect.as_deref().unwrap_or("default"))?;
            compiling.0.set(true);
            let made = call_with(
                vm,
                &entry.function,
                vec![value.clone(), compiler],
                Vec::new(),
            );
            compiling.0.set(false);
            out.push((
                dialect,
                text(vm, &made?, "the result of a @compiles function")?,
            ));
        }
    }
    Ok(out)
}

/// True while a `@compiles` function runs: the type that it asks for is compiled as if there were none.
#[derive(Default)]
struct Compiling(std::cell::Cell<bool>);

/// The database that statements are compiled for, where one is known.
fn current_dialect(vm: &Vm) -> Option<String> {
    let session = host(vm).and_then(|host| host.bind(vm)).ok()?;
    Some(session.dialect_name())
}

/// Refuses operations where a `@compiles` function of the project makes the text of SQLAlchemy's or Alembic's own
/// constructs (`CreateTable`, `AddColumn`, ...): none of them is compiled in Python here.
pub(crate) fn refuse_elements(vm: &Vm) -> PyResult<()> {
    let Some(compilers) = vm.extension::<Compilers>() else {
        return Ok(());
    };
    let sa = crate::registry::sa(vm)?;
    let list = compilers.list.borrow().clone();
    let is_element = |entry: &Compiler| match &entry.class {
        None => entry.sql_function.is_none(),
        // Constraints, types and the project's own elements are asked for one by one.
        Some(class) => {
            !class.is_python()
                && !class.is_subclass_of(&sa.constraint)
                && class
                    .payload::<alembic_schema::types::TypeClass>()
                    .is_none()
        }
    };
    let dialect = current_dialect(vm);
    let found = list.iter().find(|entry| {
        is_element(entry)
            && (entry.dialects.is_empty()
                || dialect
                    .as_ref()
                    .is_some_and(|dialect| entry.dialects.contains(dialect)))
    });
    match found {
        Some(entry) => Err(vm.unsupported(format!("`@compiles` for `{}`", entry.name))),
        None => Ok(()),
    }
}

/// Refuses a call of a SQL function whose text a `@compiles` function of the project makes.
pub(crate) fn require_plain_function(vm: &Vm, name: &str) -> PyResult<()> {
    let Some(compilers) = vm.extension::<Compilers>() else {
        return Ok(());
    };
    let dialect = current_dialect(vm);
    let is_meant = |entry: &Rc<Compiler>| {
        entry.sql_function.as_deref() == Some(name)
            && (entry.dialects.is_empty()
                || dialect
                    .as_ref()
                    .is_none_or(|dialect| entry.dialects.contains(dialect)))
    };
    if compilers.list.borrow().iter().any(is_meant) {
        return Err(vm.unsupported(format!("`@compiles` for the function `{name}`")));
    }
    Ok(())
}

/// Lets a `@compiles` function of the project change a constraint (its name, say) before SQLAlchemy makes the text of
/// it; refuses a function that makes the text itself.
///
/// The function gets the constraint, or for the `ForeignKey` of a column an object that has the name alone.
pub(crate) fn require_own_text(vm: &Vm, class: &Rc<Class>, object: &Rc<Object>) -> PyResult<()> {
    let found = matching(vm, class);
    if found.is_empty() {
        return Ok(());
    }
    // Without a database nobody knows yet whether the function is meant for it.
    let dialect = current_dialect(vm);
    let counts = |entry: &Rc<Compiler>| {
        entry.dialects.is_empty()
            || dialect
                .as_ref()
                .is_some_and(|dialect| entry.dialects.contains(dialect))
    };
    let Some(entry) = found.iter().rev().find(|entry| counts(entry)) else {
        return Ok(());
    };
    let refusal = || Err(vm.unsupported(format!("@compiles for `{}`", class.name())));
    let runs_steps = host(vm)?.ask(vm, "runs_steps", &[])?;
    let (Some(dialect), Some(true)) = (dialect, runs_steps.as_bool()) else {
        return refusal();
    };
    let is_constraint = object.class().is_subclass_of(class);
    let element = if is_constraint {
        object.clone()
    } else {
        let only_name = Object::new(&only_name_class(vm));
        only_name.set("name", object.get("name").unwrap_or(Value::None));
        only_name
    };
    let compiler = compiler_object(vm, &dialect)?;
    let arguments = vec![Value::Object(element.clone()), compiler];
    let made = call_with(vm, &entry.function, arguments, Vec::new())?;
    if made.as_str() != Some(OWN_TEXT) {
        return refusal();
    }
    if !is_constraint {
        object.set("name", element.get("name").unwrap_or(Value::None));
    }
    Ok(())
}

/// What the compiler's methods for constraints give: the text that is made later.
const OWN_TEXT: &str = "\0the text of SQLAlchemy";

/// The methods of the compiler for constraints.
const CONSTRAINTS: &[&str] = &[
    "visit_check_constraint",
    "visit_exclude_constraint",
    "visit_foreign_key_constraint",
    "visit_primary_key_constraint",
    "visit_unique_constraint",
];

/// The class of an element of which only the name is known.
fn only_name_class(vm: &Vm) -> Rc<Class> {
    struct OnlyName(Rc<Class>);
    if let Some(found) = vm.extension::<OnlyName>() {
        return found.0.clone();
    }
    let class = alembic_python::ClassBuilder::new("sqlalchemy.sql.schema", "ForeignKeyConstraint")
        .method("__getattr__", |vm, args| {
            let name = text(vm, &args.arg(1), "attribute")?;
            Err(vm.unsupported(format!("`{name}` of a constraint in a @compiles function")))
        })
        .build(vm);
    vm.set_extension(Rc::new(OnlyName(class.clone())));
    class
}

/// The visit name of a constraint's class.
fn visit_name(vm: &Vm, element: &Value) -> PyResult<Option<&'static str>> {
    let Value::Object(object) = element else {
        return Ok(None);
    };
    let sa = crate::registry::sa(vm)?;
    let class = object.class();
    Ok([
        (&sa.primary_key_constraint, "visit_primary_key_constraint"),
        (&sa.unique_constraint, "visit_unique_constraint"),
        (&sa.foreign_key_constraint, "visit_foreign_key_constraint"),
        (&only_name_class(vm), "visit_foreign_key_constraint"),
        (&sa.exclude_constraint, "visit_exclude_constraint"),
        (&sa.check_constraint, "visit_check_constraint"),
    ]
    .into_iter()
    .find(|(wanted, _)| class.is_subclass_of(wanted))
    .map(|(_, name)| name))
}

fn matching(vm: &Vm, class: &Rc<Class>) -> Vec<Rc<Compiler>> {
    match vm.extension::<Compilers>() {
        Some(found) => found
            .list
            .borrow()
            .iter()
            .filter(|entry| {
                entry
                    .class
                    .as_ref()
                    .is_some_and(|wanted| class.is_subclass_of(wanted))
            })
            .cloned()
            .collect(),
        None => Vec::new(),
    }
}

/// The object that stands for SQLAlchemy's compiler: `process`, `dialect`, `preparer`.
fn compiler_object(vm: &Vm, dialect: &str) -> PyResult {
    struct CompilerClass(Rc<Class>);
    let class = if let Some(found) = vm.extension::<CompilerClass>() {
        found.0.clone()
    } else {
        let class = alembic_python::ClassBuilder::new("sqlalchemy.sql.compiler", "SQLCompiler")
            .method("process", |vm, args| {
                let dialect = attr(vm, &args.this(), "dialect")?;
                let dialect = text(vm, &attr(vm, &dialect, "name")?, "dialect name")?;
                let element = args.arg(1);
                if crate::sqlalchemy::types::is_type(vm, &element)? {
                    let type_ = crate::convert::sql_type(vm, &element)?;
                    return crate::host::compile_type(vm, &dialect, &type_).map(Value::str);
                }
                if let Some(list) = element.as_sequence() {
                    let parts: PyResult<Vec<String>> = items(vm, &Value::list(list))?
                        .iter()
                        .map(|part| {
                            crate::sqlalchemy::expression::stringify(vm, part, &dialect, true)
                        })
                        .collect();
                    return Ok(Value::str(parts?.join(", ")));
                }
                crate::sqlalchemy::expression::stringify(vm, &element, &dialect, true)
                    .map(Value::str)
            })
            .method("__getattr__", |vm, args| {
                let name = text(vm, &args.arg(1), "attribute")?;
                if name.starts_with("visit_") {
                    let dialect = attr(vm, &args.this(), "dialect")?;
                    let dialect = text(vm, &attr(vm, &dialect, "name")?, "dialect name")?;
                    let shown = name.clone();
                    return Ok(NativeFunction::closure(&shown, move |vm, args| {
                        let element = args.arg(0);
                        if CONSTRAINTS.contains(&&*name)
                            && visit_name(vm, &element)? == Some(name.as_str())
                        {
                            return Ok(Value::str(OWN_TEXT));
                        }
                        if !crate::sqlalchemy::types::is_type(vm, &element)? {
                            return Err(vm.unsupported(format!(
                                "`compiler.{name}` in a @compiles function"
                            )));
                        }
                        let type_ = crate::convert::sql_type(vm, &element)?;
                        if format!("visit_{}", type_.class.info().visit_name) != name {
                            return Err(vm.unsupported(format!(
                                "`compiler.{name}` for another type in a @compiles function"
                            )));
                        }
                        crate::host::compile_type(vm, &dialect, &type_).map(Value::str)
                    }));
                }
                Err(vm.unsupported(format!("`compiler.{name}` in a @compiles function")))
            })
            .build(vm);
        vm.set_extension(Rc::new(CompilerClass(class.clone())));
        class
    };
    let object = Object::new(&class);
    object.set(
        "dialect",
        crate::convert::types::dialect_object(vm, dialect)?,
    );
    Ok(Value::Object(object))
}
