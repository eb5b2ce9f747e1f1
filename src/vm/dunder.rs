//! The one table of dunder ↔ slot: which special method fills which slot, how a slot is called as a method, how a Python method
//! is called through a slot.
//!
//! Three things derive from a row: the `slot wrapper` in a builtin type's namespace (`int.__add__`), the slot of a Python class that
//! defines the method (a trampoline that looks the method up and calls it), and inheritance of slots from builtin bases.

use crate::call::{self, CallArgs};
use crate::context::{Cx, R, Raised};
use crate::interp::cache;
use crate::names::{self, Name};
use crate::object::Obj;
use crate::protocol;
use crate::signature::arity_text;
use crate::typedef::{BinaryOp, CompareOp, LengthFn, SlotTable, StoreFn};
use crate::types::memory_view::python;
use crate::types::type_::Type;
use crate::types::{int, iterators, object_};
use crate::value::Value;

/// One special method.
pub struct Dunder {
    pub name: Name,
    /// Parameters without the implicit first one, for `inspect`.
    pub signature: &'static str,
    pub doc: &'static str,
    /// Whether a table has the slot.
    pub present: fn(&SlotTable) -> bool,
    /// Takes the slot from another table.
    pub inherit: fn(&mut SlotTable, &SlotTable),
    /// Fills the slot with the trampoline.
    pub trampoline: fn(&mut SlotTable),
    /// Calls the slot as a method: receiver first.
    pub invoke: fn(&Cx, &SlotTable, &CallArgs<'_>) -> R<Value>,
}

fn no_keywords(cx: &Cx, args: &CallArgs<'_>, name: &str) -> R<()> {
    match args.keyword_count() {
        0 => Ok(()),
        _ => Err(cx.type_error(format!("wrapper {name}() takes no keyword arguments"))),
    }
}

fn exact<'a, const N: usize>(cx: &Cx, args: &CallArgs<'a>, name: &str) -> R<&'a [Value; N]> {
    no_keywords(cx, args, name)?;
    args.values().try_into().map_err(|_| cx.type_error(count_text(args, N)))
}

/// As [`exact`], where CPython unpacks the arguments and so says whose they are.
fn unpacked<'a, const N: usize>(cx: &Cx, args: &CallArgs<'a>, name: &str) -> R<&'a [Value; N]> {
    no_keywords(cx, args, name)?;
    args.values().try_into().map_err(|_| cx.type_error(format!("{name} {}", count_text(args, N))))
}

/// What is wrong with the number of arguments, of which there are to be so many with the receiver.
fn count_text(args: &CallArgs<'_>, wanted: usize) -> String {
    let given = args.values().len().saturating_sub(1);
    let plural = if wanted == 2 { "" } else { "s" };
    format!("expected {} argument{plural}, got {given}", wanted - 1)
}

fn missing(cx: &Cx, name: Name) -> Raised {
    cx.error(crate::exceptions::ATTRIBUTE_ERROR, names::text(name).to_string())
}

/// Calls the special method `name` of `receiver`'s class.
fn special(cx: &Cx, receiver: Value, name: Name, args: &[Value]) -> R<Value> {
    cx.check_stack()?;
    call::call_special(cx, receiver, names::get(name), args)?.ok_or_else(|| missing(cx, name))
}

/// The same for what needs the method: where another thread has deleted it since the slot was read, `words` say what cannot be done, behind the
/// name of the class.
fn special_or(cx: &Cx, receiver: Value, name: Name, args: &[Value], words: &str) -> R<Value> {
    cx.check_stack()?;
    let refuse = || cx.type_error(format!("'{}' {words}", cx.type_name(receiver)));
    call::call_special(cx, receiver, names::get(name), args)?.ok_or_else(refuse)
}

macro_rules! row {
    ($field:ident $name:ident $signature:literal $doc:literal, $trampoline:expr, $invoke:expr) => {
        Dunder {
            name: names::$name,
            signature: $signature,
            doc: $doc,
            present: |table| table.$field.is_some(),
            inherit: |table, from| table.$field = from.$field,
            trampoline: |table| table.$field = Some($trampoline),
            invoke: $invoke,
        }
    };
}

