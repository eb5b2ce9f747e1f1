//! `try`, `with`: protected regions, handlers, and leaving them.
//!
//! A region's handler receives the exception in the temporary that is on top where the statement begins, so everything
//! the surrounding statements hold stays below it. A handler saves what was being handled in the next temporary.

use ruff_python_ast::{self as ast, ExceptHandler, Stmt};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{Constant, Op};

use crate::error::Result;
use crate::generate::Generator;
use crate::graph::{Handler, Label, NOWHERE, Reg};
use crate::unit::Frame;

/// Where a debugger sees a frame that goes on raising: `Reraise`'s flag. Without a place of its own that is what has led there.
#[derive(Clone, Copy)]
enum Shown {
    Here = 0,
    WhereRaised = 1,
}

impl<'a> Generator<'a> {
    pub(super) fn try_statement(&mut self, stmt: &'a ast::StmtTry) -> Result<()> {
        if stmt.finalbody.is_empty() {
            return self.try_except(stmt);
        }
        self.enter_block(stmt.range)?;
        let outer = self.unit.handler;
        let on_exception = self.unit.label();
        let end = self.unit.label();
        let exception = self.unit.top();
        self.unit.touch(exception);
        let depth = self.unit.depth;

        self.unit.set_handler(Some(Handler { label: on_exception, register: exception }));
        self.unit.op(stmt.range, Op::Nop, 0, 0, 0, 0);
        self.unit.frames.push(Frame::Finally { outer, body: &stmt.finalbody, depth });
        if stmt.handlers.is_empty() {
            self.statements(&stmt.body)?;
        } else {
            self.try_except(stmt)?;
        }
        self.unit.frames.pop();
        self.unit.set_handler(outer);
        self.statements(&stmt.finalbody)?;
        self.unit.jump(NOWHERE, end);

        self.handler_of_any(on_exception, outer, Shown::Here, |this, _| this.statements(&stmt.finalbody))?;
        self.leave_block();
        self.unit.start(end);
        Ok(())
    }

    /// A handler that runs `body` for every exception and raises it on. `body` gets the register of what was handled before.
    fn handler_of_any(
        &mut self,
        label: Label,
        outer: Option<Handler>,
        shown: Shown,
        body: impl FnOnce(&mut Generator<'a>, Reg) -> Result<()>,
    ) -> Result<()> {
        let depth = self.unit.depth;
        let cleanup = self.unit.label();
        self.unit.dead = true;
        self.unit.set_handler(outer);
        self.unit.start(label);
        let exception = self.unit.push();
        let saved = self.unit.push();
        let outermost = self.is_outermost_of_generator();
        self.unit.op(NOWHERE, Op::EnterHandler, saved, exception, 0, outermost);
        self.unit.set_handler(Some(Handler { label: cleanup, register: exception }));
        self.unit.frames.push(Frame::Handling { outer, saved, name: None, is_star: false });
        body(self, saved)?;
        self.unit.frames.pop();
        self.unit.set_handler(outer);
        self.raise_on(saved, exception, shown);
        self.unit.start(cleanup);
        self.raise_on(saved, exception, Shown::Here);
        self.unit.depth = depth;
        Ok(())
    }

    fn raise_on(&mut self, saved: Reg, exception: Reg, shown: Shown) {
        self.unit.op(NOWHERE, Op::LeaveHandler, saved, 0, 0, 0);
        self.unit.op(NOWHERE, Op::Reraise, exception, 0, 0, shown as u8);
    }

    fn try_except(&mut self, stmt: &'a ast::StmtTry) -> Result<()> {
        self.enter_block(stmt.range)?;
        let outer = self.unit.handler;
        let on_exception = self.unit.label();
        let cleanup = self.unit.label();
        let end = self.unit.label();
        let depth = self.unit.depth;
        let exception = self.unit.top();

        self.unit.set_handler(Some(Handler { label: on_exception, register: exception }));
        self.unit.op(stmt.range, Op::Nop, 0, 0, 0, 0);
        self.unit.frames.push(Frame::Try { outer });
        self.unit.touch(exception);
        self.statements(&stmt.body)?;
        self.unit.frames.pop();
        self.unit.set_handler(outer);
        self.leave_block();
        self.statements(&stmt.orelse)?;
        self.unit.jump(NOWHERE, end);

        self.unit.start(on_exception);
        self.unit.push();
        let saved = self.unit.push();
        let outermost = self.is_outermost_of_generator();
        self.unit.op(NOWHERE, Op::EnterHandler, saved, exception, 0, outermost);
        let in_handler = Some(Handler { label: cleanup, register: exception });
        if stmt.is_star {
            self.star_handlers(stmt, exception, saved, outer, in_handler, end)?;
            self.unit.start(cleanup);
            self.raise_on(saved, exception, Shown::Here);
            self.unit.depth = depth;
            self.unit.start(end);
            return Ok(());
        }
        for ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
            self.unit.set_handler(in_handler);
            let next = self.unit.label();
            self.here = handler.range;
            if let Some(class) = &handler.type_ {
                self.unit.frames.push(Frame::Handling { outer, saved, name: None, is_star: false });
                let class = self.any(class)?;
                self.unit.frames.pop();
                let matches = self.unit.top();
                self.unit.touch(matches);
                self.unit.op(handler.range, Op::MatchException, matches, exception, class, 0);
                self.unit.depth = depth + 2;
                self.unit.branch(handler.range, Op::JumpIfFalse, matches, 0, false, next);
            } else {
                // Shows the line.
                self.unit.op(handler.range, Op::Nop, 0, 0, 0, 0);
            }
            // Handling is a block to CPython, and so is each handler.
            self.enter_block(handler.range)?;
            self.enter_block(handler.range)?;
            self.handler_body(handler, exception, saved, outer)?;
            self.leave_block();
            self.leave_block();
            self.unit.jump(NOWHERE, end);
            self.unit.start(next);
        }
        // No handler matched (or the last one catches everything and this is never reached).
        self.here = stmt.range;
        self.unit.set_handler(outer);
        self.raise_on(saved, exception, Shown::Here);
        self.unit.start(cleanup);
        self.raise_on(saved, exception, Shown::Here);
        self.unit.depth = depth;
        self.unit.start(end);
        Ok(())
    }

