//! `sys`.

use std::cell::RefCell;
use std::rc::Rc;

use crate::class_builder::ClassBuilder;
use crate::error::PyResult;
use crate::module::Module;
use crate::object::Object;
use crate::symbol::names;
use crate::value::Value;
use crate::vm::Vm;

/// The module object and the real standard streams.
struct SysState {
    module: Rc<Module>,
    stdout: Value,
    redirected: RefCell<bool>,
}

/// The object that `print` writes to if the program replaced `sys.stdout`.
pub(crate) fn redirected_stdout(vm: &Vm) -> Option<Value> {
    let state = vm.extension::<SysState>()?;
    let current = state.module.get("stdout")?;
    let replaced = !current.is(&state.stdout) && !current.is_none();
    *state.redirected.borrow_mut() = replaced;
    replaced.then_some(current)
}

fn stream(vm: &Vm, name: &'static str, write: fn(&Vm, &str)) -> Value {
    let class = ClassBuilder::new("io", "TextIOWrapper")
        .method_closure("write", move |vm, args| {
            let text = vm.str_arg(&args.arg(1), "write() argument")?;
            write(vm, &text);
            Ok(Value::from(text.chars().count()))
        })
        .method_closure("writelines", move |vm, args| {
            for line in vm.collect(&args.arg(1))? {
                write(vm, &vm.str_arg(&line, "line")?);
            }
            Ok(Value::None)
        })
        .method("flush", |_, _| Ok(Value::None))
        .method("isatty", |_, _| Ok(Value::Bool(false)))
        .method("fileno", |vm, _| Err(vm.unsupported("a file descriptor")))
        .method("reconfigure", |_, _| Ok(Value::None))
        .method("close", |_, _| Ok(Value::None))
        .build(vm);
    let object = Object::new(&class);
    object.set("name", name);
    object.set("encoding", "utf-8");
    object.set("errors", "strict");
    object.set("mode", "w");
    object.set("closed", false);
    Value::Object(object)
}

pub(crate) fn load(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("sys");
    let stdout = stream(vm, "<stdout>", super::super::vm::Vm::write_stdout);
    let stderr = stream(vm, "<stderr>", super::super::vm::Vm::write_stderr);
    module.set("stdout", stdout.clone());
    module.set("__stdout__", stdout.clone());
    module.set("stderr", stderr.clone());
    module.set("__stderr__", stderr);
    module.set("stdin", stream(vm, "<stdin>", |_, _| {}));
    module.set("path", Value::List(vm.sys_path.clone()));
    module.set("argv", Value::List(vm.sys_argv.clone()));
    module.set("modules", Value::Dict(vm.sys_modules.clone()));
    module.set(
        "platform",
        std::env::consts::OS
            .replace("macos", "darwin")
            .replace("windows", "win32"),
    );
    module.set("byteorder", "little");
    module.set("maxsize", i64::MAX);
    module.set("maxunicode", 0x10_ffff);
    module.set("version", "3.13.0 (alembic-rs)");
    module.set("hexversion", 0x030d_00f0_i64);
    module.set("executable", "python3");
    module.set("prefix", "/usr");
    module.set("base_prefix", "/usr");
    module.set("exec_prefix", "/usr");
    module.set("dont_write_bytecode", true);
    module.set("meta_path", Value::list(Vec::new()));
    module.set("path_hooks", Value::list(Vec::new()));
    module.set("warnoptions", Value::list(Vec::new()));
    let flags = Object::new(&vm.types.object);
    for name in [
        "debug",
        "inspect",
        "interactive",
        "optimize",
        "no_user_site",
        "no_site",
        "ignore_environment",
        "verbose",
        "bytes_warning",
        "quiet",
        "isolated",
        "utf8_mode",
        "warn_default_encoding",
    ] {
        flags.set(name, 0);
    }
    flags.set("dev_mode", false);
    module.set("flags", Value::Object(flags));
    module.set("base_exec_prefix", "/usr");
    module.set(
        "stdlib_module_names",
        Value::FrozenSet(crate::dict::Set::new()),
    );
    module.set("builtin_module_names", Value::tuple(Vec::new()));
    module.set("tracebacklimit", 1000);
    let version = version_info(vm);
    module.set("version_info", version.clone());
    let implementation = Object::new(&vm.types.object);
    implementation.set("name", "cpython");
    implementation.set("version", version);
    implementation.set("cache_tag", "cpython-313");
    module.set("implementation", Value::Object(implementation));
    let functions: &[(&str, crate::function::NativeFn)] = &[
        ("exit(status=None, /)", |vm, args| {
            Err(crate::builtins::functions::system_exit(vm, args.arg(0)))
        }),
        ("exc_info(/)", |vm, _| {
            let current = vm.handled.borrow().last().cloned();
            Ok(match current {
                Some(error) => {
                    let class = Value::Class(vm.type_of(&error));
                    let traceback = vm
                        .getattr_opt(&error, names().traceback)?
                        .unwrap_or(Value::None);
                    Value::tuple(vec![class, error, traceback])
                }
                None => Value::tuple(vec![Value::None, Value::None, Value::None]),
            })
        }),
        ("exception(/)", |vm, _| {
            Ok(vm.handled.borrow().last().cloned().unwrap_or(Value::None))
        }),
        ("getrecursionlimit(/)", |vm, _| {
            Ok(Value::from(vm.recursion_limit.get()))
        }),
        ("setrecursionlimit(limit, /)", |vm, args| {
            // Our own stack may be smaller than the program hopes; the check of the stack stays.
            let limit = usize::try_from(vm.int_arg(&args.arg(0))?).unwrap_or(1000);
            vm.recursion_limit.set(limit);
            Ok(Value::None)
        }),
        ("getdefaultencoding(/)", |_, _| Ok(Value::str("utf-8"))),
        ("getfilesystemencoding(/)", |_, _| Ok(Value::str("utf-8"))),
        ("intern(string, /)", |_, args| Ok(args.arg(0))),
        ("getsizeof", |vm, _| Err(vm.unsupported("sys.getsizeof"))),
        (
            "getrefcount",
            |vm, _| Err(vm.unsupported("sys.getrefcount")),
        ),
        ("settrace(function, /)", |_, _| Ok(Value::None)),
        ("gettrace(/)", |_, _| Ok(Value::None)),
        ("_getframe(depth=0, /)", get_frame),
        ("is_finalizing(/)", |_, _| Ok(Value::Bool(false))),
    ];
    for (name, body) in functions {
        module.set_function(name, *body);
    }
    vm.set_extension(Rc::new(SysState {
        module: module.clone(),
        stdout,
        redirected: RefCell::new(false),
    }));
    Ok(module)
}

