//! Modules that wait: what is evaluated, when, and in which order.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{Module, PyResult, Unwind, Vm};
use alembic_source::{MemorySystem, SourceMap};

/// The names that `declare` was called with, in order.
#[derive(Default)]
struct Declared(RefCell<Vec<String>>);

/// `lib.declare(name)` notes the name: what SQLAlchemy's classes do with their `MetaData`.
fn lib(vm: &Vm) -> PyResult<Rc<Module>> {
    let _ = vm;
    let module = Module::new("lib");
    module.set_function("declare", |vm, args| {
        let declared = vm.extension_or(Declared::default);
        let name = args.arg(0);
        declared.0.borrow_mut().push(vm.str(&name)?.to_string());
        Ok(name)
    });
    Ok(module)
}

struct Project {
    vm: Rc<Vm>,
    out: Rc<RefCell<String>>,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let system = MemorySystem::default();
        for (path, text) in files {
            system.add_file(format!("/project/{path}"), text);
        }
        let vm = Vm::new(Rc::new(system), Rc::new(SourceMap::default()));
        vm.sys_path.push("/project".into());
        vm.register_module("lib", lib);
        vm.defer_declarations(|module, _| module == "lib");
        let out = Rc::new(RefCell::new(String::new()));
        let sink = out.clone();
        vm.set_stdout(move |text| sink.borrow_mut().push_str(text));
        Self { vm, out }
    }

    fn run(&self) -> Result<(), Unwind> {
        self.vm
            .run_file("/project/env.py".as_ref(), "env_py")
            .map(drop)
    }

    fn declared(&self) -> String {
        let declared = self.vm.extension_or(Declared::default);
        declared.0.borrow().join(" ")
    }

    fn message(&self, error: &Unwind) -> String {
        match error.exception() {
            Some(value) => self.vm.str(value).unwrap().to_string(),
            None => String::new(),
        }
    }

    /// What was declared after `env.py`, and after everything was asked for.
    fn before_and_after(files: &[(&str, &str)]) -> (String, String) {
        let project = Self::new(files);
        project.run().unwrap();
        let before = project.declared();
        project.vm.evaluate_waiting().unwrap();
        (before, project.declared())
    }
}

const BASE: &str = "from lib import declare\nclass Base:\n    name = declare('Base')\n";
const USER: &str = "from lib import declare\nfrom models.base import Base\nclass User(Base):\n    name = declare('User')\n";
const ITEM: &str = "from lib import declare\nfrom models.user import User\nclass Item(User):\n    name = declare('Item')\n";

fn models<'a>(env: &'a str, init: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("env.py", env),
        ("models/__init__.py", init),
        ("models/base.py", BASE),
        ("models/user.py", USER),
        ("models/item.py", ITEM),
    ]
}

#[test]
fn only_what_is_asked_for_is_evaluated() {
    let files = models(
        "from models import Base\nprint(Base.name)\n",
        "from models.item import Item\nfrom models.user import User\nfrom models.base import Base\n",
    );
    assert_eq!(
        Project::before_and_after(&files),
        ("Base".to_owned(), "Base User Item".to_owned())
    );
}

#[test]
fn names_that_env_py_imports_wait_for_their_use() {
    let init = "from models.base import Base\nfrom models.user import User\n";
    for (rest, before, printed) in [
        ("", "", ""),
        ("print(User.name)\n", "Base User", "User\n"),
        (
            "def f():\n    return User.name\nprint(f())\n",
            "Base User",
            "User\n",
        ),
        (
            "print('User' in globals(), 'User' in locals())\n",
            "Base User",
            "True True\n",
        ),
        ("User = 1\nprint(User)\n", "", "1\n"),
        (
            "del User\ntry:\n    User\nexcept NameError as error:\n    print(error)\n",
            "Base User",
            "name 'User' is not defined\n",
        ),
        (
            "from models import Base as User\nprint(User.name)\n",
            "Base",
            "Base\n",
        ),
        ("print(eval('User.name'))\n", "Base User", "User\n"),
        (
            "import sys\nprint(sys.modules['models'].User.name)\n",
            "Base User",
            "User\n",
        ),
    ] {
        let env = format!("User = None\nfrom models import Base, User\n{rest}");
        let project = Project::new(&models(&env, init));
        project.run().unwrap();
        assert_eq!(project.declared(), before, "{rest}");
        assert_eq!(*project.out.borrow(), printed, "{rest}");
        project.vm.evaluate_waiting().unwrap();
        assert_eq!(project.declared(), "Base User", "{rest}");
    }
}

#[test]
fn the_order_is_that_of_python() {
    let files = models(
        "import models\n",
        "from lib import declare\nfirst = declare('first')\nimport models.item\nlast = declare('last')\n",
    );
    assert_eq!(
        Project::before_and_after(&files),
        (String::new(), "first Base User Item last".to_owned())
    );
}

#[test]
fn names_are_found_through_star_imports() {
    let files = models(
        "from models import Base\n",
        "from models.item import *\nfrom models.base import *\n",
    );
    assert_eq!(
        Project::before_and_after(&files),
        ("Base".to_owned(), "Base User Item".to_owned())
    );
}

