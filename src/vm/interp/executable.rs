//! [`Executable`]: a code object ready to run against one dict of globals — instruction words with their caches, constants, names.
//!
//! A code object has one executable per globals dict (nearly always one in all), so a cached global needs no check of whose globals it
//! belongs to. Instruction words never change but for the opcodes that `monitoring` replaces; they and cache words
//! change one atomic word at a time.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use typhon_bytecode::{Code, CodeFlags, Insn, Op};
use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::interp::cache;
use crate::object::{Obj, Payload};
use crate::typedef::Layout;
use crate::types::code::PyCode;
use crate::types::dict::Dict;
use crate::types::internal;
use crate::types::number;
use crate::types::tuple::Array;
use crate::value::{SlotExt, Value};

/// Code bound to its globals. Instruction and cache words follow the struct.
#[repr(C)]
pub struct Executable {
    header: Header,
    /// Lives as long as `code`.
    data: *const Code,
    word_count: usize,
    /// Window words.
    pub(crate) registers: u32,
    /// Named registers.
    pub(crate) named: u32,
    /// Window words that a generator keeps at most while it is suspended, plus one; 0 where nobody has asked yet.
    suspended: AtomicU32,
    /// Words in front of where a call begins.
    skipped: u32,
    /// Positional parameters where the code takes nothing else; `u32::MAX` where binding needs the slow path.
    pub(crate) plain_arity: u32,
    /// Which instructions are instrumented (`monitoring`).
    pub(crate) sites: AtomicU32,
    /// Whether a cache word has ever held a reference: else the collector need not look at them, as in most of a library's code.
    pub(crate) refers: AtomicBool,
    /// Whether a site has got an entry since the last collection.
    pub(crate) was_filled: AtomicBool,
    /// The constants' first slot.
    constants_start: *const Value,
    pub(crate) code: Slot,
    pub(crate) globals: Slot,
    pub(crate) builtins: Slot,
    pub(crate) constants: Slot,
    pub(crate) names: Slot,
}

/// Layout of executables.
pub static LAYOUT: Layout = Layout::variable("executable", executable_bytes, trace);

// SAFETY: repr(C), header first, every slot traced, words behind it atomic or immutable.
unsafe impl Payload for Executable {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn executable_bytes(object: ObjRef) -> usize {
    // SAFETY: called for executables only.
    let executable = unsafe { Obj::<Executable>::cast_unchecked(object) };
    (size_of::<Executable>() + executable.word_count * 8).next_multiple_of(16)
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for executables only.
    let this = unsafe { Obj::<Executable>::cast_unchecked(object) };
    for slot in [&this.code, &this.globals, &this.builtins, &this.constants, &this.names] {
        tracer.slot(slot);
    }
    if !this.refers.load(Ordering::Relaxed) {
        return;
    }
    for &offset in this.code().cache_offsets() {
        // Shape and slot numbers are no addresses (their top bits are set). A cell is held strongly, a cache entry as long as the class it
        // speaks of is reachable otherwise and has not changed: a cache keeps nothing alive.
        let site = this.cache_slot(offset as usize);
        match cache::weak_entry(Value::from_bits(site.load())) {
            Some(entry) if entry.is_current() => tracer.ephemeron(&entry.class, site),
            Some(_) => {}
            None => tracer.slot(site),
        }
    }
}

impl Executable {
    /// Makes a code object runnable with a dict of globals.
    pub fn new(cx: &Cx, code: Obj<PyCode>, globals: Obj<Dict>, builtins: Value) -> R<Obj<Executable>> {
        let data = code.data();
        let plain = data.keyword_only == 0 && !data.flags.has(CodeFlags::VARARGS | CodeFlags::VARKEYWORDS);
        let head = Executable {
            header: Header::new(internal::EXECUTABLE, 0),
            data: std::ptr::from_ref(data),
            word_count: data.words.len(),
            registers: data.registers,
            named: data.locals.len() as u32,
            suspended: AtomicU32::new(0),
            skipped: u32::from(data.words.first().and_then(|&word| Insn(word).op()) == Some(Op::Begin)),
            plain_arity: if plain { data.arg_count } else { u32::MAX },
            sites: AtomicU32::new(0),
            refers: AtomicBool::new(false),
            was_filled: AtomicBool::new(false),
            constants_start: code.constants().items().as_ptr().cast(),
            code: Slot::of(code.value()),
            globals: Slot::of(globals.value()),
            builtins: Slot::of(builtins),
            constants: Slot::of(code.constants().value()),
            names: Slot::of(code.names().value()),
        };
        let made = cx.alloc_variable(size_of::<Executable>() + data.words.len() * 8, head, |room| {
            // SAFETY: room for all words was allocated; the source lies outside the heap.
            unsafe { std::ptr::copy_nonoverlapping(data.words.as_ptr(), room.cast(), data.words.len()) };
        })?;
        crate::host::register_executable(made);
        crate::monitoring::note_new(made);
        Ok(made)
    }

