//! `match`.

use ruff_python_ast::{CmpOp, Pattern, PatternArguments, Singleton, StmtMatch};

use crate::dict::Dict;
use crate::error::PyResult;
use crate::interp::frame::Frame;
use crate::interp::statements::Flow;
use crate::symbol::names;
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    pub(crate) fn exec_match(
        &self,
        frame: &Frame<'_>,
        block: &'static StmtMatch,
    ) -> PyResult<Flow> {
        let subject = self.eval(frame, &block.subject)?;
        for case in &block.cases {
            if !self.match_pattern(frame, &case.pattern, &subject)? {
                continue;
            }
            if let Some(guard) = &case.guard
                && !self.test(frame, guard)?
            {
                continue;
            }
            return self.exec_all(frame, &case.body);
        }
        Ok(Flow::Normal)
    }

    fn match_pattern(
        &self,
        frame: &Frame<'_>,
        pattern: &'static Pattern,
        subject: &Value,
    ) -> PyResult<bool> {
        if let Value::Opaque(opaque) = subject
            && !matches!(pattern, Pattern::MatchAs(inner) if inner.pattern.is_none())
        {
            return Err(self.opaque_error(opaque, "a match"));
        }
        match pattern {
            Pattern::MatchValue(inner) => {
                let value = self.eval(frame, &inner.value)?;
                let result = self.rich_compare(CmpOp::Eq, subject, &value)?;
                self.truth(&result)
            }
            Pattern::MatchSingleton(inner) => Ok(match inner.value {
                Singleton::None => subject.is_none(),
                Singleton::True => matches!(subject, Value::Bool(true)),
                Singleton::False => matches!(subject, Value::Bool(false)),
            }),
            Pattern::MatchAs(inner) => {
                if let Some(pattern) = &inner.pattern
                    && !self.match_pattern(frame, pattern, subject)?
                {
                    return Ok(false);
                }
                if let Some(name) = &inner.name {
                    self.store_name(
                        frame,
                        frame.env().info.symbol(name.as_str()),
                        subject.clone(),
                    );
                }
                Ok(true)
            }
            Pattern::MatchOr(inner) => {
                for pattern in &inner.patterns {
                    if self.match_pattern(frame, pattern, subject)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Pattern::MatchSequence(inner) => self.match_sequence(frame, &inner.patterns, subject),
            Pattern::MatchMapping(inner) => {
                let Some(dict) = subject.as_dict() else {
                    return Ok(false);
                };
                let mut used = Vec::new();
                for (key, pattern) in inner.keys.iter().zip(&inner.patterns) {
                    let key = self.eval(frame, key)?;
                    let Some(value) = dict.get(self, &key)? else {
                        return Ok(false);
                    };
                    used.push(key);
                    if !self.match_pattern(frame, pattern, &value)? {
                        return Ok(false);
                    }
                }
                if let Some(rest) = &inner.rest {
                    let left: std::rc::Rc<Dict> = dict.copy();
                    for key in used {
                        left.remove(self, &key)?;
                    }
                    self.store_name(
                        frame,
                        frame.env().info.symbol(rest.as_str()),
                        Value::Dict(left),
                    );
                }
                Ok(true)
            }
            Pattern::MatchClass(inner) => {
                let class = self.eval(frame, &inner.cls)?;
                self.match_class(frame, &class, &inner.arguments, subject)
            }
            Pattern::MatchStar(_) => Err(self.unsupported("a star pattern here")),
        }
    }

    fn match_sequence(
        &self,
        frame: &Frame<'_>,
        patterns: &'static [Pattern],
        subject: &Value,
    ) -> PyResult<bool> {
        let Some(items) = (match subject.builtin() {
            Value::Range(_) => Some(self.collect(subject)?),
            _ => subject.as_sequence(),
        }) else {
            return Ok(false);
        };
        let star = patterns
            .iter()
            .position(|pattern| matches!(pattern, Pattern::MatchStar(_)));
        let Some(star) = star else {
            if items.len() != patterns.len() {
                return Ok(false);
            }
            for (pattern, item) in patterns.iter().zip(&items) {
                if !self.match_pattern(frame, pattern, item)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        };
        let after = patterns.len() - star - 1;
        if items.len() < star + after {
            return Ok(false);
        }
        let tail_start = items.len() - after;
        for (pattern, item) in patterns.iter().take(star).zip(&items) {
            if !self.match_pattern(frame, pattern, item)? {
                return Ok(false);
            }
        }
        for (pattern, item) in patterns
            .iter()
            .skip(star + 1)
            .zip(items.iter().skip(tail_start))
        {
            if !self.match_pattern(frame, pattern, item)? {
                return Ok(false);
            }
        }
        if let Some(Pattern::MatchStar(inner)) = patterns.get(star)
            && let Some(name) = &inner.name
        {
            let middle = items.get(star..tail_start).unwrap_or_default().to_vec();
            self.store_name(
                frame,
                frame.env().info.symbol(name.as_str()),
                Value::list(middle),
            );
        }
        Ok(true)
    }

    fn match_class(
        &self,
        frame: &Frame<'_>,
        class: &Value,
        arguments: &'static PatternArguments,
        subject: &Value,
    ) -> PyResult<bool> {
        if !self.isinstance(subject, class)? {
            return Ok(false);
        }
        if !arguments.patterns.is_empty() {
            let types = &self.types;
            let selves = [
                &types.bool_,
                &types.int,
                &types.float,
                &types.str_,
                &types.bytes,
                &types.bytearray,
                &types.dict,
                &types.list,
                &types.tuple,
                &types.set,
                &types.frozenset,
            ];
            let takes_self = match class {
                Value::Class(class) => {
                    class.lookup(names().match_args).is_none()
                        && selves.iter().any(|builtin| class.is_subclass_of(builtin))
                }
                _ => false,
            };
            if takes_self {
                if let [pattern] = &arguments.patterns[..]
                    && !self.match_pattern(frame, pattern, subject)?
                {
                    return Ok(false);
                }
            } else {
                let match_args = self
                    .getattr_opt(class, names().match_args)?
                    .and_then(|value| value.as_sequence())
                    .unwrap_or_default();
                if match_args.len() < arguments.patterns.len() {
                    return Err(self.type_error(format!(
                        "{}() accepts {} positional sub-pattern{} ({} given)",
                        class
                            .as_class()
                            .map_or_else(|| std::rc::Rc::from("?"), |class| class.name()),
                        match_args.len(),
                        if match_args.len() == 1 { "" } else { "s" },
                        arguments.patterns.len()
                    )));
                }
                for (pattern, name) in arguments.patterns.iter().zip(&match_args) {
                    let Some(value) = self.getattr_opt(subject, name.as_str().unwrap_or(""))?
                    else {
                        return Ok(false);
                    };
                    if !self.match_pattern(frame, pattern, &value)? {
                        return Ok(false);
                    }
                }
            }
        }
        for keyword in &arguments.keywords {
            let Some(value) = self.getattr_opt(subject, keyword.attr.as_str())? else {
                return Ok(false);
            };
            if !self.match_pattern(frame, &keyword.pattern, &value)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
