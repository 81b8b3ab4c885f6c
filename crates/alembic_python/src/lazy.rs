//! Modules of our own Python sources whose functions and classes are evaluated when they are first asked for.
//!
//! Parsing is most of what an embedded module costs, and a program uses few of its definitions. The source is cut
//! into top-level blocks by its lines: definitions wait under their name, everything else runs at once.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};

use indexmap::IndexMap;
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
        // A definition of ours that fails is a defect; the name then counts as missing, which names it.
        vm.exec_part(source, &self.path, &module).is_ok()
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
