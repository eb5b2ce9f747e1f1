//! `_lru_cache_wrapper`: a function that remembers its results, all of them or those used last.
//!
//! # Thread-safety
//! *Looking up* asks a dict, which readers never lock; hits are counted in one of several words, so that threads that only hit share no write
//! (with a limit, a hit on anything but the newest result moves it, under the lock).
//! *Protects*: the order of the results, a list linked through [`Link`]s from the newest to the oldest, under the wrapper's object lock. The dict has a
//! lock of its own. A link enters the dict first, then the list; it leaves the list first, then the dict, and only if it is
//! still what the dict has under its key. So a link may be in the dict and not in the list for a moment, and is then only not moved.
//! *Calls* of the function run unlocked: two threads that miss the same key both call it, and the first result stays, as in CPython.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{instance_of, new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload, lock_object};
use typhon_vm::protocol::{self, attr, index};
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::{MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::tuple;
use typhon_vm::types::{int, method, number};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, names, object_struct, threads};

/// Words that hits are counted in, each on a cache line of its own.
const STRIPES: usize = 8;
const WORDS_PER_LINE: usize = 8;

object_struct! {
    /// A function and its results.
    struct Cache: "functools._lru_cache_wrapper", with_attributes {
        slots {
            function,
            /// Results by key: the values themselves, with a limit links.
            results,
            info_class,
            /// Stands between positional and keyword arguments in keys; no argument is it.
            mark,
            /// Newest and oldest link.
            newest,
            oldest,
        }
        fields {
            /// Most results; negative: all.
            limit: i64,
            typed: bool,
            misses: AtomicI64,
            hits: [AtomicI64; STRIPES * WORDS_PER_LINE],
        }
    }
}

object_struct! {
    /// A result with its neighbours in the order of use.
    struct Link: "functools._lru_list_elem", fixed {
        slots {
            key,
            result,
            newer,
            older,
        }
        fields {
            hash: i64,
            /// 1 while in the list.
            listed: AtomicU64,
        }
    }
}

impl Cache {
    fn results(&self, cx: &Cx) -> R<Obj<Dict>> {
        self.results.get().cast::<Dict>().ok_or_else(|| cx.system_error("cache without a dict"))
    }

    fn count_hit(&self, cx: &Cx) {
        let stripe = threads::ident(cx.fiber().reference()) as usize % STRIPES;
        self.hits[stripe * WORDS_PER_LINE].fetch_add(1, Ordering::Relaxed);
    }

    fn count_miss(&self) {
        self.misses.fetch_add(1, Ordering::Relaxed);
    }
}

// What follows up to `touch` works on the list; the caller holds the lock.

fn unlink(cx: &Cx, this: Obj<Cache>, link: Obj<Link>) {
    let (newer, older) = (link.newer.get(), link.older.get());
    match newer.cast::<Link>() {
        Some(newer) => cx.store(newer.object(), &newer.older, older),
        None => cx.store(this.object(), &this.newest, older),
    }
    match older.cast::<Link>() {
        Some(older) => cx.store(older.object(), &older.newer, newer),
        None => cx.store(this.object(), &this.oldest, newer),
    }
    link.newer.init(Value::UNBOUND.bits());
    link.older.init(Value::UNBOUND.bits());
    link.listed.store(0, Ordering::Relaxed);
}

fn link_newest(cx: &Cx, this: Obj<Cache>, link: Obj<Link>) {
    let second = this.newest.get();
    cx.store(link.object(), &link.older, second);
    match second.cast::<Link>() {
        Some(second) => cx.store(second.object(), &second.newer, link.value()),
        None => cx.store(this.object(), &this.oldest, link.value()),
    }
    cx.store(this.object(), &this.newest, link.value());
    link.listed.store(1, Ordering::Relaxed);
}

/// Makes a link the newest.
fn touch(cx: &Cx, this: Obj<Cache>, link: Obj<Link>) {
    if this.newest.get() == link.value() {
        return;
    }
    let _guard = lock_object(cx, this.object());
    if link.listed.load(Ordering::Relaxed) == 1 {
        unlink(cx, this, link);
        link_newest(cx, this, link);
    }
}

fn take_oldest(cx: &Cx, this: Obj<Cache>) -> Option<Obj<Link>> {
    let _guard = lock_object(cx, this.object());
    let oldest = this.oldest.get().cast::<Link>()?;
    unlink(cx, this, oldest);
    Some(oldest)
}

/// The key of a call: its only argument where that is an exact int or str, else a tuple of all there is.
fn key_of(cx: &Cx, this: Obj<Cache>, args: &CallArgs<'_>) -> R<Value> {
    let (values, names) = (args.values(), args.keyword_count());
    if !this.typed
        && names == 0
        && let &[only] = values
        && (only.is_int() || cx.type_of(only) == runtime::builtin_type(number::STR) || is_exact_int(cx, only))
    {
        return Ok(only);
    }
    let marks = if names > 0 { 1 + names } else { 0 }; // besides the keyword values, their names and the mark
    let types = if this.typed { values.len() } else { 0 };
    let mut room = cx.scratch(values.len() + marks + types)?;
    let key = room.as_mut_slice();
    let positional = values.len() - names;
    key[..positional].copy_from_slice(&values[..positional]);
    let mut at = positional;
    if names > 0 {
        key[at] = this.mark.get();
        at += 1;
        for (name, value) in args.keywords() {
            (key[at], key[at + 1]) = (name, value);
            at += 2;
        }
    }
    if this.typed {
        for &value in values {
            key[at] = cx.type_of(value).value();
            at += 1;
        }
    }
    Ok(tuple::from_slice(cx, room.as_slice())?.value())
}

