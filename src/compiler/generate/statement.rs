//! Statements: blocks, conditions, loops, and the jumps that leave them.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{Constant, Op};

use crate::error::{Fault, Result};
use crate::fold;
use crate::generate::{Generator, MAX_BLOCKS};
use crate::graph::{Label, NOWHERE, Reg};
use crate::scope::ScopeKind;
use crate::unit::Frame;

/// A loop condition with more nodes than this is compiled once, at the bottom, and entered by a jump.
const MAX_DUPLICATED_NODES: u32 = 12;

impl<'a> Generator<'a> {
    pub(super) fn statements(&mut self, body: &'a [Stmt]) -> Result<()> {
        body.iter().try_for_each(|stmt| self.statement(stmt))
    }

    fn statement(&mut self, stmt: &'a Stmt) -> Result<()> {
        self.here = match stmt {
            Stmt::FunctionDef(def) => self.source.definition(def.range, &def.decorator_list),
            Stmt::ClassDef(def) => self.source.definition(def.range, &def.decorator_list),
            stmt => stmt.range(),
        };
        let depth = self.unit.depth;
        let result = match stmt {
            Stmt::FunctionDef(def) => self.function_statement(def),
            Stmt::ClassDef(def) => self.class_statement(def),
            Stmt::Return(stmt) => self.return_statement(stmt),
            Stmt::Delete(stmt) => stmt.targets.iter().try_for_each(|target| self.delete(target)),
            Stmt::Assign(stmt) => self.assign_statement(stmt),
            Stmt::AugAssign(stmt) => self.augmented_assignment(stmt),
            Stmt::AnnAssign(stmt) => self.annotated_assignment(stmt),
            Stmt::For(stmt) if stmt.is_async => self.async_for_statement(stmt),
            Stmt::For(stmt) => self.for_statement(stmt),
            Stmt::While(stmt) => self.while_statement(stmt),
            Stmt::If(stmt) => self.if_statement(stmt),
            Stmt::With(stmt) => self.with_statement(stmt),
            Stmt::Raise(stmt) => self.raise_statement(stmt),
            Stmt::Try(stmt) => self.try_statement(stmt),
            Stmt::Assert(stmt) => self.assert_statement(stmt),
            Stmt::Import(stmt) => self.import_statement(stmt),
            Stmt::ImportFrom(stmt) => self.import_from_statement(stmt),
            Stmt::Global(_) | Stmt::Nonlocal(_) => Ok(()),
            Stmt::Expr(stmt) => self.expression_statement(&stmt.value),
            Stmt::Pass(stmt) => {
                self.unit.op(stmt.range, Op::Nop, 0, 0, 0, 0);
                Ok(())
            }
            Stmt::Break(stmt) => self.leave_loop(stmt.range, true),
            Stmt::Continue(stmt) => self.leave_loop(stmt.range, false),
            Stmt::Match(stmt) => self.match_statement(stmt),
            Stmt::TypeAlias(stmt) => self.type_alias_statement(stmt),
            Stmt::IpyEscapeCommand(_) => {
                // The symbol pass has rejected them.
                Err(Fault::unsupported(stmt.range(), "statements of this kind"))
            }
        };
        self.unit.depth = depth;
        result
    }

    fn expression_statement(&mut self, value: &'a Expr) -> Result<()> {
        if self.interactive && self.scope_kind() == ScopeKind::Module {
            let shown = self.any(value)?;
            self.unit.op(value.range(), Op::ShowValue, shown, 0, 0, 0);
            return Ok(());
        }
        if value.is_literal_expr() || self.folder().constant(value).is_some() {
            self.unit.op(value.range(), Op::Nop, 0, 0, 0, 0);
            return Ok(());
        }
        self.effect(value)?;
        self.show_name(value);
        Ok(())
    }

    /// Shows the line of a local, which no instruction loads.
    pub(super) fn show_name(&mut self, value: &Expr) {
        if value.is_name_expr() {
            self.unit.op(value.range(), Op::Nop, 0, 0, 0, 0);
        }
    }

    /// Enters a statically nested block, of which CPython allows so many.
    pub(super) fn enter_block(&mut self, range: TextRange) -> Result<()> {
        self.unit.blocks += 1;
        if self.unit.blocks > MAX_BLOCKS {
            return Err(Fault::syntax(range, "too many statically nested blocks"));
        }
        Ok(())
    }

    pub(super) fn leave_block(&mut self) {
        self.unit.blocks -= 1;
    }

