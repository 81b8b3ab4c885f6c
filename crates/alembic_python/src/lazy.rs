//! Modules of our own Python sources whose functions and classes are evaluated when they are first asked for.
//!
//! Parsing is most of what an embedded module costs, and a program uses few of its definitions. The source is cut
//! into top-level blocks by its lines: definitions wait under their name, everything else runs at once.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};

use alembic_source::{FileId, Span};
use indexmap::IndexMap;
use ruff_python_ast::{Expr, Number, Stmt};
use rustc_hash::FxBuildHasher;

use crate::error::PyResult;
use crate::module::Module;
use crate::symbol::Symbol;
use crate::vm::Vm;

/// Definitions of a module that were not evaluated yet.
pub(crate) struct LazyBody {
    vm: Weak<Vm>,
    module: Weak<Module>,
    path: PathBuf,
    blocks: RefCell<IndexMap<Symbol, &'static str, FxBuildHasher>>,
}

impl LazyBody {
    /// Evaluates the definition of a name; true if there was one.
    pub(crate) fn define(&self, name: Symbol) -> bool {
        let Some(source) = self.blocks.borrow_mut().shift_remove(&name) else {
            return false;
        };
        let (Some(vm), Some(module)) = (self.vm.upgrade(), self.module.upgrade()) else {
            return false;
        };
        let (text, methods) = defer_methods(source);
        let file = vm
            .sources
            .add(self.path.join(source.len().to_string()), text.clone());
        if !methods.is_empty() {
            vm.deferred.borrow_mut().insert(file, methods);
        }
        // A definition of ours that fails is a defect; the name then counts as missing, which names it.
        vm.exec_part(&text, file, &module).is_ok()
    }

    /// Evaluates all that is left, in the order of the source.
    pub(crate) fn define_all(&self) {
        loop {
            let next = self.blocks.borrow().keys().next().copied();
            match next {
                Some(name) => {
                    self.define(name);
                }
                None => return,
            }
        }
    }
}

impl Vm {
    /// Runs an embedded source in a module; its functions and classes are evaluated when they are asked for.
    ///
    /// The source must not depend on the order of definitions, and its texts over several lines must not
    /// begin a line in the first column with a letter.
    pub fn exec_embedded(
        &self,
        source: &'static str,
        path: &Path,
        module: &Rc<Module>,
    ) -> PyResult<()> {
        let (eager, blocks) = split(source);
        if !blocks.is_empty() {
            let body = LazyBody {
                vm: Rc::downgrade(&self.rc()),
                module: Rc::downgrade(module),
                path: path.to_owned(),
                blocks: RefCell::new(blocks),
            };
            *module.lazy.borrow_mut() = Some(Rc::new(body));
        }
        self.exec_named(&eager, path, module)
    }

    /// The text of the method whose body stands in `file` as its number alone.
    pub(crate) fn deferred_body(&self, file: FileId, body: &[Stmt]) -> Option<&'static str> {
        let deferred = self.deferred.borrow();
        let methods = deferred.get(&file)?;
        let [Stmt::Expr(statement)] = body else {
            return None;
        };
        let Expr::NumberLiteral(literal) = &*statement.value else {
            return None;
        };
        let Number::Int(number) = &literal.value else {
            return None;
        };
        methods.get(number.as_usize()?).copied()
    }

    /// The body of a deferred method, and the place of its own source.
    pub(crate) fn parse_method(
        &self,
        text: &'static str,
        around: Span,
    ) -> PyResult<(&'static [Stmt], Span)> {
        let path = self
            .sources
            .get(around.file)
            .map_or_else(PathBuf::new, |file| file.path.clone());
        let source = format!("if 1:\n{text}");
        let parsed = crate::parse::parse_module_kept(&source);
        let file = self.sources.add(path, source);
        let statements = parsed.map_err(|error| self.syntax_error(file, &error))?;
        let body: &'static [Stmt] = match statements {
            [Stmt::If(block)] => match &*block.body {
                [Stmt::FunctionDef(def)] => &def.body,
                _ => &[],
            },
            _ => &[],
        };
        let span = Span {
            file,
            start: 0,
            end: 0,
        };
        Ok((body, span))
    }
}

