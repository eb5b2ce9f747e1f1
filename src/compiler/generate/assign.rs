//! Assignment in all its forms, and `del`.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{LAST_USE, Op};

use crate::error::{Fault, Result};
use crate::generate::Generator;
use crate::generate::name::Binding;
use crate::graph::Reg;

impl<'a> Generator<'a> {
    /// The register of a target that is a plain local.
    pub(super) fn target_register(&mut self, target: &Expr) -> Option<Reg> {
        let Expr::Name(name) = target else { return None };
        let name = self.name(&name.id);
        match self.binding(name) {
            Binding::Register(register) => Some(register),
            _ => None,
        }
    }

    pub(super) fn assign_statement(&mut self, stmt: &'a ast::StmtAssign) -> Result<()> {
        if let [target] = &*stmt.targets {
            if let Some(register) = self.target_register(target) {
                self.expr_to(&stmt.value, register)?;
                self.unit.mark_bound(register);
                return Ok(());
            }
            if let (Some(targets), Some(values)) = (plain_elements(target), plain_elements(&stmt.value))
                && targets.len() == values.len()
                && (2..=8).contains(&targets.len())
            {
                return self.parallel_assignment(targets, values);
            }
            let rebound_in_target = !target.is_name_expr() && self.may_rebind(target);
            let value = if rebound_in_target { self.next(&stmt.value)? } else { self.any(&stmt.value)? };
            return self.store(target, value);
        }
        let value = self.next(&stmt.value)?;
        stmt.targets.iter().try_for_each(|target| self.store(target, value))
    }