macro_rules! unary {
    ($field:ident $name:ident $doc:literal) => {
        row!($field $name "($self, /)" $doc, |cx, value| special(cx, value, names::$name, &[]), |cx, table, args| {
            let [this] = exact(cx, args, names::text(names::$name))?;
            table.$field.ok_or_else(|| missing(cx, names::$name))?(cx, *this)
        })
    };
}

macro_rules! compare {
    ($name:ident $op:ident $doc:literal) => {
        row!(compare $name "($self, value, /)" $doc, trampoline_compare, |cx, table, args| {
            let [this, other] = exact(cx, args, names::text(names::$name))?;
            table.compare.ok_or_else(|| missing(cx, names::$name))?(cx, *this, *other, CompareOp::$op)
        })
    };
}

macro_rules! binary {
    ($op:ident $name:ident $reflected:ident $inplace:ident $symbol:literal) => {
        [
            Dunder {
                name: names::$name,
                signature: "($self, value, /)",
                doc: concat!("The result of the object ", $symbol, " another."),
                present: |table| table.binary[BinaryOp::$op as usize].is_some(),
                inherit: |table, from| {
                    table.binary[BinaryOp::$op as usize] = from.binary[BinaryOp::$op as usize]
                },
                trampoline: |table| {
                    table.binary[BinaryOp::$op as usize] =
                        Some(|cx, left, right| trampoline_binary(cx, BinaryOp::$op, left, right));
                },
                invoke: |cx, table, args| {
                    let [this, other] = exact(cx, args, names::text(names::$name))?;
                    table.binary[BinaryOp::$op as usize].ok_or_else(|| missing(cx, names::$name))?(
                        cx, *this, *other,
                    )
                },
            },
            Dunder {
                name: names::$reflected,
                signature: "($self, value, /)",
                doc: concat!("The result of another ", $symbol, " the object."),
                present: |table| table.binary[BinaryOp::$op as usize].is_some(),
                inherit: |table, from| {
                    table.binary[BinaryOp::$op as usize] = from.binary[BinaryOp::$op as usize]
                },
                trampoline: |table| {
                    table.binary[BinaryOp::$op as usize] =
                        Some(|cx, left, right| trampoline_binary(cx, BinaryOp::$op, left, right));
                },
                invoke: |cx, table, args| {
                    let [this, other] = exact(cx, args, names::text(names::$reflected))?;
                    table.binary[BinaryOp::$op as usize].ok_or_else(|| missing(cx, names::$name))?(
                        cx, *other, *this,
                    )
                },
            },
            Dunder {
                name: names::$inplace,
                signature: "($self, value, /)",
                doc: concat!("The object changed by ", $symbol, "=."),
                present: |table| table.inplace[BinaryOp::$op as usize].is_some(),
                inherit: |table, from| {
                    table.inplace[BinaryOp::$op as usize] = from.inplace[BinaryOp::$op as usize]
                },
                trampoline: |table| {
                    table.inplace[BinaryOp::$op as usize] =
                        Some(|cx, left, right| special(cx, left, names::$inplace, &[right]));
                },
                invoke: |cx, table, args| {
                    let [this, other] = exact(cx, args, names::text(names::$inplace))?;
                    table.inplace[BinaryOp::$op as usize].ok_or_else(|| missing(cx, names::$inplace))?(
                        cx, *this, *other,
                    )
                },
            },
        ]
    };
}

/// The rows of `**`, whose methods take a modulus too.
const fn power([plain, reflected, inplace]: [Dunder; 3]) -> [Dunder; 3] {
    [
        Dunder {
            signature: POWER_SIGNATURE,
            inherit: inherit_power,
            trampoline: set_power_trampolines,
            invoke: |cx, table, args| {
                let (this, other, modulus) = power_operands(cx, args, "__pow__")?;
                invoke_power(cx, table, names::__POW__, this, other, modulus)
            },
            ..plain
        },
        Dunder {
            signature: POWER_SIGNATURE,
            inherit: inherit_power,
            trampoline: set_power_trampolines,
            invoke: |cx, table, args| {
                let (this, other, modulus) = power_operands(cx, args, "__rpow__")?;
                invoke_power(cx, table, names::__RPOW__, other, this, modulus)
            },
            ..reflected
        },
        inplace,
    ]
}

const POWER_SIGNATURE: &str = "($self, value, mod=None, /)";

