//! Names the machine itself uses, interned once at start-up. [`get`] is one load.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::context::{Cx, R};
use crate::value::Value;

/// Index of a pre-interned name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Name(u16);

macro_rules! names {
    ($($constant:ident = $text:literal)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers the constants below")]
        #[repr(u16)]
        enum Index { $($constant,)* }
        $(pub const $constant: Name = Name(Index::$constant as u16);)*
        const TEXTS: &[&str] = &[$($text,)*];
    };
}

names! {
    __ABS__ = "__abs__" __ADD__ = "__add__" __AENTER__ = "__aenter__" __AEXIT__ = "__aexit__" __AITER__ = "__aiter__" __AND__ = "__and__" __ANEXT__ = "__anext__"
    __AWAIT__ = "__await__" __ANNOTATE__ = "__annotate__" __BASES__ = "__bases__" __BOOL__ = "__bool__"
    __BUFFER__ = "__buffer__" __BUILD_CLASS__ = "__build_class__" __BUILTINS__ = "__builtins__" __BYTES__ = "__bytes__" __CACHED__ = "__cached__" __CALL__ = "__call__" __CAUSE__ = "__cause__"
    __CLASS__ = "__class__" __CLASSCELL__ = "__classcell__" __CLASS_GETITEM__ = "__class_getitem__" __CONTAINS__ = "__contains__" __CONTEXT__ = "__context__" __DEL__ = "__del__"
    __DELATTR__ = "__delattr__" __DELETE__ = "__delete__" __DELITEM__ = "__delitem__" __DICT__ = "__dict__" __DOC__ = "__doc__"
    __ENTER__ = "__enter__" __EQ__ = "__eq__" __EXIT__ = "__exit__" __FILE__ = "__file__" __FLOAT__ = "__float__" __FLOORDIV__ = "__floordiv__"
    __FORMAT__ = "__format__" __GE__ = "__ge__" __GET__ = "__get__" __GETATTR__ = "__getattr__" __GETATTRIBUTE__ = "__getattribute__"
    __GETITEM__ = "__getitem__" __GETNEWARGS__ = "__getnewargs__" __GETNEWARGS_EX__ = "__getnewargs_ex__" __GETSTATE__ = "__getstate__" __GT__ = "__gt__" __HASH__ = "__hash__" __IADD__ = "__iadd__" __IAND__ = "__iand__" __IFLOORDIV__ = "__ifloordiv__"
    __ILSHIFT__ = "__ilshift__" __IMATMUL__ = "__imatmul__" __IMOD__ = "__imod__" __IMPORT__ = "__import__" __IMUL__ = "__imul__"
    __INDEX__ = "__index__" __INIT__ = "__init__" __INIT_SUBCLASS__ = "__init_subclass__" __INT__ = "__int__" __INVERT__ = "__invert__"
    __IOR__ = "__ior__" __IPOW__ = "__ipow__" __IRSHIFT__ = "__irshift__" __ISUB__ = "__isub__" __ITER__ = "__iter__"
    __ITRUEDIV__ = "__itruediv__" __IXOR__ = "__ixor__" __LE__ = "__le__" __LEN__ = "__len__" __LENGTH_HINT__ = "__length_hint__"
    __LSHIFT__ = "__lshift__" __LT__ = "__lt__" __MAIN__ = "__main__" __MATCH_ARGS__ = "__match_args__" __MATMUL__ = "__matmul__" __MISSING__ = "__missing__" __MOD__ = "__mod__" __MODULE__ = "__module__"
    __MRO_ENTRIES__ = "__mro_entries__" __MUL__ = "__mul__" __NAME__ = "__name__" __NE__ = "__ne__" __NEG__ = "__neg__" __NEW__ = "__new__"
    __NEXT__ = "__next__" __OR__ = "__or__" __ORIG_BASES__ = "__orig_bases__" __PACKAGE__ = "__package__" __PATH__ = "__path__" __POS__ = "__pos__"
    __POW__ = "__pow__" __PREPARE__ = "__prepare__" __QUALNAME__ = "__qualname__" __RADD__ = "__radd__" __REDUCE__ = "__reduce__" __RAND__ = "__rand__" __RELEASE_BUFFER__ = "__release_buffer__" __REPR__ = "__repr__"
    __REVERSED__ = "__reversed__" __RFLOORDIV__ = "__rfloordiv__" __RLSHIFT__ = "__rlshift__" __RMATMUL__ = "__rmatmul__" __RMOD__ = "__rmod__"
    __RMUL__ = "__rmul__" __ROR__ = "__ror__" __ROUND__ = "__round__" __RPOW__ = "__rpow__" __RRSHIFT__ = "__rrshift__" __RSHIFT__ = "__rshift__"
    __RSUB__ = "__rsub__" __RTRUEDIV__ = "__rtruediv__" __RXOR__ = "__rxor__" __SET__ = "__set__" __SETATTR__ = "__setattr__"
    __SETITEM__ = "__setitem__" __SET_NAME__ = "__set_name__" __SLOTS__ = "__slots__" __SLOTNAMES__ = "__slotnames__" __SPEC__ = "__spec__" __STR__ = "__str__" __SUB__ = "__sub__" __SUBCLASSCHECK__ = "__subclasscheck__" __SUBCLASSES__ = "__subclasses__" __SUBCLASSHOOK__ = "__subclasshook__"
    __SUPPRESS_CONTEXT__ = "__suppress_context__" __TRACEBACK__ = "__traceback__" __TRUEDIV__ = "__truediv__" __XOR__ = "__xor__"
    ABC_IMPL = "_abc_impl" _INITIALIZING = "_initializing" ALL = "__all__" ARGS = "args" BUILTINS = "builtins" CLOSE = "close" COPYREG = "copyreg" FLUSH = "flush" GET = "get" ITEMS = "items" KEYS = "keys" NEWOBJ = "__newobj__" NEWOBJ_EX = "__newobj_ex__" SLOTNAMES = "_slotnames" REDUCE_EX = "_reduce_ex" METACLASS = "metaclass" MODULES = "modules" MRO = "mro"
    ADD_DONE_CALLBACK = "add_done_callback" ASYNCIO_FUTURE_BLOCKING = "_asyncio_future_blocking" CALL_EXCEPTION_HANDLER = "call_exception_handler"
    CALL_SOON = "call_soon" CANCEL = "cancel" CONTEXT = "context" DONE = "done" GET_DEBUG = "get_debug" GET_LOOP = "get_loop" IS_RUNNING = "is_running"
    LOOP = "_loop" RESULT = "result"
    NAME = "name" PATH = "path" SEND = "send" STDERR = "stderr" STDOUT = "stdout" SYS = "sys" THROW = "throw" VALUE = "value" WRITE = "write"
}

static INTERNED: [AtomicU64; TEXTS.len()] = [const { AtomicU64::new(0) }; TEXTS.len()];

/// The name as an interned str.
#[inline(always)]
pub fn get(name: Name) -> Value {
    Value::from_bits(INTERNED[name.0 as usize].load(Ordering::Relaxed))
}

/// The name's text.
pub const fn text(name: Name) -> &'static str {
    TEXTS[name.0 as usize]
}

/// Interns every name. Called once at start-up.
pub(crate) fn intern_all(cx: &Cx) -> R<()> {
    for (word, text) in INTERNED.iter().zip(TEXTS) {
        word.store(crate::intern::intern_str(cx, text)?.bits(), Ordering::Relaxed);
    }
    Ok(())
}

/// Every interned name, for the collector's roots.
pub(crate) fn for_each(each: &mut dyn FnMut(u64)) {
    for word in &INTERNED {
        let bits = word.load(Ordering::Relaxed);
        if bits != 0 {
            each(bits);
        }
    }
}
