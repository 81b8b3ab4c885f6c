//! The interpreter's state and its interface for bindings.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};

use alembic_source::{FileId, SourceMap, Span, System};
use corosensei::stack::DefaultStack;
use rustc_hash::FxHashMap;

use crate::class::Class;
use crate::dict::Dict;
use crate::error::{PyResult, Raised, Unsupported, Unwind};
use crate::interp::code::FunctionCode;
use crate::interp::frame::FrameState;
use crate::interp::scope::ScopeInfo;
use crate::module::Module;
use crate::opaque::Opaque;
use crate::symbol::{Symbol, names};
use crate::types::Types;
use crate::value::{List, Value};

/// Makes a native module at its first import.
pub type ModuleLoader = fn(&Vm) -> PyResult<Rc<Module>>;
type Writer = Box<dyn FnMut(&str)>;

/// A statement of a module body that could not be followed.
#[derive(Debug, Clone)]
pub struct Incomplete {
    /// The module's name.
    pub module: String,
    /// Names that became opaque because of it.
    pub names: Vec<String>,
    /// Why.
    pub reason: Unsupported,
    /// True if it may have declared tables or loaded a module that does.
    pub may_declare: bool,
}

/// The interpreter. One per command, on one thread.
pub struct Vm {
    me: Weak<Self>,
    /// Files, environment, clock, randomness.
    pub system: Rc<dyn System>,
    /// Every loaded source text.
    pub sources: Rc<SourceMap>,
    /// The builtin classes.
    pub types: Types,
    pub(crate) builtins: Rc<Module>,
    pub(crate) exceptions: RefCell<FxHashMap<Rc<str>, Rc<Class>>>,
    pub(crate) native_modules: RefCell<FxHashMap<Rc<str>, ModuleLoader>>,
    /// `sys.modules`.
    pub sys_modules: Rc<Dict>,
    /// `sys.path`.
    pub sys_path: Rc<List>,
    /// `sys.argv`.
    pub sys_argv: Rc<List>,
    /// `os.environ`: a copy of the environment that the program may change.
    pub environ: Rc<Dict>,
    pub(crate) site_packages: RefCell<Option<Vec<PathBuf>>>,
    extensions: RefCell<FxHashMap<TypeId, Rc<dyn Any>>>,
    pub(crate) codes: RefCell<Vec<&'static FunctionCode>>,
    pub(crate) deferred: RefCell<FxHashMap<FileId, Vec<&'static str>>>,
    pub(crate) infos: RefCell<Vec<&'static ScopeInfo>>,
    pub(crate) pending_classes: RefCell<Vec<crate::interp::classes::PendingClass>>,
    stdout: RefCell<Writer>,
    stderr: RefCell<Writer>,
    incomplete: RefCell<Vec<Incomplete>>,
    pub(crate) imports: RefCell<Vec<(String, Option<Span>)>>,
    pub(crate) has_late_submodules: Cell<bool>,
    pub(crate) counts_effects: Cell<bool>,
    pub(crate) reaching: crate::reach::Reaching,
    /// See [`Vm::evaluate_plugins`].
    pub(crate) plugin_words: Cell<&'static [&'static str]>,
    pub(crate) depth: Cell<usize>,
    pub(crate) recursion_limit: Cell<usize>,
    stack_floor: Cell<usize>,
    stacks: RefCell<Vec<DefaultStack>>,
    next_frame: Cell<u64>,
    pub(crate) frames: RefCell<Vec<Rc<FrameState>>>,
    /// Exceptions that are being handled, innermost last.
    pub(crate) handled: RefCell<Vec<Value>>,
    pub(crate) project_roots: RefCell<Vec<PathBuf>>,
    /// Text representations in progress, against endless recursion.
    pub(crate) repr_guard: RefCell<Vec<usize>>,
    pub(crate) deferral: crate::defer::Deferral,
    pub(crate) parse_ahead: crate::parse_ahead::ParseAhead,
    /// True once the program has replaced something of a class of `logging`.
    pub(crate) logging_is_changed: Cell<bool>,
}

/// Bytes of stack that must be left for native code between two checks.
const STACK_MARGIN: usize = 192 * 1024;