/// A class whose longer methods have their number for a body, and the texts of these methods.
///
/// A class is needed more often than each of its methods: the body is parsed at the first call.
fn defer_methods(source: &'static str) -> (String, Vec<&'static str>) {
    const WORTH_IT: usize = 80;
    let mut out = String::with_capacity(source.len());
    let mut methods = Vec::new();
    if !defines_class(source) {
        return (source.to_owned(), methods);
    }
    let lines: Vec<&'static str> = source.split_inclusive('\n').collect();
    let mut at = 0;
    let mut in_text = false;
    while let Some(line) = lines.get(at) {
        let begins =
            !in_text && (line.starts_with("    def ") || line.starts_with("    async def "));
        if !begins {
            in_text ^= line.matches("\"\"\"").count() % 2 == 1;
            out.push_str(line);
            at += 1;
            continue;
        }
        let signature = signature_lines(lines.get(at..).unwrap_or_default());
        let body = body_lines(lines.get(at + signature..).unwrap_or_default());
        let length = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
        let ends = at + signature + body;
        let header = lines.get(at..at + signature).unwrap_or_default();
        if header
            .last()
            .is_some_and(|line| line.trim_end().ends_with(':'))
            && length(lines.get(at + signature..ends).unwrap_or_default()) >= WORTH_IT
        {
            let start = length(lines.get(..at).unwrap_or_default());
            let end = length(lines.get(..ends).unwrap_or_default());
            out.extend(header.iter().copied());
            out.push_str(&format!("        {}\n", methods.len()));
            methods.push(source.get(start..end).unwrap_or_default());
        } else {
            out.extend(lines.get(at..ends).unwrap_or_default().iter().copied());
        }
        at = ends;
    }
    (out, methods)
}

fn defines_class(block: &str) -> bool {
    block.split('\n').any(|line| line.starts_with("class "))
}

/// Number of lines from `def` to the end of its parameters.
fn signature_lines(lines: &[&str]) -> usize {
    let mut depth = 0_i32;
    for (number, line) in lines.iter().enumerate() {
        for byte in line.bytes() {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth -= 1,
                _ => {}
            }
        }
        if depth <= 0 {
            return number + 1;
        }
    }
    lines.len()
}

/// Number of lines that are indented deeper than a method, texts over several lines included.
fn body_lines(lines: &[&str]) -> usize {
    let mut in_text = false;
    let mut end = 0;
    for (number, line) in lines.iter().enumerate() {
        let blank = line.trim().is_empty();
        if !in_text && !blank && !line.starts_with("     ") {
            break;
        }
        in_text ^= line.matches("\"\"\"").count() % 2 == 1;
        if !blank {
            end = number + 1;
        }
    }
    end
}

/// The statements to run at once, and the definitions by name.
fn split(source: &'static str) -> (String, IndexMap<Symbol, &'static str, FxBuildHasher>) {
    let mut eager = String::new();
    let mut blocks: IndexMap<Symbol, &'static str, FxBuildHasher> = IndexMap::default();
    for block in top_level_blocks(source) {
        match defined_name(block) {
            // A second definition of a name may build on the first: both run in order.
            Some(name) if !blocks.contains_key(&Symbol::new(name)) => {
                blocks.insert(Symbol::new(name), block);
            }
            _ => {
                if let Some(name) = defined_name(block)
                    && let Some(first) = blocks.shift_remove(&Symbol::new(name))
                {
                    eager.push_str(first);
                }
                eager.push_str(block);
            }
        }
    }
    (eager, blocks)
}

