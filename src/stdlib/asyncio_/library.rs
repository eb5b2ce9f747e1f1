//! What comes from the library's `asyncio`: its exceptions, and how futures and tasks are shown. Looked up at the first use, and kept.

use typhon_vm::call;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::kept::Kept;
use typhon_vm::protocol::attr;
use typhon_vm::types::str_;
use typhon_vm::types::type_::Type;
use typhon_vm::{Value, exceptions, import};

/// An attribute of a module of the library.
pub(super) struct Library {
    module: &'static str,
    name: &'static str,
    kept: Kept,
}

pub(super) static CANCELLED_ERROR: Library = Library::new("asyncio.exceptions", "CancelledError");
pub(super) static INVALID_STATE_ERROR: Library = Library::new("asyncio.exceptions", "InvalidStateError");
pub(super) static GET_POLICY: Library = Library::new("asyncio.events", "_get_event_loop_policy");
pub(super) static IS_COROUTINE: Library = Library::new("asyncio.coroutines", "iscoroutine");
pub(super) static FUTURE_REPR: Library = Library::new("asyncio.base_futures", "_future_repr");
pub(super) static TASK_REPR: Library = Library::new("asyncio.base_tasks", "_task_repr");
pub(super) static TASK_GET_STACK: Library = Library::new("asyncio.base_tasks", "_task_get_stack");
pub(super) static TASK_PRINT_STACK: Library = Library::new("asyncio.base_tasks", "_task_print_stack");
pub(super) static EXTRACT_STACK: Library = Library::new("traceback", "extract_stack");
pub(super) static WEAK_SET: Library = Library::new("weakref", "WeakSet");

impl Library {
    const fn new(module: &'static str, name: &'static str) -> Library {
        Library { module, name, kept: Kept::new() }
    }

    pub(super) fn get(&self, cx: &Cx) -> R<Value> {
        self.kept.get_or_make(cx, || {
            let module = import::import_absolute(cx, self.module)?;
            attr::get(cx, module, cx.intern(self.name)?)
        })
    }

    pub(super) fn call(&self, cx: &Cx, values: &[Value]) -> R<Value> {
        call::call_values(cx, self.get(cx)?, values)
    }

    /// Raises it, an exception class, with a message.
    #[cold]
    pub(super) fn error(&self, cx: &Cx, message: &str) -> Raised {
        match str_::from_str(cx, message).and_then(|message| self.call(cx, &[message])) {
            Ok(exception) => exceptions::raise(cx, exception),
            Err(raised) => raised,
        }
    }

    /// Whether an exception is an instance of it.
    pub(super) fn matches(&self, cx: &Cx, exception: Value) -> R<bool> {
        let class = self.get(cx)?.cast::<Type>();
        Ok(class.is_some_and(|class| cx.type_of(exception).is_subclass_of(class)))
    }
}
