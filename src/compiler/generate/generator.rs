//! `yield`, `yield from`, `await`, generator expressions, `async for`: code that is suspended and goes on.
//!
//! Delegation (`yield from` and everything that awaits) is one loop: `Send` resumes the iterator and falls through with what it
//! yields, `Yield` passes that on, and what comes back is sent in next. An exception thrown into the suspended frame arrives at a
//! handler of its own, whose `Throw` passes it to the iterator.

use ruff_python_ast::{self as ast, Comprehension};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{Constant, Op};

use crate::error::Result;
use crate::generate::{Generator, Shape};
use crate::graph::{Handler, Instr, Label, NOWHERE, Reg};
use crate::scope::ScopeId;
use crate::unit::Frame;

/// Flags of `Yield`.
const HANDLING: u8 = 1;
const DELEGATING: u8 = 2;
const ITEM: u8 = 4;

impl<'a> Generator<'a> {
    pub(super) fn yield_to(&mut self, e: &'a ast::ExprYield, dst: Reg) -> Result<()> {
        let value = match &e.value {
            Some(value) => self.any(value)?,
            None => {
                let register = self.unit.push();
                self.load_constant(e.range, Constant::None, register);
                register
            }
        };
        self.yield_register(e.range, value, dst);
        Ok(())
    }

    /// Suspends with the value in a register; what is sent in goes to `dst`.
    fn yield_register(&mut self, range: TextRange, value: Reg, dst: Reg) {
        let mut flags = self.handling_flag();
        if self.scopes[self.unit.scope].is_async {
            flags |= ITEM;
        }
        self.unit.touch_if_scratch(dst);
        self.unit.op(range, Op::Yield, dst, value, value, flags);
    }

    fn handling_flag(&self) -> u8 {
        if self.is_handling() { HANDLING } else { 0 }
    }

    pub(super) fn yield_from_to(&mut self, e: &'a ast::ExprYieldFrom, dst: Reg) -> Result<()> {
        let source = self.any(&e.value)?;
        self.unit.depth = self.unit.depth.max(u32::from(source) + 1);
        let iterator = self.unit.push();
        self.unit.op(e.range, Op::GetYieldFrom, iterator, source, 0, 0);
        self.delegate(e.range, iterator, dst);
        Ok(())
    }

    pub(super) fn await_to(&mut self, e: &'a ast::ExprAwait, dst: Reg) -> Result<()> {
        let source = self.any(&e.value)?;
        self.await_register(e.range, source, 0, dst);
        Ok(())
    }

    /// Awaits what is in a register; `kind` is `GetAwaitable`'s. The result goes to `dst`, which may be the same register.
    pub(super) fn await_register(&mut self, range: TextRange, source: Reg, kind: u8, dst: Reg) {
        let depth = self.unit.depth;
        if !self.unit.is_scratch(source) || source == self.unit.top() {
            self.unit.depth = self.unit.depth.max(u32::from(source) + 1);
        }
        let iterator = self.unit.push();
        self.unit.op(range, Op::GetAwaitable, iterator, source, 0, kind);
        self.delegate(range, iterator, dst);
        self.unit.depth = depth;
    }

    /// Drives the iterator in the topmost temporary to its end; its result goes to `dst`.
    fn delegate(&mut self, range: TextRange, iterator: Reg, dst: Reg) {
        let depth = self.unit.depth;
        let outer = self.unit.handler;
        let flags = self.handling_flag() | DELEGATING;
        let [resume, pass_on, thrown, end] = [(); 4].map(|()| self.unit.label());
        let value = self.unit.push();
        self.load_constant(range, Constant::None, value);
        self.unit.start(resume);
        self.step(range, Op::Send, value, iterator, end);
        self.unit.start(pass_on);
        self.unit.set_handler(Some(Handler { label: thrown, register: value }));
        self.unit.op(range, Op::Yield, value, value, iterator, flags);
        self.unit.set_handler(outer);
        self.unit.jump(range, resume);
        self.unit.start(thrown);
        self.step(range, Op::Throw, value, iterator, end);
        self.unit.jump(range, pass_on);
        self.unit.start(end);
        self.unit.touch_if_scratch(dst);
        self.unit.op(range, Op::Move, dst, value, 0, 0);
        self.unit.depth = depth;
    }

    fn step(&mut self, range: TextRange, op: Op, value: Reg, iterator: Reg, target: Label) {
        self.unit.emit(Instr { op, d: 0, a: value, b: iterator, c: 0, wide: 0, target, range });
    }

    pub(super) fn generator_expression_to(&mut self, e: &'a ast::ExprGenerator, dst: Reg) -> Result<()> {
        let Some(first) = e.generators.first() else { return Ok(()) };
        // One that has parentheses of its own may begin where the one around it does.
        let of_call = self.call_parentheses.get(&e.range.start()).filter(|_| !e.parenthesized);
        let range = of_call.copied().unwrap_or(e.range);
        let function = self.unit.push();
        let scope = ScopeId::of(&e.node_index);
        let qualname = self.nested_qualname("<genexpr>");
        let code = self.nested(scope, "<genexpr>", qualname, range, |this| {
            this.prologue();
            this.generator_loops(e, &e.generators, true)?;
            this.return_none();
            Ok(Shape { arg_count: 1, ..Shape::default() })
        })?;
        self.make_function(range, function, code, scope, 0, function);
        self.unit.depth = u32::from(function) + 1;
        let iterable = self.any(&first.iter)?;
        let argument = function + 1;
        self.unit.touch(argument);
        let op = if first.is_async { Op::GetAiter } else { Op::GetIterObject };
        self.unit.op(first.iter.range(), op, argument, iterable, 0, 0);
        self.unit.op(range, Op::Call, dst, function, 1, 0);
        Ok(())
    }

