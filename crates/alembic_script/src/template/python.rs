//! A template as a Python program.

use alembic_config::percent::python_repr;

use super::{Node, Template, TemplateError};

/// What the program starts with: the buffer, `context` and Mako's escapes.
const PRELUDE: &str = "\
__parts__ = []
def __write__(text):
    __parts__.append(text)
    return ''
class __Context__:
    def get(self, key, default=None):
        return __names__.get(key, default)
    def __getitem__(self, key):
        return __names__[key]
    def __contains__(self, key):
        return key in __names__
    def keys(self):
        return list(__names__)
    @property
    def kwargs(self):
        return dict(__names__)
    def write(self, text):
        return __write__(text)
context = __Context__()
class __Undefined__:
    def __bool__(self):
        return False
    def __str__(self):
        raise NameError('Undefined')
UNDEFINED = __Undefined__()
";

/// `loop` of `% for`.
const LOOP: &str = "\
loop = None
class __Loop__:
    def __init__(self, items, parent):
        self._items = items
        self.index = 0
        self.parent = parent
    def __iter__(self):
        for item in self._items:
            yield item
            self.index += 1
    def __len__(self):
        return len(self._items)
    @property
    def first(self):
        return self.index == 0
    @property
    def last(self):
        return self.index == len(self) - 1
    @property
    def reverse_index(self):
        return len(self) - self.index - 1
    @property
    def even(self):
        return self.index % 2 == 0
    @property
    def odd(self):
        return self.index % 2 == 1
    def cycle(self, *values):
        return values[self.index % len(values)]
";

/// Words that are no names.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Names in the template's Python: one that nothing defines is `UNDEFINED` in Mako, not an error.
fn mentioned_names(nodes: &[Node]) -> Vec<&str> {
    let mut found: Vec<&str> = vec!["imports", "upgrades", "downgrades"];
    for node in nodes {
        let (Node::Expression { source, .. }
        | Node::Control { source, .. }
        | Node::Code { source, .. }) = node
        else {
            continue;
        };
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let mut is_attribute = false;
        for piece in source.split_inclusive(|c| !is_part(c)) {
            let word = piece.trim_end_matches(|c| !is_part(c));
            let follows_dot = std::mem::replace(&mut is_attribute, piece.ends_with('.'));
            if follows_dot {
                continue;
            }
            let is_name = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
            if is_name && !KEYWORDS.contains(&word) && !found.contains(&word) {
                found.push(word);
            }
        }
    }
    found
}

pub(super) fn program(template: &Template) -> Result<String, TemplateError> {
    let mut writer = Writer {
        template,
        out: PRELUDE.to_owned(),
        depth: 0,
        open: Vec::new(),
        has_loops: mentioned_names(&template.nodes).contains(&"loop"),
    };
    for name in mentioned_names(&template.nodes) {
        writer.line(&format!(
            "try:\n    {name}\nexcept NameError:\n    {name} = UNDEFINED"
        ));
    }
    if writer.has_loops {
        writer.out.push_str(LOOP);
    }
    // Mako runs module code before the body.
    for node in &template.nodes {
        if let Node::Code {
            source,
            module: true,
            ..
        } = node
        {
            writer.code(source);
        }
    }
    for node in &template.nodes {
        writer.node(node)?;
    }
    if let Some((_, line)) = writer.open.last() {
        return Err(writer.error(*line, "this block has no end"));
    }
    writer.out.push_str("__result__ = ''.join(__parts__)\n");
    Ok(writer.out)
}

struct Writer<'a> {
    template: &'a Template,
    out: String,
    depth: usize,
    /// Open blocks: keyword and line.
    open: Vec<(String, u32)>,
    /// `loop` is mentioned.
    has_loops: bool,
}

