//! Expressions: values into registers.

use ruff_python_ast::{self as ast, CmpOp, Expr, Operator, UnaryOp};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{Constant, Op};

use crate::error::Result;
use crate::fold;
use crate::generate::Generator;
use crate::generate::name::Binding;
use crate::graph::{Label, NOWHERE, Reg};

/// Displays longer than this are filled item by item, so that they do not need as many registers.
pub(super) const MAX_RUN: usize = 64;

impl<'a> Generator<'a> {
    /// Evaluates into a fresh temporary on top.
    pub(super) fn next(&mut self, expr: &'a Expr) -> Result<Reg> {
        let register = self.unit.top();
        self.expr_to(expr, register)?;
        Ok(self.unit.push())
    }

    /// Evaluates into some register: a local's own, or a fresh temporary.
    pub(super) fn any(&mut self, expr: &'a Expr) -> Result<Reg> {
        match expr {
            Expr::Name(e) if e.id != "__debug__" => {
                let name = self.name(&e.id);
                if let Binding::Register(register) = self.binding(name) {
                    self.check_bound(e.range, register, name);
                    return Ok(register);
                }
                self.next(expr)
            }
            Expr::Named(e) => {
                if let Expr::Name(target) = &*e.target {
                    let name = self.name(&target.id);
                    if let Binding::Register(register) = self.binding(name) {
                        self.expr_to(&e.value, register)?;
                        self.unit.mark_bound(register);
                        return Ok(register);
                    }
                }
                self.next(expr)
            }
            _ => self.next(expr),
        }
    }

