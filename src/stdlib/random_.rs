//! `_random`: the generator behind `random.Random`.
//!
//! Thread-safety: the state lies in the object and is touched under its lock, so each call is atomic; the words are moved in and out as
//! atomics.

mod twister;

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use typhon_os::random;
use typhon_vm::Value;
use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::gc::Header;
use typhon_vm::import::ModuleDef;
use typhon_vm::instance;
use typhon_vm::object::{Obj, Payload, lock_object};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use typhon_vm::types::dict;
use typhon_vm::types::int;
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;

use twister::{Twister, WORDS};

/// A generator.
#[repr(C)]
struct Random {
    header: Header,
    words: [AtomicU32; WORDS],
    index: AtomicUsize,
}

static LAYOUT: Layout = Layout::fixed("Random", size_of::<Random>(), trace_nothing);

// SAFETY: repr(C), header first, no references, the rest is atomic.
unsafe impl Payload for Random {
    const LAYOUT: &'static Layout = &LAYOUT;
}

static RANDOM_TYPE: NativeType = NativeType::new(&RANDOM);

fn this(cx: &Cx, value: Value) -> R<Obj<Random>> {
    value.cast::<Random>().ok_or_else(|| cx.system_error("Random expected"))
}

impl Random {
    fn load(&self) -> Twister {
        let words = std::array::from_fn(|index| self.words[index].load(Ordering::Relaxed));
        Twister { words, index: self.index.load(Ordering::Relaxed) }
    }

    fn store(&self, twister: &Twister) {
        for (word, &new) in self.words.iter().zip(&twister.words) {
            word.store(new, Ordering::Relaxed);
        }
        self.index.store(twister.index, Ordering::Relaxed);
    }

    /// The next 32 bits. The caller holds the lock.
    fn next(&self) -> u32 {
        let index = self.index.load(Ordering::Relaxed);
        if index >= WORDS {
            let mut twister = self.load();
            let word = twister.next();
            self.store(&twister);
            return word;
        }
        self.index.store(index + 1, Ordering::Relaxed);
        twister::temper(self.words[index].load(Ordering::Relaxed))
    }
}

/// The key that a seed stands for.
fn key_of(cx: &Cx, seed: Option<Value>) -> R<Vec<u32>> {
    let Some(seed) = seed.filter(|seed| !seed.is_none()) else {
        let mut bytes = [0; WORDS * 4];
        random::fill(&mut bytes).map_err(|error| cx.os_error(&error, None))?;
        let words =
            bytes.chunks_exact(4).map(|word| word.iter().fold(0, |sum, &byte| sum << 8 | u32::from(byte)));
        return Ok(words.collect());
    };
    let bytes = if int::is_int(seed) {
        // A derived class has no say.
        int::magnitude_bytes(seed)
    } else {
        (protocol::hash(cx, seed)? as u64).to_le_bytes().to_vec()
    };
    let mut key: Vec<u32> = bytes
        .chunks(4)
        .map(|chunk| chunk.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte)))
        .collect();
    while key.len() > 1 && key.last() == Some(&0) {
        key.pop();
    }
    if key.is_empty() {
        key.push(0);
    }
    Ok(key)
}

fn seed_with(cx: &Cx, this: Obj<Random>, seed: Option<Value>) -> R<()> {
    let twister = Twister::from_key(&key_of(cx, seed)?);
    let _guard = lock_object(cx, this.object());
    this.store(&twister);
    Ok(())
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else {
        return Err(cx.type_error("Random.__new__(X): X is not a type object".into()));
    };
    let (shape, header) = instance::start(class);
    let made = Random { header, words: [const { AtomicU32::new(0) }; WORDS], index: AtomicUsize::new(WORDS) };
    Ok(cx.alloc_instance(shape, made)?.value())
}

fn init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    if cx.type_of(value) == RANDOM_TYPE.class(cx)? {
        args.no_keywords(cx, "Random")?;
    }
    let given = args.positional();
    if given.len() > 1 {
        return Err(cx.type_error(format!("Random expected at most 1 argument, got {}", given.len())));
    }
    seed_with(cx, this(cx, value)?, given.first().copied())
}

fn random(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let (high, low) = {
        let _guard = lock_object(cx, this.object());
        (this.next(), this.next())
    };
    Ok(Value::from_float(twister::fraction(high, low)))
}

fn seed(cx: &Cx, args: &[Value]) -> R<Value> {
    seed_with(cx, this(cx, args[0])?, args[1].bound())?;
    Ok(Value::NONE)
}

fn get_state(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let twister = {
        let _guard = lock_object(cx, this.object());
        this.load()
    };
    let state = tuple::with_len(cx, WORDS + 1)?;
    let numbers = twister.words.iter().map(|&word| i64::from(word)).chain([twister.index as i64]);
    for (slot, number) in state.items().iter().zip(numbers) {
        slot.init(Value::small_int_unchecked(number).bits());
    }
    Ok(state.value())
}