    fn if_statement(&mut self, stmt: &'a ast::StmtIf) -> Result<()> {
        let end = self.unit.label();
        let mut tests = vec![(Some(&*stmt.test), &stmt.body)];
        tests.extend(stmt.elif_else_clauses.iter().map(|clause| (clause.test.as_ref(), &clause.body)));
        let count = tests.len();
        for (index, (test, body)) in tests.into_iter().enumerate() {
            let is_last = index + 1 == count;
            match test {
                Some(test) => {
                    let otherwise = if is_last { end } else { self.unit.label() };
                    self.here = test.range();
                    self.jump_unless(test, otherwise)?;
                    self.statements(body)?;
                    if !is_last {
                        self.unit.jump(NOWHERE, end);
                        self.unit.start(otherwise);
                    }
                }
                None => self.statements(body)?,
            }
        }
        self.unit.start(end);
        Ok(())
    }

    fn while_statement(&mut self, stmt: &'a ast::StmtWhile) -> Result<()> {
        self.enter_block(stmt.range)?;
        let body = self.unit.label();
        let on_continue = self.unit.label();
        let otherwise = self.unit.label();
        let end = self.unit.label();
        let constant = self.folder().constant(&stmt.test).map(|constant| fold::truth(&constant));
        match constant {
            Some(truth) => {
                self.unit.op(stmt.test.range(), Op::Nop, 0, 0, 0, 0);
                if !truth {
                    self.unit.jump(NOWHERE, otherwise);
                }
            }
            None if node_count(&stmt.test) <= MAX_DUPLICATED_NODES => {
                self.jump_unless(&stmt.test, otherwise)?
            }
            None => self.unit.jump(stmt.test.range(), on_continue),
        }
        self.unit.start(body);
        self.unit.frames.push(Frame::Loop { on_break: end, on_continue, depth: self.unit.depth });
        self.statements(&stmt.body)?;
        self.unit.frames.pop();
        self.unit.start(on_continue);
        self.here = stmt.test.range();
        match constant {
            Some(true) => self.shown_jump(stmt.test.range(), body),
            Some(false) => {}
            None => self.jump_if(&stmt.test, true, body)?,
        }
        self.leave_block();
        self.unit.start(otherwise);
        self.statements(&stmt.orelse)?;
        self.unit.start(end);
        Ok(())
    }

    fn for_statement(&mut self, stmt: &'a ast::StmtFor) -> Result<()> {
        self.enter_block(stmt.range)?;
        let body = self.unit.label();
        let on_continue = self.unit.label();
        let end = self.unit.label();
        let state = self.iteration(&stmt.iter)?;
        self.unit.jump(stmt.iter.range(), on_continue);
        self.unit.start(body);
        let item = self.unit.top();
        let item = self.target_register(&stmt.target).unwrap_or(item);
        self.unit.touch_if_scratch(item);
        self.iteration_target(&stmt.target, &stmt.iter, item)?;
        self.unit.frames.push(Frame::Loop { on_break: end, on_continue, depth: self.unit.depth });
        self.statements(&stmt.body)?;
        self.unit.frames.pop();
        self.unit.start(on_continue);
        self.for_iter(stmt.iter.range(), state, item, body);
        self.leave_block();
        self.statements(&stmt.orelse)?;
        self.unit.start(end);
        Ok(())
    }

    /// Begins an iteration; its three registers are on top.
    pub(super) fn iteration(&mut self, iter: &'a Expr) -> Result<Reg> {
        let range = iter.range();
        let depth = self.unit.depth;
        let constant = match iter {
            Expr::List(e) if !e.elts.is_empty() => self.folder().all(&e.elts).map(Constant::Tuple),
            Expr::Set(e) => self.folder().all(&e.elts).map(Constant::FrozenSet),
            _ => None,
        };
        let source = match constant {
            Some(constant) => {
                let register = self.unit.push();
                self.load_constant(range, constant, register);
                register
            }
            None => self.any(iter)?,
        };
        self.unit.depth = depth;
        let state = self.unit.push();
        self.unit.push();
        self.unit.push();
        self.unit.op(range, Op::GetIter, state, source, 0, 0);
        Ok(state)
    }

    pub(super) fn for_iter(&mut self, range: TextRange, state: Reg, item: Reg, body: Label) {
        self.unit.emit(crate::graph::Instr {
            op: Op::ForIter,
            d: 0,
            a: state,
            b: item,
            c: 0,
            wide: 0,
            target: body,
            range,
        });
    }

