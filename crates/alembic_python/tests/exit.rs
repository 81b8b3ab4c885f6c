//! What happens at the end of a program: `atexit`, buffered log handlers, files that nobody closed.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::Vm;
use alembic_source::{MemorySystem, SourceMap, System};

/// What a program prints before and at its end, and a file that it wrote.
fn run(source: &str) -> (String, Option<String>) {
    let system = Rc::new(MemorySystem::default());
    system.add_file("/project/main.py", source);
    let vm = Vm::new(system.clone(), Rc::new(SourceMap::default()));
    let out = Rc::new(RefCell::new(String::new()));
    let sink = out.clone();
    vm.set_stdout(move |text| sink.borrow_mut().push_str(text));
    vm.run_file("/project/main.py".as_ref(), "__main__")
        .unwrap();
    out.borrow_mut().push_str("--\n");
    vm.run_exit_functions().unwrap();
    let written = system.read_to_string("/project/out.txt".as_ref()).ok();
    (out.borrow().clone(), written)
}

#[test]
fn exit_functions_run_backwards() {
    let (out, _) = run(
        "import atexit\natexit.register(print, 'a', end='!\\n')\natexit.register(print, 'b')\n\
         f = lambda: print('never')\natexit.register(f)\natexit.unregister(f)\nprint('body')\n",
    );
    assert_eq!(out, "body\n--\nb\na!\n");
}

#[test]
fn a_memory_handler_gives_its_records_at_the_end() {
    let (out, _) = run("import logging, logging.handlers, sys\n\
         log = logging.getLogger('x')\n\
         log.addHandler(logging.handlers.MemoryHandler(10, target=logging.StreamHandler(sys.stdout)))\n\
         log.warning('kept')\nprint('body')\n");
    assert_eq!(out, "body\n--\nkept\n");
}

#[test]
fn a_file_that_is_still_open_is_written() {
    let (_, written) = run("f = open('/project/out.txt', 'w')\nf.write('text')\n");
    assert_eq!(written.as_deref(), Some("text"));
}

#[test]
fn a_file_that_nobody_has_any_more_is_written_at_once() {
    let (out, _) = run(
        "open('/project/out.txt', 'w').write('text')\nprint(open('/project/out.txt').read())\n",
    );
    assert_eq!(out, "text\n--\n");
}