impl Vm {
    /// A fresh interpreter with the builtins and the standard modules.
    pub fn new(system: Rc<dyn System>, sources: Rc<SourceMap>) -> Rc<Self> {
        let environ = Dict::new();
        for (name, value) in system.env_vars() {
            environ.set_str(&name, Value::from(value));
        }
        let vm = Rc::new_cyclic(|me| Self {
            me: me.clone(),
            system,
            sources,
            types: Types::new(),
            builtins: Module::new("builtins"),
            exceptions: RefCell::default(),
            native_modules: RefCell::default(),
            sys_modules: Dict::new(),
            sys_path: List::new(Vec::new()),
            sys_argv: List::new(vec![Value::str("alembic")]),
            environ,
            site_packages: RefCell::default(),
            extensions: RefCell::default(),
            codes: RefCell::default(),
            deferred: RefCell::default(),
            infos: RefCell::default(),
            pending_classes: RefCell::default(),
            stdout: RefCell::new(Box::new(|_| {})),
            stderr: RefCell::new(Box::new(|_| {})),
            incomplete: RefCell::default(),
            imports: RefCell::default(),
            has_late_submodules: Cell::new(false),
            counts_effects: Cell::new(false),
            reaching: crate::reach::Reaching::default(),
            plugin_words: Cell::new(&[]),
            depth: Cell::new(0),
            recursion_limit: Cell::new(1000),
            stack_floor: Cell::new(0),
            stacks: RefCell::default(),
            next_frame: Cell::new(1),
            frames: RefCell::default(),
            handled: RefCell::default(),
            project_roots: RefCell::default(),
            repr_guard: RefCell::default(),
            deferral: crate::defer::Deferral::default(),
            parse_ahead: crate::parse_ahead::ParseAhead::default(),
            logging_is_changed: Cell::new(false),
        });
        vm.set_stack_size(1536 * 1024);
        vm.find_stack_size();
        crate::builtins::install(&vm);
        crate::stdlib::register(&vm);
        vm
    }

    /// A counted reference to this interpreter, for closures that outlive a call.
    pub fn rc(&self) -> Rc<Self> {
        // `new` is the only constructor and `&self` keeps the allocation alive.
        self.me.upgrade().unwrap_or_else(|| unreachable_vm())
    }

    /// On Linux the mapping of this thread's stack tells its size; elsewhere the default is safe everywhere.
    fn find_stack_size(&self) {
        let Ok(maps) = self.system.read(Path::new("/proc/self/maps")) else {
            return;
        };
        let here = stack_position();
        for line in String::from_utf8_lossy(&maps).split('\n') {
            let range = line
                .split(' ')
                .next()
                .and_then(|range| range.split_once('-'));
            let Some((start, end)) = range else { continue };
            let (Ok(start), Ok(end)) = (
                usize::from_str_radix(start, 16),
                usize::from_str_radix(end, 16),
            ) else {
                continue;
            };
            // The main thread's mapping grows on demand, so its start says nothing.
            if (start..end).contains(&here) && !line.ends_with("[stack]") {
                self.stack_floor.set(start + STACK_MARGIN);
                return;
            }
        }
    }

    /// Tells how many bytes of stack are left on this thread, for `RecursionError` instead of a crash.
    pub fn set_stack_size(&self, bytes: usize) {
        self.stack_floor
            .set(stack_position().saturating_sub(bytes.saturating_sub(STACK_MARGIN)));
    }

    // ---- modules -------------------------------------------------------------------------

    /// Registers a native module; the loader runs at the first import.
    pub fn register_module(&self, name: &str, loader: ModuleLoader) {
        self.native_modules
            .borrow_mut()
            .insert(Rc::from(name), loader);
    }

    /// Where third-party packages are; empty if no environment is known.
    pub fn site_packages(&self) -> Vec<PathBuf> {
        self.site_packages.borrow().clone().unwrap_or_default()
    }

    /// Sets where third-party packages are; `None` (the start) if no environment is known.
    pub fn set_site_packages(&self, folders: Vec<PathBuf>) {
        *self.site_packages.borrow_mut() = Some(folders);
    }

    /// The module with the builtins.
    pub fn builtins(&self) -> &Rc<Module> {
        &self.builtins
    }

    // ---- host values -----------------------------------------------------------------------

    /// The host value of this type.
    pub fn extension<T: Any>(&self) -> Option<Rc<T>> {
        let any = self.extensions.borrow().get(&TypeId::of::<T>()).cloned()?;
        any.downcast::<T>().ok()
    }

