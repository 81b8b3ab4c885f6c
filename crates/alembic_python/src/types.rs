//! The builtin classes.

use std::rc::Rc;

use crate::class::{Class, Layout};
use crate::value::{Value, ViewKind};
use crate::vm::Vm;

macro_rules! types {
    ($($field:ident = $module:literal $name:literal $layout:ident),* $(,)?) => {
        /// The builtin classes.
        #[expect(missing_docs, reason = "each field is the class of its name")]
        pub struct Types {
            iterators: std::cell::RefCell<rustc_hash::FxHashMap<&'static str, Rc<Class>>>,
            pub object: Rc<Class>,
            $(pub $field: Rc<Class>),*
        }

        impl Types {
            pub(crate) fn new() -> Self {
                let object = Rc::new(Class::bare("builtins", "object"));
                $(let $field = {
                    let class = Rc::new(Class::bare($module, $name));
                    let _ = class.link(vec![object.clone()]);
                    class.layout.set(Layout::$layout);
                    class
                };)*
                let types = Self { iterators: std::cell::RefCell::default(), object, $($field),* };
                types.derive();
                types
            }

            pub(crate) fn all(&self) -> Vec<Rc<Class>> {
                vec![self.object.clone(), $(self.$field.clone()),*]
            }
        }
    };
}

types! {
    type_ = "builtins" "type" Type,
    none_type = "builtins" "NoneType" Final,
    not_implemented = "builtins" "NotImplementedType" Final,
    ellipsis = "builtins" "ellipsis" Final,
    int = "builtins" "int" Builtin,
    bool_ = "builtins" "bool" Final,
    float = "builtins" "float" Builtin,
    str_ = "builtins" "str" Builtin,
    bytes = "builtins" "bytes" Builtin,
    bytearray = "builtins" "bytearray" Builtin,
    tuple = "builtins" "tuple" Builtin,
    list = "builtins" "list" Builtin,
    dict = "builtins" "dict" Builtin,
    set = "builtins" "set" Builtin,
    frozenset = "builtins" "frozenset" Builtin,
    range = "builtins" "range" Final,
    slice = "builtins" "slice" Final,
    function = "builtins" "function" Final,
    builtin_function = "builtins" "builtin_function_or_method" Final,
    method_descriptor = "builtins" "method_descriptor" Final,
    method = "builtins" "method" Final,
    property = "builtins" "property" Builtin,
    classmethod = "builtins" "classmethod" Builtin,
    staticmethod = "builtins" "staticmethod" Builtin,
    super_ = "builtins" "super" Final,
    module = "builtins" "module" Object,
    iterator = "builtins" "iterator" Final,
    generator = "builtins" "generator" Final,
    async_generator = "builtins" "async_generator" Final,
    coroutine = "builtins" "coroutine" Final,
    dict_keys = "builtins" "dict_keys" Final,
    dict_values = "builtins" "dict_values" Final,
    dict_items = "builtins" "dict_items" Final,
    generic_alias = "types" "GenericAlias" Final,
    union = "typing" "Union" Final,
    traceback = "builtins" "traceback" Final,
    code = "builtins" "code" Final,
    opaque = "alembic_rs" "unknown" Final,
    base_exception = "builtins" "BaseException" Exception,
    exception = "builtins" "Exception" Exception,
}

impl Types {
    /// The class of a builtin iterator (`list_iterator`).
    fn iterator_class(&self, name: &'static str) -> Rc<Class> {
        if let Some(class) = self.iterators.borrow().get(name) {
            return class.clone();
        }
        let class = Rc::new(Class::bare("builtins", name));
        let _ = class.link(vec![self.iterator.clone()]);
        class.layout.set(Layout::Final);
        class.core.set(true);
        self.iterators.borrow_mut().insert(name, class.clone());
        class
    }

    fn derive(&self) {
        for class in self.all() {
            class.core.set(true);
        }
        let _ = self.bool_.link(vec![self.int.clone()]);
        let _ = self.exception.link(vec![self.base_exception.clone()]);
    }
}

impl Vm {
    /// The class of a value (`type(value)`).
    pub fn type_of(&self, value: &Value) -> Rc<Class> {
        let types = &self.types;
        let class = match value {
            Value::Object(object) => return object.class(),
            Value::Class(class) => return class.metaclass().unwrap_or_else(|| types.type_.clone()),
            Value::None => &types.none_type,
            Value::NotImplemented => &types.not_implemented,
            Value::Ellipsis => &types.ellipsis,
            Value::Bool(_) => &types.bool_,
            Value::Int(_) | Value::BigInt(_) => &types.int,
            Value::Float(_) => &types.float,
            Value::Str(_) => &types.str_,
            Value::Bytes(_) => &types.bytes,
            Value::ByteArray(_) => &types.bytearray,
            Value::Tuple(_) => &types.tuple,
            Value::List(_) => &types.list,
            Value::Dict(_) => &types.dict,
            Value::Set(_) => &types.set,
            Value::FrozenSet(_) => &types.frozenset,
            Value::Range(_) => &types.range,
            Value::Slice(_) => &types.slice,
            Value::Function(_) => &types.function,
            Value::Native(function) if function.binds => &types.method_descriptor,
            Value::Native(_) => &types.builtin_function,
            Value::Method(method) => match &method.function {
                Value::Native(_) => &types.builtin_function,
                _ => &types.method,
            },
            Value::Property(_) => &types.property,
            Value::ClassMethod(_) => &types.classmethod,
            Value::StaticMethod(_) => &types.staticmethod,
            Value::Super(_) => &types.super_,
            Value::Module(_) => &types.module,
            Value::Iterator(iterator) => return types.iterator_class(iterator.name),
            Value::Generator(generator) if generator.is_async => &types.async_generator,
            Value::Generator(_) => &types.generator,
            Value::Coroutine(_) => &types.coroutine,
            Value::DictView(view) => match view.kind {
                ViewKind::Keys => &types.dict_keys,
                ViewKind::Values => &types.dict_values,
                ViewKind::Items => &types.dict_items,
            },
            Value::Alias(alias) if alias.kind == crate::alias::AliasKind::Union => &types.union,
            Value::Alias(_) => &types.generic_alias,
            Value::Opaque(_) => &types.opaque,
        };
        class.clone()
    }

    /// Python's name of the value's class.
    pub fn type_name(&self, value: &Value) -> Rc<str> {
        match value {
            Value::Iterator(iterator) => Rc::from(iterator.name),
            _ => self.type_of(value).name(),
        }
    }

    /// `isinstance(value, class)` without hooks of metaclasses.
    pub fn is_instance(&self, value: &Value, class: &Rc<Class>) -> bool {
        self.type_of(value).is_subclass_of(class)
    }
}