fn inherit_power(table: &mut SlotTable, from: &SlotTable) {
    table.binary[BinaryOp::Pow as usize] = from.binary[BinaryOp::Pow as usize];
    table.power = from.power;
}

fn set_power_trampolines(table: &mut SlotTable) {
    table.binary[BinaryOp::Pow as usize] =
        Some(|cx, left, right| trampoline_binary(cx, BinaryOp::Pow, left, right));
    table.power =
        Some(|cx, left, right, modulus| trampoline_operands(cx, BinaryOp::Pow, left, right, Some(modulus)));
}

/// Receiver, other operand, and the modulus where it is not `None`.
fn power_operands(cx: &Cx, args: &CallArgs<'_>, name: &str) -> R<(Value, Value, Option<Value>)> {
    no_keywords(cx, args, name)?;
    match *args.values() {
        [this, other] => Ok((this, other, None)),
        [this, other, modulus] => Ok((this, other, Some(modulus).filter(|modulus| !modulus.is_none()))),
        ref values => {
            let given = values.len().saturating_sub(1);
            Err(cx.type_error(format!("expected 1 or 2 arguments, got {given}")))
        }
    }
}

fn invoke_power(
    cx: &Cx,
    table: &SlotTable,
    name: Name,
    left: Value,
    right: Value,
    modulus: Option<Value>,
) -> R<Value> {
    match modulus {
        None => table.binary[BinaryOp::Pow as usize].ok_or_else(|| missing(cx, name))?(cx, left, right),
        Some(modulus) => match table.power {
            Some(power) => power(cx, left, right, modulus),
            None => Ok(Value::NOT_IMPLEMENTED),
        },
    }
}

/// The special methods of the binary operators: plain, reflected, in place.
pub static BINARY: [[Dunder; 3]; 13] = [
    binary!(Add __ADD__ __RADD__ __IADD__ "+"),
    binary!(Sub __SUB__ __RSUB__ __ISUB__ "-"),
    binary!(Mul __MUL__ __RMUL__ __IMUL__ "*"),
    binary!(TrueDiv __TRUEDIV__ __RTRUEDIV__ __ITRUEDIV__ "/"),
    binary!(FloorDiv __FLOORDIV__ __RFLOORDIV__ __IFLOORDIV__ "//"),
    binary!(Mod __MOD__ __RMOD__ __IMOD__ "%"),
    power(binary!(Pow __POW__ __RPOW__ __IPOW__ "**")),
    binary!(MatMul __MATMUL__ __RMATMUL__ __IMATMUL__ "@"),
    binary!(LShift __LSHIFT__ __RLSHIFT__ __ILSHIFT__ "<<"),
    binary!(RShift __RSHIFT__ __RRSHIFT__ __IRSHIFT__ ">>"),
    binary!(And __AND__ __RAND__ __IAND__ "&"),
    binary!(Or __OR__ __ROR__ __IOR__ "|"),
    binary!(Xor __XOR__ __RXOR__ __IXOR__ "^"),
];

/// Names of the rich comparisons, by [`CompareOp`].
pub const COMPARE_NAMES: [Name; 6] =
    [names::__LT__, names::__LE__, names::__EQ__, names::__NE__, names::__GT__, names::__GE__];

