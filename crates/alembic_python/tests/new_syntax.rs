//! Syntax that is newer than the CPython of the tests, against what its PEP says.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use alembic_python::Vm;
use alembic_source::{MemorySystem, SourceMap};

fn printed(program: &str) -> String {
    let system = MemorySystem::default();
    system.add_file(Path::new("/main.py"), program);
    let vm = Vm::new(Rc::new(system), Rc::new(SourceMap::default()));
    let text = Rc::new(RefCell::new(String::new()));
    let writer = text.clone();
    vm.set_stdout(move |piece| writer.borrow_mut().push_str(piece));
    let outcome = vm.run_file(Path::new("/main.py"), "__main__");
    assert!(
        outcome.is_ok(),
        "{:?}",
        outcome.err().map(|unwind| unwind.span())
    );
    text.take()
}

/// PEP 758: several exceptions without parentheses, where there is no `as`.
#[test]
fn except_without_parentheses() {
    let program = "\
for error in (ValueError, KeyError, OSError):
    try:
        raise error('x')
    except ValueError, KeyError:
        print('one', error.__name__)
    except OSError:
        print('other')
try:
    raise ExceptionGroup('g', [KeyError('k')])
except* ValueError, KeyError:
    print('group')
";
    assert_eq!(
        printed(program),
        "one ValueError\none KeyError\nother\ngroup\n"
    );
}

/// PEP 750: template strings.
#[test]
fn template_strings() {
    let program = "\
from string.templatelib import Interpolation, Template
name, width = 'World', 6
t = t'Hello {name}'
print(isinstance(t, Template), t.strings, t.values, t.interpolations[0].expression, t.interpolations[0].conversion)
print(t'{name!r:>{width}}'.interpolations[0].format_spec, t'{name!r}'.interpolations[0].conversion, t'{1 + 2}'.interpolations[0].value)
print(t''.strings, t'{name}{name}'.strings, list(t'a{name}b')[0], len(list(t'{name}{name}')))
d = t'{name=}'
print(d.strings, d.interpolations[0].conversion, t'{name=:s}'.interpolations[0].conversion)
print((t'a {name}' + t' b').strings, (t'one ' t'{name}').strings, t'a{{b}}'.strings)
try:
    t + 'text'
except TypeError:
    print('no text')
match t.interpolations[0]:
    case Interpolation(value, expression, _, _):
        print(value, expression)
def f(template):
    return ''.join(part if isinstance(part, str) else format(part.value, part.format_spec).upper() for part in template)
print(f(t'<{name:>7}>'))
print(Template('a', 'b', Interpolation(1, 'x')).strings, rt'\\n{name}'.strings)
";
    assert_eq!(
        printed(program),
        "\
True ('Hello ', '') ('World',) name None
>6 r 3
('',) ('', '', '') a 2
('name=', '') r None
('a ', ' b') ('one ', '') ('a{b}',)
no text
World name
<  WORLD>
('ab', '') ('\\\\n', '')
"
    );
}
