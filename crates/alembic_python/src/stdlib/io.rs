//! `io` and `open()`.

use std::cell::RefCell;
use std::path::Path;
use std::rc::{Rc, Weak};

use alembic_source::System;

use crate::args::{Args, Signature};
use crate::class::Class;
use crate::class_builder::ClassBuilder;
use crate::error::{PyResult, Unwind};
use crate::generator::NativeIterator;
use crate::module::Module;
use crate::object::Object;
use crate::symbol::names;
use crate::value::Value;
use crate::vm::Vm;

/// Contents of a file in memory: characters of a text or bytes.
struct Stream {
    content: RefCell<Content>,
    position: std::cell::Cell<usize>,
    closed: std::cell::Cell<bool>,
    /// Where the content goes; `None` for a stream in memory.
    target: Option<Target>,
    readable: bool,
    writable: bool,
}

/// A file that is written.
struct Target {
    system: Rc<dyn System>,
    path: std::path::PathBuf,
    encoding: Rc<str>,
    errors: Rc<str>,
    /// True if the content goes behind what the file holds then.
    appends: bool,
    /// True if something was written and is not in the file yet.
    is_dirty: std::cell::Cell<bool>,
}

/// Files that are open for writing, as far as the program still has them.
#[derive(Default)]
struct OpenFiles(RefCell<Vec<Weak<Stream>>>);

impl Stream {
    /// Writes what is not in the file yet. The encoding was checked when it was written.
    fn save(&self) -> std::io::Result<()> {
        let Some(target) = &self.target else {
            return Ok(());
        };
        if !target.is_dirty.replace(false) {
            return Ok(());
        }
        let mut content = self.content.borrow_mut();
        let bytes = match &*content {
            Content::Text(characters) => {
                let text: String = characters.iter().collect();
                crate::methods::str::encode_plain(&text, &target.encoding, &target.errors)
                    .unwrap_or_else(|_| text.into_bytes())
            }
            Content::Bytes(bytes) => bytes.clone(),
        };
        if !target.appends {
            return target.system.write(&target.path, &bytes);
        }
        match &mut *content {
            Content::Text(characters) => characters.clear(),
            Content::Bytes(bytes) => bytes.clear(),
        }
        self.position.set(0);
        target.system.append(&target.path, &bytes)
    }
}

impl Drop for Stream {
    /// A file that is not closed is written when the program has it no more.
    fn drop(&mut self) {
        let _ = self.save();
    }
}

/// Writes the files that nobody closed.
pub(crate) fn save_open_files(vm: &Vm) -> PyResult<()> {
    let Some(open) = vm.extension::<OpenFiles>() else {
        return Ok(());
    };
    for stream in open.0.borrow().iter().filter_map(Weak::upgrade) {
        save(vm, &stream)?;
    }
    Ok(())
}

fn save(vm: &Vm, stream: &Stream) -> PyResult<()> {
    stream.save().map_err(|error| {
        let path = stream.target.as_ref().map(|target| target.path.as_path());
        os_error(vm, &error, path.unwrap_or(Path::new("")))
    })
}

enum Content {
    Text(Vec<char>),
    Bytes(Vec<u8>),
}

struct StreamClasses {
    text: Rc<Class>,
    bytes: Rc<Class>,
    string_io: Rc<Class>,
    bytes_io: Rc<Class>,
}

