//! `gc`: the collector as Python code sees it.
//!
//! Everything is collected by tracing, cycles or not, so what the manual says of reference counts has no counterpart: `disable()` is remembered
//! but memory goes on being reclaimed, and `freeze()` makes everything old, which young collections do not look at, without
//! exempting it from full ones. The three generations that the interface counts are young (0), none (1), and full (2). `collect()` answers how many objects
//! it finalized and how many weak references' callbacks it called.
//!
//! Thread-safety: settings are single atomic words; `callbacks` and `garbage` are lists.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{CollectionKind, Inspector, ObjRef};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::{flag, shape_id};
use typhon_vm::runtime::Runtime;
use typhon_vm::shape::Shape;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{internal, number};
use typhon_vm::{Value, call, finalization, protocol, runtime};

use crate::stdio;

const DEBUG_STATS: i64 = 1;
const DEBUG_COLLECTABLE: i64 = 2;
const DEBUG_UNCOLLECTABLE: i64 = 4;
const DEBUG_SAVEALL: i64 = 32;
const DEBUG_LEAK: i64 = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL;

/// The first threshold as CPython has it: the young trigger is scaled by what a program makes of it.
const FIRST_THRESHOLD: i64 = 2000;
const OTHER_THRESHOLD: i64 = 10;

static ENABLED: AtomicBool = AtomicBool::new(true);
static DEBUG: AtomicI64 = AtomicI64::new(0);
static THRESHOLDS: [AtomicI64; 3] =
    [AtomicI64::new(FIRST_THRESHOLD), AtomicI64::new(OTHER_THRESHOLD), AtomicI64::new(OTHER_THRESHOLD)];
static FROZEN: AtomicI64 = AtomicI64::new(0);
/// What collections found to finalize or to call back, by generation.
static COLLECTED: [AtomicU64; 3] = [const { AtomicU64::new(0) }; 3];

fn generation_of(cx: &Cx, value: Value, fallback: i64) -> R<i64> {
    let generation = value.bound().map_or(Ok(fallback), |given| protocol::index::to_i64(cx, given))?;
    if (0..=2).contains(&generation) { Ok(generation) } else { Err(cx.value_error("invalid generation")) }
}

fn collect(cx: &Cx, args: &[Value]) -> R<Value> {
    // Once this call's own native frames are gone, so that they keep nothing alive that should die.
    Ok(match generation_of(cx, args[0], 2)? {
        0 => cx.defer(|cx| collect_now(cx, 0)),
        1 => cx.defer(|cx| collect_now(cx, 1)),
        _ => cx.defer(|cx| collect_now(cx, 2)),
    })
}

fn collect_now(cx: &Cx, generation: i64) -> R<Value> {
    tell(cx, "start", generation, 0)?;
    let collect = || {
        if generation == 2 {
            return runtime::collect_counting(cx);
        }
        runtime::collect_between_instructions(cx, CollectionKind::Young);
        0
    };
    let mut found = collect();
    let mut finalized = finalization::run_due(cx);
    if finalized > 0 {
        // What was finalized can go now, with what only it kept.
        found += collect();
        finalized += finalization::run_due(cx);
    }
    // A young collection, which runs far more often, counts nothing else.
    let found = if generation == 2 { found } else { finalized };
    COLLECTED[generation as usize].fetch_add(found as u64, Ordering::Relaxed);
    if DEBUG.load(Ordering::Relaxed) & DEBUG_STATS != 0 {
        let stats = Runtime::heap().stats();
        let text = format!(
            "gc: collecting generation {generation}...\ngc: done, {found} unreachable, {finalized} finalized, {} bytes in use, longest pause {:?}.\n",
            stats.used_bytes, stats.longest_pause
        );
        stdio::write(cx, 2, text.as_bytes())?;
    }
    tell(cx, "stop", generation, found as i64)?;
    Ok(Value::small_int_unchecked(found as i64))
}

