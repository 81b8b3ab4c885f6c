//! A generated revision is read again before the command says that it is done.
//!
//! The file stays, as Alembic would leave it: what is wrong with it is said where it can be mended in time.

use std::collections::BTreeSet;

use alembic_python::{Unwind, UsedName, Value, Vm};
use alembic_script::Failure;
use alembic_script::generate::WrittenRevision;
use alembic_source::{Diagnostic, FileId, Span};

use crate::failures::from_unwind;

/// What is wrong with a revision file: names that nothing defines, and what its imports raise.
pub(crate) fn problems(vm: &Vm, written: &WrittenRevision) -> Vec<Diagnostic> {
    let (file, tree) = (written.file, written.tree);
    // The file may be large: its names are collected while it runs.
    let names = std::thread::spawn(move || tree.used_names());
    let module = vm.run_tree(&written.revision.path, file, tree, "generated_revision");
    let used = names.join().unwrap_or_default();
    let module = match module {
        Ok(module) => module,
        Err(error) => return of_unwind(vm, &error),
    };
    let mut out = Vec::new();
    let mut said = BTreeSet::new();
    for name in &used {
        if !name.is_bound {
            let is_own = name.root().starts_with("__") || vm.builtins().get(name.root()).is_some();
            if !is_own && said.insert(name.root()) {
                out.push(unknown(vm, file, name));
            }
        } else if let Some(root) = module.get(name.root())
            && let Some(missing) = missing_attribute(vm, root, name)
        {
            let message = format!("the generated file uses `{missing}`, which does not exist");
            out.push(Diagnostic::error("generated-file", message).at(span(file, name), ""));
        }
    }
    out
}

fn unknown(vm: &Vm, file: FileId, name: &UsedName) -> Diagnostic {
    let root = name.root();
    // A module of the project that its models have imported.
    let module = name
        .path
        .rsplit_once('.')
        .map(|(module, _)| module)
        .filter(|module| vm.sys_modules.get_str(module).is_some());
    let diagnostic = Diagnostic::error(
        "generated-file",
        format!("the generated file uses `{root}`, which nothing in it defines or imports"),
    )
    .at(span(file, name), "fails when the revision runs");
    match module {
        Some(module) => diagnostic
            .help(format!(
                "`alembic revision --autogenerate --auto-imports` writes `import {module}`"
            ))
            .help(format!("or put `import {module}` into script.py.mako")),
        None => diagnostic.help(format!("import `{root}` in the file, or in script.py.mako")),
    }
}

/// The part of `a.b.c` that a module does not have; `None` if it has it, or if it is not known.
fn missing_attribute(vm: &Vm, root: Value, name: &UsedName) -> Option<String> {
    let mut value = root;
    let mut path = name.root().to_owned();
    for part in name.path.split('.').skip(1) {
        if !matches!(value, Value::Module(_)) {
            return None;
        }
        path = format!("{path}.{part}");
        value = match vm.getattr(&value, part) {
            Ok(value) => value,
            Err(Unwind::Exception(_)) => return Some(path),
            Err(Unwind::Unsupported(_)) => return None,
        };
    }
    None
}

fn of_unwind(vm: &Vm, error: &Unwind) -> Vec<Diagnostic> {
    if matches!(error, Unwind::Unsupported(_)) {
        // Python may well follow what the evaluator cannot.
        return Vec::new();
    }
    let Failure { kind, diagnostics } = from_unwind(vm, error, None);
    let message = match kind {
        alembic_script::FailureKind::Exception {
            type_name, message, ..
        } => format!("the generated file cannot be imported: {type_name}: {message}"),
        _ => "the generated file cannot be imported".to_owned(),
    };
    let mut out = vec![Diagnostic::error("generated-file", message)];
    out.extend(diagnostics);
    out
}

fn span(file: FileId, name: &UsedName) -> Span {
    Span {
        file,
        start: name.start,
        end: name.end,
    }
}