    /// Jumps as what somebody wrote on a line, be it that nothing else of the line is left.
    pub(super) fn shown_jump(&mut self, range: TextRange, target: Label) {
        self.unit.op(range, Op::Nop, 0, 0, 0, 0);
        self.unit.jump(NOWHERE, target);
    }

    /// Stores an iteration's item; the target's line, if it has one of its own, is shown where that takes no instruction.
    pub(super) fn iteration_target(&mut self, target: &'a Expr, iter: &Expr, item: Reg) -> Result<()> {
        if self.target_register(target) == Some(item) && !self.shares_line(target, iter) {
            self.unit.op(target.range(), Op::Nop, 0, 0, 0, 0);
        }
        self.store_iteration_item(target, item)
    }

    /// Whether a target begins on the line where what it is set from begins.
    pub(super) fn shares_line(&self, target: &Expr, from: &Expr) -> bool {
        let line = |expr: &Expr| self.source.line(expr.range().start());
        line(target) == line(from)
    }

    /// Moves an iteration's item from the register `ForIter` wrote to where the target wants it.
    pub(super) fn store_iteration_item(&mut self, target: &'a Expr, item: Reg) -> Result<()> {
        if self.target_register(target) == Some(item) {
            self.unit.mark_bound(item);
            return Ok(());
        }
        let depth = self.unit.depth;
        self.unit.depth = u32::from(item) + 1;
        self.unit.touch(item);
        self.store_from(target, item, true)?;
        self.unit.depth = depth;
        Ok(())
    }

    fn leave_loop(&mut self, range: TextRange, is_break: bool) -> Result<()> {
        let depth = self.unit.depth;
        let handler = self.unit.handler;
        let mut popped = Vec::new();
        self.unit.op(range, Op::Nop, 0, 0, 0, 0);
        let target = loop {
            match self.unit.frames.pop() {
                None => return Err(Fault::refused_before(range)),
                Some(frame @ Frame::Loop { on_break, on_continue, depth }) => {
                    popped.push(frame);
                    self.unit.depth = depth;
                    break if is_break { on_break } else { on_continue };
                }
                Some(frame) => {
                    popped.push(frame);
                    self.leave_frame(range, frame, false)?;
                }
            }
        };
        self.unit.jump(NOWHERE, target);
        self.unit.frames.extend(popped.into_iter().rev());
        self.unit.depth = depth;
        self.unit.set_handler(handler);
        Ok(())
    }

    fn return_statement(&mut self, stmt: &'a ast::StmtReturn) -> Result<()> {
        let constant = match &stmt.value {
            None => Some(Constant::None),
            Some(value) => self.folder().constant(value),
        };
        let unwinds =
            self.unit.frames.iter().any(|frame| !matches!(frame, Frame::Loop { .. } | Frame::Try { .. }));
        let handler = self.unit.handler;
        match (constant, &stmt.value) {
            (None, Some(value)) if !unwinds => self.return_value(stmt.range, value)?,
            (None, Some(value)) => {
                // Unwinding may unbind or rebind the local that holds the value.
                let register = self.next(value)?;
                self.unit.op(stmt.range, Op::Nop, 0, 0, 0, 0);
                self.unwind_all(stmt.range, true)?;
                self.unit.op(NOWHERE, Op::Return, register, 0, 0, 0);
            }
            (constant, _) => {
                let written = stmt.value.as_ref().map_or(stmt.range, |value| value.range());
                if unwinds {
                    self.unit.op(written, Op::Nop, 0, 0, 0, 0);
                    self.unit.op(stmt.range, Op::Nop, 0, 0, 0, 0);
                }
                self.unwind_all(stmt.range, false)?;
                let register = self.unit.top();
                self.unit.touch(register);
                let (load, end) = if unwinds { (NOWHERE, NOWHERE) } else { (written, stmt.range) };
                self.load_constant(load, constant.unwrap_or(Constant::None), register);
                self.unit.op(end, Op::Return, register, 0, 0, 0);
            }
        }
        self.unit.set_handler(handler);
        Ok(())
    }

    /// Returns a value where leaving the function demands nothing: both sides of a conditional return for themselves.
    fn return_value(&mut self, range: TextRange, value: &'a Expr) -> Result<()> {
        let depth = self.unit.depth;
        if let Expr::If(choice) = value {
            let otherwise = self.unit.label();
            self.jump_unless(&choice.test, otherwise)?;
            self.return_value(range, &choice.body)?;
            self.unit.start(otherwise);
            return self.return_value(range, &choice.orelse);
        }
        let register = self.any(value)?;
        self.show_name(value);
        self.unit.op(range, Op::Return, register, 0, 0, 0);
        self.unit.depth = depth;
        Ok(())
    }