fn stream<R>(vm: &Vm, args: &Args, run: impl FnOnce(&Stream) -> PyResult<R>) -> PyResult<R> {
    let this = args.this();
    let Value::Object(object) = &this else {
        return Err(vm.type_error("descriptor requires a file"));
    };
    let Some(stream) = object.payload::<Rc<Stream>>() else {
        return Err(vm.value_error("I/O operation on uninitialized object"));
    };
    if stream.closed.get() {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    run(&stream)
}

fn take(stream: &Stream, count: Option<usize>) -> Value {
    let start = stream.position.get();
    match &*stream.content.borrow() {
        Content::Text(characters) => {
            let start = start.min(characters.len());
            let end = count.map_or(characters.len(), |n| {
                start.saturating_add(n).min(characters.len())
            });
            stream.position.set(end);
            Value::from(
                characters
                    .get(start..end)
                    .unwrap_or_default()
                    .iter()
                    .collect::<String>(),
            )
        }
        Content::Bytes(bytes) => {
            let start = start.min(bytes.len());
            let end = count.map_or(bytes.len(), |n| start.saturating_add(n).min(bytes.len()));
            stream.position.set(end);
            Value::Bytes(Rc::from(bytes.get(start..end).unwrap_or_default()))
        }
    }
}

fn line_length(stream: &Stream) -> usize {
    let start = stream.position.get();
    match &*stream.content.borrow() {
        Content::Text(characters) => {
            let rest = characters.get(start..).unwrap_or_default();
            rest.iter()
                .position(|c| *c == '\n')
                .map_or(rest.len(), |at| at + 1)
        }
        Content::Bytes(bytes) => {
            let rest = bytes.get(start..).unwrap_or_default();
            rest.iter()
                .position(|byte| *byte == b'\n')
                .map_or(rest.len(), |at| at + 1)
        }
    }
}

fn count_arg(vm: &Vm, args: &Args) -> PyResult<Option<usize>> {
    match args.get(1) {
        Some(value) if !value.is_none() => Ok(usize::try_from(vm.int_arg(value)?).ok()),
        _ => Ok(None),
    }
}

fn write(vm: &Vm, args: &mut Args) -> PyResult {
    let value = args.arg(1);
    stream(vm, args, |stream| {
        if !stream.writable {
            return Err(vm.raise_class(&vm.exception_class("UnsupportedOperation"), "not writable"));
        }
        if let (Some(target), Some(text)) = (&stream.target, value.as_str()) {
            crate::methods::str::encode_text(vm, text, &target.encoding, &target.errors)?;
        }
        if let Some(target) = &stream.target {
            target.is_dirty.set(true);
        }
        let position = stream.position.get();
        let written = match &mut *stream.content.borrow_mut() {
            Content::Text(characters) => {
                let Some(text) = value.as_str() else {
                    return Err(vm.type_error(format!(
                        "string argument expected, got '{}'",
                        vm.type_name(&value)
                    )));
                };
                let new: Vec<char> = text.chars().collect();
                let n = new.len();
                characters.resize(characters.len().max(position), ' ');
                let end = (position + n).min(characters.len());
                characters.splice(position..end, new);
                n
            }
            Content::Bytes(bytes) => {
                let new = crate::text::bytes_arg(vm, &value)?;
                let n = new.len();
                bytes.resize(bytes.len().max(position), 0);
                let end = (position + n).min(bytes.len());
                bytes.splice(position..end, new);
                n
            }
        };
        stream.position.set(position + written);
        Ok(Value::from(written))
    })
}

fn close(vm: &Vm, args: &mut Args) -> PyResult {
    let this = args.this();
    let Value::Object(object) = &this else {
        return Ok(Value::None);
    };
    let Some(stream) = object.payload::<Rc<Stream>>() else {
        return Ok(Value::None);
    };
    if stream.closed.replace(true) {
        return Ok(Value::None);
    }
    save(vm, &stream)?;
    Ok(Value::None)
}

fn read_line(vm: &Vm, args: &Args) -> PyResult<Option<Value>> {
    stream(vm, args, |stream| {
        let length = line_length(stream);
        Ok((length > 0).then(|| take(stream, Some(length))))
    })
}

fn file_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("read", |vm, args| {
            let count = count_arg(vm, args)?;
            stream(vm, args, |stream| {
                if !stream.readable {
                    let class = vm.exception_class("UnsupportedOperation");
                    return Err(vm.raise_class(&class, "not readable"));
                }
                Ok(take(stream, count))
            })
        })
        .method("readline", |vm, args| {
            stream(vm, args, |stream| {
                Ok(take(stream, Some(line_length(stream))))
            })
        })
        .method("readlines", |vm, args| {
            let mut lines = Vec::new();
            while let Some(line) = read_line(vm, args)? {
                lines.push(line);
            }
            Ok(Value::list(lines))
        })
        .method("write", write)
        .method("writelines", |vm, args| {
            for line in vm.collect(&args.arg(1))? {
                write(vm, &mut Args::new(vec![args.this(), line]))?;
            }
            Ok(Value::None)
        })
        .method("getvalue", |vm, args| {
            stream(vm, args, |stream| {
                let position = stream.position.replace(0);
                let value = take(stream, None);
                stream.position.set(position);
                Ok(value)
            })
        })
        .method("seek", |vm, args| {
            let offset = vm.int_arg(&args.arg(1))?;
            let whence = args.get(2).and_then(Value::as_int).unwrap_or(0);
            stream(vm, args, |stream| {
                let length = match &*stream.content.borrow() {
                    Content::Text(characters) => characters.len(),
                    Content::Bytes(bytes) => bytes.len(),
                };
                let base = match whence {
                    1 => stream.position.get(),
                    2 => length,
                    _ => 0,
                };
                let position =
                    usize::try_from(i64::try_from(base).unwrap_or(0).saturating_add(offset))
                        .unwrap_or(0);
                stream.position.set(position);
                Ok(Value::from(position))
            })
        })
        .method("tell", |vm, args| {
            stream(vm, args, |stream| Ok(Value::from(stream.position.get())))
        })
        .method("truncate", |vm, args| {
            let size = count_arg(vm, args)?;
            stream(vm, args, |stream| {
                let size = size.unwrap_or(stream.position.get());
                match &mut *stream.content.borrow_mut() {
                    Content::Text(characters) => characters.truncate(size),
                    Content::Bytes(bytes) => bytes.truncate(size),
                }
                if let Some(target) = &stream.target {
                    target.is_dirty.set(true);
                }
                Ok(Value::from(size))
            })
        })
        .method("flush", |vm, args| {
            stream(vm, args, |stream| save(vm, stream))?;
            Ok(Value::None)
        })
        .method("readable", |vm, args| {
            stream(vm, args, |stream| Ok(Value::Bool(stream.readable)))
        })
        .method("writable", |vm, args| {
            stream(vm, args, |stream| Ok(Value::Bool(stream.writable)))
        })
        .method("seekable", |_, _| Ok(Value::Bool(true)))
        .method("isatty", |_, _| Ok(Value::Bool(false)))
        .method("close", close)
        .property(
            "closed",
            |_, args| match args.this() {
                Value::Object(object) => Ok(Value::Bool(
                    object
                        .payload::<Rc<Stream>>()
                        .is_some_and(|stream| stream.closed.get()),
                )),
                _ => Ok(Value::Bool(false)),
            },
            None,
        )
        .method("__enter__", |_, args| Ok(args.this()))
        .method("__exit__", |vm, args| {
            close(vm, args)?;
            Ok(Value::None)
        })
        .method("__iter__", |_, args| {
            let this = args.this();
            Ok(NativeIterator::new("file_iterator", move |vm| {
                read_line(vm, &Args::new(vec![this.clone()]))
            }))
        })
        .method("__next__", |vm, args| {
            read_line(vm, args)?.ok_or_else(|| vm.raise("StopIteration", ""))
        })
}