impl Writer<'_> {
    fn error(&self, line: u32, message: &str) -> TemplateError {
        TemplateError {
            path: self.template.path.clone(),
            line,
            message: message.to_owned(),
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(&"    ".repeat(self.depth));
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn code(&mut self, source: &str) {
        let mut in_string = false;
        for line in source.lines() {
            if in_string || line.is_empty() {
                self.out.push_str(line);
                self.out.push('\n');
            } else {
                self.line(line);
            }
            in_string ^= super::parse::changes_string(line);
        }
    }

    fn node(&mut self, node: &Node) -> Result<(), TemplateError> {
        match node {
            Node::Text(text) => self.line(&format!("__write__({})", python_repr(text))),
            Node::Expression {
                source,
                filters,
                line,
            } => {
                let value = self.filtered(source, filters, *line)?;
                self.line(&format!("__write__({value})"));
            }
            Node::Control { source, line } => self.control(source, *line)?,
            Node::EndControl { keyword, line } => match self.open.pop() {
                Some((open, _)) if open == *keyword => {
                    self.dedent();
                    if self.has_loops && open == "for" {
                        self.line("loop = loop.parent");
                    }
                }
                _ => {
                    return Err(self.error(*line, &format!("`% end{keyword}` ends nothing")));
                }
            },
            Node::Code { module: true, .. } => {}
            Node::Code { source, .. } => self.code(source),
            Node::Def { signature, line } => {
                self.line(&format!("def {signature}:"));
                self.open.push(("def".to_owned(), *line));
                self.depth += 1;
                self.line("pass");
            }
            Node::EndDef { line } => match self.open.pop() {
                Some((open, _)) if open == "def" => {
                    self.line("return ''");
                    self.dedent();
                }
                _ => return Err(self.error(*line, "`</%def>` ends nothing")),
            },
        }
        Ok(())
    }

    fn dedent(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn control(&mut self, source: &str, line: u32) -> Result<(), TemplateError> {
        let keyword: String = source
            .chars()
            .take_while(|character| character.is_alphanumeric())
            .collect();
        let source = source.trim_end();
        match keyword.as_str() {
            "if" | "for" | "while" | "with" | "try" => {
                match source.trim_end_matches(':').split_once(" in ") {
                    Some((target, items)) if self.has_loops && keyword == "for" => {
                        self.line(&format!("loop = __Loop__({items}, loop)"));
                        self.line(&format!("{target} in loop:"));
                    }
                    _ => self.line(source),
                }
                self.open.push((keyword, line));
                self.depth += 1;
            }
            "elif" | "else" | "except" | "finally" if !self.open.is_empty() => {
                self.dedent();
                self.line(source);
                self.depth += 1;
            }
            _ => {
                return Err(self.error(line, &format!("`% {source}` is no control line")));
            }
        }
        // A block may be empty.
        self.line("pass");
        Ok(())
    }

    fn filtered(
        &self,
        source: &str,
        filters: &[String],
        line: u32,
    ) -> Result<String, TemplateError> {
        let mut value = if filters.iter().any(|filter| filter == "n") {
            format!("({source})")
        } else {
            format!("str({source})")
        };
        for filter in filters {
            value = match filter.as_str() {
                "n" => continue,
                "str" | "unicode" => format!("str({value})"),
                "trim" => format!("({value}).strip()"),
                "h" | "x" => {
                    let escapes = [
                        ("&", "&amp;"),
                        (">", "&gt;"),
                        ("<", "&lt;"),
                        ("'", "&#39;"),
                        ("\\\"", "&#34;"),
                    ];
                    escapes.iter().fold(value, |value, (from, to)| {
                        format!("{value}.replace(\"{from}\", \"{to}\")")
                    })
                }
                "u" => format!(
                    "__import__('urllib.parse', fromlist=['quote_plus']).quote_plus({value})"
                ),
                "entity" => {
                    return Err(
                        self.error(line, &format!("the filter `{filter}` is not supported"))
                    );
                }
                name => format!("{name}({value})"),
            };
        }
        Ok(value)
    }
}