/// The version that programs see.
const VERSION: (i64, i64, i64) = (3, 13, 0);

fn version_info(vm: &Vm) -> Value {
    let items = Value::tuple(vec![
        Value::Int(VERSION.0),
        Value::Int(VERSION.1),
        Value::Int(VERSION.2),
        Value::str("final"),
        Value::Int(0),
    ]);
    let class = ClassBuilder::new("sys", "version_info")
        .base(&vm.types.tuple)
        .build(vm);
    let object = Object::with_builtin(&class, items);
    object.set("major", VERSION.0);
    object.set("minor", VERSION.1);
    object.set("micro", VERSION.2);
    object.set("releaselevel", "final");
    object.set("serial", 0);
    Value::Object(object)
}

/// Frames from the outermost to the one that is shown.
struct FrameView(Vec<Rc<crate::interp::frame::FrameState>>);

struct FrameClass(Rc<crate::class::Class>);

fn shown<R>(
    vm: &Vm,
    args: &crate::args::Args,
    run: impl FnOnce(
        &Rc<crate::interp::frame::FrameState>,
        &[Rc<crate::interp::frame::FrameState>],
    ) -> PyResult<R>,
) -> PyResult<R> {
    let this = args.this();
    let frames = match &this {
        Value::Object(object) => object
            .payload::<FrameView>()
            .map(|view| view.0.clone())
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    match frames.split_last() {
        Some((last, outer)) => run(last, outer),
        None => Err(vm.type_error("descriptor requires a frame")),
    }
}

fn frame_class(vm: &Vm) -> Rc<crate::class::Class> {
    vm.extension_or(|| {
        FrameClass(
            ClassBuilder::new("builtins", "frame")
                .property(
                    "f_globals",
                    |vm, args| {
                        shown(vm, args, |frame, _| {
                            Ok(crate::builtins::namespace::module_dict(
                                vm,
                                &frame.environment.module,
                            ))
                        })
                    },
                    None,
                )
                .property(
                    "f_locals",
                    |vm, args| {
                        shown(vm, args, |frame, _| {
                            Ok(crate::builtins::namespace::locals_of(vm, frame))
                        })
                    },
                    None,
                )
                .property(
                    "f_code",
                    |vm, args| {
                        shown(vm, args, |frame, _| {
                            let code = Object::new(&vm.types.code);
                            code.set("co_name", Value::Str(frame.function.clone()));
                            code.set("co_qualname", Value::Str(frame.qualname.clone()));
                            let file = vm.sources.get(frame.environment.file);
                            let path = file
                                .map_or_else(String::new, |file| file.path.display().to_string());
                            code.set("co_filename", path);
                            Ok(Value::Object(code))
                        })
                    },
                    None,
                )
                .property(
                    "f_lineno",
                    |vm, args| {
                        shown(vm, args, |frame, _| {
                            let span = frame.span();
                            let file = vm.sources.get(span.file);
                            Ok(file.map_or(Value::None, |file| {
                                Value::from(file.line_column(span.start).line)
                            }))
                        })
                    },
                    None,
                )
                .property(
                    "f_back",
                    |vm, args| {
                        shown(vm, args, |_, outer| {
                            Ok(if outer.is_empty() {
                                Value::None
                            } else {
                                frame_object(vm, outer.to_vec())
                            })
                        })
                    },
                    None,
                )
                .build(vm),
        )
    })
    .0
    .clone()
}

fn frame_object(vm: &Vm, frames: Vec<Rc<crate::interp::frame::FrameState>>) -> Value {
    Value::Object(Object::with_payload(&frame_class(vm), FrameView(frames)))
}

fn get_frame(vm: &Vm, args: &mut crate::args::Args) -> PyResult {
    let depth = match args.get(0) {
        Some(depth) => usize::try_from(vm.int_arg(depth)?).unwrap_or(0),
        None => 0,
    };
    let mut frames = vm.frames.borrow().clone();
    if depth >= frames.len() {
        return Err(vm.value_error("call stack is not deep enough"));
    }
    frames.truncate(frames.len() - depth);
    Ok(frame_object(vm, frames))
}
