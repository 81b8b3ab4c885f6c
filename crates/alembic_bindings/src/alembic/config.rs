//! `alembic.config.Config` as `env.py` sees it.

use std::rc::Rc;

use alembic_config::paths::PathList;
use alembic_config::{CommandOptions, Config, ConfigError, OptionValue};
use alembic_python::{
    Args, Class, ClassBuilder, Dict, NativeFunction, Object, PyResult, Unwind, Value, Vm,
};

use indexmap::IndexMap;

use crate::alembic::file_config;
use crate::support::{attr, call_method, raise, text, this};

struct ConfigClass(Rc<Class>);

/// The class `Config`.
pub(crate) fn class(vm: &Vm) -> Rc<Class> {
    if let Some(found) = vm.extension::<ConfigClass>() {
        return found.0.clone();
    }
    let class = ClassBuilder::new("alembic.config", "Config")
        .init(construct)
        .method("get_main_option", |vm, args| {
            let config = config(vm, &args.this())?;
            let name = text(vm, &argument(args, 1, "name"), "option name")?;
            let default = argument(args, 2, "default");
            Ok(config
                .main_option(&name)
                .map_err(|error| failure(vm, &error))?
                .map_or(default, Value::from))
        })
        .method("get_alembic_option", |vm, args| {
            let config = config(vm, &args.this())?;
            let name = text(vm, &argument(args, 1, "name"), "option name")?;
            let default = argument(args, 2, "default");
            Ok(config
                .alembic_text(&name)
                .map_err(|error| failure(vm, &error))?
                .map_or(default, Value::from))
        })
        .method("get_section_option", |vm, args| {
            let config = config(vm, &args.this())?;
            let section = text(vm, &argument(args, 1, "section"), "section")?;
            let name = text(vm, &argument(args, 2, "name"), "option name")?;
            let default = argument(args, 3, "default");
            Ok(config
                .section_option(&section, &name)
                .map_err(|error| failure(vm, &error))?
                .map_or(default, Value::from))
        })
        .method("get_section", |vm, args| {
            let config = config(vm, &args.this())?;
            let name = text(vm, &argument(args, 1, "name"), "section")?;
            let default = argument(args, 2, "default");
            match config.section(&name).map_err(|error| failure(vm, &error))? {
                Some(section) => Ok(to_dict(section)),
                None => Ok(default),
            }
        })
        .method("set_main_option", |vm, args| {
            let config = config(vm, &args.this())?;
            let name = text(vm, &argument(args, 1, "name"), "option name")?;
            let value = argument(args, 2, "value");
            vm.require_concrete(&value, &format!("the value of the option `{name}`"))?;
            let value = text(vm, &value, "option value")?;
            set(vm, args, &config, &config.ini_section(), &name, &value)
        })
        .method("set_section_option", |vm, args| {
            let config = config(vm, &args.this())?;
            let section = text(vm, &argument(args, 1, "section"), "section")?;
            let name = text(vm, &argument(args, 2, "name"), "option name")?;
            let value = argument(args, 3, "value");
            vm.require_concrete(&value, &format!("the value of the option `{name}`"))?;
            let value = text(vm, &value, "option value")?;
            set(vm, args, &config, &section, &name, &value)
        })
        .method("remove_main_option", |vm, args| {
            let config = config(vm, &args.this())?;
            let name = text(vm, &argument(args, 1, "name"), "option name")?;
            let section = config.ini_section();
            if let Some(parser) = file_config::known(&args.this()) {
                let names = vec![Value::from(section), Value::from(name)];
                return call_method(vm, &parser, "remove_option", names).map(|_| Value::None);
            }
            config
                .remove_main_option(&name)
                .map_err(|error| failure(vm, &error))?;
            Ok(Value::None)
        })
        .method("get_alembic_boolean_option", |vm, args| {
            let config = config(vm, &args.this())?;
            let name = text(vm, &argument(args, 1, "name"), "option name")?;
            config
                .boolean_option(&name)
                .map(Value::Bool)
                .map_err(|error| failure(vm, &error))
        })
        .method("get_version_locations_list", |vm, args| {
            let config = config(vm, &args.this())?;
            paths(vm, config.version_locations())
        })
        .method("get_prepend_sys_paths_list", |vm, args| {
            let config = config(vm, &args.this())?;
            paths(vm, config.prepend_sys_paths())
        })
        .method("get_hooks_list", |vm, args| {
            let hooks = config(vm, &args.this())?
                .hooks()
                .map_err(|error| failure(vm, &error))?;
            Ok(Value::list(hooks.into_iter().map(to_dict).collect()))
        })
        .method("get_template_directory", |vm, _| {
            Err(vm.unsupported(
                "Config.get_template_directory(): the templates are part of the binary",
            ))
        })
        .method("print_stdout", |vm, args| {
            let is_quiet = config(vm, &args.this())?.options.values.get("quiet")
                == Some(&OptionValue::Bool(true));
            let line = vm.str(&args.arg(1))?;
            let values = Value::tuple(args.positional.iter().skip(2).cloned().collect());
            let line = call_method(vm, &Value::str(&*line), "__mod__", vec![values])?;
            if !is_quiet {
                vm.write_stdout(&format!("{}\n", vm.str(&line)?));
            }
            Ok(Value::None)
        })
        .property(
            "config_file_name",
            |vm, args| {
                let config = config(vm, &args.this())?;
                Ok(Value::from(config.config_file_name.clone()))
            },
            None,
        )
        .property(
            "toml_file_name",
            |vm, args| {
                let config = config(vm, &args.this())?;
                Ok(Value::from(config.toml_file_name.clone()))
            },
            None,
        )
        .property(
            "toml_alembic_config",
            |vm, args| {
                let config = config(vm, &args.this())?;
                vm.toml_table(config.toml().map_err(|error| failure(vm, &error))?)
            },
            None,
        )
        .property(
            "config_args",
            |vm, args| {
                let config = config(vm, &args.this())?;
                let ini = config.ini().map_err(|error| failure(vm, &error))?.borrow();
                let here = ini.raw_values().0.swap_remove("here");
                Ok(to_dict(
                    here.map(|here| ("here".to_owned(), here))
                        .into_iter()
                        .collect(),
                ))
            },
            None,
        )
        .property(
            "messaging_opts",
            |vm, args| {
                let is_quiet = config(vm, &args.this())?.options.flag("quiet");
                let class = attr(vm, &vm.import("alembic.util")?, "immutabledict")?;
                let values = Dict::from_pairs([("quiet", Value::Bool(is_quiet))]);
                vm.call(&class, vec![Value::Dict(values)])
            },
            None,
        )
        .property(
            "stdout",
            |vm, _| attr(vm, &vm.import("sys")?, "stdout"),
            None,
        )
        .property("output_buffer", |_, _| Ok(Value::None), None)
        .property(
            "config_ini_section",
            |vm, args| Ok(Value::str(config(vm, &args.this())?.ini_section())),
            Some(|vm, args| {
                let section = text(vm, &args.arg(1), "section")?;
                config(vm, &args.this())?.set_ini_section(&section);
                Ok(Value::None)
            }),
        )
        .property(
            "cmd_opts",
            |vm, args| {
                let object = this(vm, args)?;
                if let Some(found) = object.get("_cmd_opts") {
                    return Ok(found);
                }
                let made = command_options(vm, &*config(vm, &args.this())?)?;
                object.set("_cmd_opts", made.clone());
                Ok(made)
            },
            None,
        )
        .property(
            "file_config",
            |vm, args| {
                let object = this(vm, args)?;
                let config = config(vm, &args.this())?;
                let ini = config.ini().map_err(|error| failure(vm, &error))?;
                file_config::of(vm, &object, ini)
            },
            None,
        )
        .build(vm);
    vm.set_extension(Rc::new(ConfigClass(class.clone())));
    class
}

