//! The interpreter: one loop over decoded instruction words, in two machine registers' worth of state.
//!
//! [`run`] executes from the innermost frame until a frame with [`Action::Exit`] returns or raises out. Handlers live by family in
//! `interp/ops/`; each is a small inlined function from [`Machine`] to [`Machine`], with its slow path in a never-inlined one. A slow path
//! answers a value, or [`Value::PUSHED`] after pushing a frame whose return action goes on from there.
//!
//! The loop's own native frame holds no `Value` across a call-out: whatever calls out is a separate function, so that no stale word in
//! this frame keeps a dead object alive.

pub(crate) mod bind;
pub mod cache;
pub mod executable;
pub mod frame;
pub(crate) mod machine;
pub(crate) mod ops;
pub(crate) mod resume;
pub(crate) mod returns;
pub(crate) mod unwind;

use typhon_bytecode::{Insn, Op};

use crate::call::CallArgs;
use crate::context::{Cx, R, Raised};
use crate::monitoring::hook;
use crate::object::Obj;
use crate::types::code::PyCode;
use crate::types::dict::Dict;
use crate::types::function::{self, Function, Parts};
use crate::value::Value;
use frame::Action;
use machine::{DecodeUnchecked, Machine, insn_at};
use ops::{
    arith, attr, build, call, compare, control, exception, generator, import, iterate, name, pattern, typing,
};

/// Calls a Python function from native code.
pub fn run_function(cx: &Cx, function: Obj<Function>, args: &CallArgs<'_>) -> R<Value> {
    cx.check_stack()?;
    let base = cx.top.get();
    let count = args.values().len();
    if (cx.window_end as usize).saturating_sub(base as usize) / 8 <= count {
        return Err(cx.error(crate::exceptions::RECURSION_ERROR, "maximum recursion depth exceeded".into()));
    }
    let names = args.names().map_or(Value::UNBOUND, Obj::value);
    let pushed = unsafe_push(cx, function, base, args.values(), names);
    if pushed.is_err() {
        cx.top.set(base);
    }
    pushed?;
    let result = run_above(cx);
    cx.top.set(base);
    result
}

/// Runs, with everything above noted as the native stack that callers may hold values in. Their values in callee-saved registers are spilled
/// here: else the loop would save them in its own frame, where nobody looks between two instructions.
fn run_above(cx: &Cx) -> R<Value> {
    typhon_os::stack::with_spilled_registers(|sp| {
        let outer = cx.floor.replace(sp);
        let result = run(cx);
        cx.floor.set(outer);
        result
    })
}

fn unsafe_push(cx: &Cx, function: Obj<Function>, base: *mut Value, values: &[Value], names: Value) -> R<()> {
    // SAFETY: the words from `top` on are free, and there is room for the arguments.
    unsafe {
        std::ptr::copy_nonoverlapping(values.as_ptr(), base, values.len());
        frame::push_call(cx, function, base, values.len(), names, Action::Exit, 0)
    }
}

/// Runs a module or class body, or code given to `exec` and `eval`, with a namespace of its own (`None`: the globals).
/// `closure`: a tuple of as many cells as the code has free variables; `None` where it has none.
pub fn run_code(
    cx: &Cx,
    code: Obj<PyCode>,
    globals: Obj<Dict>,
    namespace: Option<Value>,
    closure: Value,
) -> R<Value> {
    cx.check_stack()?;
    let (executable, function) = if closure.is_none() {
        (PyCode::executable(code, cx, globals)?, Value::UNBOUND)
    } else {
        let none = Value::NONE;
        let parts = Parts { defaults: none, keyword_defaults: none, annotate: none, closure };
        let function = function::new(cx, code, globals, parts)?;
        (function.executable(), function.value())
    };
    let base = cx.top.get();
    // SAFETY: the words from `top` on are free; the code takes no arguments.
    unsafe { frame::push(cx, executable, function, base, 0, Action::Exit, 0)? };
    if let Some(namespace) = namespace {
        frame::innermost(cx).namespace = namespace;
    }
    let result = run_above(cx);
    cx.top.set(base);
    result
}

/// Runs a class body: a function of no arguments with a namespace.
pub fn run_class_body(cx: &Cx, function: Obj<Function>, namespace: Value) -> R<Value> {
    cx.check_stack()?;
    let base = cx.top.get();
    unsafe_push(cx, function, base, &[], Value::UNBOUND)?;
    frame::innermost(cx).namespace = namespace;
    let result = run_above(cx);
    cx.top.set(base);
    result
}

