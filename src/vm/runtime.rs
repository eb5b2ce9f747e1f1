//! The process's one runtime: heap, builtin types, roots outside the heap's objects, start and end.
//!
//! Statics, because there is one per process and the hot ones must be one load away. Everything here that refers to the heap is a root
//! and is reported by [`for_each_root`].

use std::num::NonZeroU32;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use typhon_gc::{CollectionKind, Config as HeapConfig, Heap, Inspector, ObjRef};
use typhon_scheduler::{Config as SchedulerConfig, Exploration, Fiber, Scheduler};

use crate::bias::Bias;
use crate::context::{Cx, R};
use crate::dump::{self, Deadlock};
use crate::exceptions;
use crate::host::{VmHooks, VmHost};
use crate::names;
use crate::object::{self, Obj};
use crate::shape::{self, FIRST_DYNAMIC_ID, Shape};
use crate::typedef::TypeDef;
use crate::types::dict::{self, Dict};
use crate::types::module::Module;
use crate::types::type_::{Type, build};
use crate::types::{self, internal, number};
use crate::value::Value;

/// How the runtime is started.
#[derive(Clone, Debug)]
pub struct Options {
    pub workers: usize,
    /// Collect at one in so many safepoints and check everything.
    pub zeal: Option<NonZeroU32>,
    pub verify: bool,
    /// Bytes the heap may occupy.
    pub memory_limit: Option<usize>,
    /// A deterministic run: all choices of the scheduler from one seed, everything else that could differ fixed.
    pub exploration: Option<Exploration>,
    /// What happens when threads wait for each other.
    pub deadlock: Deadlock,
    /// `SIGQUIT` prints all threads.
    pub dump_on_quit: bool,
    /// What `-O` says: 0, 1 or 2.
    pub optimize: u8,
}

/// Where the heap of a deterministic run lies: far from what the system maps by itself.
const FIXED_HEAP_ADDRESS: usize = 0x2000_0000_0000;

static HEAP: OnceLock<Heap> = OnceLock::new();
static SHARED: AtomicBool = AtomicBool::new(false);
static BIAS: Bias = Bias::new();
static TYPES: [AtomicU64; FIRST_DYNAMIC_ID as usize] =
    [const { AtomicU64::new(0) }; FIRST_DYNAMIC_ID as usize];
static OPTIMIZE: AtomicU8 = AtomicU8::new(0);
static RECURSION_LIMIT: AtomicUsize = AtomicUsize::new(1000);