/// Calls what the program has put into `gc.callbacks`.
fn tell(cx: &Cx, phase: &str, generation: i64, collected: i64) -> R<()> {
    let Some(callbacks) = runtime::gc_callbacks().cast::<List>() else { return Ok(()) };
    if callbacks.is_empty() {
        return Ok(());
    }
    let info = dict::new(cx)?;
    for (name, number) in [("generation", generation), ("collected", collected), ("uncollectable", 0)] {
        dict::set(cx, info, cx.intern(name)?, Value::small_int_unchecked(number))?;
    }
    let phase = cx.intern(phase)?;
    let mut index = 0;
    while let Some(callback) = list::get(callbacks, index) {
        if let Err(raised) = call::call_values(cx, callback, &[phase, info.value()]) {
            typhon_vm::exceptions::unraisable::report(
                cx,
                raised,
                "Exception ignored while calling GC callback",
                callback,
            );
        }
        index += 1;
    }
    Ok(())
}

fn set_debug(cx: &Cx, args: &[Value]) -> R<Value> {
    DEBUG.store(protocol::index::to_i64(cx, args[0])?, Ordering::Relaxed);
    Ok(Value::NONE)
}

fn set_threshold(cx: &Cx, args: &[Value]) -> R<Value> {
    for (threshold, given) in THRESHOLDS.iter().zip(args) {
        if let Some(given) = given.bound() {
            threshold.store(protocol::index::to_i64(cx, given)?, Ordering::Relaxed);
        }
    }
    let first = THRESHOLDS[0].load(Ordering::Relaxed);
    Runtime::heap().scale_young_trigger(if first <= 0 {
        64.0
    } else {
        first as f64 / FIRST_THRESHOLD as f64
    });
    Ok(Value::NONE)
}

fn get_threshold(cx: &Cx, _: &[Value]) -> R<Value> {
    let numbers = THRESHOLDS.each_ref().map(|word| Value::small_int_unchecked(word.load(Ordering::Relaxed)));
    Ok(tuple::from_slice(cx, &numbers)?.value())
}

/// The first count is a share of the first threshold: how much of what starts the next collection has been allocated.
fn get_count(cx: &Cx, _: &[Value]) -> R<Value> {
    let heap = Runtime::heap();
    let share = heap.allocated_share() * THRESHOLDS[0].load(Ordering::Relaxed) as f64;
    let stats = heap.stats();
    let counts = [share as i64, stats.young_since_full as i64, 0].map(Value::small_int_unchecked);
    Ok(tuple::from_slice(cx, &counts)?.value())
}

fn get_stats(cx: &Cx, args: &[Value]) -> R<Value> {
    let detail = args[0].bound().map_or(Ok(false), |detail| protocol::is_true(cx, detail))?;
    let stats = Runtime::heap().stats();
    let all = list::new(cx)?;
    for (generation, kind) in [Some(&stats.young), None, Some(&stats.full)].into_iter().enumerate() {
        let entry = dict::new(cx)?;
        let collections = kind.map_or(0, |kind| kind.collections);
        let collected = COLLECTED[generation].load(Ordering::Relaxed);
        for (name, number) in [("collections", collections), ("collected", collected), ("uncollectable", 0)] {
            dict::set(cx, entry, cx.intern(name)?, Value::small_int_unchecked(number as i64))?;
        }
        if let Some(kind) = kind.filter(|_| detail) {
            let seconds = |duration: std::time::Duration| Value::from_float(duration.as_secs_f64());
            for (name, value) in [
                ("allocated_bytes", Value::small_int_unchecked(kind.allocated_bytes as i64)),
                ("live_bytes", Value::small_int_unchecked(stats.used_bytes as i64)),
                ("total_pause", seconds(kind.total_pause)),
                ("longest_pause", seconds(kind.longest_pause)),
                ("longest_time_to_stop", seconds(kind.longest_time_to_stop)),
            ] {
                dict::set(cx, entry, cx.intern(name)?, value)?;
            }
        }
        list::append(cx, all, entry.value())?;
    }
    Ok(all.value())
}

/// Whether a value could be part of a cycle, as far as its type tells.
fn is_tracked_value(value: Value) -> bool {
    let Some(object) = value.as_object() else { return false };
    match shape_id(object) {
        number::STR | number::BYTES | number::INT64 | number::BIG_INT | number::COMPLEX | number::RANGE => {
            false
        }
        number::TUPLE => value
            .cast::<Tuple>()
            .is_some_and(|tuple| tuple.values().iter().any(|&item| is_tracked_value(item))),
        shape => !is_internal(shape),
    }
}

/// Whether objects of a shape are the machine's own, which Python code never sees.
fn is_internal(shape: u32) -> bool {
    internal::ALL.iter().any(|&(id, _)| id == shape)
}