fn is_exact_int(cx: &Cx, value: Value) -> bool {
    cx.type_of(value) == runtime::builtin_type(number::INT)
}

fn call_cache(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<Value> {
    let this = receiver::<Cache>(cx, value)?;
    if this.limit == 0 {
        this.count_miss();
        return call::call(cx, this.function.get(), args);
    }
    let key = key_of(cx, this, args)?;
    let hash = protocol::hash(cx, key)?;
    let results = this.results(cx)?;
    let found = dict::get_hashed(cx, results, key, hash)?;
    if this.limit < 0 {
        if let Some(result) = found {
            this.count_hit(cx);
            return Ok(result);
        }
        this.count_miss();
        let result = call::call(cx, this.function.get(), args)?;
        dict::set_hashed(cx, results, key, hash, result)?;
        return Ok(result);
    }
    if let Some(link) = found.and_then(|link| link.cast::<Link>()) {
        touch(cx, this, link);
        this.count_hit(cx);
        return Ok(link.result.get());
    }
    this.count_miss();
    let result = call::call(cx, this.function.get(), args)?;
    remember(cx, this, key, hash, result)?;
    Ok(result)
}

/// Adds a result to a cache with a limit, unless another call has been faster.
fn remember(cx: &Cx, this: Obj<Cache>, key: Value, hash: i64, result: Value) -> R<()> {
    let results = this.results(cx)?;
    let unbound = || Slot::of(Value::UNBOUND);
    let link = new_instance(cx, LINK_TYPE.class(cx)?, |header| Link {
        header,
        key: Slot::of(key),
        result: Slot::of(result),
        newer: unbound(),
        older: unbound(),
        hash,
        listed: AtomicU64::new(0),
    })?;
    if !dict::compare_and_set(cx, results, key, hash, None, link.value())? {
        return Ok(());
    }
    {
        let _guard = lock_object(cx, this.object());
        link_newest(cx, this, link);
    }
    while results.len() as i64 > this.limit {
        let Some(oldest) = take_oldest(cx, this) else { break };
        let is_it = |value| value == oldest.value();
        dict::remove_if_hashed(cx, results, oldest.key.get(), oldest.hash, is_it)?;
    }
    Ok(())
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[class, function, limit, typed, info_class] = args else {
        return Err(cx.system_error("cache arguments"));
    };
    if cx.type_of(function).slots().call.is_none() {
        return Err(cx.type_error("the first argument must be callable".into()));
    }
    let limit = if limit.is_none() {
        -1
    } else if cx.type_of(limit).slots().index.is_some() {
        index::to_i64(cx, limit)?.max(0)
    } else {
        return Err(cx.type_error("maxsize should be integer or None".into()));
    };
    let typed = protocol::is_true(cx, typed)?;
    let results = dict::new(cx)?;
    let mark = call::call_values(cx, runtime::builtin_type(number::OBJECT).value(), &[])?;
    let made = instance_of(cx, class, |header| Cache {
        header,
        function: Slot::of(function),
        results: Slot::of(results.value()),
        info_class: Slot::of(info_class),
        mark: Slot::of(mark),
        newest: Slot::of(Value::UNBOUND),
        oldest: Slot::of(Value::UNBOUND),
        limit,
        typed,
        misses: AtomicI64::new(0),
        hits: [const { AtomicI64::new(0) }; STRIPES * WORDS_PER_LINE],
    })?;
    Ok(made.value())
}

fn info(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Cache>(cx, args[0])?;
    let hits = this.hits.iter().map(|word| word.load(Ordering::Relaxed)).sum();
    let limit = if this.limit < 0 { Value::NONE } else { int::from_i64(cx, this.limit)? };
    let values = [
        int::from_i64(cx, hits)?,
        int::from_i64(cx, this.misses.load(Ordering::Relaxed))?,
        limit,
        int::from_i64(cx, this.results(cx)?.len() as i64)?,
    ];
    call::call_values(cx, this.info_class.get(), &values)
}

fn clear(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Cache>(cx, args[0])?;
    while take_oldest(cx, this).is_some() {}
    dict::clear(cx, this.results(cx)?)?;
    this.misses.store(0, Ordering::Relaxed);
    for word in &this.hits {
        word.store(0, Ordering::Relaxed);
    }
    Ok(Value::NONE)
}

static NEW: MethodDef =
    MethodDef::function("_lru_cache_wrapper($type, user_function, maxsize, typed, cache_info_type)", "", new);

static CACHE: TypeDef = TypeDef {
    name: "_lru_cache_wrapper",
    module: "functools",
    doc: "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for \
          no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache \
          f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    \
          namedtuple class with the fields:\n                        hits misses currsize maxsize\n",
    layout: Cache::LAYOUT,
    weak: true,
    slots: SlotTable { call: Some(call_cache), descr_get: Some(method::bind), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("cache_info($self, /)", "Report cache statistics", info),
        MethodDef::new("cache_clear($self, /)", "Clear the cache and cache statistics", clear),
        MethodDef::new("__reduce__($self, /)", "", |cx, args| {
            attr::get(cx, args[0], names::get(names::__QUALNAME__))
        }),
        MethodDef::new("__copy__($self, /)", "", |_, args| Ok(args[0])),
        MethodDef::new("__deepcopy__($self, memo, /)", "", |_, args| Ok(args[0])),
    ],
    ..TypeDef::DEFAULT
};

pub(super) static CACHE_TYPE: NativeType = NativeType::new(&CACHE);

static LINK: TypeDef =
    TypeDef { name: "_lru_list_elem", module: "functools", layout: Link::LAYOUT, ..TypeDef::DEFAULT };

pub(super) static LINK_TYPE: NativeType = NativeType::new(&LINK);