macro_rules! roots {
    ($($(#[$doc:meta])* $name:ident $get:ident $set:ident;)*) => {
        $(static $name: AtomicU64 = AtomicU64::new(Value::UNBOUND.bits());
        $(#[$doc])*
        pub fn $get() -> Value {
            Value::from_bits($name.load(Ordering::Acquire))
        }
        /// Sets it.
        pub fn $set(value: Value) {
            $name.store(value.bits(), Ordering::Release);
        })*
        static ROOTS: &[&AtomicU64] = &[$(&$name,)*];
    };
}

roots! {
    /// `sys.modules`.
    MODULES modules set_modules;
    /// The dict of `builtins`.
    BUILTINS builtins set_builtins;
    /// The module `sys`.
    SYS sys set_sys;
    /// The frozen `importlib._bootstrap`, once it runs.
    IMPORTLIB importlib set_importlib;
    /// What hears of audit events: a list, once there is one.
    AUDIT_HOOKS audit_hooks set_audit_hooks;
    /// What `atexit` has registered: a list, once there is one.
    AT_EXIT at_exit set_at_exit;
    /// The one `MemoryError` that can always be raised.
    MEMORY_ERROR memory_error set_memory_error;
    /// `gc.callbacks`.
    GC_CALLBACKS gc_callbacks set_gc_callbacks;
    /// `typing.NoDefault`.
    NO_DEFAULT no_default set_no_default;
    /// Names and callbacks of `sys.monitoring`'s tools.
    MONITORING monitoring set_monitoring;
    /// `sys.monitoring.DISABLE`.
    MONITORING_DISABLE monitoring_disable set_monitoring_disable;
    /// `sys.monitoring.MISSING`.
    MONITORING_MISSING monitoring_missing set_monitoring_missing;
    /// Objects kept for native modules: a list.
    KEPT kept set_kept;
    /// Search functions of the codec registry: a list.
    CODEC_SEARCHERS codec_searchers set_codec_searchers;
    /// Codecs found, by normalised name: a dict.
    CODEC_CACHE codec_cache set_codec_cache;
    /// Error handlers by name: a dict.
    CODEC_ERRORS codec_errors set_codec_errors;
}

/// The runtime as a namespace for questions asked everywhere.
pub struct Runtime;

impl Runtime {
    /// Whether the program has ever started a second Python thread.
    #[inline(always)]
    pub fn is_shared() -> bool {
        SHARED.load(Ordering::Relaxed)
    }

    /// Called by the thread that is about to start the second one, while it holds no object lock.
    pub fn set_shared() {
        SHARED.store(true, Ordering::SeqCst);
        BIAS.contend();
    }

    /// Whether another Python thread may run before the calling one passes its next safepoint. While none may, no object lock is taken.
    #[inline(always)]
    pub fn is_contended() -> bool {
        BIAS.is_contended()
    }

    /// Which thread needs no locks at present.
    pub(crate) fn bias() -> &'static Bias {
        &BIAS
    }

    /// The heap.
    pub fn heap() -> &'static Heap {
        HEAP.get().expect("the heap is made before any Python thread")
    }
}

/// What `-O` says: the level at which sources are compiled, `sys.flags.optimize`.
pub fn optimize() -> u8 {
    OPTIMIZE.load(Ordering::Relaxed)
}

static FINALIZING: AtomicBool = AtomicBool::new(false);

/// Whether the program is at its end.
pub fn is_finalizing() -> bool {
    FINALIZING.load(Ordering::Relaxed)
}

/// `PythonFinalizationError` at the program's end, for what is refused then; `message` says so.
pub fn refuse_at_end(cx: &Cx, message: &str) -> R<()> {
    if is_finalizing() {
        return Err(cx.error(crate::exceptions::PYTHON_FINALIZATION_ERROR, message.into()));
    }
    Ok(())
}

/// Called once, when the program ends.
pub fn set_finalizing() {
    FINALIZING.store(true, Ordering::Relaxed);
}

/// The recursion limit that new threads start with.
pub fn recursion_limit() -> usize {
    RECURSION_LIMIT.load(Ordering::Relaxed)
}

/// Sets the recursion limit for this thread and new ones.
pub fn set_recursion_limit(cx: &Cx, limit: usize) {
    RECURSION_LIMIT.store(limit, Ordering::Relaxed);
    cx.set_recursion_limit(limit);
}

/// A builtin type's class.
#[inline(always)]
pub fn builtin_type(number: u32) -> Obj<Type> {
    let value = Value::from_bits(TYPES[number as usize].load(Ordering::Relaxed));
    // SAFETY: set at start-up, before any code that asks runs, and never changed.
    unsafe { Obj::of_value_unchecked(value) }
}

/// The number by which inline caches know a value's shape: its shape id, or its type's number where it is no object.
#[inline(always)]
pub fn shape_number(value: Value) -> u32 {
    match value.as_object() {
        Some(object) => crate::object::shape_id(object),
        None => immediate_number(value),
    }
}

fn immediate_number(value: Value) -> u32 {
    if value.is_int() {
        number::INT
    } else if value.is_float() {
        number::FLOAT
    } else if value.is_bool() {
        number::BOOL
    } else if value == Value::NOT_IMPLEMENTED {
        number::NOT_IMPLEMENTED_TYPE
    } else if value == Value::ELLIPSIS {
        number::ELLIPSIS_TYPE
    } else {
        number::NONE_TYPE
    }
}

/// The class of any value.
#[inline(always)]
pub fn type_of(value: Value) -> Obj<Type> {
    match value.as_object() {
        Some(object) => Shape::of(object).class(),
        None => builtin_type(immediate_number(value)),
    }
}

/// What holds the builtin names for a globals dict: what its `__builtins__` says, whatever that is, else the `builtins` module's dict.
pub fn builtins_of(cx: &Cx, globals: Obj<Dict>) -> R<Value> {
    let name = names::get(names::__BUILTINS__);
    match globals.get_str(name) {
        Some(found) => Ok(found.cast::<Module>().map_or(found, |module| module.dict().value())),
        None => {
            if builtins().cast::<Dict>().is_some() {
                dict::set(cx, globals, name, builtins())?;
            }
            Ok(builtins())
        }
    }
}

/// Reports every root outside the heap.
pub(crate) fn for_each_root(each: &mut dyn FnMut(u64)) {
    for root in ROOTS {
        each(root.load(Ordering::Acquire));
    }
    for class in &TYPES {
        each(class.load(Ordering::Relaxed));
    }
    names::for_each(each);
    crate::finalization::for_each_root(each);
    shape::for_each_builtin(each);
}

fn all_defs() -> Vec<(u32, &'static TypeDef)> {
    let exceptions = exceptions::make_defs().iter().enumerate();
    let numbered = exceptions.map(|(index, &def)| (exceptions::FIRST_NUMBER + index as u32, def));
    types::BUILTIN.iter().copied().chain(numbered).collect()
}

fn number_of(defs: &[(u32, &'static TypeDef)], def: &'static TypeDef) -> Option<u32> {
    defs.iter().find(|(_, known)| std::ptr::eq(*known, def)).map(|&(number, _)| number)
}

/// Makes shapes, names and builtin types; called once, on the main Python thread, before any Python code. No safepoint passes before it is done, so nothing needs to be rooted on the way.
pub fn make_types(cx: &Cx) -> R<()> {
    let defs = all_defs();
    for &(id, layout) in internal::ALL {
        Shape::internal(cx, id, layout)?;
    }
    for &(id, def) in &defs {
        Shape::builtin(cx, id, def.layout)?;
    }
    for &(_, id, layout) in types::EXTRA_LAYOUTS {
        Shape::builtin(cx, id, layout)?;
    }
    names::intern_all(cx)?;
    for &(id, def) in &defs {
        let class = Type::create_builtin(cx, def, dict::new(cx)?)?;
        TYPES[id as usize].store(class.value().bits(), Ordering::Relaxed);
        Shape::set_class(Shape::by_id(id), cx, class);
    }
    for &(class, id, _) in types::EXTRA_LAYOUTS {
        Shape::set_class(Shape::by_id(id), cx, builtin_type(class));
    }
    for &(id, def) in &defs {
        let bases: Vec<_> = [def.base, def.second_base]
            .into_iter()
            .filter_map(|base| number_of(&defs, base?))
            .map(builtin_type)
            .collect();
        let name = cx.intern(def.name)?;
        Type::complete_builtin(builtin_type(id), cx, Shape::by_id(id), name, &bases)?;
    }
    for &(id, def) in &defs {
        build::fill_builtin(cx, builtin_type(id), def)?;
    }
    set_memory_error(exceptions::preallocate_memory_error(cx)?);
    set_no_default(types::type_params::make_no_default(cx)?);
    set_modules(dict::new(cx)?.value());
    set_kept(crate::types::list::new(cx)?.value());
    crate::codecs::start(cx)?;
    Ok(())
}

/// The class of a native module's type, if it is made.
fn native_class(def: &'static TypeDef) -> Option<Obj<Type>> {
    let kept = kept().cast::<crate::types::list::List>()?;
    (0..kept.len())
        .filter_map(|index| crate::types::list::get(kept, index)?.cast::<Type>())
        .find(|class| class.def().is_some_and(|known| std::ptr::eq(known, def)))
}

/// A type of a native module, made on first use and kept for ever. A base that is one too must be made before.
pub struct NativeType {
    def: &'static TypeDef,
    class: AtomicU64,
    shape: AtomicU64,
}

impl NativeType {
    pub const fn new(def: &'static TypeDef) -> NativeType {
        NativeType { def, class: AtomicU64::new(0), shape: AtomicU64::new(0) }
    }

    /// What the type is made from.
    pub fn def(&self) -> &'static TypeDef {
        self.def
    }

    /// The class.
    pub fn class(&self, cx: &Cx) -> R<Obj<Type>> {
        if let Some(class) = Value::from_bits(self.class.load(Ordering::Acquire)).cast::<Type>() {
            return Ok(class);
        }
        let defs = all_defs();
        let class = Type::create_builtin(cx, self.def, dict::new(cx)?)?;
        let shape = Shape::new_root(cx, class, self.def.layout, 0, shape::Mode::Slots)?;
        let base: Vec<_> = self
            .def
            .base
            .and_then(|base| number_of(&defs, base).map(builtin_type).or_else(|| native_class(base)))
            .into_iter()
            .collect();
        Type::complete_builtin(class, cx, shape, cx.intern(self.def.name)?, &base)?;
        build::fill_builtin(cx, class, self.def)?;
        if let Some(kept) = kept().cast::<crate::types::list::List>() {
            crate::types::list::append(cx, kept, class.value())?;
        }
        // Native modules are initialised once, under the import lock, so nobody races here.
        self.shape.store(u64::from(shape.id()), Ordering::Release);
        self.class.store(class.value().bits(), Ordering::Release);
        Ok(class)
    }

    /// The shape id for headers of exact instances.
    pub fn shape_id(&self, cx: &Cx) -> R<u32> {
        self.class(cx)?;
        Ok(self.shape.load(Ordering::Acquire) as u32)
    }
}

/// Starts the runtime, runs `program` on the main Python thread and returns its exit code when it has ended.
///
/// Errors: the system refuses memory or threads.
pub fn run(options: &Options, program: impl FnOnce(&Cx) -> i32 + Send) -> std::io::Result<i32> {
    shape::reserve_table()?;
    let heap = HeapConfig {
        // It begins with the program: what is done before is the same each time, and slow under zeal.
        zeal: false,
        verify: options.verify || options.zeal.is_some(),
        poison: options.zeal.is_some() || cfg!(debug_assertions),
        limit_bytes: options.memory_limit,
        fixed_address: options.exploration.as_ref().map(|_| FIXED_HEAP_ADDRESS),
        ..HeapConfig::default()
    };
    let heap = match options.exploration {
        // One marker: what a collection frees, and in which order, must not depend on which of several was faster.
        Some(_) => HeapConfig { marker_threads: 1, ..heap },
        None => heap,
    };
    // Before there are other OS threads, whom the kernel would wait for.
    object::prepare_locks();
    let heap = Heap::new(heap, std::sync::Arc::new(VmHost))?;
    assert!(HEAP.set(heap).is_ok(), "one runtime per process");
    let config = SchedulerConfig {
        workers: options.workers.max(1),
        stack_bytes: 1 << 20,
        main_stack_bytes: 64 << 20,
        area_bytes: 768 << 10,
        main_area_bytes: 48 << 20,
        below_bytes: 256 << 10,
        main_below_bytes: 16 << 20,
        preempt_after: Duration::from_millis(10),
        seed: 0,
        exploration: options.exploration.clone(),
    };
    dump::set_deadlock(options.deadlock);
    OPTIMIZE.store(options.optimize, Ordering::Relaxed);
    let mut code = 1;
    let result = &mut code;
    Scheduler::run(&config, std::sync::Arc::new(VmHooks), move |fiber: &Fiber| {
        // SAFETY: the main fiber's area is fresh, and nothing but this context lies in it.
        let cx = unsafe { Cx::create(fiber) };
        crate::host::attach(cx);
        crate::signals::set_main(cx);
        if options.dump_on_quit {
            // Where no thread can be made now, there will be no dump.
            let _ = crate::signals::dump_on_quit(cx);
        }
        *result = program(cx);
        if typhon_os::spawn::is_forked() {
            // The OS thread that waits for the end is the parent's.
            typhon_os::process::exit_now(*result);
        }
    })?;
    Ok(code)
}

/// Calls `look` with the contexts of all Python threads while they stand still. It allocates nothing and runs no Python code.
pub fn for_each_thread(cx: &Cx, look: &mut dyn FnMut(&Cx)) {
    crate::host::for_each_context(cx, look);
}

/// Forks while every other Python thread stands at a safepoint, so that in the child collections do not wait for threads that are not there.
pub fn standing_still<T>(cx: &Cx, body: impl FnOnce() -> T) -> T {
    cx.at_safepoint(|mutator| mutator.stop_world(body))
}

/// To be called in the child of a `fork`, before any Python code.
pub fn after_fork_in_child(cx: &Cx) {
    // Without a monitor signals are not told of; everything else goes on.
    let _ = cx.fiber().scheduler().after_fork_in_child(cx.fiber());
    object::prepare_locks();
    crate::signals::set_main_in_child(cx);
    crate::threads::after_fork_in_child();
    crate::finalization::after_fork_in_child();
}

/// The runtime has started: what is alive now and survives the next collection is never collected.
pub fn end_start(cx: &Cx) {
    cx.at_safepoint(|mutator| mutator.end_start());
}

/// Collects in full, now. What the calling native functions hold survives.
pub fn collect(cx: &Cx) {
    cx.at_safepoint(|mutator| {
        mutator.collect(CollectionKind::Full);
    });
}

/// Collects now. What the calling native functions hold survives.
pub fn collect_kind(cx: &Cx, kind: CollectionKind) {
    cx.at_safepoint(|mutator| {
        mutator.collect(kind);
    });
}

/// Collects now, from work that was [deferred](Cx::defer): native frames that are gone keep nothing alive.
pub fn collect_between_instructions(cx: &Cx, kind: CollectionKind) {
    cx.at_deferred_safepoint(|mutator| {
        mutator.collect(kind);
    });
}

/// As [`collect_between_instructions`], in full; how many objects, of every kind, were unreachable.
pub fn collect_counting(cx: &Cx) -> usize {
    cx.at_deferred_safepoint(|mutator| mutator.collect_counting().unreachable).unwrap_or(0)
}

/// Collects in full and looks at what is alive while every Python thread stands still.
pub fn inspect<T>(cx: &Cx, look: impl FnOnce(&Inspector<'_>) -> T) -> T {
    cx.at_safepoint(|mutator| mutator.inspect(look))
}

/// Calls `each` with every generator that runs and each object that its frame refers to. Inside [`inspect`].
pub fn for_each_running_reference(cx: &Cx, each: &mut dyn FnMut(ObjRef, ObjRef)) {
    crate::host::for_each_running_reference(cx, each);
}

/// Puts a module into `sys.modules`.
pub fn add_module(cx: &Cx, name: Value, module: Value) -> R<()> {
    match modules().cast::<Dict>() {
        Some(modules) => dict::set(cx, modules, name, module),
        None => Err(cx.system_error("no sys.modules")),
    }
}