    /// The loops of a generator expression; the outermost one runs over the parameter.
    fn generator_loops(
        &mut self,
        e: &'a ast::ExprGenerator,
        generators: &'a [Comprehension],
        is_outermost: bool,
    ) -> Result<()> {
        let depth = self.unit.depth;
        let Some((generator, inner)) = generators.split_first() else {
            let value = self.any(&e.elt)?;
            let sent = self.unit.top();
            self.yield_register(e.elt.range(), value, sent);
            self.unit.depth = depth;
            return Ok(());
        };
        let range = generator.iter.range();
        if generator.is_async {
            let iterator = self.unit.push();
            if is_outermost {
                self.unit.op(range, Op::Move, iterator, 0, 0, 0);
            } else {
                let source = self.any(&generator.iter)?;
                self.unit.op(range, Op::GetAiter, iterator, source, 0, 0);
                self.unit.depth = u32::from(iterator) + 1;
            }
            return self.async_loop(range, iterator, &generator.target, |this, on_continue| {
                for condition in &generator.ifs {
                    this.jump_unless(condition, on_continue)?;
                }
                this.generator_loops(e, inner, false)
            });
        }
        let on_continue = self.unit.label();
        let state = if is_outermost {
            let state = self.unit.push();
            self.unit.push();
            self.unit.push();
            self.unit.op(e.range, Op::GetIter, state, 0, 0, 0);
            state
        } else {
            self.iteration(&generator.iter)?
        };
        let body = self.unit.label();
        self.unit.jump(range, on_continue);
        self.unit.start(body);
        let item = self.target_register(&generator.target).unwrap_or(self.unit.top());
        self.unit.touch_if_scratch(item);
        self.iteration_target(&generator.target, &generator.iter, item)?;
        let refused = self.unit.label();
        for condition in &generator.ifs {
            self.jump_unless(condition, refused)?;
            self.unit.op(e.elt.range(), Op::Nop, 0, 0, 0, 0);
        }
        self.generator_loops(e, inner, false)?;
        if !generator.ifs.is_empty() {
            // As in other comprehensions.
            self.unit.start(refused);
            self.unit.op(e.elt.range(), Op::Nop, 0, 0, 0, 0);
        }
        self.unit.start(on_continue);
        self.for_iter(range, state, item, body);
        self.unit.depth = depth;
        Ok(())
    }

    pub(super) fn async_for_statement(&mut self, stmt: &'a ast::StmtFor) -> Result<()> {
        self.enter_block(stmt.range)?;
        let range = stmt.iter.range();
        let end = self.unit.label();
        let iterator = self.unit.push();
        let source = self.any(&stmt.iter)?;
        self.unit.op(range, Op::GetAiter, iterator, source, 0, 0);
        self.unit.depth = u32::from(iterator) + 1;
        self.async_loop(range, iterator, &stmt.target, |this, on_continue| {
            let depth = this.unit.depth;
            this.unit.frames.push(Frame::Loop { on_break: end, on_continue, depth });
            this.statements(&stmt.body)?;
            this.unit.frames.pop();
            Ok(())
        })?;
        self.leave_block();
        self.statements(&stmt.orelse)?;
        self.unit.start(end);
        Ok(())
    }

    /// A loop over the asynchronous iterator in the topmost temporary. `body` gets the label of the next round.
    pub(super) fn async_loop(
        &mut self,
        range: TextRange,
        iterator: Reg,
        target: &'a ast::Expr,
        body: impl FnOnce(&mut Generator<'a>, Label) -> Result<()>,
    ) -> Result<()> {
        let outer = self.unit.handler;
        let [on_continue, stopped, end] = [(); 3].map(|()| self.unit.label());
        let exception = self.unit.top();
        self.unit.touch(exception);
        self.unit.start(on_continue);
        self.unit.set_handler(Some(Handler { label: stopped, register: exception }));
        let awaited = self.unit.push();
        self.unit.op(range, Op::GetAnext, awaited, iterator, 0, 0);
        self.delegate(range, awaited, awaited);
        self.unit.set_handler(outer);
        self.store(target, awaited)?;
        self.unit.depth = u32::from(iterator) + 1;
        body(self, on_continue)?;
        self.unit.jump(NOWHERE, on_continue);
        self.unit.start(stopped);
        self.unit.push();
        let ends = self.unit.push();
        self.unit.op(range, Op::IsStopAsync, ends, exception, 0, 0);
        self.unit.branch(range, Op::JumpIfTrue, ends, 0, true, end);
        self.unit.op(range, Op::Reraise, exception, 0, 0, 0);
        self.unit.depth = u32::from(iterator);
        self.unit.start(end);
        Ok(())
    }
}
