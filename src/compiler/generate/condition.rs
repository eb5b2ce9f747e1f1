//! Conditions: expressions compiled to jumps, with comparison and jump fused.

use ruff_python_ast::{self as ast, BoolOp, CmpOp, Expr, UnaryOp};
use ruff_text_size::Ranged;
use typhon_bytecode::Op;

use crate::error::Result;
use crate::fold;
use crate::generate::Generator;
use crate::graph::{Label, NOWHERE, Reg};

impl<'a> Generator<'a> {
    pub(super) fn jump_unless(&mut self, test: &'a Expr, target: Label) -> Result<()> {
        self.jump_if(test, false, target)
    }

    /// Jumps to `target` where the truth of `test` equals `sense`, else falls through.
    pub(super) fn jump_if(&mut self, test: &'a Expr, sense: bool, target: Label) -> Result<()> {
        let depth = self.unit.depth;
        let result = self.jump_on(test, sense, target);
        self.unit.depth = depth;
        result
    }

    fn jump_on(&mut self, test: &'a Expr, sense: bool, target: Label) -> Result<()> {
        match test {
            Expr::UnaryOp(e) if e.op == UnaryOp::Not => self.jump_if(&e.operand, !sense, target),
            Expr::BoolOp(e) => self.jump_on_bool_op(e, sense, target),
            Expr::Compare(e) => self.jump_on_comparison(e, sense, target),
            Expr::If(e) => {
                let otherwise = self.unit.label();
                let end = self.unit.label();
                self.jump_unless(&e.test, otherwise)?;
                self.jump_if(&e.body, sense, target)?;
                self.unit.jump(NOWHERE, end);
                self.unit.start(otherwise);
                self.jump_if(&e.orelse, sense, target)?;
                self.unit.start(end);
                Ok(())
            }
            _ => {
                if let Some(constant) = self.folder().constant(test) {
                    self.unit.op(test.range(), Op::Nop, 0, 0, 0, 0);
                    if fold::truth(&constant) == sense {
                        self.unit.jump(NOWHERE, target);
                    }
                    return Ok(());
                }
                let value = self.any(test)?;
                let op = if sense { Op::JumpIfTrue } else { Op::JumpIfFalse };
                self.unit.branch(test.range(), op, value, 0, sense, target);
                Ok(())
            }
        }
    }

    fn jump_on_bool_op(&mut self, e: &'a ast::ExprBoolOp, sense: bool, target: Label) -> Result<()> {
        let Some((last, others)) = e.values.split_last() else { return Ok(()) };
        // An operand of this truth decides the whole.
        let deciding = e.op == BoolOp::Or;
        let decided = if deciding == sense { target } else { self.unit.label() };
        for value in others {
            self.jump_if(value, deciding, decided)?;
        }
        self.jump_if(last, sense, target)?;
        if deciding != sense {
            self.unit.start(decided);
        }
        Ok(())
    }

    fn jump_on_comparison(&mut self, e: &'a ast::ExprCompare, sense: bool, target: Label) -> Result<()> {
        let later: Vec<&Expr> = e.comparators.iter().collect();
        let failed = if sense { self.unit.label() } else { target };
        let mut left = self.any_before(&e.left, &later)?;
        for (index, (op, comparator)) in e.ops.iter().zip(&e.comparators).enumerate() {
            if index + 1 == e.ops.len() {
                self.jump_on_pair(e, *op, left, comparator, sense, target)?;
                break;
            }
            let right = self.any_before(comparator, &later[index + 1..])?;
            let (op, d) = jump_op(*op);
            match op {
                Some(op) => self.unit.branch(e.range, op, left, right, !d, failed),
                None => {
                    let outcome = self.unit.top();
                    self.unit.touch(outcome);
                    self.unit.op(e.range, Op::Contains, outcome, left, right, u8::from(!d));
                    self.unit.branch(e.range, Op::JumpIfFalse, outcome, 0, false, failed);
                }
            }
            left = right;
        }
        if sense && e.ops.len() > 1 {
            self.unit.start(failed);
        }
        Ok(())
    }

    fn jump_on_pair(
        &mut self,
        e: &'a ast::ExprCompare,
        op: CmpOp,
        left: Reg,
        right: &'a Expr,
        sense: bool,
        target: Label,
    ) -> Result<()> {
        if matches!(op, CmpOp::Is | CmpOp::IsNot) && right.is_none_literal_expr() {
            let when_none = (op == CmpOp::Is) == sense;
            let op = if when_none { Op::JumpIfNone } else { Op::JumpIfNotNone };
            self.unit.branch(e.range, op, left, 0, sense, target);
            return Ok(());
        }
        if let Some(op) = immediate_jump_op(op)
            && let Some(value) = self.small_int(right)
        {
            self.unit.branch(e.range, op, left, value as u16, sense, target);
            return Ok(());
        }
        let right = self.comparand(op, right)?;
        let (jump, positive) = jump_op(op);
        match jump {
            Some(jump) => self.unit.branch(e.range, jump, left, right, positive == sense, target),
            None => {
                let outcome = self.unit.top();
                self.unit.touch(outcome);
                self.unit.op(e.range, Op::Contains, outcome, left, right, u8::from(!positive));
                let op = if sense { Op::JumpIfTrue } else { Op::JumpIfFalse };
                self.unit.branch(e.range, op, outcome, 0, sense, target);
            }
        }
        Ok(())
    }
}

/// The jump that performs a comparison, and whether it jumps on the comparison's truth; none for `in`.
fn jump_op(op: CmpOp) -> (Option<Op>, bool) {
    match op {
        CmpOp::Lt => (Some(Op::JumpIfLt), true),
        CmpOp::LtE => (Some(Op::JumpIfLe), true),
        CmpOp::Eq => (Some(Op::JumpIfEq), true),
        CmpOp::NotEq => (Some(Op::JumpIfNe), true),
        CmpOp::Gt => (Some(Op::JumpIfGt), true),
        CmpOp::GtE => (Some(Op::JumpIfGe), true),
        CmpOp::Is => (Some(Op::JumpIfIs), true),
        CmpOp::IsNot => (Some(Op::JumpIfIs), false),
        CmpOp::In => (None, true),
        CmpOp::NotIn => (None, false),
    }
}

fn immediate_jump_op(op: CmpOp) -> Option<Op> {
    match op {
        CmpOp::Lt => Some(Op::JumpIfLtImmediate),
        CmpOp::LtE => Some(Op::JumpIfLeImmediate),
        CmpOp::Eq => Some(Op::JumpIfEqImmediate),
        CmpOp::NotEq => Some(Op::JumpIfNeImmediate),
        CmpOp::Gt => Some(Op::JumpIfGtImmediate),
        CmpOp::GtE => Some(Op::JumpIfGeImmediate),
        _ => None,
    }
}
