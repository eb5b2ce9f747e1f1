//! [`Machine`]: the interpreter's registers while it runs one frame.

use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering};

use typhon_bytecode::{Insn, Op};

use crate::context::{Cx, R};
use crate::interp::frame;
use crate::value::Value;

/// Program counter and window of the innermost frame. Two words, which are passed and returned in machine registers; a third (the
/// constants) once sent the whole struct to the stack and made every instruction three times slower. The frame record has the same
/// facts whenever anything else may look ([`Machine::save`], [`Machine::reload`]). The program counter is never null, so that also a
/// handler's `R<Machine>` is two words.
#[derive(Clone, Copy)]
pub(crate) struct Machine {
    pc: NonNull<u64>,
    pub(crate) regs: *mut Value,
}

/// The instruction that stands somewhere; `monitoring` patches them while others run, but never their operands.
///
/// # Safety
/// `pc` points to an instruction of an executable that is alive.
#[inline(always)]
pub(crate) unsafe fn insn_at(pc: *const u64) -> Insn {
    // SAFETY: the caller's promise; words of executables are only ever stored to atomically.
    Insn(unsafe { &*pc.cast::<AtomicU64>() }.load(Ordering::Relaxed))
}

impl Machine {
    /// The innermost frame's state from its record.
    #[inline(always)]
    pub(crate) fn reload(cx: &Cx) -> Machine {
        let frame = frame::innermost(cx);
        // SAFETY: the record of a frame that runs code points to an instruction.
        Machine { pc: unsafe { NonNull::new_unchecked(frame.pc.cast_mut()) }, regs: frame.base }
    }

    /// Where it stands.
    #[inline(always)]
    pub(crate) fn pc(self) -> *const u64 {
        self.pc.as_ptr()
    }

    /// The same frame at a place so many words away.
    ///
    /// # Safety
    /// An instruction of the same code stands there.
    #[inline(always)]
    pub(crate) unsafe fn moved(self, words: isize) -> Machine {
        // SAFETY: the caller's promise.
        Machine { pc: unsafe { self.pc.offset(words) }, ..self }
    }

    /// Notes where the frame is, before anything that may look: calls out, raises, polls.
    #[inline(always)]
    pub(crate) fn save(self, cx: &Cx) {
        frame::innermost(cx).pc = self.pc();
    }

    /// Whether this is still the innermost frame's state. (A callee's window begins above its caller's, so windows tell frames apart.)
    pub(crate) fn is_innermost(self, cx: &Cx) -> bool {
        frame::innermost(cx).base == self.regs
    }

    #[inline(always)]
    pub(crate) fn get(self, register: u16) -> Value {
        // SAFETY: register operands of verified code are below the window's size.
        unsafe { *self.regs.add(register as usize) }
    }

    #[inline(always)]
    pub(crate) fn set(self, register: u16, value: Value) {
        // SAFETY: as in `get`; the window is this fiber's own.
        unsafe { *self.regs.add(register as usize) = value }
    }

    /// Address of a register.
    #[inline(always)]
    pub(crate) fn register(self, register: usize) -> *mut Value {
        // SAFETY: as in `get`.
        unsafe { self.regs.add(register) }
    }

    /// A run of registers as values.
    #[inline(always)]
    pub(crate) fn run<'a>(self, first: u16, count: usize) -> &'a [Value] {
        // SAFETY: runs of verified code lie in the window; natives that get the slice push their frames above it.
        unsafe { std::slice::from_raw_parts(self.regs.add(first as usize), count) }
    }

    #[inline(always)]
    pub(crate) fn constant(cx: &Cx, index: usize) -> Value {
        // SAFETY: the innermost frame runs an executable, and constant operands of its verified code are in range.
        unsafe { *(*frame::innermost(cx).executable).constants_start().add(index) }
    }

    /// The state behind an instruction of so many words.
    #[inline(always)]
    pub(crate) fn next(self, words: usize) -> Machine {
        // SAFETY: verified code does not run off its end.
        unsafe { self.moved(words as isize) }
    }

    /// The state after a jump from the end of an instruction of so many words. A jump backwards passes a safepoint.
    #[inline(always)]
    pub(crate) fn jump(self, cx: &Cx, words: usize, displacement: i32) -> R<Machine> {
        // SAFETY: jumps of verified code land on instructions.
        let target = unsafe { self.moved(words as isize + displacement as isize) };
        if displacement < 0 && cx.poll_pending() {
            return target.poll_at(cx);
        }
        Ok(target)
    }

    /// The instruction that [`Machine::jump`] would go to.
    #[inline(always)]
    pub(crate) fn behind_jump(self, words: usize, displacement: i32) -> Insn {
        // SAFETY: jumps of verified code land on instructions.
        unsafe { insn_at(self.pc().offset(words as isize + displacement as isize)) }
    }

    #[cold]
    #[inline(never)]
    fn poll_at(self, cx: &Cx) -> R<Machine> {
        self.save(cx);
        cx.poll_at_instruction()?;
        Ok(self)
    }

    /// The instruction that a frame which others have returned to stands at, as compiled.
    pub(crate) fn calling(self, cx: &Cx) -> Insn {
        // SAFETY: a record points to an instruction of its executable.
        let insn = unsafe { insn_at(self.pc()) };
        if insn.op_unchecked() == Op::Instrumented { current(cx).original(self.pc()) } else { insn }
    }

    /// The cache word of the current instruction.
    #[inline(always)]
    pub(crate) fn cache<'a>(self) -> &'a AtomicU64 {
        // SAFETY: called by handlers of opcodes that have a cache word behind the instruction.
        unsafe { &*self.pc().add(1).cast::<AtomicU64>() }
    }

    /// Stores a slow path's answer and goes on, in this frame or in the one that was pushed.
    #[inline(always)]
    pub(crate) fn finish(self, cx: &Cx, destination: u16, words: usize, result: R<Value>) -> R<Machine> {
        let value = result?;
        if value.is_directive() {
            return self.directed(cx, destination, words, value);
        }
        self.set(destination, value);
        Ok(self.next(words))
    }

    #[inline(always)]
    fn directed(self, cx: &Cx, destination: u16, words: usize, directive: Value) -> R<Machine> {
        if directive == Value::PUSHED {
            return self.entered(cx, words);
        }
        self.save(cx);
        self.set(destination, cx.run_deferred(true)?);
        Ok(self.next(words))
    }

    /// Goes on in the frame that a slow path has pushed for an instruction of so many words.
    #[inline(always)]
    pub(crate) fn entered(self, cx: &Cx, words: usize) -> R<Machine> {
        frame::innermost(cx).words = words as u8;
        let next = Machine::reload(cx);
        if cx.poll_pending() {
            return next.poll_at(cx);
        }
        Ok(next)
    }
}

/// The executable that runs in the innermost frame.
pub(crate) fn current(cx: &Cx) -> crate::object::Obj<crate::interp::executable::Executable> {
    // SAFETY: called by handlers, so the innermost record has an executable.
    unsafe {
        crate::object::Obj::cast_unchecked(crate::object::object_at(
            frame::innermost(cx).executable.cast_mut().cast(),
        ))
    }
}

/// Decoding without a test.
pub(crate) trait DecodeUnchecked {
    /// The opcode of a verified instruction.
    fn op_unchecked(self) -> Op;
}

impl DecodeUnchecked for Insn {
    #[inline(always)]
    fn op_unchecked(self) -> Op {
        // SAFETY: every instruction of an executable was verified or made by our own encoder, so its number is that of an `Op`,
        // which is `repr(u8)`.
        unsafe { std::mem::transmute::<u8, Op>(self.opcode()) }
    }
}