/// The other special methods.
pub static OTHERS: &[Dunder] = &[
    row!(repr __REPR__ "($self, /)" "The object as text for programmers.", trampoline_repr, |cx, table, args| {
        let [this] = exact(cx, args, "__repr__")?;
        table.repr.ok_or_else(|| missing(cx, names::__REPR__))?(cx, *this)
    }),
    unary!(str __STR__ "The object as text."),
    compare!(__LT__ Lt "Whether the object is smaller."),
    compare!(__LE__ Le "Whether the object is not larger."),
    compare!(__EQ__ Eq "Whether the object is equal."),
    compare!(__NE__ Ne "Whether the object is not equal."),
    compare!(__GT__ Gt "Whether the object is larger."),
    compare!(__GE__ Ge "Whether the object is not smaller."),
    row!(hash __HASH__ "($self, /)" "The object's hash.", trampoline_hash, |cx, table, args| {
        let [this] = exact(cx, args, "__hash__")?;
        let hash = table.hash.ok_or_else(|| missing(cx, names::__HASH__))?(cx, *this)?;
        int::from_i64(cx, hash)
    }),
    row!(call __CALL__ "($self, /, *args, **kwargs)" "Call the object.", trampoline_call, |cx, table, args| {
        let Some((this, _)) = args.values().split_first() else { return Err(missing(cx, names::__CALL__)) };
        let rest = CallArgs::with_keywords(&args.values()[1..], args.names());
        table.call.ok_or_else(|| missing(cx, names::__CALL__))?(cx, *this, &rest)
    }),
    row!(getattr __GETATTRIBUTE__ "($self, name, /)" "An attribute of the object.", trampoline_getattr, |cx, table, args| {
        let [this, name] = exact(cx, args, "__getattribute__")?;
        let name = protocol::attr::checked_name(cx, *name)?;
        table.getattr.unwrap_or(protocol::attr::generic_get)(cx, *this, name)
    }),
    row!(getattr __GETATTR__ "($self, name, /)" "", trampoline_getattr, |cx, _, _| Err(missing(cx, names::__GETATTR__))),
    row!(setattr __SETATTR__ "($self, name, value, /)" "Set an attribute.", trampoline_setattr, |cx, table, args| {
        let [this, name, value] = unpacked(cx, args, "__setattr__")?;
        let name = protocol::attr::checked_name(cx, *name)?;
        attribute_setter(cx, table, *this, "__setattr__")?(cx, *this, name, Some(*value))?;
        Ok(Value::NONE)
    }),
    row!(setattr __DELATTR__ "($self, name, /)" "Delete an attribute.", trampoline_setattr, |cx, table, args| {
        let [this, name] = exact(cx, args, "__delattr__")?;
        let name = protocol::attr::checked_name(cx, *name)?;
        attribute_setter(cx, table, *this, "__delattr__")?(cx, *this, name, None)?;
        Ok(Value::NONE)
    }),
    row!(iter __ITER__ "($self, /)" "An iterator over the object.", trampoline_iter, |cx, table, args| {
        let [this] = exact(cx, args, "__iter__")?;
        table.iter.ok_or_else(|| missing(cx, names::__ITER__))?(cx, *this)
    }),
    row!(next __NEXT__ "($self, /)" "The next item.", trampoline_next, |cx, table, args| {
        let [this] = exact(cx, args, "__next__")?;
        match table.next.ok_or_else(|| missing(cx, names::__NEXT__))?(cx, *this)? {
            Some(item) => Ok(item),
            None => Err(cx.stop_iteration(Value::NONE)),
        }
    }),
    row!(len __LEN__ "($self, /)" "The number of items.", trampoline_len, |cx, table, args| {
        let [this] = exact(cx, args, "__len__")?;
        let len = table.len.ok_or_else(|| missing(cx, names::__LEN__))?(cx, *this)?;
        crate::types::int::from_u64(cx, len as u64)
    }),
    row!(bool __BOOL__ "($self, /)" "The object's truth.", trampoline_bool, |cx, table, args| {
        let [this] = exact(cx, args, "__bool__")?;
        Ok(Value::from_bool(table.bool.ok_or_else(|| missing(cx, names::__BOOL__))?(cx, *this)?))
    }),
    row!(getitem __GETITEM__ "($self, key, /)" "The item of a key.", |cx, this, key| special_or(cx, this, names::__GETITEM__, &[key], "object is not subscriptable"), |cx, table, args| {
        let [this, key] = exact(cx, args, "__getitem__")?;
        table.getitem.ok_or_else(|| missing(cx, names::__GETITEM__))?(cx, *this, *key)
    }),
    row!(setitem __SETITEM__ "($self, key, value, /)" "Set the item of a key.", trampoline_setitem, |cx, table, args| {
        let [this, key, value] = unpacked(cx, args, "__setitem__")?;
        table.setitem.ok_or_else(|| missing(cx, names::__SETITEM__))?(cx, *this, *key, Some(*value))?;
        Ok(Value::NONE)
    }),
    row!(setitem __DELITEM__ "($self, key, /)" "Delete the item of a key.", trampoline_setitem, |cx, table, args| {
        let [this, key] = exact(cx, args, "__delitem__")?;
        table.setitem.ok_or_else(|| missing(cx, names::__DELITEM__))?(cx, *this, *key, None)?;
        Ok(Value::NONE)
    }),
    row!(contains __CONTAINS__ "($self, key, /)" "Whether the item is there.", trampoline_contains, |cx, table, args| {
        let [this, key] = exact(cx, args, "__contains__")?;
        Ok(Value::from_bool(table.contains.ok_or_else(|| missing(cx, names::__CONTAINS__))?(cx, *this, *key)?))
    }),
    unary!(index __INDEX__ "The object as an exact integer."),
    unary!(int __INT__ "int(self)"),
    unary!(float __FLOAT__ "float(self)"),
    unary!(neg __NEG__ "-self"),
    unary!(pos __POS__ "+self"),
    unary!(invert __INVERT__ "~self"),
    unary!(abs __ABS__ "abs(self)"),
    row!(descr_get __GET__ "($self, instance, owner=None, /)" "What the attribute is for an instance.", trampoline_get, |cx, table, args| {
        no_keywords(cx, args, "__get__")?;
        let (this, instance, owner) = match args.values() {
            [this, instance] => (*this, *instance, Value::NONE),
            [this, instance, owner] => (*this, *instance, *owner),
            values => return Err(cx.type_error(arity_text("__get__", 1, 2, values.len().saturating_sub(1)))),
        };
        if instance.is_none() && owner.is_none() {
            return Err(cx.type_error("__get__(None, None) is invalid".into()));
        }
        let class = owner.cast::<Type>().unwrap_or_else(|| cx.type_of(instance));
        let instance = (!instance.is_none()).then_some(instance);
        table.descr_get.ok_or_else(|| missing(cx, names::__GET__))?(cx, this, instance, class)
    }),
    row!(descr_set __SET__ "($self, instance, value, /)" "Set the attribute for an instance.", trampoline_set, |cx, table, args| {
        let [this, instance, value] = unpacked(cx, args, "__set__")?;
        table.descr_set.ok_or_else(|| missing(cx, names::__SET__))?(cx, *this, *instance, Some(*value))?;
        Ok(Value::NONE)
    }),
    row!(descr_set __DELETE__ "($self, instance, /)" "Delete the attribute for an instance.", trampoline_set, |cx, table, args| {
        let [this, instance] = exact(cx, args, "__delete__")?;
        table.descr_set.ok_or_else(|| missing(cx, names::__DELETE__))?(cx, *this, *instance, None)?;
        Ok(Value::NONE)
    }),
    row!(init __INIT__ "($self, /, *args, **kwargs)" "Complete a new instance.", trampoline_init, |cx, table, args| {
        let Some((this, _)) = args.values().split_first() else { return Err(missing(cx, names::__INIT__)) };
        let rest = CallArgs::with_keywords(&args.values()[1..], args.names());
        table.init.ok_or_else(|| missing(cx, names::__INIT__))?(cx, *this, &rest)?;
        Ok(Value::NONE)
    }),
    row!(buffer __BUFFER__ "($self, flags, /)" "Return a buffer object that exposes the underlying memory of the object.", python::trampoline, |cx, table, args| {
        let [this, flags] = unpacked(cx, args, "__buffer__")?;
        python::buffer_method(cx, *this, *flags, table.buffer.ok_or_else(|| missing(cx, names::__BUFFER__))?)
    }),
    row!(release_buffer __RELEASE_BUFFER__ "($self, buffer, /)" "Release the buffer object that exposes the underlying memory of the object.", python::trampoline_release, |cx, table, args| {
        let [this, view] = unpacked(cx, args, "__release_buffer__")?;
        table.release_buffer.ok_or_else(|| missing(cx, names::__RELEASE_BUFFER__))?(cx, *this, *view)?;
        Ok(Value::NONE)
    }),
];