fn classes(vm: &Vm) -> Rc<StreamClasses> {
    vm.extension_or(|| {
        vm.define_exception("io", "UnsupportedOperation", &["OSError", "ValueError"]);
        build_classes(vm)
    })
}

fn build_classes(vm: &Vm) -> StreamClasses {
    StreamClasses {
        text: file_methods(ClassBuilder::new("_io", "TextIOWrapper")).build(vm),
        bytes: file_methods(ClassBuilder::new("_io", "BufferedReader")).build(vm),
        string_io: file_methods(ClassBuilder::new("_io", "StringIO"))
            .method(
                "__init__(self, initial_value='', newline=None)",
                |vm, args| {
                    if args
                        .get_or_keyword(2, "newline")
                        .is_some_and(|newline| !matches!(newline.as_str(), Some("" | "\n")))
                    {
                        return Err(vm.unsupported("`io.StringIO` with `newline`"));
                    }
                    let initial = args
                        .get_or_keyword(1, "initial_value")
                        .filter(|value| !value.is_none());
                    let characters = match initial {
                        Some(text) => vm.str_arg(&text, "initial_value")?.chars().collect(),
                        None => Vec::new(),
                    };
                    set_stream(&args.this(), Content::Text(characters));
                    Ok(Value::None)
                },
            )
            .build(vm),
        bytes_io: file_methods(ClassBuilder::new("_io", "BytesIO"))
            .method("__init__(self, initial_bytes=b'')", |vm, args| {
                let bytes = match args.get(1) {
                    Some(value) => crate::text::bytes_arg(vm, value)?,
                    None => Vec::new(),
                };
                set_stream(&args.this(), Content::Bytes(bytes));
                Ok(Value::None)
            })
            .build(vm),
    }
}

