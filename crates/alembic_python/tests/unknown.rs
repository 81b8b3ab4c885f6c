//! What evaluation does with modules and values that it does not know.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{ClassBuilder, Unwind, Value, Vm};
use alembic_source::{MemorySystem, SourceMap};

struct Project {
    vm: Rc<Vm>,
    out: Rc<RefCell<String>>,
}

fn project(files: &[(&str, &str)]) -> Project {
    let system = MemorySystem::default();
    for (path, text) in files {
        system.add_file(format!("/project/{path}"), text);
    }
    let vm = Vm::new(Rc::new(system), Rc::new(SourceMap::default()));
    vm.sys_path.push("/project".into());
    let out = Rc::new(RefCell::new(String::new()));
    let sink = out.clone();
    vm.set_stdout(move |text| sink.borrow_mut().push_str(text));
    Project { vm, out }
}

impl Project {
    fn run(&self) -> Result<String, Unwind> {
        self.vm.run_file("/project/env.py".as_ref(), "env_py")?;
        Ok(self.out.borrow().clone())
    }

    fn construct(&self) -> String {
        self.run()
            .unwrap_err()
            .unsupported()
            .unwrap()
            .construct
            .clone()
    }
}

#[test]
fn unknown_packages_are_opaque() {
    let project = project(&[
        (
            "env.py",
            "from app import A\nprint(A.x, A().anything is None or True)\n",
        ),
        (
            "app.py",
            "import fastapi\nfrom pydantic import BaseModel\napp = fastapi.FastAPI(title='x')\n\
             @app.get('/')\ndef index(): pass\nclass A(BaseModel):\n    x: int = 1\n",
        ),
    ]);
    assert!(project.construct().contains("a branch"));
}

#[test]
fn an_unknown_call_that_gets_a_function_of_env_py_is_refused() {
    let project = project(&[("env.py", "import lib\n@lib.retry\ndef run(): pass\nrun()\n")]);
    assert!(project.construct().contains("a function of the project"));
}

#[test]
fn a_branch_on_an_unknown_value_is_refused() {
    let project = project(&[("env.py", "import lib\nif lib.flag:\n    print(1)\n")]);
    assert_eq!(project.construct(), "a branch that depends on `lib.flag`");
}

#[test]
fn a_loop_over_an_unknown_value_is_refused_but_a_comprehension_is_unknown() {
    let project = project(&[(
        "env.py",
        "import lib\nx = [i for i in lib.items]\nprint('ok')\nfor i in lib.items: pass\n",
    )]);
    assert_eq!(project.construct(), "a loop that depends on `lib.items`");
    assert_eq!(&*project.out.borrow(), "ok\n");
}

#[test]
fn a_missing_module_of_the_project_is_an_error() {
    let project = project(&[
        ("app/__init__.py", ""),
        (
            "env.py",
            "try:\n    import app.missing\nexcept ModuleNotFoundError as e:\n    print(e)\n",
        ),
    ]);
    assert_eq!(project.run().unwrap(), "No module named 'app.missing'\n");
}

#[test]
fn a_known_environment_decides_what_is_missing() {
    let project = project(&[(
        "env.py",
        "try:\n    import orjson\nexcept ImportError:\n    orjson = None\nprint(orjson)\n",
    )]);
    project.vm.set_site_packages(vec!["/site".into()]);
    assert_eq!(project.run().unwrap(), "None\n");
}

#[test]
fn packages_of_the_environment_are_evaluated_when_they_are_a_base() {
    let system_files = [
        (
            "env.py",
            "from lib import Base, broken\nclass A(Base): pass\nprint(A().hello(), A.__mro__[1].__module__)\n",
        ),
        (
            "site/lib/__init__.py",
            "import os\nfrom .base import Base\nbroken = os.fork()\n",
        ),
        (
            "site/lib/base.py",
            "class Base:\n    def hello(self): return 'hello'\n",
        ),
    ];
    let project = project(&system_files);
    project.vm.set_site_packages(vec!["/project/site".into()]);
    assert_eq!(project.run().unwrap(), "hello lib.base\n");
}

#[test]
fn statements_of_imported_modules_that_cannot_be_followed_are_skipped_and_reported() {
    let project = project(&[
        (
            "app.py",
            "import subprocess\nversion = subprocess.run(['git'])\nname = 'x'\n",
        ),
        (
            "env.py",
            "import app\nprint(app.name)\napp.version + 1\nif app.version: pass\n",
        ),
    ]);
    assert!(project.construct().contains("`app.version`"));
    let incomplete = project.vm.incomplete();
    assert_eq!(incomplete.len(), 1);
    assert_eq!(incomplete[0].module, "app");
    assert_eq!(incomplete[0].names, ["version"]);
    assert_eq!(incomplete[0].reason.construct, "subprocess.run");
    assert_eq!(&*project.out.borrow(), "x\n");
}