/// Every row.
pub fn all() -> impl Iterator<Item = &'static Dunder> {
    OTHERS.iter().chain(BINARY.iter().flatten())
}

/// The slot of a builtin class that sets attributes, unless the object's class has a builtin base that sets them in a way of its own: nobody
/// changes a builtin class through `object.__setattr__`.
fn attribute_setter(cx: &Cx, table: &SlotTable, this: Value, name: &str) -> R<StoreFn> {
    let setter = table.setattr.unwrap_or(protocol::attr::generic_set);
    let class = cx.type_of(this);
    let mut nearest = Some(class);
    while let Some(base) = nearest.filter(|base| base.is_heap()) {
        nearest = base.base();
    }
    let own = nearest.and_then(|base| base.slots().setattr);
    if own.is_none_or(|own| std::ptr::fn_addr_eq(own, setter)) {
        return Ok(setter);
    }
    Err(cx.type_error(format!("can't apply this {name} to {} object", cx.type_name(this))))
}

fn trampoline_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    cx.check_stack()?;
    let result = call::call_special_optional(cx, left, names::get(COMPARE_NAMES[op as usize]), &[right])?;
    Ok(result.unwrap_or(Value::NOT_IMPLEMENTED))
}

fn trampoline_repr(cx: &Cx, value: Value) -> R<Value> {
    cx.check_stack()?;
    match call::call_special_optional(cx, value, names::get(names::__REPR__), &[])? {
        Some(text) => Ok(text),
        None => object_::repr_by_name(cx, value),
    }
}