fn set_state(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let Some(state) = args[1].cast::<Tuple>() else {
        return Err(cx.type_error("state vector must be a tuple".into()));
    };
    if state.len() != WORDS + 1 {
        return Err(cx.value_error("state vector is the wrong size"));
    }
    let mut numbers = [0; WORDS + 1];
    for (number, &value) in numbers.iter_mut().zip(state.values()) {
        if !int::is_int(value) {
            return Err(cx.type_error("an integer is required".into()));
        }
        if int::is_negative(value) {
            return Err(
                cx.error(exceptions::OVERFLOW_ERROR, "can't convert negative value to unsigned int".into())
            );
        }
        *number = int::to_i64(value).ok_or_else(|| {
            let text = "Python int too large to convert to C unsigned long";
            cx.error(exceptions::OVERFLOW_ERROR, text.into())
        })?;
    }
    let index = numbers[WORDS];
    if index > WORDS as i64 {
        return Err(cx.value_error("invalid state"));
    }
    let words = std::array::from_fn(|at| numbers[at] as u32);
    let _guard = lock_object(cx, this.object());
    this.store(&Twister { words, index: index as usize });
    Ok(Value::NONE)
}

fn get_random_bits(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let count = protocol::index::to_value(cx, args[1])?;
    if int::is_negative(count) {
        return Err(cx.value_error("Cannot convert negative int"));
    }
    let Some(count) = int::to_i128(count).and_then(|count| u64::try_from(count).ok()) else {
        let text = "Python int too large for C uint64_t";
        return Err(cx.error(exceptions::OVERFLOW_ERROR, text.into()));
    };
    if count == 0 {
        return Ok(Value::small_int_unchecked(0));
    }
    if count <= 32 {
        let _guard = lock_object(cx, this.object());
        return Ok(Value::small_int_unchecked((this.next() >> (32 - count)).into()));
    }
    if count > 1 << 34 {
        return Err(cx.memory_error());
    }
    cx.check_room((count / 8) as usize)?;
    int::from_magnitude(cx, false, &more_bits(cx, this, count))
}

/// Most bits that are made while the generator is locked: nobody passes a safepoint meanwhile.
const FEW_BITS: u64 = 1 << 17;
/// How often many bits are made on the chance that no other thread asks for any meanwhile.
const ATTEMPTS: usize = 3;

/// So many bits of a generator's words, as little-endian bytes.
fn bits_of(count: u64, mut next: impl FnMut() -> u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity((count / 8 + 4) as usize);
    let mut left = count;
    while left > 0 {
        let word = next();
        bytes.extend((if left < 32 { word >> (32 - left) } else { word }).to_le_bytes());
        left = left.saturating_sub(32);
    }
    bytes
}

/// More bits than one word has, in one step.
fn more_bits(cx: &Cx, this: Obj<Random>, count: u64) -> Vec<u8> {
    for _ in 0..if count > FEW_BITS { ATTEMPTS } else { 0 } {
        let before = {
            let _guard = lock_object(cx, this.object());
            this.load()
        };
        let mut after = before.clone();
        let bytes = cx.blocking(|| bits_of(count, || after.next()));
        let _guard = lock_object(cx, this.object());
        if this.load() == before {
            this.store(&after);
            return bytes;
        }
    }
    let _guard = lock_object(cx, this.object());
    bits_of(count, || this.next())
}

static NEW: MethodDef =
    MethodDef::function("__new__($type, *args, **kwargs)", "Create and return a new object.", new);

static RANDOM: TypeDef = TypeDef {
    name: "Random",
    module: "_random",
    doc: "Random() -> create a random number generator with its own internal state.",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable { init: Some(init), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("random($self, /)", "random() -> x in the interval [0, 1).", random),
        MethodDef::new(
            "seed($self, n=None, /)",
            "seed([n]) -> None.\n\nDefaults to use urandom and falls back to a combination\nof the current time and the process identifier.",
            seed,
        ),
        MethodDef::new("getstate($self, /)", "getstate() -> tuple containing the current state.", get_state),
        MethodDef::new(
            "setstate($self, state, /)",
            "setstate(state) -> None.  Restores generator state.",
            set_state,
        ),
        MethodDef::new(
            "getrandbits($self, k, /)",
            "getrandbits(k) -> x.  Generates an int with k random bits.",
            get_random_bits,
        ),
    ],
    ..TypeDef::DEFAULT
};

/// The module.
pub static RANDOM_MODULE: ModuleDef = ModuleDef {
    name: "_random",
    doc: "Module implements the Mersenne Twister random number generator.",
    functions: &[],
    init: |cx, namespace| dict::set(cx, namespace, cx.intern("Random")?, RANDOM_TYPE.class(cx)?.value()),
};