/// Goes on with a resumed generator's frame, by raising in it where there is something to raise.
pub(crate) fn run_resumed(cx: &Cx, raised: Option<Raised>) -> R<Value> {
    if let Some(raised) = raised {
        unwind::unwind(cx, raised)?;
    }
    run_above(cx)
}

/// Executes from the innermost frame on until it returns to native code.
#[inline(never)]
fn run(cx: &Cx) -> R<Value> {
    let mut m = Machine::reload(cx);
    loop {
        // The inner loops leave with an exception only.
        let raised = 'raised: loop {
            let mut i = m.fetch();
            // Each arm goes on by itself, so that the machine stays in registers and no result is merged in memory.
            macro_rules! step {
                ($next:expr) => {
                    match $next {
                        Ok(next) => {
                            m = next;
                            break;
                        }
                        Err(raised) => break 'raised raised,
                    }
                };
            }
            macro_rules! leave {
                ($left:expr) => {
                    match $left {
                        Ok(call::Left::Frame(next)) => {
                            m = next;
                            break;
                        }
                        Ok(call::Left::Native(value)) => return Ok(value),
                        Err(raised) => break 'raised raised,
                    }
                };
            }
            // One round, but for instrumented instructions, which are followed by what they stand for.
            loop {
                match i.op_unchecked() {
                    Op::Nop | Op::Begin => step!(Ok(m.next(1))),
                    Op::Move => step!(Ok(control::move_(m, i))),
                    Op::LoadConst => step!(Ok(control::load_const(cx, m, i))),
                    Op::LoadInt => step!(Ok(control::load_int(m, i))),
                    Op::LoadFar => step!(Ok(control::load_far(m, i))),
                    Op::StoreFar => step!(Ok(control::store_far(m, i))),
                    Op::CheckBound => step!(control::check_bound(cx, m, i)),
                    Op::Unbind => step!(Ok(control::unbind(m, i))),
                    Op::MakeCell => step!(name::make_cell(cx, m, i)),
                    Op::CopyFree => step!(Ok(name::copy_free(cx, m, i))),
                    Op::LoadCell => step!(name::load_cell(cx, m, i)),
                    Op::StoreCell => step!(Ok(name::store_cell(cx, m, i))),
                    Op::DeleteCell => step!(name::delete_cell(cx, m, i)),
                    Op::LoadNameOrCell => step!(name::load_name_or_cell(cx, m, i)),
                    Op::LoadGlobal => step!(name::load_global(cx, m, i)),
                    Op::StoreGlobal => step!(name::store_global(cx, m, i)),
                    Op::DeleteGlobal => step!(name::delete_global(cx, m, i)),
                    Op::LoadName => step!(name::load_name(cx, m, i)),
                    Op::StoreName => step!(name::store_name(cx, m, i)),
                    Op::DeleteName => step!(name::delete_name(cx, m, i)),
                    Op::LoadBuildClass => step!(name::load_build_class(cx, m, i)),
                    Op::LoadAttr => step!(attr::load(cx, m, i)),
                    Op::StoreAttr => step!(attr::store(cx, m, i)),
                    Op::DeleteAttr => step!(attr::delete(cx, m, i)),
                    Op::LoadMethod => step!(attr::load_method(cx, m, i)),
                    Op::LoadItem => step!(build::load_item(cx, m, i)),
                    Op::StoreItem => step!(build::store_item(cx, m, i)),
                    Op::DeleteItem => step!(build::delete_item(cx, m, i)),
                    Op::BuildSlice => step!(build::slice(cx, m, i)),
                    Op::LoadSlice => step!(build::load_slice(cx, m, i)),
                    Op::Add => step!(arith::add(cx, m, i)),
                    Op::Sub => step!(arith::sub(cx, m, i)),
                    Op::Mul => step!(arith::mul(cx, m, i)),
                    Op::TrueDiv => step!(arith::true_div(cx, m, i)),
                    Op::FloorDiv => step!(arith::floor_div(cx, m, i)),
                    Op::Mod => step!(arith::modulo(cx, m, i)),
                    Op::Pow | Op::MatMul => step!(arith::other(cx, m, i)),
                    Op::LShift => step!(arith::lshift(cx, m, i)),
                    Op::RShift => step!(arith::rshift(cx, m, i)),
                    Op::And => step!(arith::and(cx, m, i)),
                    Op::Or => step!(arith::or(cx, m, i)),
                    Op::Xor => step!(arith::xor(cx, m, i)),
                    Op::AddImmediate => step!(arith::add_immediate(cx, m, i)),
                    Op::SubImmediate => step!(arith::sub_immediate(cx, m, i)),
                    Op::MulImmediate => step!(arith::mul_immediate(cx, m, i)),
                    Op::FloorDivImmediate => step!(arith::floor_div_immediate(cx, m, i)),
                    Op::ModImmediate => step!(arith::modulo_immediate(cx, m, i)),
                    Op::AndImmediate => step!(arith::and_immediate(cx, m, i)),
                    Op::LShiftImmediate => step!(arith::lshift_immediate(cx, m, i)),
                    Op::RShiftImmediate => step!(arith::rshift_immediate(cx, m, i)),
                    Op::Neg => step!(arith::neg(cx, m, i)),
                    Op::Pos | Op::Invert => step!(arith::unary(cx, m, i)),
                    Op::Not | Op::ToBool => step!(compare::truth(cx, m, i)),
                    Op::Compare => step!(compare::compare(cx, m, i)),
                    Op::Is => step!(Ok(compare::is(m, i))),
                    Op::Contains => step!(compare::contains(cx, m, i)),
                    Op::Jump => step!(control::jump(cx, m, i)),
                    Op::JumpIfTrue => step!(compare::jump_if::<true>(cx, m, i)),
                    Op::JumpIfFalse => step!(compare::jump_if::<false>(cx, m, i)),
                    Op::JumpIfNone => step!(compare::jump_if_none::<true>(cx, m, i)),
                    Op::JumpIfNotNone => step!(compare::jump_if_none::<false>(cx, m, i)),
                    Op::JumpIfLt => step!(compare::branch::<0>(cx, m, i)),
                    Op::JumpIfLe => step!(compare::branch::<1>(cx, m, i)),
                    Op::JumpIfEq => step!(compare::branch::<2>(cx, m, i)),
                    Op::JumpIfNe => step!(compare::branch::<3>(cx, m, i)),
                    Op::JumpIfGt => step!(compare::branch::<4>(cx, m, i)),
                    Op::JumpIfGe => step!(compare::branch::<5>(cx, m, i)),
                    Op::JumpIfLtImmediate => step!(compare::branch_immediate::<0>(cx, m, i)),
                    Op::JumpIfLeImmediate => step!(compare::branch_immediate::<1>(cx, m, i)),
                    Op::JumpIfEqImmediate => step!(compare::branch_immediate::<2>(cx, m, i)),
                    Op::JumpIfNeImmediate => step!(compare::branch_immediate::<3>(cx, m, i)),
                    Op::JumpIfGtImmediate => step!(compare::branch_immediate::<4>(cx, m, i)),
                    Op::JumpIfGeImmediate => step!(compare::branch_immediate::<5>(cx, m, i)),
                    Op::JumpIfIs => step!(compare::branch_is(cx, m, i)),
                    Op::GetIter => step!(iterate::get_iter(cx, m, i)),
                    Op::ForIter => step!(iterate::for_iter(cx, m, i)),
                    Op::UnpackSequence => step!(iterate::unpack(cx, m, i)),
                    Op::UnpackEx => step!(iterate::unpack_ex(cx, m, i)),
                    Op::Call => step!(call::call(cx, m, i)),
                    Op::CallMethod => step!(call::call_method(cx, m, i)),
                    Op::CallKw => step!(call::call_kw(cx, m, i)),
                    Op::CallMethodKw => step!(call::call_method_kw(cx, m, i)),
                    Op::CallEx => step!(call::call_ex(cx, m, i)),
                    Op::Return => leave!(call::return_(cx, m, i)),
                    Op::MakeGenerator => leave!(generator::make(cx, m)),
                    Op::Yield => leave!(generator::yield_(cx, m, i)),
                    Op::Send => step!(generator::send(cx, m, i)),
                    Op::Throw => step!(generator::throw(cx, m, i)),
                    Op::GetYieldFrom => step!(generator::get_yield_from(cx, m, i)),
                    Op::GetAwaitable => step!(generator::get_awaitable(cx, m, i)),
                    Op::GetAiter => step!(generator::get_aiter(cx, m, i)),
                    Op::GetAnext => step!(generator::get_anext(cx, m, i)),
                    Op::IsStopAsync => step!(Ok(generator::is_stop_async(cx, m, i))),
                    Op::MatchKind => step!(Ok(pattern::kind(cx, m, i))),
                    Op::GetLen => step!(pattern::len(cx, m, i)),
                    Op::MatchKeys => step!(pattern::keys(cx, m, i)),
                    Op::MatchRest => step!(pattern::rest(cx, m, i)),
                    Op::MatchClass => step!(pattern::class(cx, m, i)),
                    Op::BuildInterpolation => step!(build::interpolation(cx, m, i)),
                    Op::BuildTemplate => step!(build::template(cx, m, i)),
                    Op::MatchStar => step!(exception::match_star(cx, m, i)),
                    Op::AfterStar => step!(exception::after_star(cx, m, i)),
                    Op::MakeTypeParam => step!(typing::parameter(cx, m, i)),
                    Op::SetTypeParamDefault => step!(Ok(typing::set_default(cx, m, i))),
                    Op::MakeTypeAlias => step!(typing::alias(cx, m, i)),
                    Op::SubscriptGeneric => step!(typing::generic_base(cx, m, i)),
                    Op::SetTypeParams => step!(Ok(typing::set_params(cx, m, i))),
                    Op::ShowValue => step!(build::show(cx, m, i)),
                    Op::GetIterObject => step!(iterate::get_iter_object(cx, m, i)),
                    Op::BuildTuple => step!(build::tuple(cx, m, i)),
                    Op::BuildList => step!(build::list(cx, m, i)),
                    Op::BuildSet => step!(build::set(cx, m, i)),
                    Op::BuildDict => step!(build::dict(cx, m, i)),
                    Op::BuildString => step!(build::string(cx, m, i)),
                    Op::FormatValue => step!(build::format_value(cx, m, i)),
                    Op::ListAppend => step!(build::list_append(cx, m, i)),
                    Op::SetAdd => step!(build::set_add(cx, m, i)),
                    Op::DictInsert => step!(build::dict_insert(cx, m, i)),
                    Op::ListExtend => step!(build::list_extend(cx, m, i)),
                    Op::SetUpdate => step!(build::set_update(cx, m, i)),
                    Op::DictUpdate => step!(build::dict_update(cx, m, i)),
                    Op::DictMerge => step!(build::dict_merge(cx, m, i)),
                    Op::ListToTuple => step!(build::list_to_tuple(cx, m, i)),
                    Op::MakeFunction => step!(build::function(cx, m, i)),
                    Op::ImportName => step!(import::name(cx, m, i)),
                    Op::ImportFrom => step!(import::from(cx, m, i)),
                    Op::ImportStar => step!(import::star(cx, m, i)),
                    Op::Raise => step!(exception::raise(cx, m, i)),
                    Op::RaiseFrom => step!(exception::raise_from(cx, m, i)),
                    Op::RaiseAgain => step!(exception::raise_again(cx, m)),
                    Op::Reraise => step!(exception::reraise(cx, m, i)),
                    Op::EnterHandler => step!(Ok(exception::enter_handler(cx, m, i))),
                    Op::LeaveHandler => step!(Ok(exception::leave_handler(cx, m, i))),
                    Op::MatchException => step!(exception::match_(cx, m, i)),
                    Op::LoadSpecial => step!(exception::load_special(cx, m, i)),
                    Op::CallExit => step!(exception::call_exit(cx, m, i)),
                    Op::LoadAssertionError => {
                        step!(Ok(exception::load_class(m, i, crate::exceptions::ASSERTION_ERROR)))
                    }
                    Op::LoadNotImplementedError => {
                        step!(Ok(exception::load_class(m, i, crate::exceptions::NOT_IMPLEMENTED_ERROR)))
                    }
                    Op::LoadNamespace => step!(name::load_namespace(cx, m, i)),
                    Op::LoadNameIn => step!(name::load_name_in(cx, m, i)),
                    Op::LoadCellIn => step!(name::load_cell_in(cx, m, i)),
                    Op::Instrumented => match hook::instrumented(cx, m) {
                        Ok(next) => {
                            m = next.machine;
                            i = next.insn;
                        }
                        Err(raised) => break 'raised raised,
                    },
                }
            }
        };
        // An exception of a return action, or of a poll in a frame just pushed, belongs to a frame whose record says where it stands.
        if m.is_innermost(cx) {
            m.save(cx);
        }
        unwind::unwind(cx, raised)?;
        m = Machine::reload(cx);
    }
}

impl Machine {
    /// The instruction at `pc`.
    #[inline(always)]
    fn fetch(self) -> Insn {
        // SAFETY: `pc` always points to an instruction of the running executable, which verification keeps inside its words.
        unsafe { insn_at(self.pc()) }
    }
}
