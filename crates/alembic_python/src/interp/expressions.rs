//! Expressions.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::Num;
use ruff_python_ast::{
    BoolOp, CmpOp, ConversionFlag, Expr, ExprCall, ExprCompare, ExprFString, ExprTString,
    FStringPart, InterpolatedElement, InterpolatedStringElement, InterpolatedStringElements,
    Number,
};

use crate::args::Args;
use crate::dict::{Dict, Set};
use crate::error::PyResult;
use crate::generator::Resume;
use crate::interp::frame::Frame;
use crate::interp::variables::node_symbol;
use crate::symbol::{Symbol, names};
use crate::value::{Slice, Value};
use crate::vm::Vm;

impl Vm {
    /// The value of an expression.
    pub(crate) fn eval(&self, frame: &Frame<'_>, expression: &'static Expr) -> PyResult {
        match expression {
            Expr::Name(name) => self.load_name(frame, name),
            Expr::StringLiteral(literal)
                if crate::parse::has_surrogates()
                    && self.has_lone_surrogate(frame, expression, literal.value.to_str()) =>
            {
                frame.at(expression);
                Err(self.unsupported("a lone surrogate in a text"))
            }
            Expr::StringLiteral(literal) => Ok(match literal.value.as_slice() {
                [one] => Value::str(one.as_str()),
                _ => Value::str(literal.value.to_str()),
            }),
            Expr::NumberLiteral(literal) => self.number(&literal.value),
            Expr::BooleanLiteral(literal) => Ok(Value::Bool(literal.value)),
            Expr::NoneLiteral(_) => Ok(Value::None),
            Expr::EllipsisLiteral(_) => Ok(Value::Ellipsis),
            Expr::BytesLiteral(literal) => Ok(Value::Bytes(literal.value.bytes().collect())),
            Expr::Attribute(attribute) => {
                self.check_stack()?;
                let value = self.eval(frame, &attribute.value)?;
                frame.at(attribute);
                let name = node_symbol(
                    frame.env().info,
                    &attribute.attr.node_index,
                    attribute.attr.as_str(),
                );
                self.get_attribute(&value, name)
            }
            Expr::Call(call) => {
                self.check_stack()?;
                self.eval_call(frame, call)
            }
            Expr::Subscript(subscript) => {
                let value = self.eval(frame, &subscript.value)?;
                let key = self.eval(frame, &subscript.slice)?;
                frame.at(subscript);
                self.getitem(&value, &key)
            }
            Expr::BinOp(operation) => {
                self.check_stack()?;
                let left = self.eval(frame, &operation.left)?;
                let right = self.eval(frame, &operation.right)?;
                frame.at(operation);
                self.binary(operation.op, &left, &right)
            }
            Expr::UnaryOp(operation) => {
                let operand = self.eval(frame, &operation.operand)?;
                frame.at(operation);
                self.unary(operation.op, &operand)
            }
            Expr::BoolOp(operation) => {
                let mut value = Value::None;
                let last = operation.values.len().saturating_sub(1);
                for (index, part) in operation.values.iter().enumerate() {
                    value = self.eval(frame, part)?;
                    if index == last {
                        break;
                    }
                    if value.is_opaque() {
                        frame.at(part);
                    }
                    if self.truth(&value)? != (operation.op == BoolOp::And) {
                        break;
                    }
                }
                Ok(value)
            }
            Expr::Compare(compare) => self.eval_compare(frame, compare),
            Expr::If(conditional) => {
                self.check_stack()?;
                if self.test(frame, &conditional.test)? {
                    self.eval(frame, &conditional.body)
                } else {
                    self.eval(frame, &conditional.orelse)
                }
            }
            Expr::Tuple(tuple) => Ok(Value::tuple(self.eval_items(frame, &tuple.elts)?)),
            Expr::List(list) => Ok(Value::list(self.eval_items(frame, &list.elts)?)),
            Expr::Set(set) => {
                let items = self.eval_items(frame, &set.elts)?;
                Ok(Value::Set(Set::from_items(self, items)?))
            }
            Expr::Dict(literal) => {
                self.check_stack()?;
                let dict = Dict::new();
                for item in &literal.items {
                    if let Some(key) = &item.key {
                        let key = self.eval(frame, key)?;
                        let value = self.eval(frame, &item.value)?;
                        dict.set(self, key, value)?;
                    } else {
                        let more = self.eval(frame, &item.value)?;
                        if let Value::Opaque(opaque) = &more {
                            return Ok(opaque.derive(" (in a dict)"));
                        }
                        if more.as_dict().is_none() && self.getattr_opt(&more, "keys")?.is_none() {
                            return Err(self.type_error(format!(
                                "'{}' object is not a mapping",
                                self.type_name(&more)
                            )));
                        }
                        crate::methods::dict::update_from(self, &dict, &more)?;
                    }
                }
                Ok(Value::Dict(dict))
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.eval_comprehension(frame, expression)
            }
            Expr::Lambda(lambda) => self.make_lambda(frame, lambda),
            Expr::FString(_)
                if crate::parse::has_surrogates()
                    && crate::parse::names_surrogate(
                        &self.expression_text(expression, frame.env()),
                    ) =>
            {
                frame.at(expression);
                Err(self.unsupported("a lone surrogate in a text"))
            }
            Expr::FString(string) => self.eval_fstring(frame, string),
            Expr::TString(string) => self.eval_tstring(frame, string),
            Expr::Named(named) => {
                let value = self.eval(frame, &named.value)?;
                self.assign(frame, &named.target, value.clone())?;
                Ok(value)
            }
            Expr::Slice(slice) => {
                let part = |part: &'static Option<Box<Expr>>| match part {
                    Some(part) => self.eval(frame, part),
                    None => Ok(Value::None),
                };
                Ok(Value::Slice(Rc::new(Slice {
                    start: part(&slice.lower)?,
                    stop: part(&slice.upper)?,
                    step: part(&slice.step)?,
                })))
            }
            Expr::Await(awaited) => {
                let value = self.eval(frame, &awaited.value)?;
                frame.at(awaited);
                self.await_value(&value)
            }
            Expr::Yield(yielded) => {
                let value = match &yielded.value {
                    Some(value) => self.eval(frame, value)?,
                    None => Value::None,
                };
                self.yield_value(frame, value)
            }
            Expr::YieldFrom(yielded) => {
                let source = self.eval(frame, &yielded.value)?;
                self.yield_from(frame, &source)
            }
            Expr::Starred(starred) => {
                // Only reached in `tuple[*Ts]` and the like.
                let value = self.eval(frame, &starred.value)?;
                Ok(value)
            }
            Expr::IpyEscapeCommand(_) => Err(self.unsupported("a shell escape")),
        }
    }

    fn number(&self, number: &Number) -> PyResult {
        match number {
            Number::Int(number) => {
                if let Some(small) = number.as_i64() {
                    Ok(Value::Int(small))
                } else {
                    let text = number.to_string().replace('_', "").to_lowercase();
                    let (digits, radix) = match text.get(..2) {
                        Some("0x") => (text.get(2..).unwrap_or(""), 16),
                        Some("0o") => (text.get(2..).unwrap_or(""), 8),
                        Some("0b") => (text.get(2..).unwrap_or(""), 2),
                        _ => (text.as_str(), 10),
                    };
                    BigInt::from_str_radix(digits, radix)
                        .map(Value::big)
                        .map_err(|_| self.unsupported("this number"))
                }
            }
            Number::Float(number) => Ok(Value::Float(*number)),
            Number::Complex { .. } => Err(self.unsupported("a complex number")),
        }
    }

    /// Items of a display, with `*` unpacked.
    fn eval_items(&self, frame: &Frame<'_>, items: &'static [Expr]) -> PyResult<Vec<Value>> {
        self.check_stack()?;
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Expr::Starred(starred) => {
                    let more = self.eval(frame, &starred.value)?;
                    frame.at(starred);
                    values.extend(self.collect_starred(&more)?);
                }
                _ => values.push(self.eval(frame, item)?),
            }
        }
        Ok(values)
    }

    fn collect_starred(&self, value: &Value) -> PyResult<Vec<Value>> {
        match self.collect(value) {
            Err(unwind)
                if unwind.is_exception("TypeError")
                    && self.special(value, names().iter).is_none() =>
            {
                Err(self.type_error(format!(
                    "Value after * must be an iterable, not {}",
                    self.type_name(value)
                )))
            }
            other => other,
        }
    }

    fn eval_compare(&self, frame: &Frame<'_>, compare: &'static ExprCompare) -> PyResult {
        let mut left = self.eval(frame, &compare.left)?;
        let last = compare.ops.len().saturating_sub(1);
        let mut result = Value::Bool(true);
        for (index, (op, right)) in compare.ops.iter().zip(&compare.comparators).enumerate() {
            let right = self.eval(frame, right)?;
            frame.at(compare);
            result = self.compare_values(*op, &left, &right)?;
            if index == last {
                break;
            }
            if !self.truth(&result)? {
                break;
            }
            left = right;
        }
        Ok(result)
    }

    fn compare_values(&self, op: CmpOp, left: &Value, right: &Value) -> PyResult {
        if matches!(op, CmpOp::Is | CmpOp::IsNot) {
            for (one, other) in [(left, right), (right, left)] {
                if let Value::Opaque(opaque) = one
                    && !one.is(other)
                {
                    let forced = self.force(one)?;
                    if !forced.is_opaque() {
                        return Ok(Value::Bool(forced.is(other) == (op == CmpOp::Is)));
                    }
                    // A module or a name of a module that could not be loaded is not None.
                    if opaque.lazy.is_some() && other.is_none() {
                        return Ok(Value::Bool(op == CmpOp::IsNot));
                    }
                    return Ok(opaque.derive(" is ..."));
                }
            }
        }
        self.rich_compare(op, left, right)
    }

    fn eval_call(&self, frame: &Frame<'_>, call: &'static ExprCall) -> PyResult {
        if let Expr::Attribute(attribute) = &*call.func {
            let value = self.eval(frame, &attribute.value)?;
            frame.at(attribute);
            let name = node_symbol(
                frame.env().info,
                &attribute.attr.node_index,
                attribute.attr.as_str(),
            );
            if let Some(function) = self.direct_method(&value, name) {
                let mut args = self.eval_arguments(frame, call, Some(value))?;
                frame.at(call);
                args.span = Some(frame.state.span());
                return self.call_with(&function, args);
            }
            let callee = self.get_attribute(&value, name)?;
            let mut args = self.eval_arguments(frame, call, None)?;
            frame.at(call);
            args.span = Some(frame.state.span());
            return self.call_with(&callee, args);
        }
        let callee = self.eval(frame, &call.func)?;
        let mut args = self.eval_arguments(frame, call, None)?;
        frame.at(call);
        args.span = Some(frame.state.span());
        self.call_with(&callee, args)
    }

    fn eval_arguments(
        &self,
        frame: &Frame<'_>,
        call: &'static ExprCall,
        this: Option<Value>,
    ) -> PyResult<Args> {
        let arguments = &call.arguments;
        let mut args = Args {
            positional: Vec::with_capacity(arguments.args.len() + 1),
            keywords: Vec::with_capacity(arguments.keywords.len()),
            span: None,
        };
        args.positional.extend(this);
        for arg in &arguments.args {
            match arg {
                Expr::Starred(starred) => {
                    let more = self.eval(frame, &starred.value)?;
                    frame.at(starred);
                    args.positional.extend(self.collect_starred(&more)?);
                }
                _ => args.positional.push(self.eval(frame, arg)?),
            }
        }
        let mut has_unpacked = false;
        for keyword in &arguments.keywords {
            let value = self.eval(frame, &keyword.value)?;
            if let Some(name) = &keyword.arg {
                let name = node_symbol(frame.env().info, &name.node_index, name.as_str());
                if has_unpacked && args.keywords.iter().any(|(known, _)| *known == name) {
                    return Err(self
                        .type_error(format!("got multiple values for keyword argument '{name}'")));
                }
                args.keywords.push((name, value));
            } else {
                frame.at(keyword);
                has_unpacked = true;
                self.unpack_keywords(&mut args, &value)?;
            }
        }
        Ok(args)
    }

    fn unpack_keywords(&self, args: &mut Args, value: &Value) -> PyResult<()> {
        if let Value::Opaque(opaque) = value {
            return Err(self.opaque_error(opaque, "keyword arguments"));
        }
        let pairs = match value.as_dict() {
            Some(dict) if self.special(value, names().getitem).is_none() => dict.items(),
            _ => {
                let Some(keys) = self.getattr_opt(value, "keys")? else {
                    return Err(self.type_error(format!(
                        "argument after ** must be a mapping, not {}",
                        self.type_name(value)
                    )));
                };
                let keys = self.call(&keys, Vec::new())?;
                let mut pairs = Vec::new();
                for key in self.collect(&keys)? {
                    let item = self.getitem(value, &key)?;
                    pairs.push((key, item));
                }
                pairs
            }
        };
        for (key, item) in pairs {
            let Some(text) = key.as_str() else {
                return Err(self.type_error("keywords must be strings"));
            };
            let name = Symbol::new(text);
            if args.keywords.iter().any(|(known, _)| *known == name) {
                return Err(
                    self.type_error(format!("got multiple values for keyword argument '{name}'"))
                );
            }
            args.keywords.push((name, item));
        }
        Ok(())
    }

    fn has_lone_surrogate(&self, frame: &Frame<'_>, literal: &'static Expr, text: &str) -> bool {
        text.contains(char::REPLACEMENT_CHARACTER)
            && crate::parse::names_surrogate(&self.expression_text(literal, frame.env()))
    }

    fn eval_fstring(&self, frame: &Frame<'_>, string: &'static ExprFString) -> PyResult {
        let mut text = String::new();
        for part in string.value.as_slice() {
            match part {
                FStringPart::Literal(literal) => text.push_str(literal.as_str()),
                FStringPart::FString(fstring) => {
                    if let Some(opaque) =
                        self.write_elements(frame, &fstring.elements, &mut text)?
                    {
                        return Ok(opaque);
                    }
                }
            }
        }
        Ok(Value::from(text))
    }

    /// A template string (PEP 750): its texts, and what stands between them with its own text.
    fn eval_tstring(&self, frame: &Frame<'_>, string: &'static ExprTString) -> PyResult {
        let library = self.import("string.templatelib")?;
        let interpolation = self.getattr(&library, "Interpolation")?;
        let mut parts = Vec::new();
        for element in string.value.iter().flat_map(|part| &part.elements) {
            let element = match element {
                InterpolatedStringElement::Literal(literal) => {
                    parts.push(Value::str(&literal.value));
                    continue;
                }
                InterpolatedStringElement::Interpolation(element) => element,
            };
            let value = self.eval(frame, &element.expression)?;
            frame.at(&*element.expression);
            let mut conversion = element.conversion;
            if let Some(debug) = &element.debug_text {
                parts.push(Value::str(debug.as_str()));
                if conversion == ConversionFlag::None && element.format_spec.is_none() {
                    conversion = ConversionFlag::Repr;
                }
            }
            let mut spec = String::new();
            if let Some(format) = &element.format_spec
                && let Some(opaque) = self.write_elements(frame, &format.elements, &mut spec)?
            {
                return Ok(opaque);
            }
            let conversion = match conversion {
                ConversionFlag::None => Value::None,
                ConversionFlag::Str => Value::str("s"),
                ConversionFlag::Repr => Value::str("r"),
                ConversionFlag::Ascii => Value::str("a"),
            };
            let expression = self.expression_text(&element.expression, frame.env());
            let arguments = vec![
                value,
                Value::from(expression),
                conversion,
                Value::from(spec),
            ];
            parts.push(self.call(&interpolation, arguments)?);
        }
        self.call(&self.getattr(&library, "Template")?, parts)
    }

    fn write_elements(
        &self,
        frame: &Frame<'_>,
        elements: &'static InterpolatedStringElements,
        text: &mut String,
    ) -> PyResult<Option<Value>> {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => text.push_str(&literal.value),
                InterpolatedStringElement::Interpolation(element) => {
                    if let Some(opaque) = self.write_element(frame, element, text)? {
                        return Ok(Some(opaque));
                    }
                }
            }
        }
        Ok(None)
    }

    fn write_element(
        &self,
        frame: &Frame<'_>,
        element: &'static InterpolatedElement,
        text: &mut String,
    ) -> PyResult<Option<Value>> {
        let value = self.eval(frame, &element.expression)?;
        if let Value::Opaque(opaque) = &value {
            let forced = self.force(&value)?;
            if forced.is_opaque() {
                return Ok(Some(opaque.derive(" (formatted)")));
            }
        }
        frame.at(&*element.expression);
        let mut conversion = element.conversion;
        if let Some(debug) = &element.debug_text {
            text.push_str(debug.as_str());
            if conversion == ConversionFlag::None && element.format_spec.is_none() {
                conversion = ConversionFlag::Repr;
            }
        }
        let value = match conversion {
            ConversionFlag::None => value,
            ConversionFlag::Str => Value::Str(self.str(&value)?),
            ConversionFlag::Repr => Value::Str(self.repr(&value)?),
            ConversionFlag::Ascii => Value::from(crate::text::ascii(&self.repr(&value)?)),
        };
        let mut spec = String::new();
        if let Some(format) = &element.format_spec
            && let Some(opaque) = self.write_elements(frame, &format.elements, &mut spec)?
        {
            return Ok(Some(opaque));
        }
        if let Value::Str(plain) = &value
            && spec.is_empty()
        {
            text.push_str(plain);
            return Ok(None);
        }
        text.push_str(&crate::format::format_value(self, &value, &spec)?);
        Ok(None)
    }

    /// Suspends the generator with a value; gives what it is resumed with.
    pub(crate) fn yield_value(&self, frame: &Frame<'_>, value: Value) -> PyResult {
        let Some(yielder) = frame.yielder else {
            return Err(self.raise("SyntaxError", "'yield' outside function"));
        };
        match yielder.suspend(value) {
            Resume::Send(sent) => Ok(sent),
            Resume::Throw(unwind) => Err(unwind),
        }
    }

    fn yield_from(&self, frame: &Frame<'_>, source: &Value) -> PyResult {
        let iterator = match source {
            Value::Coroutine(_) => return self.await_value(source),
            _ => self.iter(source)?,
        };
        let mut input = Resume::Send(Value::None);
        loop {
            let step = match (&iterator, input) {
                (Value::Generator(generator), input) => generator.resume(input)?,
                (_, Resume::Send(Value::None)) => self.next(&iterator)?,
                (_, Resume::Send(value)) => {
                    match self.call_method(&iterator, "send", vec![value]) {
                        Ok(item) => Some(item),
                        Err(unwind) if unwind.is_exception("StopIteration") => None,
                        Err(unwind) => return Err(unwind),
                    }
                }
                (_, Resume::Throw(unwind)) => return Err(unwind),
            };
            let Some(item) = step else {
                return Ok(match &iterator {
                    Value::Generator(generator) => generator.result(),
                    _ => Value::None,
                });
            };
            let Some(yielder) = frame.yielder else {
                return Err(self.raise("SyntaxError", "'yield' outside function"));
            };
            input = yielder.suspend(item);
        }
    }
}