/// CPython's `SLOT1BINFULL`: the slot is the same for both operands, so it tells plain from reflected by who has the method.
fn trampoline_binary(cx: &Cx, op: BinaryOp, left: Value, right: Value) -> R<Value> {
    trampoline_operands(cx, op, left, right, None)
}

/// As [`trampoline_binary`], with the modulus of a power.
fn trampoline_operands(cx: &Cx, op: BinaryOp, left: Value, right: Value, modulus: Option<Value>) -> R<Value> {
    cx.check_stack()?;
    let count = 1 + usize::from(modulus.is_some());
    let modulus = modulus.unwrap_or(Value::UNBOUND);
    let (to_left, to_right) = (&[right, modulus][..count], &[left, modulus][..count]);
    let [plain, reflected, _] = &BINARY[op as usize];
    let (left_class, right_class) = (cx.type_of(left), cx.type_of(right));
    let left_method = cache::lookup(cx, left_class, names::get(plain.name));
    let right_method = if left_class == right_class {
        None
    } else {
        cache::lookup(cx, right_class, names::get(reflected.name))
    };
    if let (Some(method), true) = (right_method, right_class.is_subclass_of(left_class)) {
        // A subclass's own reflected method comes first.
        if cache::lookup(cx, left_class, names::get(reflected.name)) != Some(method) {
            let result = call_operand(cx, right, right_class, method, to_right)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
            return match left_method {
                Some(method) => call_operand(cx, left, left_class, method, to_left),
                None => Ok(Value::NOT_IMPLEMENTED),
            };
        }
    }
    if let Some(method) = left_method
        && left_class.is_heap()
    {
        let result = call_operand(cx, left, left_class, method, to_left)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
    }
    match right_method {
        Some(method) if right_class.is_heap() => call_operand(cx, right, right_class, method, to_right),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Calls an operand's method; what has none declines.
fn call_operand(cx: &Cx, operand: Value, class: Obj<Type>, method: Value, values: &[Value]) -> R<Value> {
    let result = call::call_bound_optional(cx, operand, class, method, values)?;
    Ok(result.unwrap_or(Value::NOT_IMPLEMENTED))
}

fn trampoline_hash(cx: &Cx, value: Value) -> R<i64> {
    let class = cx.type_of(value);
    let method = cache::lookup(cx, class, names::get(names::__HASH__)).filter(|method| !method.is_none());
    let Some(method) = method else { return Err(protocol::unhashable(cx, value)) };
    cx.check_stack()?;
    match call::call_bound_optional(cx, value, class, method, &[])? {
        Some(result) => int::hash_of_result(cx, result),
        None => Err(protocol::unhashable(cx, value)),
    }
}

fn trampoline_call(cx: &Cx, callee: Value, args: &CallArgs<'_>) -> R<Value> {
    let class = cx.type_of(callee);
    let Some(method) = cache::lookup(cx, class, names::get(names::__CALL__)) else {
        // Another thread has deleted it.
        return Err(cx.type_error(format!("'{}' object is not callable", cx.type_name(callee))));
    };
    if call::takes_receiver(method) {
        return call::with_first(cx, callee, args, |args| call::call(cx, method, args));
    }
    let bound = protocol::attr::bind(cx, method, callee, class)?;
    call::call(cx, bound, args)
}

fn trampoline_getattr(cx: &Cx, this: Value, name: Value) -> R<Value> {
    let class = cx.type_of(this);
    let found = match own_getattribute(cx, class) {
        Some(method) => call::call_bound(cx, this, class, method, &[name]).map(Some),
        None => match native_getattr(class) {
            native if protocol::attr::is_generic(native) => {
                protocol::attr::generic_get_optional(cx, this, name)
            }
            native => native(cx, this, name).map(Some),
        },
    };
    let raised = match found {
        Ok(Some(found)) => return Ok(found),
        Ok(None) => None,
        Err(raised) if cx.matches(raised, crate::exceptions::ATTRIBUTE_ERROR) => Some(raised),
        Err(raised) => return Err(raised),
    };
    match cache::lookup(cx, class, names::get(names::__GETATTR__)) {
        Some(method) => call::call_bound(cx, this, class, method, &[name]),
        None => Err(raised.unwrap_or_else(|| protocol::attr::missing(cx, this, name))),
    }
}

/// The `__getattribute__` of a class that is no builtin one's.
fn own_getattribute(cx: &Cx, class: Obj<Type>) -> Option<Value> {
    cache::lookup(cx, class, names::get(names::__GETATTRIBUTE__))
        .filter(|method| method.cast::<crate::types::slot_wrapper::SlotWrapper>().is_none())
}

/// How the nearest builtin ancestor reads attributes: a class whose metaclass has `__getattr__` is still read as a class.
fn native_getattr(class: Obj<Type>) -> crate::typedef::BinaryFn {
    let native =
        class.ancestors().find(|ancestor| !ancestor.is_heap()).and_then(|ancestor| ancestor.slots().getattr);
    native.unwrap_or(protocol::attr::generic_get)
}

/// Whether instances of a class with this `getattr` slot are read in the generic way, and `__getattr__` is asked only for what they have not.
pub(crate) fn only_falls_back(cx: &Cx, class: Obj<Type>, getattr: crate::typedef::BinaryFn) -> bool {
    std::ptr::fn_addr_eq(getattr, trampoline_getattr as crate::typedef::BinaryFn)
        && own_getattribute(cx, class).is_none()
        && protocol::attr::is_generic(native_getattr(class))
}

fn trampoline_setattr(cx: &Cx, this: Value, name: Value, value: Option<Value>) -> R<()> {
    match value {
        Some(value) => special(cx, this, names::__SETATTR__, &[name, value])?,
        None => special(cx, this, names::__DELATTR__, &[name])?,
    };
    Ok(())
}

fn trampoline_setitem(cx: &Cx, this: Value, key: Value, value: Option<Value>) -> R<()> {
    let (name, values) = match value {
        Some(value) => (names::__SETITEM__, [key, value]),
        None => (names::__DELITEM__, [key, Value::UNBOUND]),
    };
    let count = 1 + usize::from(value.is_some());
    match call::call_special(cx, this, names::get(name), &values[..count])? {
        Some(_) => Ok(()),
        None => Err(missing(cx, name)),
    }
}

fn trampoline_next(cx: &Cx, this: Value) -> R<Option<Value>> {
    match special_or(cx, this, names::__NEXT__, &[], "object is not an iterator") {
        Ok(item) => Ok(Some(item)),
        Err(raised) if cx.matches(raised, crate::exceptions::STOP_ITERATION) => Ok(None),
        Err(raised) => Err(raised),
    }
}

fn trampoline_len(cx: &Cx, this: Value) -> R<usize> {
    match own_length(cx, this)? {
        Some(length) => Ok(length),
        // Another thread has deleted it.
        None => Err(cx.type_error(format!("object of type '{}' has no len()", cx.type_name(this)))),
    }
}

/// What `__len__` answers; `None` where there is none.
fn own_length(cx: &Cx, this: Value) -> R<Option<usize>> {
    cx.check_stack()?;
    let result = call::call_special(cx, this, names::get(names::__LEN__), &[])?;
    result.map(|result| int::length_of_result(cx, result)).transpose()
}

/// The truth of what has a length: `len` is its class's slot. What another thread has deleted the length of meanwhile is true.
pub(crate) fn is_longer_than_nothing(cx: &Cx, value: Value, len: LengthFn) -> R<bool> {
    if !std::ptr::fn_addr_eq(len, trampoline_len as LengthFn) {
        return Ok(len(cx, value)? != 0);
    }
    Ok(own_length(cx, value)?.is_none_or(|length| length != 0))
}

fn trampoline_iter(cx: &Cx, this: Value) -> R<Value> {
    let class = cx.type_of(this);
    let refuse = || cx.type_error(format!("'{}' object is not iterable", cx.type_name(this)));
    let method = cache::lookup(cx, class, names::get(names::__ITER__));
    if method.is_some_and(Value::is_none) {
        return Err(refuse());
    }
    if let Some(method) = method {
        cx.check_stack()?;
        if let Some(iterator) = call::call_bound_optional(cx, this, class, method, &[])? {
            return Ok(iterator);
        }
    }
    // Another thread may have deleted it.
    match cache::lookup(cx, class, names::get(names::__GETITEM__)) {
        Some(method)
            if call::takes_receiver(method) || protocol::attr::bind(cx, method, this, class).is_ok() =>
        {
            iterators::sequence_iterator(cx, this)
        }
        _ => Err(refuse()),
    }
}

fn trampoline_bool(cx: &Cx, this: Value) -> R<bool> {
    let class = cx.type_of(this);
    if let Some(method) = cache::lookup(cx, class, names::get(names::__BOOL__)) {
        if method.is_none() {
            let shown = cx.type_name(this);
            return Err(cx.type_error(format!("'{shown}' cannot be interpreted as a boolean")));
        }
        cx.check_stack()?;
        if let Some(result) = call::call_bound_optional(cx, this, class, method, &[])? {
            return protocol::truth_of_bool_result(cx, result);
        }
    }
    // Another thread may have deleted it.
    match call::call_special_optional(cx, this, names::get(names::__LEN__), &[])? {
        Some(length) => Ok(int::length_of_result(cx, length)? != 0),
        None => Ok(true),
    }
}

fn trampoline_contains(cx: &Cx, this: Value, key: Value) -> R<bool> {
    let class = cx.type_of(this);
    if let Some(method) = cache::lookup(cx, class, names::get(names::__CONTAINS__)) {
        if method.is_none() {
            return Err(cx.type_error(format!("'{}' object is not a container", cx.type_name(this))));
        }
        if let Some(result) = call::call_bound_optional(cx, this, class, method, &[key])? {
            return protocol::is_true(cx, result);
        }
    }
    protocol::item::contains_by_iteration(cx, this, key)
}

fn trampoline_get(cx: &Cx, this: Value, instance: Option<Value>, class: Obj<Type>) -> R<Value> {
    // The method itself is called, whatever its own descriptor would make of it.
    let method = cache::lookup(cx, cx.type_of(this), names::get(names::__GET__));
    let method = method.ok_or_else(|| missing(cx, names::__GET__))?;
    cx.check_stack()?;
    call::call_values(cx, method, &[this, instance.unwrap_or(Value::NONE), class.value()])
}

fn trampoline_set(cx: &Cx, this: Value, instance: Value, value: Option<Value>) -> R<()> {
    match value {
        Some(value) => special(cx, this, names::__SET__, &[instance, value])?,
        None => special(cx, this, names::__DELETE__, &[instance])?,
    };
    Ok(())
}

fn trampoline_init(cx: &Cx, this: Value, args: &CallArgs<'_>) -> R<()> {
    let class = cx.type_of(this);
    let Some(method) = cache::lookup(cx, class, names::get(names::__INIT__)) else {
        return Err(missing(cx, names::__INIT__));
    };
    let result = if call::takes_receiver(method) {
        call::with_first(cx, this, args, |args| call::call(cx, method, args))?
    } else {
        let bound = protocol::attr::bind(cx, method, this, class)?;
        call::call(cx, bound, args)?
    };
    init_result(cx, result)
}

/// `__init__` must return `None`.
pub fn init_result(cx: &Cx, result: Value) -> R<()> {
    if result.is_none() {
        return Ok(());
    }
    Err(cx.type_error(format!("__init__() should return None, not '{}'", cx.type_name(result))))
}
