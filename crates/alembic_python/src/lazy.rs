//! Modules of our own Python sources whose definitions are evaluated when they are first asked for.
//!
//! Parsing is most of what an embedded module costs, and a program uses few of its definitions. The source is cut
//! into top-level blocks by its lines: functions, classes, imports and what is computed from other names wait under
//! their name, everything else runs at once.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};

use alembic_source::{FileId, Span};
use ruff_python_ast::{Expr, Number, Stmt};
use rustc_hash::FxHashMap;

use crate::error::PyResult;
use crate::module::Module;
use crate::symbol::Symbol;
use crate::vm::Vm;

/// Definitions of a module that were not evaluated yet.
pub(crate) struct LazyBody {
    vm: Weak<Vm>,
    module: Weak<Module>,
    path: PathBuf,
    blocks: RefCell<Blocks>,
}

/// Definitions of a source that wait, found by each name that they bind.
#[derive(Default)]
struct Blocks {
    /// In the order of the source; `None` once taken.
    texts: Vec<Option<&'static str>>,
    by_name: FxHashMap<&'static str, usize>,
}

impl Blocks {
    fn push(&mut self, text: &'static str, names: Vec<&'static str>) {
        let position = self.texts.len();
        self.texts.push(Some(text));
        self.by_name
            .extend(names.into_iter().map(|name| (name, position)));
    }

    fn take(&mut self, name: &str) -> Option<&'static str> {
        let position = *self.by_name.get(name)?;
        self.texts.get_mut(position)?.take()
    }

    fn take_first(&mut self) -> Option<&'static str> {
        self.texts.iter_mut().find_map(Option::take)
    }
}

impl LazyBody {
    /// Evaluates the definition of a name; true if there was one.
    pub(crate) fn define(&self, name: Symbol) -> bool {
        let found = self.blocks.borrow_mut().take(&name.text());
        found.is_some_and(|source| self.run(source))
    }