    /// The handlers of `except*`: each takes its part of the exception; what they raise is gathered and raised when all have run.
    fn star_handlers(
        &mut self,
        stmt: &'a ast::StmtTry,
        exception: Reg,
        saved: Reg,
        outer: Option<Handler>,
        in_handler: Option<Handler>,
        end: Label,
    ) -> Result<()> {
        self.unit.set_handler(in_handler);
        let results = self.unit.push();
        // What a clause has caught, and what is left for the next one.
        let caught = self.unit.push();
        let rest = self.unit.push();
        let first = stmt.handlers.first().map_or(stmt.range, |handler| handler.range());
        self.unit.op(first, Op::BuildList, results, results, 0, 0);
        self.unit.op(first, Op::Move, rest, exception, 0, 0);
        for ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
            // The grammar has refused clauses without a class.
            let Some(class) = &handler.type_ else { continue };
            self.here = handler.range;
            self.unit.set_handler(in_handler);
            let [next, failed] = [(); 2].map(|()| self.unit.label());
            let depth = self.unit.depth;
            let frame = Frame::Handling { outer, saved, name: None, is_star: true };
            self.unit.frames.push(frame);
            let class = self.any(class)?;
            self.unit.op(handler.range, Op::MatchStar, caught, rest, class, 0);
            self.unit.depth = depth;
            self.unit.branch(handler.range, Op::JumpIfNone, caught, 0, true, next);
            let name = match &handler.name {
                Some(identifier) => {
                    let name = self.name(identifier);
                    self.store_name(handler.range, name, caught);
                    Some(name)
                }
                None => None,
            };
            self.unit.set_handler(Some(Handler { label: failed, register: caught }));
            self.statements(&handler.body)?;
            self.unit.frames.pop();
            self.unit.set_handler(in_handler);
            if let Some(name) = name {
                self.forget_name(NOWHERE, name);
            }
            self.unit.jump(NOWHERE, next);
            self.unit.start(failed);
            if let Some(name) = name {
                self.forget_name(NOWHERE, name);
            }
            self.unit.op(NOWHERE, Op::ListAppend, results, caught, 0, 0);
            self.unit.start(next);
        }
        self.here = stmt.range;
        self.unit.set_handler(in_handler);
        self.unit.op(NOWHERE, Op::ListAppend, results, rest, 0, 0);
        self.unit.op(NOWHERE, Op::AfterStar, caught, exception, results, 0);
        self.unit.set_handler(outer);
        self.unit.op(NOWHERE, Op::LeaveHandler, saved, 0, 0, 0);
        self.unit.branch(NOWHERE, Op::JumpIfNone, caught, 0, true, end);
        self.unit.op(NOWHERE, Op::Reraise, caught, 0, 0, 0);
        Ok(())
    }

    fn handler_body(
        &mut self,
        handler: &'a ast::ExceptHandlerExceptHandler,
        exception: Reg,
        saved: Reg,
        outer: Option<Handler>,
    ) -> Result<()> {
        let Some(identifier) = &handler.name else {
            self.unit.frames.push(Frame::Handling { outer, saved, name: None, is_star: false });
            self.statements(&handler.body)?;
            self.unit.frames.pop();
            self.unit.set_handler(outer);
            self.unit.op(NOWHERE, Op::LeaveHandler, saved, 0, 0, 0);
            return Ok(());
        };
        let name = self.name(identifier);
        self.store_name(handler.range, name, exception);
        let in_handler = self.unit.handler;
        let forget = self.unit.label();
        self.unit.set_handler(Some(Handler { label: forget, register: exception }));
        self.unit.frames.push(Frame::Handling { outer, saved, name: Some(identifier), is_star: false });
        self.statements(&handler.body)?;
        self.unit.frames.pop();
        self.unit.set_handler(outer);
        self.unit.op(NOWHERE, Op::LeaveHandler, saved, 0, 0, 0);
        self.forget_name(NOWHERE, name);
        let end = self.unit.label();
        self.unit.jump(NOWHERE, end);

        // An exception in the body: the name goes, then the region around sees the exception.
        self.unit.set_handler(in_handler);
        self.unit.start(forget);
        self.forget_name(NOWHERE, name);
        self.unit.set_handler(outer);
        self.raise_on(saved, exception, Shown::Here);
        self.unit.start(end);
        Ok(())
    }

    pub(super) fn with_statement(&mut self, stmt: &'a ast::StmtWith) -> Result<()> {
        self.with_items(stmt, &stmt.items, &stmt.body)
    }

    fn with_items(
        &mut self,
        stmt: &'a ast::StmtWith,
        items: &'a [ast::WithItem],
        body: &'a [Stmt],
    ) -> Result<()> {
        let Some((item, others)) = items.split_first() else {
            return self.statements(body);
        };
        self.enter_block(stmt.range)?;
        let outer = self.unit.handler;
        let depth = self.unit.depth;
        let range = item.context_expr.range();
        let on_exception = self.unit.label();
        let end = self.unit.label();

        let exit = self.unit.push();
        self.unit.push();
        // The manager itself is needed only until `__enter__` is called, above the pair that keeps `__exit__`.
        let manager = self.any(&item.context_expr)?;
        let is_async = stmt.is_async;
        let kind = if is_async { 2 } else { 0 };
        self.unit.op(range, Op::LoadSpecial, exit, manager, 0, kind + 1);
        self.unit.depth = depth + 2;
        let enter = self.unit.push();
        self.unit.push();
        self.unit.op(range, Op::LoadSpecial, enter, manager, 0, kind);
        let local = match &item.optional_vars {
            // A target on a line of its own is shown to be set there.
            Some(target) if self.shares_line(target, &item.context_expr) => self.target_register(target),
            _ => None,
        };
        if is_async {
            self.unit.op(range, Op::CallMethod, enter, enter, 0, 0);
            self.await_register(range, enter, 1, local.unwrap_or(enter));
        } else {
            self.unit.op(range, Op::CallMethod, local.unwrap_or(enter), enter, 0, 0);
        }

        let exception = enter;
        self.unit.set_handler(Some(Handler { label: on_exception, register: exception }));
        self.unit.frames.push(Frame::With { outer, exit, range, is_async });
        self.unit.depth = depth + 3;
        match (local, &item.optional_vars) {
            (Some(local), _) => self.unit.mark_bound(local),
            (None, Some(target)) => self.store(target, enter)?,
            (None, None) => {}
        }
        self.unit.depth = depth + 2;
        self.with_items(stmt, others, body)?;
        self.unit.frames.pop();
        self.unit.set_handler(outer);
        self.call_exit_normally(range, exit, false, is_async)?;
        self.unit.jump(NOWHERE, end);

        let suppressed = self.unit.label();
        let mut saved = 0;
        self.handler_of_any(on_exception, outer, Shown::WhereRaised, |this, register| {
            saved = register;
            let outcome = this.unit.top();
            this.unit.touch(outcome);
            this.unit.op(range, Op::CallExit, outcome, exit, exception, 0);
            if is_async {
                this.await_register(range, outcome, 2, outcome);
            }
            this.unit.branch(range, Op::JumpIfTrue, outcome, 0, true, suppressed);
            Ok(())
        })?;
        self.unit.start(suppressed);
        self.unit.op(NOWHERE, Op::LeaveHandler, saved, 0, 0, 0);
        self.leave_block();
        self.unit.depth = depth;
        self.unit.start(end);
        Ok(())
    }

    /// `__exit__(None, None, None)`. The call's run is the pair itself unless a value to be returned lies above it.
    pub(super) fn call_exit_normally(
        &mut self,
        range: TextRange,
        exit: Reg,
        keeps_value: bool,
        is_async: bool,
    ) -> Result<()> {
        let depth = self.unit.depth;
        let run = if keeps_value {
            let run = self.unit.push();
            let second = self.unit.push();
            self.unit.op(range, Op::Move, run, exit, 0, 0);
            self.unit.op(range, Op::Move, second, exit + 1, 0, 0);
            run
        } else {
            self.unit.depth = u32::from(exit) + 2;
            exit
        };
        for _ in 0..3 {
            let none = self.unit.push();
            self.load_constant(range, Constant::None, none);
        }
        self.unit.op(range, Op::CallMethod, run, run, 3, 0);
        if is_async {
            self.unit.depth = u32::from(run);
            self.await_register(range, run, 2, run);
        }
        self.unit.depth = depth;
        Ok(())
    }

    /// `EnterHandler`'s flag: whether a handler begun here is the outermost of a body that may be suspended.
    fn is_outermost_of_generator(&self) -> u8 {
        u8::from(self.is_resumable() && !self.is_handling())
    }

    /// Whether the current position is inside a handler.
    pub(super) fn is_handling(&self) -> bool {
        self.unit.frames.iter().any(|frame| matches!(frame, Frame::Handling { .. }))
    }
}