#[test]
fn what_acts_happens_at_its_import() {
    for act in [
        "print('here')",
        "import os\nos.environ['A'] = 'b'",
        "if declare('x'):\n    pass",
        "for name in ():\n    pass",
        "Base.extra = 1",
        "with open('x') as file:\n    pass",
        "declare('x').strip().clear()",
    ] {
        let user = format!("{USER}{act}\n");
        let mut files = models("import models.user\n", "");
        files[3].1 = &user;
        let project = Project::new(&files);
        // What some of them do fails: they are run, that is the point.
        let _ = project.run();
        assert!(project.declared().starts_with("Base User"), "{act}");
    }
}

#[test]
fn a_helper_may_be_called_if_it_only_makes_values() {
    let helper = "from lib import declare\ndef key():\n    return declare('key')\n";
    let user =
        "from lib import declare\nfrom models.base import key\nclass User:\n    id = key()\n";
    let mut files = models("import models.user\n", "");
    files[2].1 = helper;
    files[3].1 = user;
    assert_eq!(
        Project::before_and_after(&files),
        (String::new(), "key".to_owned())
    );
    files[2].1 =
        "from lib import declare\ndef key():\n    print('acts')\n    return declare('key')\n";
    assert_eq!(Project::before_and_after(&files).0, "key");
}

#[test]
fn an_import_that_may_be_caught_is_evaluated() {
    for env in [
        "try:\n    import models.user\nexcept ImportError:\n    pass\n",
        "import contextlib\nwith contextlib.suppress(ImportError):\n    import models.user\n",
    ] {
        assert_eq!(
            Project::before_and_after(&models(env, "")).0,
            "Base User",
            "{env}"
        );
    }
}

#[test]
fn a_circle_of_imports_is_evaluated_as_python_does() {
    let mut files = models("import models.user\n", "");
    files[2].1 = "from models.user import User\nclass Base:\n    pass\n";
    let project = Project::new(&files);
    let error = project.run().unwrap_err();
    assert!(
        project.message(&error).starts_with(
            "cannot import name 'User' from partially initialized module 'models.user'"
        ),
        "{}",
        project.message(&error)
    );
}

#[test]
fn missing_names_and_modules_are_told_at_the_import() {
    for (user, expected) in [
        (
            "from models.base import Bose\n",
            "cannot import name 'Bose' from 'models.base'",
        ),
        (
            "from models.bose import Base\n",
            "No module named 'models.bose'",
        ),
        ("class User(:\n", ""),
    ] {
        let mut files = models("import models.user\n", "");
        files[3].1 = user;
        let project = Project::new(&files);
        let error = project.run().unwrap_err();
        assert!(project.message(&error).starts_with(expected), "{user}");
    }
}

#[test]
fn classes_that_watch_others_let_nothing_wait() {
    let mut files = models("import models.user\n", "");
    let base = "from lib import declare\nclass Base:\n    def __init_subclass__(cls):\n        declare(cls.__name__)\n";
    files[2].1 = base;
    assert_eq!(Project::before_and_after(&files).0, "User User");
}

#[test]
fn everything_is_there_before_a_class_is_changed() {
    let user = "from lib import declare\nfrom models.base import Base\nclass User(Base):\n    name = declare(Base.kind)\n";
    let base = "class Base:\n    kind = 'old'\n";
    let mut files = models(
        "from models import Base\nBase.kind = 'new'\n",
        "from models.base import Base\nfrom models.user import User\n",
    );
    files[2].1 = base;
    files[3].1 = user;
    assert_eq!(Project::before_and_after(&files).0, "old");
}

#[test]
fn names_and_subclasses_are_complete() {
    let init = "from models.base import Base\nfrom models.user import User\n";
    for env in [
        "import models\nprint('User' in dir(models))\n",
        "import models\nprint('User' in vars(models))\n",
        "from models import *\nprint(User.name == 'User')\n",
        "from models import Base\nprint(len(Base.__subclasses__()) == 1)\n",
        "import inspect, models\nprint(len(inspect.getmembers(models, inspect.isclass)) == 2)\n",
    ] {
        let project = Project::new(&models(env, init));
        project.run().unwrap();
        assert_eq!(*project.out.borrow(), "True\n", "{env}");
    }
}

#[test]
fn an_error_of_a_module_that_waited_is_that_of_its_import() {
    let mut files = models("import models.user\n", "");
    files[3].1 = "class User:\n    name = missing\n";
    let project = Project::new(&files);
    // A name that nothing binds is not known to only declare.
    let error = project.run().unwrap_err();
    assert_eq!(project.message(&error), "name 'missing' is not defined");

    files[3].1 = "class User:\n    name = {}['key']\n";
    let project = Project::new(&files);
    project.run().unwrap();
    let error = project.vm.evaluate_waiting().unwrap_err();
    assert!(error.is_exception("KeyError"));
    assert!(project.vm.sys_modules.get_str("models.user").is_none());
}