    /// The first instruction.
    #[inline(always)]
    pub(crate) fn entry(&self) -> *const u64 {
        // SAFETY: one past the struct is where the words lie.
        unsafe { std::ptr::from_ref(self).add(1).cast() }
    }

    /// Where a call begins.
    #[inline(always)]
    pub(crate) fn first(&self) -> *const u64 {
        // SAFETY: what is skipped is an instruction, and verified code does not end with it.
        unsafe { self.entry().add(self.skipped as usize) }
    }

    /// Word offset of an instruction of this executable.
    #[inline(always)]
    pub(crate) fn offset_of(&self, pc: *const u64) -> u32 {
        ((pc as usize - self.entry() as usize) / 8) as u32
    }

    /// The instruction at a place, as compiled.
    pub(crate) fn original(&self, pc: *const u64) -> Insn {
        Insn(self.data().words[self.offset_of(pc) as usize])
    }

    /// The word at an offset: a cache word, or an instruction whose opcode is replaced while it is watched.
    #[inline(always)]
    pub(crate) fn cache(&self, offset: usize) -> &AtomicU64 {
        debug_assert!(offset < self.word_count);
        // SAFETY: offsets come from this code's own instructions, which were verified.
        unsafe { &*self.entry().add(offset).cast::<AtomicU64>() }
    }

    fn cache_slot(&self, offset: usize) -> &Slot {
        // SAFETY: `Slot` is a transparent `AtomicU64`.
        unsafe { &*std::ptr::from_ref(self.cache(offset)).cast::<Slot>() }
    }

    /// The compiled data.
    #[inline(always)]
    pub(crate) fn data(&self) -> &Code {
        // SAFETY: freed only when the code object is dead, which this one keeps alive.
        unsafe { &*self.data }
    }

    pub(crate) fn code(&self) -> Obj<PyCode> {
        // SAFETY: set at creation.
        unsafe { Obj::of_value_unchecked(self.code.get()) }
    }

    pub(crate) fn globals(&self) -> Obj<Dict> {
        // SAFETY: set at creation.
        unsafe { Obj::of_value_unchecked(self.globals.get()) }
    }

    /// The dict of builtin names.
    pub(crate) fn builtins(&self) -> Option<Obj<Dict>> {
        self.builtins.get().cast_exact::<Dict>(number::DICT)
    }

    /// Window words that a generator keeps at most while it is suspended: the named registers, and the temporaries that are live across a `Yield`.
    #[inline(always)]
    pub(crate) fn suspended_words(&self) -> u32 {
        match self.suspended.load(Ordering::Relaxed) {
            0 => self.count_suspended(),
            known => known - 1,
        }
    }

    #[cold]
    #[inline(never)]
    fn count_suspended(&self) -> u32 {
        let (code, words) = (self.code(), &self.data().words);
        let (mut offset, mut most) = (0, 0);
        while let Some(op) = words.get(offset).and_then(|&word| Insn(word).op()) {
            if op == Op::Yield {
                most = most.max(code.liveness().live_across(offset as u32).count() as u32);
            }
            offset += Op::words(op);
        }
        // Every thread that counts comes to the same number.
        self.suspended.store(self.named + most + 1, Ordering::Relaxed);
        self.named + most
    }

    /// The constants, filled before the executable was made and never written afterwards.
    #[inline(always)]
    pub(crate) fn constants_start(&self) -> *const Value {
        self.constants_start
    }

    /// The name of the variable in a register.
    #[cold]
    pub(crate) fn variable_name(&self, cx: &Cx, register: u16) -> R<Value> {
        match self.data().locals.get(register as usize) {
            Some(local) => Ok(crate::intern::of_text(cx, &local.name)?.value()),
            None => cx.intern(""),
        }
    }

    pub(crate) fn name(&self, index: usize) -> Value {
        // SAFETY: as above.
        unsafe { Obj::<Array>::of_value_unchecked(self.names.get()) }.get(index)
    }
}