fn set_stream(this: &Value, content: Content) {
    if let Value::Object(object) = this {
        object.set_payload(Rc::new(Stream {
            content: RefCell::new(content),
            position: std::cell::Cell::new(0),
            closed: std::cell::Cell::new(false),
            target: None,
            readable: true,
            writable: true,
        }));
    }
}

/// `OSError` of an operation on a path.
pub(crate) fn os_error(vm: &Vm, error: &std::io::Error, path: &Path) -> Unwind {
    let (class, errno, text) = match error.kind() {
        std::io::ErrorKind::NotFound => ("FileNotFoundError", 2, "No such file or directory"),
        std::io::ErrorKind::PermissionDenied => ("PermissionError", 13, "Permission denied"),
        std::io::ErrorKind::AlreadyExists => ("FileExistsError", 17, "File exists"),
        std::io::ErrorKind::IsADirectory => ("IsADirectoryError", 21, "Is a directory"),
        std::io::ErrorKind::NotADirectory => ("NotADirectoryError", 20, "Not a directory"),
        _ => return vm.raise("OSError", error.to_string()),
    };
    let class = vm.exception_class(class);
    let value = vm.new_exception(&class, vec![Value::Int(errno), Value::str(text)]);
    if let Value::Object(object) = &value {
        object.set("errno", errno);
        object.set("strerror", text);
        object.set("filename", path.display().to_string());
    }
    vm.raise_value(value)
}

impl Vm {
    /// The text of a path argument: a text or an object with `__fspath__`.
    pub fn path_arg(&self, value: &Value) -> PyResult<Rc<str>> {
        if let Value::Opaque(opaque) = value {
            return Err(self.opaque_error(opaque, "a path"));
        }
        if let Some(text) = value.to_text() {
            return Ok(text);
        }
        if let Some(method) = self.special(value, names().fspath) {
            let text = self.call_special(&method, value, Vec::new())?;
            return self.str_arg(&text, "path");
        }
        if let Some(bytes) = crate::operators::bytes_of(value) {
            return Ok(Rc::from(String::from_utf8_lossy(&bytes).into_owned()));
        }
        Err(self.type_error(format!(
            "expected str, bytes or os.PathLike object, not {}",
            self.type_name(value)
        )))
    }
}

static OPEN: Signature = Signature::new(
    "open",
    "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None",
);