    /// Runs code for which `package.module` imports the module if nobody has: it counts on the imports of files that
    /// are not evaluated here.
    pub fn with_late_submodules<T>(&self, run: impl FnOnce() -> T) -> T {
        self.has_late_submodules.set(true);
        let outcome = run();
        self.has_late_submodules.set(false);
        outcome
    }

    /// Sets the host value of its type.
    pub fn set_extension<T: Any>(&self, value: Rc<T>) {
        self.extensions
            .borrow_mut()
            .insert(TypeId::of::<T>(), value);
    }

    /// The host value of this type, made at the first use.
    pub fn extension_or<T: Any>(&self, make: impl FnOnce() -> T) -> Rc<T> {
        if let Some(found) = self.extension::<T>() {
            return found;
        }
        let made = Rc::new(make());
        self.set_extension(made.clone());
        made
    }

    // ---- output ------------------------------------------------------------------------------

    /// Sets where `print` and `sys.stdout` write.
    pub fn set_stdout(&self, writer: impl FnMut(&str) + 'static) {
        *self.stdout.borrow_mut() = Box::new(writer);
    }

    /// Sets where `sys.stderr` writes.
    pub fn set_stderr(&self, writer: impl FnMut(&str) + 'static) {
        *self.stderr.borrow_mut() = Box::new(writer);
    }

    /// Writes to the program's standard output.
    pub fn write_stdout(&self, text: &str) {
        if let Ok(mut writer) = self.stdout.try_borrow_mut() {
            writer(text);
        }
    }

    /// Writes to the program's standard error.
    pub fn write_stderr(&self, text: &str) {
        if let Ok(mut writer) = self.stderr.try_borrow_mut() {
            writer(text);
        }
    }

    // ---- limits -------------------------------------------------------------------------------

    /// Statements of module bodies that could not be followed.
    pub fn incomplete(&self) -> Vec<Incomplete> {
        self.incomplete.borrow().clone()
    }

    /// Records that a module is known in part.
    pub(crate) fn note_incomplete(&self, incomplete: Incomplete) {
        self.incomplete.borrow_mut().push(incomplete);
    }

    /// Refuses if a statement was skipped that may have declared a table: the schema is not known then.
    pub fn require_all_declarations(&self) -> PyResult<()> {
        match self
            .incomplete
            .borrow()
            .iter()
            .find(|incomplete| incomplete.may_declare)
        {
            Some(incomplete) => Err(Unwind::Unsupported(Box::new(incomplete.reason.clone()))),
            None => Ok(()),
        }
    }

    /// The limit of the evaluator at the current place.
    pub fn unsupported(&self, construct: impl Into<String>) -> Unwind {
        Unwind::Unsupported(Box::new(Unsupported {
            construct: construct.into(),
            span: self.user_span(),
            import_chain: self.imports.borrow().clone(),
            notes: Vec::new(),
        }))
    }

    /// Refuses an opaque value where its content matters.
    pub fn require_concrete(&self, value: &Value, what: &str) -> PyResult {
        match value {
            Value::Opaque(opaque) => {
                let forced = self.force(value)?;
                if !forced.is_opaque() {
                    return Ok(forced);
                }
                Err(self.opaque_error(opaque, what))
            }
            _ => Ok(value.clone()),
        }
    }

    pub(crate) fn opaque_error(&self, opaque: &Opaque, what: &str) -> Unwind {
        let mut unwind = self.unsupported(format!("{what} that depends on `{}`", opaque.origin));
        if let Unwind::Unsupported(limit) = &mut unwind {
            if limit.span.is_none() {
                limit.span = opaque.span;
            } else if let Some(span) = opaque.span {
                limit.notes.push(format!(
                    "`{}` comes from {}",
                    opaque.origin,
                    self.sources.locate(span)
                ));
            }
        }
        unwind
    }

    /// Runs code whose effects are what it is for, as `upgrade()`: nothing may happen in it that is not known here.
    pub fn counting_effects<T>(&self, run: impl FnOnce() -> T) -> T {
        self.with_effects(true, run)
    }

    pub(crate) fn with_effects<T>(&self, count: bool, run: impl FnOnce() -> T) -> T {
        let before = self.counts_effects.replace(count);
        let outcome = run();
        self.counts_effects.set(before);
        outcome
    }