/// Pieces of the source that begin in the first column, each with all of its lines.
fn top_level_blocks(source: &'static str) -> Vec<&'static str> {
    const CONTINUES: &[&str] = &["else", "elif", "except", "finally", ")", "]", "}"];
    let mut blocks = Vec::new();
    let mut start = 0;
    let mut offset = 0;
    let mut in_text = false;
    let mut in_decorators = false;
    for line in source.split_inclusive('\n') {
        let first = line.chars().next().unwrap_or('\n');
        let begins = !in_text
            && !first.is_whitespace()
            && first != '#'
            && !CONTINUES.iter().any(|word| line.starts_with(word))
            && !in_decorators;
        if begins && offset > start {
            blocks.push(source.get(start..offset).unwrap_or_default());
            start = offset;
        }
        if !in_text && first == '@' {
            in_decorators = true;
        } else if !first.is_whitespace() && !matches!(first, '#' | ')' | ']' | '}') {
            in_decorators = false;
        }
        if line.contains('"') && line.matches("\"\"\"").count() % 2 == 1 {
            in_text = !in_text;
        }
        offset += line.len();
    }
    blocks.push(source.get(start..).unwrap_or_default());
    blocks
}

/// The name that a block defines, if it is a function or a class.
fn defined_name(block: &str) -> Option<&str> {
    let line = block
        .split('\n')
        .find(|line| !line.is_empty() && !line.starts_with(['@', '#', ' ', ')']))?;
    let rest = line.strip_prefix("async ").unwrap_or(line);
    let rest = rest
        .strip_prefix("def ")
        .or_else(|| rest.strip_prefix("class "))?;
    let end = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    rest.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Text of our own Python, the folders where it stands.
    const EMBEDDED: &[&str] = &[
        concat!(env!("CARGO_MANIFEST_DIR"), "/src/stdlib/python"),
        concat!(env!("CARGO_MANIFEST_DIR"), "/../alembic_bindings/src/prelude"),
    ];

    fn embedded_sources(folder: &Path, found: &mut Vec<(PathBuf, &'static str)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                embedded_sources(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                found.push((path.clone(), fs::read_to_string(&path).unwrap().leak()));
            }
        }
    }

    #[test]
    fn every_embedded_definition_parses_in_its_parts() {
        let mut sources = Vec::new();
        for folder in EMBEDDED {
            embedded_sources(Path::new(folder), &mut sources);
        }
        let mut n_deferred = 0;
        for (path, source) in sources {
            let (eager, blocks) = split(source);
            let parse = |text: &str| {
                crate::parse::parse_module(text)
                    .unwrap_or_else(|error| panic!("{}: {error}\n{text}", path.display()))
            };
            let whole = parse(source).body.len();
            let parts: usize = blocks.values().map(|block| parse(block).body.len()).sum();
            assert_eq!(
                whole,
                parse(&eager).body.len() + parts,
                "{}",
                path.display()
            );
            for block in blocks.values() {
                let (text, methods) = defer_methods(block);
                parse(&text);
                n_deferred += methods.len();
                for method in methods {
                    let parsed = parse(&format!("if 1:\n{method}"));
                    let [Stmt::If(block)] = &*parsed.body else {
                        panic!("{}: not one method: {method}", path.display());
                    };
                    assert!(matches!(&*block.body, [Stmt::FunctionDef(_)]), "{method}");
                }
            }
        }
        assert!(n_deferred > 100, "{n_deferred}");
    }

    #[test]
    fn a_method_is_cut_from_its_class() {
        let body = "x".repeat(90);
        let source: &'static str = format!(
            "@d\nclass C:\n    def short(self): return 1\n\n    @property\n    def long(\n        self, a=(),\n    ):\n        \"\"\"Doc.\n\nin the first column\n        \"\"\"\n        {body}\n\n    y = 2\n"
        )
        .leak();
        let (text, methods) = defer_methods(source);
        assert_eq!(
            text,
            "@d\nclass C:\n    def short(self): return 1\n\n    @property\n    def long(\n        self, a=(),\n    ):\n        0\n\n    y = 2\n"
        );
        assert!(
            methods.len() == 1 && methods[0].ends_with(&format!("{body}\n")),
            "{methods:?}"
        );
    }

    #[test]
    fn definitions_wait_and_statements_run() {
        let source = "\"\"\"Doc.\n\nText\n\"\"\"\nimport os\n\n@decorate(\n    1,\n)\ndef f(\n    a,\n):\n    return 1\n\nX = f(\n    2\n)\nif X:\n    pass\nelse:\n    pass\n\nclass C:\n    \"\"\"Doc.\"\"\"\n";
        let (eager, blocks) = split(source);
        assert!(eager.starts_with("\"\"\"Doc."));
        assert!(
            eager.contains("import os")
                && eager.contains("X = f(\n    2\n)\n")
                && eager.contains("else:"),
            "{eager}"
        );
        assert!(!eager.contains("def f"));
        let names: Vec<String> = blocks.keys().map(|name| name.text().to_string()).collect();
        assert_eq!(names, ["f", "C"]);
        assert_eq!(
            blocks
                .get(&Symbol::new("f"))
                .map(|block| block.starts_with("@decorate(")),
            Some(true)
        );
    }
}
