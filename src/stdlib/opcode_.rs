//! `_opcode`: facts about the opcodes of Typhon's bytecode, for `opcode` and `dis`, which the library has in versions of its own.
//!
//! The machine has registers, not a stack: no opcode has an effect on one. An instruction is a word of eight bytes, perhaps with a cache word behind.

use typhon_bytecode::ops::Role;
use typhon_bytecode::{Constant, Insn, Op, dis};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::protocol;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::code::{self, PyCode};
use typhon_vm::types::{dict, list, str_, tuple};

fn op_of(cx: &Cx, value: Value) -> R<Option<Op>> {
    let number = protocol::index::to_i64(cx, value)?;
    Ok(u8::try_from(number).ok().and_then(Op::from_number))
}

/// Whether an opcode has an operand of a role.
fn has(cx: &Cx, value: Value, wanted: fn(Role) -> bool) -> R<Value> {
    let row = op_of(cx, value)?.map(Op::row);
    Ok(Value::from_bool(row.is_some_and(|row| [row.a, row.b, row.c, row.d].into_iter().any(wanted))))
}

fn is_local(role: Role) -> bool {
    use Role::{Far, Read, ReadRun, Update, UpdateRun, Write, WriteRun};
    matches!(role, Read | Write | Update | ReadRun(_) | WriteRun(_) | UpdateRun(_) | Far)
}

fn is_cell(op: Op) -> bool {
    matches!(
        op,
        Op::MakeCell
            | Op::CopyFree
            | Op::LoadCell
            | Op::StoreCell
            | Op::DeleteCell
            | Op::LoadNameOrCell
            | Op::LoadCellIn
    )
}

fn stack_effect(cx: &Cx, args: &[Value]) -> R<Value> {
    if op_of(cx, args[0])?.is_none() {
        return Err(cx.value_error("invalid opcode or oparg"));
    }
    if let Some(jump) = args[2].bound()
        && !jump.is_none()
        && !jump.is_bool()
    {
        return Err(cx.value_error("stack_effect: jump must be False, True or None"));
    }
    Ok(Value::small_int_unchecked(0))
}

/// `{name: number}` of all opcodes.
fn names(cx: &Cx, _: &[Value]) -> R<Value> {
    let names = dict::new(cx)?;
    for &op in Op::ALL {
        dict::set(cx, names, cx.intern(op.row().name)?, Value::small_int_unchecked(op as i64))?;
    }
    Ok(names.value())
}

fn doc(cx: &Cx, args: &[Value]) -> R<Value> {
    match op_of(cx, args[0])? {
        Some(op) => str_::from_str(cx, op.row().doc.trim()),
        None => Err(cx.value_error("invalid opcode or oparg")),
    }
}

/// `(offset, opcode, operands, value, text, target, size)` of each instruction of a code object.
fn instructions(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(this) = args[0].cast::<PyCode>() else {
        return Err(cx.type_error(format!("expected a code object, not {}", cx.type_name(args[0]))));
    };
    let code = this.data();
    let all = list::new(cx)?;
    let number = |number: usize| Value::small_int_unchecked(number as i64);
    let mut offset = 0;
    while offset < code.words.len() {
        let insn = Insn(code.words[offset]);
        let (words, value, text, target) = match insn.op() {
            None => (1, Value::NONE, String::new(), None),
            Some(op) => {
                let row = op.row();
                let name = |index: u32| code.names.get(index as usize);
                let value = if row.b == Role::Const32 {
                    match code.constants.get(insn.bc() as usize) {
                        Some(Constant::Code(_)) | None => code_constant(cx, this.value(), insn.bc())?,
                        Some(constant) => code::constant_value(cx, constant)?,
                    }
                } else if row.b == Role::Imm32 {
                    Value::small_int_unchecked(insn.signed_bc().into())
                } else if let Some(name) = if row.b == Role::Name32 {
                    name(insn.bc())
                } else if row.c == Role::Name24 {
                    name(insn.cd())
                } else {
                    None
                } {
                    str_::from_text(cx, name)?.value()
                } else {
                    Value::NONE
                };
                (op.words(), value, dis::operands(code, insn, op, offset), dis::jump_target(insn, op, offset))
            }
        };
        let target = target.map_or(Value::NONE, |word| number(word as usize * 8));
        let parts = [
            number(offset * 8),
            Value::small_int_unchecked(insn.opcode().into()),
            Value::small_int_unchecked((insn.0 >> 8) as i64 & 0xffff_ffff_ffff),
            if target.is_none() { value } else { target },
            str_::from_str(cx, &text)?,
            target,
            number(words * 8),
        ];
        list::append(cx, all, tuple::from_slice(cx, &parts)?.value())?;
        offset += words;
    }
    Ok(all.value())
}

/// A constant of a code object as it has it: nested code objects are what they are.
fn code_constant(cx: &Cx, code: Value, index: u32) -> R<Value> {
    let constants = protocol::attr::get(cx, code, cx.intern("co_consts")?)?;
    protocol::item::get(cx, constants, Value::small_int_unchecked(index.into()))
}

/// Texts as a list.
fn texts(cx: &Cx, texts: &[&str]) -> R<Value> {
    let made = list::new(cx)?;
    for text in texts {
        list::append(cx, made, str_::from_str(cx, text)?)?;
    }
    Ok(made.value())
}