fn to_dict(values: IndexMap<String, String>) -> Value {
    let out = Dict::new();
    for (key, value) in values {
        out.set_str(&key, Value::from(value));
    }
    Value::Dict(out)
}

fn paths(vm: &Vm, found: Result<PathList, ConfigError>) -> PyResult {
    let found = found.map_err(|error| failure(vm, &error))?;
    if let Some(message) = found.deprecation {
        vm.warn("DeprecationWarning", message)?;
    }
    Ok(found.paths.map_or(Value::None, |paths| {
        Value::list(paths.into_iter().map(Value::from).collect())
    }))
}

/// An argument by position or name; `None` if missing.
fn argument(args: &Args, position: usize, name: &str) -> Value {
    args.get_or_keyword(position, name).unwrap_or(Value::None)
}

/// Sets an option, through `file_config` where the program has asked for that.
fn set(vm: &Vm, args: &Args, config: &Config, section: &str, name: &str, value: &str) -> PyResult {
    if let Some(parser) = file_config::known(&args.this()) {
        file_config::set(vm, &parser, section, name, value)?;
    } else {
        config
            .set_section_option(section, name, value)
            .map_err(|error| failure(vm, &error))?;
    }
    Ok(Value::None)
}

/// A configuration object.
pub fn config_object(vm: &Vm, config: Rc<Config>) -> Value {
    let object = Object::with_payload(&class(vm), config);
    object.set("attributes", Value::Dict(Dict::new()));
    Value::Object(object)
}

