//! The hint that a model file declares a table that `env.py` does not know. Ours: Alembic says nothing, and drops the
//! table or leaves it out.
//!
//! Files are read as text: what declares a table in them is guessed, so it is a hint and no more.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use alembic_script::{GeneratedRevision, ScriptDirectory};

use crate::console::{error_line, wants_hints};
use crate::context::Context;

/// More files than these are not looked at.
const MAX_FILES: usize = 3000;
/// More hints than these help nobody.
const MAX_HINTS: usize = 10;

/// Names files beside the models with tables that are not in `target_metadata`.
pub(super) fn hint(context: &Context, script: &ScriptDirectory, revision: &GeneratedRevision) {
    if !wants_hints() {
        return;
    }
    let read: BTreeSet<PathBuf> = context
        .config
        .sources()
        .files()
        .iter()
        .map(|file| file.path.clone())
        .collect();
    let mut hints = Vec::new();
    for path in files_beside_models(context, script, &read) {
        let Ok(text) = context.system.read_to_string(&path) else {
            continue;
        };
        let reason = if read.contains(&path) {
            "not in target_metadata"
        } else {
            "env.py never imports it"
        };
        let shown = path
            .strip_prefix(context.system.current_dir())
            .unwrap_or(&path);
        for table in declared_tables(&text) {
            if !revision.model_tables.contains(&table) {
                hints.push(format!(
                    "  hint: {} declares the table {table}, but {reason}",
                    shown.display()
                ));
            }
        }
    }
    for line in hints.iter().take(MAX_HINTS) {
        error_line(line);
    }
    if hints.len() > MAX_HINTS {
        error_line(&format!("  and {} more", hints.len() - MAX_HINTS));
    }
}

/// Python files of the packages and folders of those that were read for this command.
fn files_beside_models(
    context: &Context,
    script: &ScriptDirectory,
    read: &BTreeSet<PathBuf>,
) -> Vec<PathBuf> {
    let system = &context.system;
    let root = system.current_dir();
    let scripts = system.absolute(&script.dir);
    let mut roots: Vec<PathBuf> = script
        .prepend_sys_path
        .iter()
        .map(|folder| system.absolute(Path::new(folder)))
        .collect();
    roots.push(root);
    // The innermost one counts: `src` in the working directory.
    roots.sort_by_key(|folder| std::cmp::Reverse(folder.components().count()));
    let mut folders: BTreeSet<(PathBuf, bool)> = BTreeSet::new();
    for path in read {
        let is_model = path.extension().is_some_and(|extension| extension == "py")
            && !path.starts_with(&scripts)
            && !script
                .absolute_version_locations()
                .iter()
                .any(|folder| path.starts_with(folder));
        let top = roots
            .iter()
            .find_map(|folder| Some((folder, path.strip_prefix(folder).ok()?)));
        if let Some((folder, inner)) = top
            && is_model
            && inner
                .components()
                .all(|part| !is_apart(&part.as_os_str().to_string_lossy()))
        {
            match inner.components().next() {
                Some(first) if inner.components().count() > 1 => {
                    folders.insert((folder.join(first), true));
                }
                _ => {
                    folders.insert((folder.clone(), false));
                }
            }
        }
    }
    let mut out = BTreeSet::new();
    for (folder, is_deep) in folders {
        collect(context, &scripts, &folder, is_deep, &mut out);
    }
    out.into_iter().collect()
}

fn collect(
    context: &Context,
    scripts: &Path,
    folder: &Path,
    is_deep: bool,
    out: &mut BTreeSet<PathBuf>,
) {
    let Ok(entries) = context.system.read_dir_with_links(folder) else {
        return;
    };
    for (entry, is_link) in entries {
        if out.len() >= MAX_FILES {
            return;
        }
        let path = folder.join(&entry.name);
        if entry.is_dir {
            let is_ours = is_deep && !is_link && !is_apart(&entry.name) && path != scripts;
            if is_ours && !context.system.is_file(&path.join("pyvenv.cfg")) {
                collect(context, scripts, &path, is_deep, out);
            }
        } else if path.extension().is_some_and(|extension| extension == "py")
            && !is_test(&entry.name)
        {
            out.insert(path);
        }
    }
}

/// Folders that hold no models of the project.
fn is_apart(name: &str) -> bool {
    (name.starts_with('.') && name.len() > 2)
        || matches!(
            name,
            "site-packages" | "dist-packages" | "node_modules" | "__pycache__" | "tests" | "test"
        )
}

fn is_test(name: &str) -> bool {
    name.starts_with("test_") || name.ends_with("_test.py") || name == "conftest.py"
}

/// `__tablename__ = "x"`, `Table("x", ...)` and SQL models, `class X(..., table=True)`.
fn declared_tables(text: &str) -> Vec<String> {
    const ATTRIBUTE: &str = "__tablename__";
    let mut out = Vec::new();
    for (at, _) in text.match_indices(ATTRIBUTE) {
        let line = rest_of_line(text, at + ATTRIBUTE.len());
        let value = match line.split_once('=') {
            Some((annotation, value)) if is_annotation(annotation) => value,
            _ => continue,
        };
        if is_code(text, at) {
            out.extend(literal(value));
        }
    }
    for (at, word) in text.match_indices("Table(") {
        let is_word = text[..at]
            .chars()
            .next_back()
            .is_none_or(|before| !before.is_alphanumeric() && before != '_');
        let inside = &text[at + word.len()..];
        // A reflected table belongs to nobody here.
        if is_word && is_code(text, at) && !call(inside).contains("autoload") {
            out.extend(literal(inside.trim_start()));
        }
    }
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let class = line
            .strip_prefix("class ")
            .filter(|_| line.replace(' ', "").contains("table=True"));
        let Some((name, _)) = class.and_then(|class| class.split_once('(')) else {
            continue;
        };
        let mut has_name = false;
        while let Some(line) =
            lines.next_if(|line| line.starts_with([' ', '\t']) || line.is_empty())
        {
            has_name |= line.contains(ATTRIBUTE);
        }
        if !has_name {
            out.push(name.trim().to_lowercase());
        }
    }
    out.sort();
    out.dedup();
    out
}

/// The arguments of a call, to its closing parenthesis.
fn call(inside: &str) -> &str {
    let mut depth = 1;
    let end = inside.find(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    inside
        .get(..end.unwrap_or(inside.len()))
        .unwrap_or_default()
}

fn rest_of_line(text: &str, from: usize) -> &str {
    text.get(from..)
        .and_then(|rest| rest.split('\n').next())
        .unwrap_or_default()
}

fn is_annotation(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || (text.starts_with(':') && !text.contains(['(', ')']))
}

/// False in a comment.
fn is_code(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    !line.contains('#')
}

/// The text of a string at the beginning.
fn literal(text: &str) -> Option<String> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = text.get(1..)?;
    let end = inner.find(quote)?;
    let name = inner.get(..end)?;
    let is_name = !name.is_empty() && !name.contains(['{', '%', '\n']);
    is_name.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::declared_tables;

    #[test]
    fn declarations_are_found() {
        let text = "
class A(Base):
    __tablename__ = 'a'
class B(Base):
    __tablename__: str = \"b\"
c = sa.Table(
    'c', metadata)
op.create_table('d')
e = Table('e', metadata, autoload_with=engine)
class F(SQLModel, table=True):
    pass
class G(SQLModel, table=True):
    __tablename__ = 'gs'
# __tablename__ = 'x'
if cls.__tablename__ == 'h':
    pass
";
        assert_eq!(declared_tables(text), ["a", "b", "c", "f", "gs"]);
    }
}