/// The operators of CPython's `BINARY_OP`, which library code lists.
const BINARY_OPERATORS: [(&str, &str); 27] = [
    ("NB_ADD", "+"),
    ("NB_AND", "&"),
    ("NB_FLOOR_DIVIDE", "//"),
    ("NB_LSHIFT", "<<"),
    ("NB_MATRIX_MULTIPLY", "@"),
    ("NB_MULTIPLY", "*"),
    ("NB_REMAINDER", "%"),
    ("NB_OR", "|"),
    ("NB_POWER", "**"),
    ("NB_RSHIFT", ">>"),
    ("NB_SUBTRACT", "-"),
    ("NB_TRUE_DIVIDE", "/"),
    ("NB_XOR", "^"),
    ("NB_INPLACE_ADD", "+="),
    ("NB_INPLACE_AND", "&="),
    ("NB_INPLACE_FLOOR_DIVIDE", "//="),
    ("NB_INPLACE_LSHIFT", "<<="),
    ("NB_INPLACE_MATRIX_MULTIPLY", "@="),
    ("NB_INPLACE_MULTIPLY", "*="),
    ("NB_INPLACE_REMAINDER", "%="),
    ("NB_INPLACE_OR", "|="),
    ("NB_INPLACE_POWER", "**="),
    ("NB_INPLACE_RSHIFT", ">>="),
    ("NB_INPLACE_SUBTRACT", "-="),
    ("NB_INPLACE_TRUE_DIVIDE", "/="),
    ("NB_INPLACE_XOR", "^="),
    ("NB_SUBSCR", "[]"),
];

fn binary_operators(cx: &Cx, _: &[Value]) -> R<Value> {
    let made = list::new(cx)?;
    for (name, symbol) in BINARY_OPERATORS {
        let pair = [str_::from_str(cx, name)?, str_::from_str(cx, symbol)?];
        list::append(cx, made, tuple::from_slice(cx, &pair)?.value())?;
    }
    Ok(made.value())
}

/// The module.
pub static OPCODE: ModuleDef = ModuleDef {
    name: "_opcode",
    doc: "Facts about the opcodes of the bytecode.",
    functions: &[
        MethodDef::function(
            "stack_effect(opcode, oparg=None, /, *, jump=None)",
            "Compute the stack effect of the opcode.",
            stack_effect,
        ),
        MethodDef::function(
            "is_valid(opcode)",
            "Return True if opcode is valid, False otherwise.",
            |cx, args| Ok(Value::from_bool(op_of(cx, args[0])?.is_some())),
        ),
        MethodDef::function(
            "has_arg(opcode)",
            "Return True if the opcode uses its oparg, False otherwise.",
            |cx, args| has(cx, args[0], |role| role != Role::Unused),
        ),
        MethodDef::function(
            "has_const(opcode)",
            "Return True if the opcode accesses a constant, False otherwise.",
            |cx, args| has(cx, args[0], |role| role == Role::Const32),
        ),
        MethodDef::function(
            "has_name(opcode)",
            "Return True if the opcode accesses an attribute by name, False otherwise.",
            |cx, args| has(cx, args[0], |role| matches!(role, Role::Name24 | Role::Name32)),
        ),
        MethodDef::function(
            "has_jump(opcode)",
            "Return True if the opcode has a jump target, False otherwise.",
            |cx, args| has(cx, args[0], |role| matches!(role, Role::Jump24 | Role::Jump32 | Role::Branch)),
        ),
        MethodDef::function(
            "has_free(opcode)",
            "Return True if the opcode accesses a free variable, False otherwise.",
            |cx, args| Ok(Value::from_bool(op_of(cx, args[0])?.is_some_and(is_cell))),
        ),
        MethodDef::function(
            "has_local(opcode)",
            "Return True if the opcode accesses a local variable, False otherwise.",
            |cx, args| has(cx, args[0], is_local),
        ),
        MethodDef::function(
            "has_exc(opcode)",
            "Return True if the opcode sets an exception handler, False otherwise.",
            |_, _| Ok(Value::FALSE),
        ),
        MethodDef::function("get_specialization_stats()", "Return the specialization stats", |_, _| {
            Ok(Value::NONE)
        }),
        MethodDef::function("get_nb_ops()", "Return array of symbols of binary ops.", binary_operators),
        MethodDef::function(
            "get_intrinsic1_descs()",
            "Return a list of names of the unary intrinsics.",
            |cx, _| texts(cx, &[]),
        ),
        MethodDef::function(
            "get_intrinsic2_descs()",
            "Return a list of names of the binary intrinsics.",
            |cx, _| texts(cx, &[]),
        ),
        MethodDef::function(
            "get_special_method_names()",
            "Return a list of special method names.",
            |cx, _| texts(cx, &["__enter__", "__exit__", "__aenter__", "__aexit__"]),
        ),
        MethodDef::function(
            "get_executor(code, offset)",
            "Return the executor object at offset in code if exists, None otherwise.",
            |cx, args| match args[0].cast::<PyCode>() {
                Some(_) => Ok(Value::NONE),
                None => {
                    Err(cx.type_error(format!("expected a code object, not '{}'", cx.type_name(args[0]))))
                }
            },
        ),
        MethodDef::function("_names()", "The numbers of all opcodes by name.", names),
        MethodDef::function("_doc(opcode)", "What an opcode does.", doc),
        MethodDef::function("_instructions(code)", "The instructions of a code object.", instructions),
    ],
    init: |cx, namespace| {
        for name in ["ENABLE_SPECIALIZATION", "ENABLE_SPECIALIZATION_FT"] {
            dict::set(cx, namespace, cx.intern(name)?, Value::FALSE)?;
        }
        Ok(())
    },
};
