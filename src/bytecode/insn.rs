//! The instruction word: `op:8 d:8 a:16 b:16 c:16`, from the low bits up.
//!
//! Wide operands share fields: `bc` is 32 bits, `cd` 24 (`c` low, `d` high), a conditional jump keeps its sense in
//! `d`'s lowest bit and 23 bits of displacement in the rest. A jump's displacement counts words from the *end* of
//! its instruction (cache word included). What each field means for an opcode stands in [`crate::ops`].

use crate::ops::Op;

/// One decoded-by-shifting instruction word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Insn(pub u64);

impl Insn {
    pub const fn new(op: Op, a: u16, b: u16, c: u16, d: u8) -> Insn {
        Insn(op as u64 | (d as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }

    /// `a` and one 32-bit operand over `b` and `c`.
    pub const fn wide(op: Op, a: u16, bc: u32) -> Insn {
        Insn(op as u64 | (a as u64) << 16 | (bc as u64) << 32)
    }

    /// `a`, `b` and one 24-bit operand over `c` and `d`.
    pub const fn name24(op: Op, a: u16, b: u16, cd: u32) -> Insn {
        Insn::new(op, a, b, cd as u16, (cd >> 16) as u8)
    }

    /// A conditional jump on two operands: taken when the test's outcome equals `sense`.
    pub const fn branch(op: Op, a: u16, b: u16, displacement: i32, sense: bool) -> Insn {
        Insn::new(op, a, b, displacement as u16, ((displacement >> 16) as u8) << 1 | sense as u8)
    }

    pub const fn opcode(self) -> u8 {
        self.0 as u8
    }
    pub const fn d(self) -> u8 {
        (self.0 >> 8) as u8
    }
    pub const fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }
    pub const fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }
    pub const fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }
    /// `b` and `c` as one unsigned number.
    pub const fn bc(self) -> u32 {
        (self.0 >> 32) as u32
    }
    /// `b` and `c` as one signed number (jumps, integers).
    pub const fn signed_bc(self) -> i32 {
        (self.0 >> 32) as i32
    }
    /// `c` and `d` as one unsigned 24-bit number (names).
    pub const fn cd(self) -> u32 {
        self.c() as u32 | (self.d() as u32) << 16
    }
    /// `c` and `d` as one signed 24-bit number (`ForIter`).
    pub const fn signed_cd(self) -> i32 {
        ((self.cd() << 8) as i32) >> 8
    }
    /// Displacement of a conditional jump on two operands.
    pub const fn branch_displacement(self) -> i32 {
        (((self.d() as i8 >> 1) as i32) << 16) | self.c() as i32
    }
    /// The outcome on which a conditional jump is taken.
    pub const fn sense(self) -> bool {
        self.d() & 1 != 0
    }
    /// `b` as a signed immediate.
    pub const fn signed_b(self) -> i16 {
        self.b() as i16
    }
    /// `c` as a signed immediate.
    pub const fn signed_c(self) -> i16 {
        self.c() as i16
    }

    /// The opcode; `None` for a number the table does not know.
    pub fn op(self) -> Option<Op> {
        Op::from_number(self.opcode())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_operands_survive_the_fields_they_share() {
        for displacement in [0, 1, -1, 0x3f_ffff, -0x40_0000, 70_000, -70_000] {
            for sense in [false, true] {
                let insn = Insn::branch(Op::JumpIfLt, 7, 9, displacement, sense);
                assert_eq!((insn.branch_displacement(), insn.sense()), (displacement, sense));
                assert_eq!((insn.a(), insn.b(), insn.op()), (7, 9, Some(Op::JumpIfLt)));
            }
        }
        for displacement in [0, -1, 0x7f_ffff, -0x80_0000] {
            let insn = Insn::name24(Op::ForIter, 1, 2, displacement as u32);
            assert_eq!(insn.signed_cd(), displacement);
        }
        assert_eq!(Insn::wide(Op::Jump, 0, -5i32 as u32).signed_bc(), -5);
        assert_eq!(Insn::new(Op::AddImmediate, 1, 2, -3i16 as u16, 0).signed_c(), -3);
    }
}