#[test]
fn the_place_is_in_the_users_file() {
    let project = project(&[("env.py", "import subprocess\n\nsubprocess.run(['git'])\n")]);
    let unwind = project.run().unwrap_err();
    let place = project.vm.sources.locate(unwind.span().unwrap());
    assert_eq!(place, "/project/env.py:3:1");
}

#[test]
fn python_code_cannot_catch_a_limit() {
    let project = project(&[(
        "env.py",
        "import subprocess\ntry:\n    subprocess.run(['git'])\nexcept BaseException:\n    print('caught')\n",
    )]);
    assert_eq!(project.construct(), "subprocess.run");
}

#[test]
fn subclass_hooks_see_finished_classes() {
    let project = project(&[(
        "env.py",
        "from hooks import Base\nclass A(Base, tag=1):\n    x: int = 5\nclass B(A): pass\n",
    )]);
    project.vm.register_module("hooks", |vm| {
        let module = alembic_python::Module::new("hooks");
        let base = ClassBuilder::new("hooks", "Base")
            .on_subclass(|vm, class, keywords| {
                let names: Vec<String> = class
                    .annotations()
                    .iter()
                    .map(|(name, _)| name.to_string())
                    .collect();
                vm.write_stdout(&format!("{} {names:?} {}\n", class.name(), keywords.len()));
                Ok(())
            })
            .build(vm);
        module.set("Base", Value::Class(base));
        Ok(module)
    });
    assert_eq!(project.run().unwrap(), "A [\"x\"] 1\nB [] 0\n");
}

#[test]
fn tracebacks_name_every_frame() {
    let project = project(&[(
        "env.py",
        "def f():\n    g()\ndef g():\n    raise ValueError('x')\nf()\n",
    )]);
    let Unwind::Exception(raised) = project.run().unwrap_err() else {
        unreachable!()
    };
    let text = alembic_python::format_traceback(&project.vm.sources, &raised.traceback);
    assert_eq!(
        text,
        "Traceback (most recent call last):\n  File \"/project/env.py\", line 5, in <module>\n    f()\n  \
         File \"/project/env.py\", line 2, in f\n    g()\n  File \"/project/env.py\", line 4, in g\n    \
         raise ValueError('x')\n"
    );
}

#[test]
fn syntax_errors_have_a_place() {
    let project = project(&[("env.py", "x = 1\ny = = 2\n")]);
    let unwind = project.run().unwrap_err();
    assert!(unwind.is_exception("SyntaxError"));
    assert_eq!(
        project.vm.sources.locate(unwind.span().unwrap()),
        "/project/env.py:2:5"
    );
}

#[test]
fn recursion_ends_before_the_stack_does() {
    let run = || {
        let sources = Rc::new(SourceMap::default());
        let vm = Vm::new(Rc::new(alembic_source::OsSystem), sources);
        let module = alembic_python::Module::new("m");
        let code =
            "def f(n): return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError:\n    ok = True\n";
        vm.exec_block(code, &module).unwrap();
        module.get("ok").is_some()
    };
    for size in [512 * 1024, 2 * 1024 * 1024, 64 * 1024 * 1024] {
        let thread = std::thread::Builder::new()
            .stack_size(size)
            .spawn(run)
            .unwrap();
        assert!(thread.join().unwrap());
    }
}

#[test]
fn what_only_the_classes_of_cpython_have_is_a_limit_and_no_missing_attribute() {
    for (source, construct) in [
        ("hasattr([], '__imul__')", "`list.__imul__`"),
        (
            "from decimal import Decimal\nDecimal(1).fma(2, 3)",
            "`decimal.Decimal.fma`",
        ),
        (
            "class A(dict): pass\ngetattr(A(), '__ior__', None)",
            "`dict.__ior__`",
        ),
    ] {
        assert_eq!(project(&[("env.py", source)]).construct(), construct);
    }
    let project = project(&[("env.py", "print(hasattr([], 'frobnicate'))")]);
    assert_eq!(project.run().unwrap(), "False\n");
}

#[test]
fn lone_surrogates_are_a_limit() {
    for source in [
        "x = '\\ud800'",
        "y = 1\nx = f'{y}\\uDFFF'",
        "import json\njson.loads('\"\\\\ud800\"')",
        "chr(0xd800)",
        "'a'.translate({97: 0xd800})",
    ] {
        let construct = project(&[("env.py", source)]).construct();
        assert!(
            construct.starts_with("a lone surrogate"),
            "{source}: {construct}"
        );
    }
    let project = project(&[("env.py", "print(len(r'\\ud800'), ascii('\\ufffd'))")]);
    assert_eq!(project.run().unwrap(), "6 '\\ufffd'\n");
}