fn is_tracked(_: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(is_tracked_value(args[0])))
}

fn is_finalized(_: &Cx, args: &[Value]) -> R<Value> {
    let flags = args[0].as_object().map_or(0, |object| object.header().flags.load(Ordering::Relaxed));
    Ok(Value::from_bool(flags & flag::FINALIZED != 0))
}

/// A list of objects found inside a stop that has just ended: no safepoint has passed, so they are alive still.
fn listed(cx: &Cx, objects: &[ObjRef]) -> R<Value> {
    let all = list::with_capacity(cx, objects.len())?;
    for &object in objects {
        list::append(cx, all, Value::from_object(object))?;
    }
    Ok(all.value())
}

fn get_objects(cx: &Cx, args: &[Value]) -> R<Value> {
    let generation = match args[0].bound().filter(|given| !given.is_none()) {
        None => 2,
        Some(given) => match protocol::index::to_i64(cx, given)? {
            negative if negative < 0 => return Err(cx.value_error("generation parameter cannot be negative")),
            generation if generation > 2 => {
                return Err(cx.value_error(
                    "generation parameter must be less than the number of available generations (3)",
                ));
            }
            generation => generation,
        },
    };
    if generation < 2 {
        // The collection that finds the live ones makes all of them old.
        return Ok(list::new(cx)?.value());
    }
    let objects = runtime::inspect(cx, |inspector| {
        let mut objects = Vec::new();
        inspector.for_each_object(&mut |object| {
            if is_tracked_value(Value::from_object(object)) {
                objects.push(object);
            }
        });
        objects
    });
    listed(cx, &objects)
}

/// What an object refers to, with what lies in the machine's own objects behind it taken as its own; last, as CPython has it, its class, if that is
/// no builtin one. Values that are no heap objects (small ints, floats, `None`) do not appear.
fn references(inspector: &Inspector<'_>, object: ObjRef) -> Vec<ObjRef> {
    let (mut found, mut pending, mut direct) = (Vec::new(), vec![object], Vec::new());
    let mut class = None;
    while let Some(next) = pending.pop() {
        direct.clear();
        inspector.references(next, &mut direct);
        for &other in &direct {
            match shape_id(other) {
                // An object's shape stands for its class; an internal object's is nobody's business.
                internal::SHAPE if next == object => {
                    let shape = Value::from_object(other).cast::<Shape>();
                    class = shape.map(|shape| shape.class()).filter(|class| class.is_heap());
                }
                internal::ARRAY | internal::DICT_TABLE | internal::SET_TABLE | internal::EXECUTABLE => {
                    pending.push(other);
                }
                shape if is_internal(shape) => {}
                _ => found.push(other),
            }
        }
    }
    found.extend(class.map(typhon_vm::Obj::object));
    found
}

fn get_referents(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(objects) = args[0].cast::<Tuple>() else { return Err(cx.system_error("arguments expected")) };
    let objects: Vec<ObjRef> = objects.values().iter().filter_map(|value| value.as_object()).collect();
    let found = runtime::inspect(cx, |inspector| {
        objects.iter().flat_map(|&object| references(inspector, object)).collect::<Vec<ObjRef>>()
    });
    listed(cx, &found)
}

fn get_referrers(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(wanted) = args[0].cast::<Tuple>() else { return Err(cx.system_error("arguments expected")) };
    let targets: Vec<ObjRef> = wanted.values().iter().filter_map(|value| value.as_object()).collect();
    let found = runtime::inspect(cx, |inspector| {
        let mut found = Vec::new();
        inspector.for_each_object(&mut |object| {
            let counts = object != wanted.object() && is_tracked_value(Value::from_object(object));
            if counts && references(inspector, object).iter().any(|other| targets.contains(other)) {
                found.push(object);
            }
        });
        // What a generator refers to while it runs lies in its frame.
        runtime::for_each_running_reference(cx, &mut |generator, other| {
            if targets.contains(&other) && !found.contains(&generator) {
                found.push(generator);
            }
        });
        found
    });
    listed(cx, &found)
}

fn freeze(cx: &Cx, _: &[Value]) -> R<Value> {
    let mut count = 0;
    runtime::inspect(cx, |inspector| {
        inspector.for_each_object(&mut |object| {
            count += i64::from(is_tracked_value(Value::from_object(object)));
        });
    });
    FROZEN.store(count, Ordering::Relaxed);
    Ok(Value::NONE)
}