/// `open(file, mode)`.
pub(crate) fn open(vm: &Vm, args: &mut Args) -> PyResult {
    let bound = args.bind(vm, &OPEN)?;
    let text = vm.path_arg(&bound.get("file"))?;
    let mode = vm.str_arg(&bound.get("mode"), "mode")?;
    check_mode(vm, &mode)?;
    let newline = bound.get("newline");
    let newline = newline.as_str();
    if newline.is_some_and(|newline| !matches!(newline, "" | "\n")) {
        return Err(vm.unsupported("`open` with a `newline` of its own"));
    }
    let path = vm.system.absolute(Path::new(&*text));
    let binary = mode.contains('b');
    let writes = mode.contains(['w', 'a', 'x', '+']);
    let shown = Path::new(&*text);
    if mode.contains('x') && vm.system.is_file(&path) {
        return Err(os_error(
            vm,
            &std::io::Error::from(std::io::ErrorKind::AlreadyExists),
            shown,
        ));
    }
    if !writes && vm.system.is_dir(&path) {
        return Err(os_error(
            vm,
            &std::io::Error::from(std::io::ErrorKind::IsADirectory),
            shown,
        ));
    }
    let appends = mode.contains('a') && !mode.contains('+');
    let bytes = if appends || mode.contains('w') || mode.contains('x') {
        Vec::new()
    } else {
        match vm.system.read(&path) {
            Ok(bytes) => bytes,
            Err(_) if mode.contains('a') => Vec::new(),
            Err(error) => return Err(os_error(vm, &error, shown)),
        }
    };
    if mode.contains(['w', 'x']) {
        vm.system
            .write(&path, b"")
            .map_err(|error| os_error(vm, &error, shown))?;
    } else if mode.contains('a') {
        vm.system
            .append(&path, b"")
            .map_err(|error| os_error(vm, &error, shown))?;
    }
    let encoding = bound
        .get("encoding")
        .to_text()
        .unwrap_or_else(|| Rc::from("utf-8"));
    let errors = bound
        .get("errors")
        .to_text()
        .unwrap_or_else(|| Rc::from("strict"));
    let known = classes(vm);
    let (class, content) = if binary {
        (&known.bytes, Content::Bytes(bytes))
    } else {
        let text = crate::methods::bytes::decode_bytes(vm, &bytes, &encoding, &errors)?;
        let text = match newline {
            None => text.replace("\r\n", "\n").replace('\r', "\n"),
            Some(_) => text,
        };
        (&known.text, Content::Text(text.chars().collect()))
    };
    let length = match &content {
        Content::Text(characters) => characters.len(),
        Content::Bytes(bytes) => bytes.len(),
    };
    let object = Object::new(class);
    object.set("name", bound.get("file"));
    object.set("mode", &*mode);
    let stream = Rc::new(Stream {
        content: RefCell::new(content),
        position: std::cell::Cell::new(if mode.contains('a') { length } else { 0 }),
        closed: std::cell::Cell::new(false),
        target: writes.then(|| Target {
            system: vm.system.clone(),
            path,
            encoding,
            errors,
            appends,
            is_dirty: std::cell::Cell::new(false),
        }),
        readable: mode.contains(['r', '+']),
        writable: writes,
    });
    if writes {
        let open = vm.extension_or(OpenFiles::default);
        let mut open = open.0.borrow_mut();
        open.retain(|stream| stream.strong_count() > 0);
        open.push(Rc::downgrade(&stream));
    }
    object.set_payload(stream);
    Ok(Value::Object(object))
}

/// One of `r`, `w`, `a` and `x`, with `b` or `t` and `+`.
fn check_mode(vm: &Vm, mode: &str) -> PyResult<()> {
    let count = |letters: &str| mode.chars().filter(|c| letters.contains(*c)).count();
    if mode.chars().any(|c| !"rwaxbt+".contains(c))
        || mode.chars().any(|c| count(&c.to_string()) > 1)
    {
        return Err(vm.value_error(format!("invalid mode: '{mode}'")));
    }
    if count("bt") > 1 {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    if count("rwax") == 0 {
        return Err(vm.value_error(
            "Must have exactly one of create/read/write/append mode and at most one plus",
        ));
    }
    if count("rwax") != 1 {
        return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
    }
    Ok(())
}

pub(crate) fn load(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = crate::stdlib::module("io", &[("open", open)]);
    let known = classes(vm);
    module.set("StringIO", known.string_io.clone());
    module.set("BytesIO", known.bytes_io.clone());
    module.set("TextIOWrapper", known.text.clone());
    module.set("BufferedReader", known.bytes.clone());
    let base = ClassBuilder::new("io", "IOBase").build(vm);
    for name in ["IOBase", "TextIOBase", "RawIOBase", "BufferedIOBase"] {
        module.set(name, base.clone());
    }
    module.set("DEFAULT_BUFFER_SIZE", 8192);
    module.set(
        "UnsupportedOperation",
        vm.exception_class("UnsupportedOperation"),
    );
    module.set("SEEK_SET", 0);
    module.set("SEEK_CUR", 1);
    module.set("SEEK_END", 2);
    Ok(module)
}