    /// `a, b = x, y`: no tuple is built. Values are evaluated left to right before any target is stored; constants and
    /// locals that no target rebinds are moved straight to their target.
    fn parallel_assignment(&mut self, targets: &'a [Expr], values: &'a [Expr]) -> Result<()> {
        let mut target_registers = Vec::with_capacity(targets.len());
        for target in targets {
            target_registers.push(self.target_register(target));
        }
        let all_local = target_registers.iter().all(Option::is_some);
        let is_constant: Vec<bool> =
            values.iter().map(|value| all_local && self.folder().constant(value).is_some()).collect();
        let last_evaluated = is_constant.iter().rposition(|constant| !constant);
        let mut sources = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            if is_constant[index] {
                sources.push(None);
                continue;
            }
            let target = target_registers[index];
            // The last value may go directly to its local: whatever read that local before has been copied, and no other
            // target stores to the same one.
            if all_local
                && last_evaluated == Some(index)
                && let Some(register) = target
                && target_registers.iter().filter(|&&other| other == target).count() == 1
                && !sources.contains(&Some(register))
            {
                self.expr_to(value, register)?;
                sources.push(Some(register));
                continue;
            }
            let depth = self.unit.depth;
            let later: Vec<&Expr> = values[index + 1..].iter().collect();
            let mut source = self.any_before(value, &later)?;
            if source < self.unit.locals.len() as Reg
                && (!all_local || target_registers.contains(&Some(source)))
            {
                self.unit.depth = depth;
                let copy = self.unit.push();
                self.unit.op(value.range(), Op::Move, copy, source, 0, 0);
                source = copy;
            }
            sources.push(Some(source));
        }
        for ((target, value), source) in targets.iter().zip(values).zip(sources) {
            match source {
                Some(source) => self.store(target, source)?,
                None => {
                    if let Some(register) = self.target_register(target) {
                        self.expr_to(value, register)?;
                        self.unit.mark_bound(register);
                    }
                }
            }
        }
        Ok(())
    }

    /// Stores the value in a register to a target of any kind. The register keeps its value.
    pub(super) fn store(&mut self, target: &'a Expr, value: Reg) -> Result<()> {
        self.store_from(target, value, false)
    }

    /// The same from a register that, if so, is used for nothing else.
    pub(super) fn store_from(&mut self, target: &'a Expr, value: Reg, is_last_use: bool) -> Result<()> {
        let depth = self.unit.depth;
        match target {
            Expr::Name(e) => {
                let name = self.name(&e.id);
                self.store_name(e.range, name, value);
            }
            Expr::Attribute(e) => {
                let object = self.any(&e.value)?;
                let name = self.name(&e.attr);
                let index = self.unit.name_index(name);
                self.unit.wide(e.range, Op::StoreAttr, object, value, index);
            }
            Expr::Subscript(e) => {
                let object = self.any_before(&e.value, &[&e.slice])?;
                let index = self.index(&e.slice)?;
                self.unit.op(e.range, Op::StoreItem, object, index, value, 0);
            }
            Expr::Tuple(ast::ExprTuple { range, elts, .. })
            | Expr::List(ast::ExprList { range, elts, .. }) => {
                self.unpack(*range, elts, value, is_last_use)?;
            }
            Expr::Starred(e) => return Err(Fault::refused_before(e.range)),
            other => return Err(Fault::syntax(other.range(), "cannot assign to this expression")),
        }
        self.unit.depth = depth;
        Ok(())
    }

    fn unpack(&mut self, range: TextRange, targets: &'a [Expr], value: Reg, is_last_use: bool) -> Result<()> {
        let star = targets.iter().position(|target| target.is_starred_expr());
        if targets.len() > usize::from(Reg::MAX) - 256 {
            return Err(Fault::too_large(range, "too many targets in an assignment"));
        }
        // Nothing is written unless all values are there, so locals that lie side by side are unpacked to directly; on lines of their own they are seen
        // to be set one by one.
        let line = self.source.line(range.start());
        let is_on_line = |target: &Expr| self.source.line(target.range().start()) == line;
        let direct = self.adjacent_locals(targets).filter(|_| targets.iter().all(is_on_line));
        let first = direct.unwrap_or(self.unit.top());
        if direct.is_none() {
            for _ in targets {
                self.unit.push();
            }
        }
        match star {
            None => {
                let flags = if is_last_use { LAST_USE } else { 0 };
                self.unit.op(range, Op::UnpackSequence, first, value, targets.len() as u16, flags);
            }
            Some(before) => {
                let after = targets.len() - before - 1;
                let Ok(after) = u8::try_from(after) else {
                    return Err(Fault::too_large(
                        range,
                        "too many expressions after the starred one in an assignment",
                    ));
                };
                self.unit.op(range, Op::UnpackEx, first, value, before as u16, after);
            }
        }
        for (index, target) in targets.iter().enumerate() {
            let target = match target {
                Expr::Starred(starred) => &starred.value,
                target => target,
            };
            self.store(target, first + index as Reg)?;
        }
        Ok(())
    }

    /// The first register of targets that are plain locals in consecutive registers.
    fn adjacent_locals(&mut self, targets: &[Expr]) -> Option<Reg> {
        let mut first = None;
        for (index, target) in targets.iter().enumerate() {
            let target = match target {
                Expr::Starred(starred) => &starred.value,
                target => target,
            };
            let register = self.target_register(target)?;
            let first = *first.get_or_insert(register);
            if usize::from(register) != usize::from(first) + index {
                return None;
            }
        }
        first
    }

    pub(super) fn augmented_assignment(&mut self, stmt: &'a ast::StmtAugAssign) -> Result<()> {
        let range = stmt.range;
        match &*stmt.target {
            Expr::Name(e) => {
                let name = self.name(&e.id);
                if let Binding::Register(register) = self.binding(name) {
                    let target = &*stmt.target;
                    let left = self.any_before(target, &[&stmt.value])?;
                    self.binary_with(range, stmt.op, left, &stmt.value, register, 1)?;
                    self.unit.mark_bound(register);
                    return Ok(());
                }
                let value = self.unit.push();
                self.load_name_to(e.range, name, value);
                self.binary_with(range, stmt.op, value, &stmt.value, value, 1)?;
                self.store_name(e.range, name, value);
            }
            Expr::Attribute(e) => {
                let object = self.any_before(&e.value, &[&stmt.value])?;
                let name = self.name(&e.attr);
                let index = self.unit.name_index(name);
                let value = self.unit.push();
                self.unit.wide(e.range, Op::LoadAttr, value, object, index);
                self.binary_with(range, stmt.op, value, &stmt.value, value, 1)?;
                self.unit.wide(e.range, Op::StoreAttr, object, value, index);
            }
            Expr::Subscript(e) => {
                let object = self.any_before(&e.value, &[&e.slice, &stmt.value])?;
                let index = self.any_before(&e.slice, &[&stmt.value])?;
                let value = self.unit.push();
                self.unit.op(e.range, Op::LoadItem, value, object, index, 0);
                self.binary_with(range, stmt.op, value, &stmt.value, value, 1)?;
                self.unit.op(e.range, Op::StoreItem, object, index, value, 0);
            }
            other => {
                return Err(Fault::syntax(other.range(), "illegal expression for augmented assignment"));
            }
        }
        Ok(())
    }

    pub(super) fn delete(&mut self, target: &'a Expr) -> Result<()> {
        let depth = self.unit.depth;
        match target {
            Expr::Name(e) => {
                let name = self.name(&e.id);
                self.delete_name(e.range, name);
            }
            Expr::Attribute(e) => {
                let object = self.any(&e.value)?;
                let name = self.name(&e.attr);
                let index = self.unit.name_index(name);
                self.unit.wide(e.range, Op::DeleteAttr, object, 0, index);
            }
            Expr::Subscript(e) => {
                let object = self.any_before(&e.value, &[&e.slice])?;
                let index = self.index(&e.slice)?;
                self.unit.op(e.range, Op::DeleteItem, object, index, 0, 0);
            }
            Expr::Tuple(e) => e.elts.iter().try_for_each(|target| self.delete(target))?,
            Expr::List(e) => e.elts.iter().try_for_each(|target| self.delete(target))?,
            other => return Err(Fault::syntax(other.range(), "cannot delete this expression")),
        }
        self.unit.depth = depth;
        Ok(())
    }
}

/// The elements of a tuple or list without starred ones.
fn plain_elements(expr: &Expr) -> Option<&[Expr]> {
    let elements = match expr {
        Expr::Tuple(e) => &e.elts,
        Expr::List(e) => &e.elts,
        _ => return None,
    };
    (!elements.iter().any(Expr::is_starred_expr)).then_some(elements)
}