/// The module.
pub static GC: ModuleDef = ModuleDef {
    name: "gc",
    doc: "This module provides access to the garbage collector.",
    functions: &[
        MethodDef::function("enable()", "Enable automatic garbage collection.", |_, _| {
            ENABLED.store(true, Ordering::Relaxed);
            Ok(Value::NONE)
        }),
        MethodDef::function(
            "disable()",
            "Disable automatic garbage collection, as far as it is about cycles: here nothing is.",
            |_, _| {
                ENABLED.store(false, Ordering::Relaxed);
                Ok(Value::NONE)
            },
        ),
        MethodDef::function(
            "isenabled()",
            "Returns true if automatic garbage collection is enabled.",
            |_, _| Ok(Value::from_bool(ENABLED.load(Ordering::Relaxed))),
        ),
        MethodDef::function(
            "collect(generation=2)",
            "Collect now: all objects, or (0, 1) those made since the last collection. Finalizers and callbacks that become due are run before it \
             returns.\n\nReturns how many objects of any kind were unreachable, or (0, 1) how many were finalized.",
            collect,
        ),
        MethodDef::function("set_debug(flags, /)", "Set the garbage collection debugging flags.", set_debug),
        MethodDef::function("get_debug()", "Get the garbage collection debugging flags.", |_, _| {
            Ok(Value::small_int_unchecked(DEBUG.load(Ordering::Relaxed)))
        }),
        MethodDef::function(
            "set_threshold(threshold0, threshold1=10, threshold2=10, /)",
            "Set the collection thresholds. The first scales how much is allocated between young collections; 2000 is the default.",
            set_threshold,
        ),
        MethodDef::function("get_threshold()", "Return the current collection thresholds.", get_threshold),
        MethodDef::function(
            "get_count()",
            "Return a three-tuple of the current collection counts.",
            get_count,
        ),
        MethodDef::function(
            "get_stats(*, detail=False)",
            "Return a list of dictionaries containing per-generation statistics; with detail also volumes (bytes) and pauses (seconds).",
            get_stats,
        ),
        MethodDef::function(
            "get_objects(generation=None)",
            "Return a list of objects tracked by the collector (excluding the list returned).",
            get_objects,
        ),
        MethodDef::function(
            "get_referrers(*objs)",
            "Return the list of objects that directly refer to any of 'objs'.",
            get_referrers,
        ),
        MethodDef::function(
            "get_referents(*objs)",
            "Return the list of objects that are directly referred to by 'objs'.",
            get_referents,
        ),
        MethodDef::function(
            "is_tracked(obj, /)",
            "Returns true if the object is tracked by the garbage collector.\n\nSimple atomic objects will return false.",
            is_tracked,
        ),
        MethodDef::function(
            "is_finalized(obj, /)",
            "Returns true if the object has been already finalized by the GC.",
            is_finalized,
        ),
        MethodDef::function("freeze()", "Make all objects old, and count them.", freeze),
        MethodDef::function("unfreeze()", "Forget the count of frozen objects.", |_, _| {
            FROZEN.store(0, Ordering::Relaxed);
            Ok(Value::NONE)
        }),
        MethodDef::function("get_freeze_count()", "Return the number of objects frozen.", |_, _| {
            Ok(Value::small_int_unchecked(FROZEN.load(Ordering::Relaxed)))
        }),
    ],
    init: |cx, namespace: typhon_vm::Obj<Dict>| {
        for (name, flags) in [
            ("DEBUG_STATS", DEBUG_STATS),
            ("DEBUG_COLLECTABLE", DEBUG_COLLECTABLE),
            ("DEBUG_UNCOLLECTABLE", DEBUG_UNCOLLECTABLE),
            ("DEBUG_SAVEALL", DEBUG_SAVEALL),
            ("DEBUG_LEAK", DEBUG_LEAK),
        ] {
            dict::set(cx, namespace, cx.intern(name)?, Value::small_int_unchecked(flags))?;
        }
        let callbacks = list::new(cx)?.value();
        runtime::set_gc_callbacks(callbacks);
        dict::set(cx, namespace, cx.intern("callbacks")?, callbacks)?;
        dict::set(cx, namespace, cx.intern("garbage")?, list::new(cx)?.value())
    },
};