    /// Runs what leaving every frame of the function demands.
    fn unwind_all(&mut self, range: TextRange, keeps_value: bool) -> Result<()> {
        let mut popped = Vec::new();
        while let Some(frame) = self.unit.frames.pop() {
            popped.push(frame);
            self.leave_frame(range, frame, keeps_value)?;
        }
        self.unit.frames.extend(popped.into_iter().rev());
        Ok(())
    }

    /// What leaving one frame by a jump does. The frame is popped already; `keeps_value`: the topmost temporary is the
    /// value being returned and must survive.
    fn leave_frame(&mut self, range: TextRange, frame: Frame<'a>, keeps_value: bool) -> Result<()> {
        match frame {
            Frame::Loop { .. } => {}
            Frame::Try { outer } => self.unit.set_handler(outer),
            Frame::Finally { outer, body, depth: frame_depth } => {
                self.unit.set_handler(outer);
                let depth = self.unit.depth;
                if !keeps_value {
                    self.unit.depth = frame_depth;
                }
                self.statements(body)?;
                self.unit.depth = depth;
            }
            Frame::Handling { is_star: true, .. } => return Err(Fault::refused_before(range)),
            Frame::Handling { outer, saved, name, is_star: false } => {
                self.unit.set_handler(outer);
                self.unit.op(NOWHERE, Op::LeaveHandler, saved, 0, 0, 0);
                if let Some(name) = name {
                    let name = self.name(name);
                    self.forget_name(NOWHERE, name);
                }
            }
            Frame::With { outer, exit, range, is_async } => {
                self.unit.set_handler(outer);
                self.call_exit_normally(range, exit, keeps_value, is_async)?;
            }
        }
        Ok(())
    }

    fn assert_statement(&mut self, stmt: &'a ast::StmtAssert) -> Result<()> {
        if self.options.optimize > 0 {
            return Ok(());
        }
        let end = self.unit.label();
        self.jump_if(&stmt.test, true, end)?;
        let error = self.unit.push();
        self.unit.op(stmt.test.range(), Op::LoadAssertionError, error, 0, 0, 0);
        if let Some(message) = &stmt.msg {
            self.next(message)?;
            self.unit.op(stmt.test.range(), Op::Call, error, error, 1, 0);
        }
        self.unit.op(stmt.test.range(), Op::Raise, error, 0, 0, 0);
        self.unit.start(end);
        Ok(())
    }

    fn raise_statement(&mut self, stmt: &'a ast::StmtRaise) -> Result<()> {
        match (&stmt.exc, &stmt.cause) {
            (None, _) => self.unit.op(stmt.range, Op::RaiseAgain, 0, 0, 0, 0),
            (Some(exc), None) => {
                let exc = self.any(exc)?;
                self.unit.op(stmt.range, Op::Raise, exc, 0, 0, 0);
            }
            (Some(exc), Some(cause)) => {
                let exc = self.any_before(exc, &[cause])?;
                let cause = self.any(cause)?;
                self.unit.op(stmt.range, Op::RaiseFrom, exc, cause, 0, 0);
            }
        }
        Ok(())
    }
}

/// Size of a condition; lambdas and comprehensions count as too large to duplicate.
fn node_count(expr: &Expr) -> u32 {
    match expr {
        Expr::BoolOp(e) => e.values.iter().map(node_count).sum::<u32>() + 1,
        Expr::UnaryOp(e) => node_count(&e.operand),
        Expr::BinOp(e) => 1 + node_count(&e.left) + node_count(&e.right),
        Expr::Compare(e) => node_count(&e.left) + e.comparators.iter().map(node_count).sum::<u32>(),
        Expr::Attribute(e) => 1 + node_count(&e.value),
        Expr::Subscript(e) => 1 + node_count(&e.value) + node_count(&e.slice),
        Expr::Named(e) => node_count(&e.value),
        Expr::Call(e) => {
            let keywords = e.arguments.keywords.iter().map(|keyword| node_count(&keyword.value)).sum::<u32>();
            1 + node_count(&e.func) + e.arguments.args.iter().map(node_count).sum::<u32>() + keywords
        }
        Expr::Name(_) => 1,
        _ if expr.is_literal_expr() => 1,
        _ => MAX_DUPLICATED_NODES + 1,
    }
}