    /// Refuses `what`, which is done to a value of unknown content, where effects count: elsewhere it can only lead to
    /// another value of unknown content.
    pub(crate) fn unknown_effect(&self, opaque: &Opaque, what: &str) -> PyResult<()> {
        if self.counts_effects.get() {
            return Err(self.opaque_error(opaque, what));
        }
        Ok(())
    }

    // ---- exceptions -------------------------------------------------------------------------

    /// A builtin exception class, or one that was defined by [`Vm::define_exception`].
    pub fn exception_class(&self, name: &str) -> Rc<Class> {
        if let Some(class) = self.exceptions.borrow().get(name) {
            return class.clone();
        }
        self.types.exception.clone()
    }

    /// `warnings.warn(message, category)`, with the category by its full name: `UserWarning`, `sqlalchemy.exc.SAWarning`.
    ///
    /// # Errors
    /// The warning itself, where the program asked for that.
    pub fn warn(&self, category: &str, message: &str) -> PyResult<()> {
        let (module, name) = category.rsplit_once('.').unwrap_or(("builtins", category));
        let category = self.getattr(&self.import(module)?, name)?;
        let warnings = self.import("warnings")?;
        self.call_method(&warnings, "warn", vec![Value::str(message), category])?;
        Ok(())
    }

    /// Defines an exception class; `vm.raise(name, ..)` finds it by its name.
    pub fn define_exception(&self, module: &str, name: &str, bases: &[&str]) -> Rc<Class> {
        let bases = bases
            .iter()
            .map(|base| self.exception_class(base))
            .collect();
        self.define_exception_from(module, name, bases)
    }

    /// Defines an exception class with these bases.
    pub fn define_exception_from(
        &self,
        module: &str,
        name: &str,
        bases: Vec<Rc<Class>>,
    ) -> Rc<Class> {
        let class = Self::new_exception_class(module, name, bases);
        self.exceptions
            .borrow_mut()
            .insert(Rc::from(name), class.clone());
        class
    }

    /// An exception class that is not found by its name.
    pub fn new_exception_class(module: &str, name: &str, bases: Vec<Rc<Class>>) -> Rc<Class> {
        let class = Rc::new(Class::bare(module, name));
        let linked = class.link(bases);
        debug_assert!(linked.is_some(), "bases of {name}");
        class.inherit_layout();
        class
    }

    /// An exception of a class found by name, ready to be returned as `Err`.
    pub fn raise(&self, class_name: &str, message: impl AsRef<str>) -> Unwind {
        let class = self.exception_class(class_name);
        self.raise_class(&class, message)
    }

    /// An exception of a class with one text argument (none if empty).
    pub fn raise_class(&self, class: &Rc<Class>, message: impl AsRef<str>) -> Unwind {
        let message = message.as_ref();
        let args = if message.is_empty() {
            Vec::new()
        } else {
            vec![Value::str(message)]
        };
        self.raise_value(self.new_exception(class, args))
    }

    /// An exception object with these arguments, without calling a Python `__init__`.
    pub fn new_exception(&self, class: &Rc<Class>, args: Vec<Value>) -> Value {
        let object = crate::object::Object::new(class);
        object.set_symbol(names().args, Value::tuple(args));
        Value::Object(object)
    }

    /// Raises an exception object.
    pub fn raise_value(&self, value: Value) -> Unwind {
        if let Value::Object(object) = &value
            && let Some(context) = self.handled.borrow().last()
            && !context.is(&value)
            && object.get_symbol(names().context).is_none()
        {
            object.set_symbol(names().context, context.clone());
        }
        Unwind::Exception(Box::new(Raised {
            value,
            traceback: Vec::new(),
            last_frame: 0,
        }))
    }

    /// `TypeError`.
    pub fn type_error(&self, message: impl AsRef<str>) -> Unwind {
        self.raise("TypeError", message)
    }

    /// `ValueError`.
    pub fn value_error(&self, message: impl AsRef<str>) -> Unwind {
        self.raise("ValueError", message)
    }

    /// `AttributeError`.
    pub fn attribute_error(&self, message: impl AsRef<str>) -> Unwind {
        self.raise("AttributeError", message)
    }

    /// `KeyError` of a key.
    pub fn key_error(&self, key: Value) -> Unwind {
        let class = self.exception_class("KeyError");
        self.raise_value(self.new_exception(&class, vec![key]))
    }

