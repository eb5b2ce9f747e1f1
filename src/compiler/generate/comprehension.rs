//! List, set and dict comprehensions, inlined into the code around them (PEP 709).

use ruff_python_ast::{self as ast, AtomicNodeIndex, Comprehension, Expr};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::Op;

use crate::error::Result;
use crate::generate::Generator;
use crate::graph::{Handler, NOWHERE, Reg};
use crate::scope::{Place, ScopeId};

/// What each round adds to.
#[derive(Clone, Copy)]
enum Element<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Dict(&'a Expr, &'a Expr),
}

impl Element<'_> {
    fn range(&self) -> TextRange {
        match self {
            Element::List(item) | Element::Set(item) => item.range(),
            Element::Dict(key, value) => key.range().cover(value.range()),
        }
    }
}

impl<'a> Generator<'a> {
    pub(super) fn list_comprehension_to(&mut self, e: &'a ast::ExprListComp, dst: Reg) -> Result<()> {
        self.comprehension_to(e.range, &e.node_index, &e.generators, Element::List(&e.elt), dst)
    }

    pub(super) fn set_comprehension_to(&mut self, e: &'a ast::ExprSetComp, dst: Reg) -> Result<()> {
        self.comprehension_to(e.range, &e.node_index, &e.generators, Element::Set(&e.elt), dst)
    }

    pub(super) fn dict_comprehension_to(&mut self, e: &'a ast::ExprDictComp, dst: Reg) -> Result<()> {
        self.comprehension_to(e.range, &e.node_index, &e.generators, Element::Dict(&e.key, &e.value), dst)
    }

    fn comprehension_to(
        &mut self,
        range: TextRange,
        node: &AtomicNodeIndex,
        generators: &'a [Comprehension],
        element: Element<'a>,
        dst: Reg,
    ) -> Result<()> {
        let Some(first) = generators.first() else { return Ok(()) };
        let scope = ScopeId::of(node);
        let result = self.unit.push();
        // The outermost iterable belongs to the scope around, and is evaluated before anything else.
        let state =
            if first.is_async { self.async_iteration(&first.iter)? } else { self.iteration(&first.iter)? };
        let outer_scope = std::mem::replace(&mut self.unit.inner, scope);

        let mut variables = Vec::new();
        for symbol in &self.scopes[scope].symbols {
            match symbol.place {
                Place::Local => variables.push((symbol.register, false)),
                Place::Cell => variables.push((symbol.register, true)),
                _ => {}
            }
        }
        // An exception caught in this very frame must not leave the variables bound.
        let outer = self.unit.handler;
        let cleanup = outer.map(|_| self.unit.label());
        if let Some(label) = cleanup {
            self.unit.set_handler(Some(Handler { label, register: result }));
        }
        for &(register, is_cell) in &variables {
            if is_cell {
                self.unit.op(range, Op::Unbind, register, 0, 0, 0);
                self.unit.op(range, Op::MakeCell, register, 0, 0, 0);
            }
        }
        let build = match element {
            Element::List(_) => Op::BuildList,
            Element::Set(_) => Op::BuildSet,
            Element::Dict(..) => Op::BuildDict,
        };
        self.unit.op(range, build, result, result, 0, 0);
        self.comprehension_loop(generators, Some(state), element, result)?;
        self.unit.inner = outer_scope;
        self.unit.set_handler(outer);
        for &(register, _) in &variables {
            self.unit.op(range, Op::Unbind, register, 0, 0, 0);
            self.unit.mark_unbound(register);
        }
        if let Some(cleanup) = cleanup {
            let end = self.unit.label();
            self.unit.jump(NOWHERE, end);
            self.unit.start(cleanup);
            for &(register, _) in &variables {
                self.unit.op(range, Op::Unbind, register, 0, 0, 0);
            }
            self.unit.op(range, Op::Reraise, result, 0, 0, 0);
            self.unit.start(end);
        }
        self.move_result(range, result, dst)
    }