    /// As `any`, for an operand that must keep its value while `later` is evaluated.
    pub(super) fn any_before(&mut self, expr: &'a Expr, later: &[&'a Expr]) -> Result<Reg> {
        let rebinds =
            matches!(expr, Expr::Name(_) | Expr::Named(_)) && later.iter().any(|expr| self.may_rebind(expr));
        if rebinds { self.next(expr) } else { self.any(expr) }
    }

    /// Whether a local may have another value once the expression is evaluated: by `:=` in it, or because it suspends the code, whose variables
    /// others can write meanwhile through its frame.
    pub(super) fn may_rebind(&self, expr: &Expr) -> bool {
        let scope = &self.scopes[self.unit.scope];
        let suspends = |generators: &[ast::Comprehension]| generators.iter().any(|one| one.is_async);
        scope.may_rebind_inside()
            && ruff_python_ast::helpers::any_over_expr(expr, &|expr| match expr {
                Expr::Named(_) | Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_) => true,
                Expr::ListComp(e) => suspends(&e.generators),
                Expr::SetComp(e) => suspends(&e.generators),
                Expr::DictComp(e) => suspends(&e.generators),
                _ => false,
            })
    }

    /// Evaluates for the effect.
    pub(super) fn effect(&mut self, expr: &'a Expr) -> Result<()> {
        let depth = self.unit.depth;
        self.any(expr)?;
        self.unit.depth = depth;
        Ok(())
    }

    /// Evaluates into `dst`; see the module head of [`crate::generate`] for what may happen to it on the way.
    pub(super) fn expr_to(&mut self, expr: &'a Expr, dst: Reg) -> Result<()> {
        self.unit.touch_if_scratch(dst);
        let depth = self.unit.depth;
        self.expr_into(expr, dst)?;
        self.unit.depth = depth;
        Ok(())
    }

    fn expr_into(&mut self, expr: &'a Expr, dst: Reg) -> Result<()> {
        let range = expr.range();
        match expr {
            Expr::NumberLiteral(e) => {
                let constant = crate::literal::number(&e.value, e.range)?;
                self.load_constant(range, constant, dst);
                Ok(())
            }
            Expr::Tuple(_) | Expr::UnaryOp(_) | Expr::BinOp(_) => match self.folder().constant(expr) {
                Some(constant) => {
                    self.load_constant(range, constant, dst);
                    Ok(())
                }
                None => match expr {
                    Expr::Tuple(e) => self.tuple_to(range, &e.elts, dst),
                    Expr::UnaryOp(e) => self.unary_to(e, dst),
                    Expr::BinOp(e) => self.binary_to(e, dst),
                    _ => Ok(()),
                },
            },
            Expr::Name(e) if e.id != "__debug__" => {
                let name = self.name(&e.id);
                self.load_name_to(range, name, dst);
                Ok(())
            }
            Expr::BoolOp(e) => self.bool_op_to(e, dst),
            Expr::Named(e) => self.named_to(e, dst),
            Expr::Lambda(e) => self.lambda_to(e, dst),
            Expr::If(e) => self.conditional_to(e, dst),
            Expr::Dict(e) => self.dict_to(e, dst),
            Expr::Set(e) => self.set_to(range, &e.elts, dst),
            Expr::ListComp(e) => self.list_comprehension_to(e, dst),
            Expr::SetComp(e) => self.set_comprehension_to(e, dst),
            Expr::DictComp(e) => self.dict_comprehension_to(e, dst),
            Expr::Compare(e) => self.compare_to(e, dst),
            Expr::Call(e) => self.call_to(e, dst),
            Expr::Generator(e) => self.generator_expression_to(e, dst),
            Expr::Yield(e) => self.yield_to(e, dst),
            Expr::YieldFrom(e) => self.yield_from_to(e, dst),
            Expr::Await(e) => self.await_to(e, dst),
            Expr::FString(e) => self.f_string_to(e, dst),
            Expr::TString(e) => self.t_string_to(e, dst),
            Expr::Attribute(e) => {
                let object = self.any(&e.value)?;
                let name = self.name(&e.attr);
                let index = self.unit.name_index(name);
                self.unit.wide(self.attribute_range(e), Op::LoadAttr, dst, object, index);
                Ok(())
            }
            Expr::Subscript(e) => {
                let object = self.any_before(&e.value, &[&e.slice])?;
                if let Expr::Slice(slice) = &*e.slice
                    && slice.step.is_none()
                    && self.constant_slice(slice).is_none()
                {
                    let first = self.slice_parts(slice, 2)?;
                    self.unit.op(range, Op::LoadSlice, dst, object, first, 0);
                    return Ok(());
                }
                let index = self.index(&e.slice)?;
                self.unit.op(range, Op::LoadItem, dst, object, index, 0);
                Ok(())
            }
            Expr::Slice(e) => self.slice_to(e, dst),
            Expr::List(e) => self.list_to(range, &e.elts, dst),
            Expr::Starred(e) => Err(crate::error::Fault::refused_before(e.range)),
            _ => match self.folder().constant(expr) {
                Some(constant) => {
                    self.load_constant(range, constant, dst);
                    Ok(())
                }
                // The symbol pass has rejected every other kind.
                None => Err(crate::error::Fault::unsupported(range, "expressions of this kind")),
            },
        }
    }

    /// CPython attributes a multi-line attribute access to the line of the attribute's name.
    pub(super) fn attribute_range(&self, e: &ast::ExprAttribute) -> TextRange {
        let start = self.source.line(e.range.start());
        if start == self.source.line(e.range.end()) { e.range } else { e.attr.range }
    }

    /// A subscript's index: a constant slice is one constant.
    pub(super) fn index(&mut self, slice: &'a Expr) -> Result<Reg> {
        self.any(slice)
    }

    fn slice_to(&mut self, e: &'a ast::ExprSlice, dst: Reg) -> Result<()> {
        if let Some(constants) = self.constant_slice(e) {
            self.load_constant(e.range, Constant::Slice(Box::new(constants)), dst);
            return Ok(());
        }
        let count = if e.step.is_some() { 3 } else { 2 };
        let first = self.slice_parts(e, count)?;
        self.unit.op(e.range, Op::BuildSlice, dst, first, 0, count as u8);
        Ok(())
    }

    /// The parts of a slice that is a constant.
    fn constant_slice(&self, e: &'a ast::ExprSlice) -> Option<[Constant; 3]> {
        let folder = self.folder();
        let part = |part: Option<&'a Expr>| part.map_or(Some(Constant::None), |part| folder.constant(part));
        Some([part(e.lower.as_deref())?, part(e.upper.as_deref())?, part(e.step.as_deref())?])
    }

    /// The first `count` parts of a slice in a run of registers; the first of these.
    fn slice_parts(&mut self, e: &'a ast::ExprSlice, count: usize) -> Result<Reg> {
        let parts = [e.lower.as_deref(), e.upper.as_deref(), e.step.as_deref()];
        let first = self.unit.top();
        for part in &parts[..count] {
            match part {
                Some(part) => {
                    self.next(part)?;
                }
                None => {
                    let register = self.unit.push();
                    self.load_constant(e.range, Constant::None, register);
                }
            }
        }
        Ok(first)
    }

    fn unary_to(&mut self, e: &'a ast::ExprUnaryOp, dst: Reg) -> Result<()> {
        let op = match e.op {
            UnaryOp::Not => return self.not_to(e, dst),
            UnaryOp::USub => Op::Neg,
            UnaryOp::UAdd => Op::Pos,
            UnaryOp::Invert => Op::Invert,
        };
        let operand = self.any(&e.operand)?;
        self.unit.op(e.range, op, dst, operand, 0, 0);
        Ok(())
    }

    /// `not (a in b)` and `not (a is b)` are the negated tests, as in CPython.
    fn not_to(&mut self, e: &'a ast::ExprUnaryOp, dst: Reg) -> Result<()> {
        if let Expr::Compare(test) = &*e.operand
            && let [op] = *test.ops
        {
            let negated = match op {
                CmpOp::In => Some(CmpOp::NotIn),
                CmpOp::NotIn => Some(CmpOp::In),
                CmpOp::Is => Some(CmpOp::IsNot),
                CmpOp::IsNot => Some(CmpOp::Is),
                _ => None,
            };
            if let Some(op) = negated {
                let left = self.any_before(&test.left, &[&test.comparators[0]])?;
                let right = self.comparand(op, &test.comparators[0])?;
                self.comparison(test.range, op, left, right, dst);
                return Ok(());
            }
        }
        let operand = self.any(&e.operand)?;
        self.unit.op(e.range, Op::Not, dst, operand, 0, 0);
        Ok(())
    }

    fn binary_to(&mut self, e: &'a ast::ExprBinOp, dst: Reg) -> Result<()> {
        let left = self.any_before(&e.left, &[&e.right])?;
        self.binary_with(e.range, e.op, left, &e.right, dst, 0)
    }

    /// `dst = left op right` with the right operand still to be evaluated; `augmented` is 1 for `op=`.
    pub(super) fn binary_with(
        &mut self,
        range: TextRange,
        op: Operator,
        left: Reg,
        right: &'a Expr,
        dst: Reg,
        augmented: u8,
    ) -> Result<()> {
        if let Some(immediate) = immediate_form(op)
            && let Some(value) = self.small_int(right)
        {
            self.unit.op(range, immediate, dst, left, value as u16, augmented);
            return Ok(());
        }
        let right = self.any(right)?;
        self.unit.op(range, binary_op(op), dst, left, right, augmented);
        Ok(())
    }

    /// The value of an int constant that fits an immediate operand.
    pub(super) fn small_int(&self, expr: &Expr) -> Option<i16> {
        if !matches!(expr, Expr::NumberLiteral(_) | Expr::UnaryOp(_) | Expr::BinOp(_)) {
            return None;
        }
        match self.folder().constant(expr)? {
            Constant::Int(value) => i16::try_from(value).ok(),
            _ => None,
        }
    }

    /// `and`, `or`: the values meet in a temporary, because an operand's truth test or a later operand may raise.
    fn bool_op_to(&mut self, e: &'a ast::ExprBoolOp, dst: Reg) -> Result<()> {
        let target = if self.unit.is_scratch(dst) { dst } else { self.unit.top() };
        self.unit.touch(target);
        let end = self.unit.label();
        let jump_sense = e.op == ast::BoolOp::Or;
        let Some((last, others)) = e.values.split_last() else { return Ok(()) };
        for value in others {
            match self.folder().constant(value).map(|constant| fold::truth(&constant)) {
                Some(truth) if truth == jump_sense => {
                    self.expr_to(value, target)?;
                    self.unit.start(end);
                    return self.move_result(e.range, target, dst);
                }
                Some(_) => continue,
                None => {}
            }
            self.operand_or_jump(e.range, value, target, jump_sense, end)?;
        }
        self.expr_to(last, target)?;
        self.unit.start(end);
        self.move_result(e.range, target, dst)
    }

    /// Leaves an operand of `and` or `or` in `target` and jumps to `end` where its truth is `sense`. No object's truth is asked for twice: an
    /// operand that is `and` or `or` itself jumps from its own operands.
    fn operand_or_jump(
        &mut self,
        range: TextRange,
        value: &'a Expr,
        target: Reg,
        sense: bool,
        end: Label,
    ) -> Result<()> {
        if let Expr::BoolOp(inner) = value
            && let Some((last, others)) = inner.values.split_last()
            && inner.values.iter().all(|operand| self.folder().constant(operand).is_none())
        {
            let deciding = inner.op == ast::BoolOp::Or;
            let decided = if deciding == sense { end } else { self.unit.label() };
            for operand in others {
                self.operand_or_jump(inner.range, operand, target, deciding, decided)?;
            }
            self.operand_or_jump(range, last, target, sense, end)?;
            if deciding != sense {
                self.unit.start(decided);
            }
            return Ok(());
        }
        self.expr_to(value, target)?;
        let op = if sense { Op::JumpIfTrue } else { Op::JumpIfFalse };
        self.unit.branch(range, op, target, 0, sense, end);
        Ok(())
    }

    pub(super) fn move_result(&mut self, range: TextRange, from: Reg, dst: Reg) -> Result<()> {
        if from != dst {
            self.unit.op(range, Op::Move, dst, from, 0, 0);
        }
        Ok(())
    }

    fn conditional_to(&mut self, e: &'a ast::ExprIf, dst: Reg) -> Result<()> {
        let otherwise = self.unit.label();
        let end = self.unit.label();
        self.jump_unless(&e.test, otherwise)?;
        self.expr_to(&e.body, dst)?;
        self.unit.jump(NOWHERE, end);
        self.unit.start(otherwise);
        self.expr_to(&e.orelse, dst)?;
        self.unit.start(end);
        Ok(())
    }

    fn named_to(&mut self, e: &'a ast::ExprNamed, dst: Reg) -> Result<()> {
        let Expr::Name(target) = &*e.target else { return Ok(()) };
        let name = self.name(&target.id);
        if let Binding::Register(local) = self.binding(name) {
            self.expr_to(&e.value, local)?;
            self.unit.mark_bound(local);
            return self.move_result(e.range, local, dst);
        }
        let value = if self.unit.is_scratch(dst) { dst } else { self.unit.top() };
        self.expr_to(&e.value, value)?;
        self.store_name(target.range, name, value);
        self.move_result(e.range, value, dst)
    }

    fn tuple_to(&mut self, range: TextRange, elements: &'a [Expr], dst: Reg) -> Result<()> {
        if elements.len() <= MAX_RUN && !elements.iter().any(Expr::is_starred_expr) {
            let first = self.run(elements)?;
            self.unit.op(range, Op::BuildTuple, dst, first, elements.len() as u16, 0);
            return Ok(());
        }
        let list = self.unit.push();
        self.fill_list(range, elements, list, 1)?;
        self.unit.op(range, Op::ListToTuple, dst, list, 0, 0);
        Ok(())
    }

    /// Evaluates into consecutive temporaries; returns the first.
    pub(super) fn run(&mut self, elements: &'a [Expr]) -> Result<Reg> {
        let first = self.unit.top();
        for element in elements {
            self.next(element)?;
        }
        Ok(first)
    }

    fn list_to(&mut self, range: TextRange, elements: &'a [Expr], dst: Reg) -> Result<()> {
        let constant = if elements.len() >= 3 { self.folder().all(elements) } else { None };
        if constant.is_none() && elements.len() <= MAX_RUN && !elements.iter().any(Expr::is_starred_expr) {
            let first = self.run(elements)?;
            self.unit.op(range, Op::BuildList, dst, first, elements.len() as u16, 0);
            return Ok(());
        }
        let list = self.unit.push();
        match constant {
            Some(items) => {
                self.unit.op(range, Op::BuildList, list, list, 0, 0);
                let tuple = self.unit.push();
                self.load_constant(range, Constant::Tuple(items), tuple);
                self.unit.op(range, Op::ListExtend, list, tuple, 0, 0);
            }
            None => self.fill_list(range, elements, list, 1)?,
        }
        self.move_result(range, list, dst)
    }

    /// Makes `list` the list of the elements, starred ones unpacked; `in_call` is `ListExtend`'s flag.
    pub(super) fn fill_list(
        &mut self,
        range: TextRange,
        elements: &'a [Expr],
        list: Reg,
        in_call: u8,
    ) -> Result<()> {
        let starred = elements.iter().position(Expr::is_starred_expr);
        // What is long is filled item by item from its beginning, in every line of which a debugger sees the list's as well.
        let plain = starred.map_or(0, |starred| starred.min(MAX_RUN));
        let depth = self.unit.depth;
        let first = self.run(&elements[..plain])?;
        self.unit.depth = depth;
        self.unit.op(range, Op::BuildList, list, first, plain as u16, 0);
        for element in &elements[plain..] {
            match element {
                Expr::Starred(starred) => {
                    let items = self.any(&starred.value)?;
                    self.unit.op(starred.range, Op::ListExtend, list, items, 0, in_call);
                }
                element => {
                    let item = self.any(element)?;
                    self.unit.op(range, Op::ListAppend, list, item, 0, 0);
                }
            }
            self.unit.depth = depth;
        }
        Ok(())
    }

    fn set_to(&mut self, range: TextRange, elements: &'a [Expr], dst: Reg) -> Result<()> {
        let constant = if elements.len() >= 3 { self.folder().all(elements) } else { None };
        if constant.is_none() && elements.len() <= MAX_RUN && !elements.iter().any(Expr::is_starred_expr) {
            let first = self.run(elements)?;
            self.unit.op(range, Op::BuildSet, dst, first, elements.len() as u16, 0);
            return Ok(());
        }
        let set = self.unit.push();
        self.unit.op(range, Op::BuildSet, set, set, 0, 0);
        let depth = self.unit.depth;
        if let Some(items) = constant {
            let frozen = self.unit.push();
            self.load_constant(range, Constant::FrozenSet(items), frozen);
            self.unit.op(range, Op::SetUpdate, set, frozen, 0, 0);
            return self.move_result(range, set, dst);
        }
        for element in elements {
            match element {
                Expr::Starred(starred) => {
                    let items = self.any(&starred.value)?;
                    self.unit.op(starred.range, Op::SetUpdate, set, items, 0, 0);
                }
                element => {
                    let item = self.any(element)?;
                    self.unit.op(range, Op::SetAdd, set, item, 0, 0);
                }
            }
            self.unit.depth = depth;
        }
        self.move_result(range, set, dst)
    }

    fn dict_to(&mut self, e: &'a ast::ExprDict, dst: Reg) -> Result<()> {
        let plain = e.items.iter().take(MAX_RUN / 2).take_while(|item| item.key.is_some()).count();
        if plain == e.items.len() {
            let first = self.dict_run(&e.items)?;
            self.unit.op(e.range, Op::BuildDict, dst, first, plain as u16, 0);
            return Ok(());
        }
        let dict = self.unit.push();
        let depth = self.unit.depth;
        let first = self.dict_run(&e.items[..plain])?;
        self.unit.depth = depth;
        self.unit.op(e.range, Op::BuildDict, dict, first, plain as u16, 0);
        for item in &e.items[plain..] {
            match &item.key {
                Some(key) => {
                    let key = self.any_before(key, &[&item.value])?;
                    let value = self.any(&item.value)?;
                    self.unit.op(e.range, Op::DictInsert, dict, key, value, 0);
                }
                None => {
                    let mapping = self.any(&item.value)?;
                    self.unit.op(item.value.range(), Op::DictUpdate, dict, mapping, 0, 0);
                }
            }
            self.unit.depth = depth;
        }
        self.move_result(e.range, dict, dst)
    }

    fn dict_run(&mut self, items: &'a [ast::DictItem]) -> Result<Reg> {
        let first = self.unit.top();
        for item in items {
            if let Some(key) = &item.key {
                self.next(key)?;
                self.next(&item.value)?;
            }
        }
        Ok(first)
    }

    /// Comparisons as values; a chain's outcome meets in a temporary.
    fn compare_to(&mut self, e: &'a ast::ExprCompare, dst: Reg) -> Result<()> {
        if let ([op], [comparator]) = (&*e.ops, &*e.comparators) {
            let left = self.any_before(&e.left, &[comparator])?;
            let right = self.comparand(*op, comparator)?;
            self.comparison(e.range, *op, left, right, dst);
            return Ok(());
        }
        let result = self.unit.push();
        let end = self.unit.label();
        let depth = self.unit.depth;
        let later: Vec<&Expr> = e.comparators.iter().collect();
        let mut left = self.any_before(&e.left, &later)?;
        for (index, (op, comparator)) in e.ops.iter().zip(&e.comparators).enumerate() {
            let is_last = index + 1 == e.ops.len();
            let right = if is_last {
                self.comparand(*op, comparator)?
            } else {
                self.any_before(comparator, &later[index + 1..])?
            };
            self.comparison(e.range, *op, left, right, result);
            if !is_last {
                self.unit.branch(e.range, Op::JumpIfFalse, result, 0, false, end);
                left = right;
            }
        }
        self.unit.depth = depth;
        self.unit.start(end);
        self.move_result(e.range, result, dst)
    }

    /// The right side of a comparison; a constant list or set behind `in` becomes a tuple or frozenset.
    pub(super) fn comparand(&mut self, op: CmpOp, expr: &'a Expr) -> Result<Reg> {
        if matches!(op, CmpOp::In | CmpOp::NotIn) {
            let constant = match expr {
                Expr::List(e) => self.folder().all(&e.elts).map(Constant::Tuple),
                Expr::Set(e) => self.folder().all(&e.elts).map(Constant::FrozenSet),
                _ => None,
            };
            if let Some(constant) = constant {
                let register = self.unit.push();
                self.load_constant(expr.range(), constant, register);
                return Ok(register);
            }
        }
        self.any(expr)
    }

    pub(super) fn comparison(&mut self, range: TextRange, op: CmpOp, left: Reg, right: Reg, dst: Reg) {
        let (op, d) = match op {
            CmpOp::Lt => (Op::Compare, 0),
            CmpOp::LtE => (Op::Compare, 1),
            CmpOp::Eq => (Op::Compare, 2),
            CmpOp::NotEq => (Op::Compare, 3),
            CmpOp::Gt => (Op::Compare, 4),
            CmpOp::GtE => (Op::Compare, 5),
            CmpOp::Is => (Op::Is, 0),
            CmpOp::IsNot => (Op::Is, 1),
            CmpOp::In => (Op::Contains, 0),
            CmpOp::NotIn => (Op::Contains, 1),
        };
        self.unit.op(range, op, dst, left, right, d);
    }
}

fn binary_op(op: Operator) -> Op {
    match op {
        Operator::Add => Op::Add,
        Operator::Sub => Op::Sub,
        Operator::Mult => Op::Mul,
        Operator::MatMult => Op::MatMul,
        Operator::Div => Op::TrueDiv,
        Operator::Mod => Op::Mod,
        Operator::Pow => Op::Pow,
        Operator::LShift => Op::LShift,
        Operator::RShift => Op::RShift,
        Operator::BitOr => Op::Or,
        Operator::BitXor => Op::Xor,
        Operator::BitAnd => Op::And,
        Operator::FloorDiv => Op::FloorDiv,
    }
}

fn immediate_form(op: Operator) -> Option<Op> {
    match op {
        Operator::Add => Some(Op::AddImmediate),
        Operator::Sub => Some(Op::SubImmediate),
        Operator::Mult => Some(Op::MulImmediate),
        Operator::FloorDiv => Some(Op::FloorDivImmediate),
        Operator::Mod => Some(Op::ModImmediate),
        Operator::BitAnd => Some(Op::AndImmediate),
        Operator::LShift => Some(Op::LShiftImmediate),
        Operator::RShift => Some(Op::RShiftImmediate),
        _ => None,
    }
}