    /// True if a value is an instance of an exception class found by name.
    pub fn is_instance_of_exception(&self, value: &Value, class_name: &str) -> bool {
        match (value, self.exceptions.borrow().get(class_name)) {
            (Value::Object(object), Some(class)) => object.class().is_subclass_of(class),
            _ => false,
        }
    }

    // ---- places ------------------------------------------------------------------------------

    /// Where evaluation is: the innermost call or statement.
    pub fn current_span(&self) -> Option<Span> {
        self.frames.borrow().last().map(|frame| frame.span())
    }

    /// Like [`Vm::current_span`], in a file of the user's: our own modules are not what the user can change.
    pub fn user_span(&self) -> Option<Span> {
        let frames = self.frames.borrow();
        let in_user_file = |span: &Span| {
            self.sources
                .get(span.file)
                .is_some_and(|file| !file.path.to_string_lossy().starts_with('<'))
        };
        frames
            .iter()
            .rev()
            .map(|frame| frame.span())
            .find(in_user_file)
            .or_else(|| frames.last().map(|frame| frame.span()))
    }

    /// The names of the modules being imported, outermost first, with the import statements.
    pub fn import_chain(&self) -> Vec<(String, Option<Span>)> {
        self.imports.borrow().clone()
    }

    pub(crate) fn new_frame_id(&self) -> u64 {
        let id = self.next_frame.get();
        self.next_frame.set(id + 1);
        id
    }

    // ---- stacks -------------------------------------------------------------------------------

    pub(crate) fn take_stack(&self) -> Option<DefaultStack> {
        let pooled = self.stacks.borrow_mut().pop();
        pooled.or_else(crate::generator::new_stack)
    }

    pub(crate) fn give_stack(&self, stack: DefaultStack) {
        let mut stacks = self.stacks.borrow_mut();
        if stacks.len() < 32 {
            stacks.push(stack);
        }
    }

    /// Called before switching to another stack; gives the limit to restore.
    pub(crate) fn enter_stack(&self, floor: Option<usize>) -> usize {
        match floor {
            Some(floor) => self.stack_floor.replace(floor),
            // The body sets its limit when it starts.
            None => self.stack_floor.get(),
        }
    }

    /// Called after switching back; gives the limit of the other stack.
    pub(crate) fn leave_stack(&self, saved: usize) -> usize {
        self.stack_floor.replace(saved)
    }

    pub(crate) fn set_stack_floor_here(&self, bytes: usize) {
        self.stack_floor
            .set(stack_position().saturating_sub(bytes.saturating_sub(STACK_MARGIN)));
    }

    /// `RecursionError` when little stack is left, for expressions that are nested deeply.
    pub(crate) fn check_stack(&self) -> PyResult<()> {
        if stack_position() < self.stack_floor.get() {
            return Err(self.raise("RecursionError", "maximum recursion depth exceeded"));
        }
        Ok(())
    }

    pub(crate) fn check_recursion(&self) -> PyResult<()> {
        if self.depth.get() >= self.recursion_limit.get()
            || stack_position() < self.stack_floor.get()
        {
            return Err(self.raise("RecursionError", "maximum recursion depth exceeded"));
        }
        Ok(())
    }

    // ---- files --------------------------------------------------------------------------------

    /// Tells which folders hold the user's project, besides the entries of `sys.path`.
    pub fn add_project_root(&self, folder: &Path) {
        self.project_roots.borrow_mut().push(folder.to_owned());
    }

    /// `sys.path` as paths.
    pub fn search_path(&self) -> Vec<PathBuf> {
        self.sys_path
            .to_vec()
            .iter()
            .filter_map(|entry| {
                entry
                    .as_str()
                    .map(|text| self.system.absolute(Path::new(text)))
            })
            .collect()
    }

    /// A global of the builtins or of a module, for bindings that need one.
    pub fn builtin(&self, name: &str) -> Value {
        self.builtins
            .get_symbol(Symbol::new(name))
            .unwrap_or(Value::None)
    }
}

#[inline(never)]
fn stack_position() -> usize {
    let marker = 0_u8;
    std::ptr::from_ref(&marker) as usize
}

#[cold]
fn unreachable_vm() -> ! {
    // Only reachable while the interpreter is being dropped, when no evaluation can run.
    std::process::abort()
}