    fn comprehension_loop(
        &mut self,
        generators: &'a [Comprehension],
        state: Option<Reg>,
        element: Element<'a>,
        result: Reg,
    ) -> Result<()> {
        let Some((generator, inner)) = generators.split_first() else {
            return self.comprehension_element(element, result);
        };
        let depth = self.unit.depth;
        let on_continue = self.unit.label();
        // `for x in [value]` is an assignment; CPython has the same shortcut.
        if state.is_none()
            && !generator.is_async
            && let Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) =
                &generator.iter
            && let [value] = elts.as_slice()
            && !value.is_starred_expr()
        {
            match self.target_register(&generator.target) {
                Some(register) => {
                    self.expr_to(value, register)?;
                    self.unit.mark_bound(register);
                }
                None => {
                    let value = self.next(value)?;
                    self.store(&generator.target, value)?;
                    self.unit.depth = depth;
                }
            }
            for condition in &generator.ifs {
                self.jump_unless(condition, on_continue)?;
            }
            self.comprehension_loop(inner, None, element, result)?;
            self.unit.start(on_continue);
            return Ok(());
        }
        if generator.is_async {
            let iterator = match state {
                Some(iterator) => iterator,
                None => self.async_iteration(&generator.iter)?,
            };
            self.async_loop(generator.iter.range(), iterator, &generator.target, |this, on_continue| {
                for condition in &generator.ifs {
                    this.jump_unless(condition, on_continue)?;
                }
                this.comprehension_loop(inner, None, element, result)
            })?;
            self.unit.depth = depth;
            return Ok(());
        }
        let state = match state {
            Some(state) => state,
            None => self.iteration(&generator.iter)?,
        };
        let body = self.unit.label();
        self.unit.jump(generator.iter.range(), on_continue);
        self.unit.start(body);
        let item = self.target_register(&generator.target).unwrap_or(self.unit.top());
        self.unit.touch_if_scratch(item);
        self.iteration_target(&generator.target, &generator.iter, item)?;
        let refused = self.unit.label();
        for condition in &generator.ifs {
            self.jump_unless(condition, refused)?;
            self.unit.op(element.range(), Op::Nop, 0, 0, 0, 0);
        }
        self.comprehension_loop(inner, None, element, result)?;
        if !generator.ifs.is_empty() {
            // The next round is begun from the element's line, be it for what is left out.
            self.unit.start(refused);
            self.unit.op(element.range(), Op::Nop, 0, 0, 0, 0);
        }
        self.unit.start(on_continue);
        self.for_iter(generator.iter.range(), state, item, body);
        self.unit.depth = depth;
        Ok(())
    }

    /// Begins an asynchronous iteration; its iterator is on top.
    fn async_iteration(&mut self, iter: &'a Expr) -> Result<Reg> {
        let iterator = self.unit.push();
        let source = self.any(iter)?;
        self.unit.op(iter.range(), Op::GetAiter, iterator, source, 0, 0);
        self.unit.depth = u32::from(iterator) + 1;
        Ok(iterator)
    }

    fn comprehension_element(&mut self, element: Element<'a>, result: Reg) -> Result<()> {
        let depth = self.unit.depth;
        match element {
            Element::List(item) => {
                let value = self.any(item)?;
                self.unit.op(item.range(), Op::ListAppend, result, value, 0, 0);
            }
            Element::Set(item) => {
                let value = self.any(item)?;
                self.unit.op(item.range(), Op::SetAdd, result, value, 0, 0);
            }
            Element::Dict(key, value) => {
                let place = element.range();
                let key = self.any_before(key, &[value])?;
                self.show_name(value);
                let value = self.any(value)?;
                self.unit.op(place, Op::DictInsert, result, key, value, 0);
            }
        }
        self.unit.depth = depth;
        Ok(())
    }
}