    fn run(&self, source: &'static str) -> bool {
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
            let next = self.blocks.borrow_mut().take_first();
            let Some(source) = next else {
                return;
            };
            self.run(source);
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
        if !blocks.texts.is_empty() {
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
    let mut methods = Vec::new();
    let is_class = source.starts_with("class ") || source.contains("\nclass ");
    if !is_class {
        return (source.to_owned(), methods);
    }
    let mut out = String::with_capacity(source.len());
    let lines: Vec<Line> = Lines::new(source).collect();
    let mut rest: &[Line] = &lines;
    let mut in_text = false;
    while let Some((line, after)) = rest.split_first() {
        let begins = line.text.starts_with("    def ") || line.text.starts_with("    async def ");
        if in_text || !begins {
            in_text ^= line.quotes;
            out.push_str(line.text);
            rest = after;
            continue;
        }
        let (header, after) = rest.split_at(signature_lines(rest));
        let (body, after) = after.split_at(body_lines(after));
        rest = after;
        let start = line.start;
        let body_start = header.last().map_or(start, Line::end);
        let end = body.last().map_or(body_start, Line::end);
        let on_own_lines = header
            .last()
            .is_some_and(|line| line.text.trim_end().ends_with(':'));
        let text = |start, end| source.get(start..end).unwrap_or_default();
        if on_own_lines && end - body_start >= WORTH_IT {
            out.push_str(text(start, body_start));
            out.push_str("        ");
            out.push_str(&methods.len().to_string());
            out.push('\n');
            methods.push(text(start, end));
        } else {
            out.push_str(text(start, end));
        }
    }
    (out, methods)
}

/// Number of lines from `def` to the end of its parameters.
fn signature_lines(lines: &[Line]) -> usize {
    let mut depth = 0_i32;
    for (number, line) in lines.iter().enumerate() {
        for byte in line.text.bytes() {
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
fn body_lines(lines: &[Line]) -> usize {
    let mut in_text = false;
    let mut end = 0;
    for (number, line) in lines.iter().enumerate() {
        let is_blank = line.text.trim_start().is_empty();
        if !in_text && !is_blank && !line.text.starts_with("     ") {
            break;
        }
        in_text ^= line.quotes;
        if !is_blank {
            end = number + 1;
        }
    }
    end
}

/// A line with its end.
#[derive(Clone, Copy)]
struct Line {
    text: &'static str,
    /// Offset of its first byte.
    start: usize,
    /// True if a text over several lines begins or ends in it.
    quotes: bool,
}

impl Line {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Lines of a source, found with the vector unit: every start goes through our sources.
struct Lines {
    source: &'static str,
    at: usize,
    ends: memchr::Memchr<'static>,
    quotes: std::iter::Peekable<memchr::memmem::FindIter<'static, 'static>>,
}

impl Lines {
    fn new(source: &'static str) -> Self {
        Self {
            source,
            at: 0,
            ends: memchr::memchr_iter(b'\n', source.as_bytes()),
            quotes: memchr::memmem::find_iter(source.as_bytes(), b"\"\"\"").peekable(),
        }
    }
}

impl Iterator for Lines {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let start = self.at;
        if start >= self.source.len() {
            return None;
        }
        let end = self.ends.next().map_or(self.source.len(), |end| end + 1);
        let mut quotes = false;
        while self.quotes.next_if(|at| *at < end).is_some() {
            quotes = !quotes;
        }
        self.at = end;
        Some(Line {
            text: self.source.get(start..end).unwrap_or_default(),
            start,
            quotes,
        })
    }
}

/// The statements to run at once, and the definitions that wait.
fn split(source: &'static str) -> (String, Blocks) {
    let mut eager = String::new();
    let mut blocks = Blocks::default();
    for block in top_level_blocks(source) {
        let names = defined_names(block);
        if names.is_empty() {
            eager.push_str(block);
            continue;
        }
        // A second definition of a name may build on the first: both run in order.
        let mut is_second = false;
        for name in &names {
            if blocks.by_name.contains_key(name) {
                is_second = true;
                eager.extend(blocks.take(name));
            }
        }
        if is_second {
            eager.push_str(block);
        } else {
            blocks.push(block, names);
        }
    }
    (eager, blocks)
}

/// Pieces of the source that begin in the first column, each with all of its lines.
///
/// Every start of the program goes through our sources: only lines that begin with a letter are looked at.
fn top_level_blocks(source: &'static str) -> Vec<&'static str> {
    const CONTINUES: &[&str] = &["else", "elif", "except", "finally"];
    let bytes = source.as_bytes();
    let mut blocks = Vec::new();
    let mut start = 0;
    let mut in_decorators = bytes.first() == Some(&b'@');
    for end in memchr::memchr_iter(b'\n', bytes) {
        let next = end + 1;
        let Some(first) = bytes.get(next).copied() else {
            break;
        };
        if !(first.is_ascii_alphabetic() || matches!(first, b'_' | b'@')) {
            continue;
        }
        let continues = in_decorators
            || source
                .get(next..)
                .is_some_and(|rest| CONTINUES.iter().any(|word| rest.starts_with(word)));
        if !continues {
            blocks.push(source.get(start..next).unwrap_or_default());
            start = next;
        }
        in_decorators = first == b'@';
    }
    blocks.push(source.get(start..).unwrap_or_default());
    blocks
}

/// The names that a block defines, if it is a function, a class, an import or an assignment to plain names
/// of what other names give. A constant is no dearer now than later.
fn defined_names(block: &'static str) -> Vec<&'static str> {
    let Some(line) = block
        .split('\n')
        .find(|line| !line.is_empty() && !line.starts_with(['@', '#', ' ', ')']))
    else {
        return Vec::new();
    };
    let rest = line.strip_prefix("async ").unwrap_or(line);
    if let Some(rest) = rest
        .strip_prefix("def ")
        .or_else(|| rest.strip_prefix("class "))
    {
        return vec![identifier(rest)];
    }
    if let Some(names) = line.strip_prefix("import ") {
        return imported_names(names);
    }
    if let Some((module, names)) = line
        .strip_prefix("from ")
        .and_then(|rest| rest.split_once(" import "))
    {
        return match (module, names) {
            // A name of the module itself, a list over several lines, or names that nobody lists.
            ("__future__", _) | (_, "(" | "*") => Vec::new(),
            _ => imported_names(names),
        };
    }
    let mut names = Vec::new();
    let mut rest = line;
    loop {
        let name = identifier(rest);
        match rest
            .get(name.len()..)
            .and_then(|rest| rest.strip_prefix(" = "))
        {
            Some(value) if !name.is_empty() => {
                names.push(name);
                rest = value;
            }
            _ => break,
        }
    }
    let first = identifier(rest);
    let is_constant = matches!(first, "" | "None" | "True" | "False" | "lambda")
        || first.starts_with(|c: char| c.is_ascii_digit())
        || rest
            .get(first.len()..)
            .is_some_and(|rest| rest.starts_with(['"', '\'']));
    if is_constant {
        names.clear();
    }
    names
}

/// The identifier at the beginning of a text.
fn identifier(text: &'static str) -> &'static str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// What `import a, b.c, d as e` binds.
fn imported_names(list: &'static str) -> Vec<&'static str> {
    list.split(',')
        .map(|item| {
            let item = item.trim();
            match item.split_once(" as ") {
                Some((_, name)) => identifier(name.trim()),
                None => identifier(item),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Text of our own Python, the folders where it stands.
    const EMBEDDED: &[&str] = &[
        concat!(env!("CARGO_MANIFEST_DIR"), "/src/stdlib/python"),
        concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../alembic_bindings/src/prelude"
        ),
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
            let waiting: Vec<&str> = blocks.texts.iter().flatten().copied().collect();
            let parts: usize = waiting.iter().map(|block| parse(block).body.len()).sum();
            assert_eq!(
                whole,
                parse(&eager).body.len() + parts,
                "{}",
                path.display()
            );
            for block in waiting {
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
        let source = "\"\"\"Doc.\n\nText\n\"\"\"\nimport os, sys as _sys\n\n@decorate(\n    1,\n)\ndef f(\n    a,\n):\n    return 1\n\nX = Y = f(\n    2\n)\nN = 1\nT = b\"\"\nif X:\n    pass\nelse:\n    pass\n\nclass C:\n    \"\"\"Doc.\"\"\"\n";
        let (eager, mut blocks) = split(source);
        assert!(eager.starts_with("\"\"\"Doc."));
        assert!(
            eager.contains("N = 1\nT = b\"\"\nif X:\n    pass\nelse:"),
            "{eager}"
        );
        assert!(!eager.contains("def f") && !eager.contains("import"));
        let mut names: Vec<&str> = blocks.by_name.keys().copied().collect();
        names.sort_unstable();
        assert_eq!(names, ["C", "X", "Y", "_sys", "f", "os"]);
        assert!(
            blocks
                .take("f")
                .is_some_and(|block| block.starts_with("@decorate("))
        );
        assert_eq!(blocks.take("f"), None);
        assert!(
            blocks
                .take("Y")
                .is_some_and(|block| block.starts_with("X = Y"))
        );
        assert_eq!(blocks.take("X"), None);
    }
}