/// `Config(file_, toml_file, ini_section, output_buffer, stdout, cmd_opts, config_args, attributes)`.
fn construct(vm: &Vm, args: &mut Args) -> PyResult {
    const NAMES: &[&str] = &[
        "file_",
        "toml_file",
        "ini_section",
        "output_buffer",
        "stdout",
        "cmd_opts",
        "config_args",
        "attributes",
    ];
    let unknown = args
        .keywords
        .iter()
        .map(|(name, _)| name.text())
        .find(|name| !NAMES.contains(&&**name));
    if let Some(name) = unknown {
        return Err(vm.type_error(format!(
            "Config.__init__() got an unexpected keyword argument '{name}'"
        )));
    }
    let mut given = NAMES
        .iter()
        .enumerate()
        .map(|(at, name)| argument(args, at + 1, name));
    let mut next = || given.next().unwrap_or(Value::None);
    let (file, toml_file, section) = (next(), next(), next());
    let (output, stdout, options, values, attributes) = (next(), next(), next(), next(), next());
    let standard = attr(vm, &vm.import("sys")?, "stdout")?;
    let refused = [
        ("output_buffer", !output.is_none()),
        ("stdout", !(stdout.is_none() || stdout.is(&standard))),
        ("cmd_opts", !options.is_none()),
        (
            "config_args",
            values.as_dict().is_some_and(|values| !values.is_empty()),
        ),
    ];
    if let Some((name, _)) = refused.iter().find(|(_, is_given)| *is_given) {
        return Err(vm.unsupported(format!("`{name}=` of a Config made in Python")));
    }
    let path = |value: &Value| -> PyResult<Option<String>> {
        match value {
            Value::None => Ok(None),
            other => Ok(Some(vm.str(other)?.to_string())),
        }
    };
    let section = match section {
        Value::None => "alembic".to_owned(),
        other => text(vm, &other, "ini_section")?,
    };
    let made = Config::new(
        vm.system.clone(),
        vm.sources.clone(),
        path(&file)?,
        path(&toml_file)?,
        section,
        CommandOptions::default(),
    );
    if let Value::Object(object) = args.this() {
        object.set_payload(Rc::new(made));
        let own = Dict::new();
        if let Some(given) = attributes.as_dict() {
            own.update(vm, given)?;
        }
        object.set("attributes", Value::Dict(own));
    }
    Ok(Value::None)
}

fn config(vm: &Vm, value: &Value) -> PyResult<Rc<Config>> {
    match value {
        Value::Object(object) => match object.payload::<Rc<Config>>() {
            Some(found) => {
                if let Some(parser) = file_config::known(value) {
                    let ini = found.ini().map_err(|error| failure(vm, &error))?;
                    file_config::read_back(vm, &parser, ini)?;
                }
                Ok(found.clone())
            }
            None => Err(vm.unsupported("a Config that the project's code made itself")),
        },
        other => Err(vm.type_error(format!("a Config is needed, not {}", vm.type_name(other)))),
    }
}

fn failure(vm: &Vm, error: &ConfigError) -> Unwind {
    match error {
        ConfigError::Command { message } => command_error(vm, message),
        // `configparser.X` is an exception of that module, the others are builtins.
        other => {
            let class = match other.type_name().rsplit_once('.') {
                Some((module, name)) => {
                    vm.import(module).and_then(|module| attr(vm, &module, name))
                }
                None => Ok(Value::Class(vm.exception_class(other.type_name()))),
            };
            match class {
                Ok(Value::Class(class)) => {
                    let text = Value::str(other.to_string());
                    let error = vm.new_exception(&class, vec![text.clone()]);
                    if let Value::Object(object) = &error {
                        // `str()` of the exceptions of `configparser`.
                        object.set("message", text);
                    }
                    vm.raise_value(error)
                }
                _ => vm.raise("ValueError", other.to_string()),
            }
        }
    }
}

/// `alembic.util.CommandError`.
pub fn command_error(vm: &Vm, message: impl AsRef<str>) -> Unwind {
    let class = vm
        .import("alembic.util.exc")
        .and_then(|module| attr(vm, &module, "CommandError"));
    match class {
        Ok(Value::Class(class)) => raise(vm, &class, message),
        Ok(_) => vm.raise("RuntimeError", message),
        Err(error) => error,
    }
}

/// `argparse.Namespace` of the command line.
/// The parameters of a function of `alembic.command` that come from positional arguments and from options.
fn parameters(command: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match command {
        "revision" => (
            &[],
            &[
                "message",
                "autogenerate",
                "sql",
                "head",
                "splice",
                "branch_label",
                "version_path",
                "rev_id",
                "depends_on",
                "process_revision_directives",
            ],
        ),
        "upgrade" | "downgrade" => (&["revision"], &["sql", "tag"]),
        "stamp" => (&["revisions"], &["sql", "tag", "purge"]),
        "merge" => (
            &["revisions"],
            &["message", "branch_label", "rev_id", "splice"],
        ),
        "current" => (&[], &["check_heads", "verbose"]),
        "history" => (&[], &["rev_range", "verbose", "indicate_current"]),
        "heads" => (&[], &["verbose", "resolve_dependencies"]),
        "branches" => (&[], &["verbose"]),
        "show" | "edit" => (&["rev"], &[]),
        "ensure_version" => (&[], &["sql"]),
        "init" => (&["directory"], &["template", "package"]),
        _ => (&[], &[]),
    }
}

/// A command that is called from `env.py`: it would run `env.py` again, which is running.
pub(crate) fn refused_command(name: &'static str) -> Value {
    NativeFunction::closure(name, move |vm, _| {
        Err(vm.unsupported(format!(
            "a call of `alembic.command.{name}()` from `env.py`"
        )))
    })
}

/// `cmd_opts.cmd`: the function of `alembic.command` and the names of its parameters.
fn command_entry(command: &str) -> Value {
    let (positional, keywords) = parameters(command);
    let names = |names: &[&str]| Value::list(names.iter().map(Value::str).collect());
    let function = NativeFunction::new(command, |vm, _| {
        Err(vm.unsupported("a call of a function of `alembic.command` from `env.py`"))
    });
    Value::tuple(vec![function, names(positional), names(keywords)])
}

fn command_options(vm: &Vm, config: &Config) -> PyResult {
    let class = attr(vm, &vm.import("types")?, "SimpleNamespace")?;
    let mut keywords = Vec::new();
    for (name, value) in &config.options.values {
        let value = match value {
            OptionValue::None => Value::None,
            OptionValue::Bool(flag) => Value::Bool(*flag),
            OptionValue::Text(text) => Value::str(text),
            OptionValue::List(list) => Value::list(list.iter().map(Value::str).collect()),
        };
        keywords.push((name.as_str().into(), value));
    }
    if !config.options.command.is_empty() {
        keywords.push(("cmd".into(), command_entry(&config.options.command)));
    }
    crate::support::call_with(vm, &class, Vec::new(), keywords)
}
