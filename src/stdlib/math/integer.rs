//! The integer functions of `math`: divisors, factorials, binomials, roots.

use typhon_vm::context::{Cx, R};
use typhon_vm::protocol::{binary::binary_op, compare_bool, index};
use typhon_vm::typedef::{BinaryOp, CompareOp};
use typhon_vm::types::int::{self, Int};
use typhon_vm::types::tuple::Tuple;
use typhon_vm::{Value, exceptions};

fn small(number: i64) -> Value {
    Value::small_int_unchecked(number)
}

fn number(cx: &Cx, value: Value) -> R<Int> {
    Int::of(value).ok_or_else(|| cx.system_error("int expected"))
}

/// An int as `significand * 2**exponent`; the exponent is 0 where a float can hold the number.
pub(super) fn scaled(cx: &Cx, value: Value) -> R<(f64, i64)> {
    let this = number(cx, value)?;
    let bits = this.bit_length() as i64;
    if bits <= 1023 {
        return Ok((int::to_float(cx, this)?, 0));
    }
    // The upper 64 bits, the last of which says whether anything was cut off.
    let cut = bits - 64;
    let upper = binary_op(cx, BinaryOp::RShift, value, small(cut))?;
    let back = binary_op(cx, BinaryOp::LShift, upper, small(cut))?;
    let sticky = compare_bool(cx, back, value, CompareOp::Ne)?;
    let upper = int::to_i128(upper).unwrap_or(0) as u64 | u64::from(sticky);
    let significand = upper as f64 / 2f64.powi(64);
    // Where it fits after all it is not scaled.
    if bits == 1024 && significand < 1.0 {
        return Ok((typhon_os::math::ldexp(significand, 1024), 0));
    }
    Ok((significand, bits))
}

fn each(cx: &Cx, args: &[Value], start: i64, step: fn(&Cx, Value, Value) -> R<Value>) -> R<Value> {
    let Some(given) = args[0].cast::<Tuple>() else { return Err(cx.system_error("tuple expected")) };
    let mut result = small(start);
    for &value in given.values() {
        result = step(cx, result, index::to_value(cx, value)?)?;
    }
    Ok(result)
}

fn divisor(cx: &Cx, a: Value, b: Value) -> R<Value> {
    int::gcd(cx, number(cx, a)?, number(cx, b)?)
}

pub(super) fn gcd(cx: &Cx, args: &[Value]) -> R<Value> {
    each(cx, args, 0, divisor)
}

pub(super) fn lcm(cx: &Cx, args: &[Value]) -> R<Value> {
    each(cx, args, 1, |cx, a, b| {
        if number(cx, a)?.is_zero() || number(cx, b)?.is_zero() {
            return Ok(small(0));
        }
        let common = divisor(cx, a, b)?;
        let share = binary_op(cx, BinaryOp::FloorDiv, a, common)?;
        let product = binary_op(cx, BinaryOp::Mul, share, b)?;
        // The magnitude.
        divisor(cx, product, small(0))
    })
}

pub(super) fn isqrt(cx: &Cx, args: &[Value]) -> R<Value> {
    let value = index::to_value(cx, args[0])?;
    if int::is_negative(value) {
        return Err(cx.value_error("isqrt() argument must be nonnegative"));
    }
    int::square_root(cx, number(cx, value)?)
}

/// The product of `first..=last`, halved until the factors of a part fit a word.
fn product(cx: &Cx, first: u64, last: u64) -> R<Value> {
    if first > last {
        return Ok(small(1));
    }
    let fitting =
        (first..=last.min(first + 12)).try_fold(1u64, |product, factor| product.checked_mul(factor));
    if let Some(product) = fitting
        && last - first <= 12
    {
        return int::from_u64(cx, product);
    }
    if first == last {
        return int::from_u64(cx, first);
    }
    cx.poll()?;
    let middle = first + (last - first) / 2;
    let (low, high) = (product(cx, first, middle)?, product(cx, middle + 1, last)?);
    binary_op(cx, BinaryOp::Mul, low, high)
}

/// The product of `count` numbers down from `value`.
fn falling(cx: &Cx, value: Value, skip: u64, count: u64) -> R<Value> {
    if let Some(top) = int::to_i64(value)
        && let top = top as u64 - skip
        && top >= count
    {
        return product(cx, top - count + 1, top);
    }
    if count <= 1 {
        let less = if count == 0 { return Ok(small(1)) } else { int::from_u64(cx, skip)? };
        return binary_op(cx, BinaryOp::Sub, value, less);
    }
    cx.poll()?;
    let half = count / 2;
    let (high, low) = (falling(cx, value, skip, half)?, falling(cx, value, skip + half, count - half)?);
    binary_op(cx, BinaryOp::Mul, high, low)
}

fn too_large(cx: &Cx, text: &str) -> typhon_vm::Raised {
    cx.error(exceptions::OVERFLOW_ERROR, format!("{text} {}", i64::MAX))
}

pub(super) fn factorial(cx: &Cx, args: &[Value]) -> R<Value> {
    let value = index::to_value(cx, args[0])?;
    if int::is_negative(value) {
        return Err(cx.value_error("factorial() not defined for negative values"));
    }
    let Some(count) = int::to_i64(value) else {
        return Err(too_large(cx, "factorial() argument should not exceed"));
    };
    // Beyond this the result has more digits than any memory.
    if count > 1 << 40 {
        return Err(cx.memory_error());
    }
    product(cx, 2, count as u64)
}

fn natural(cx: &Cx, value: Value, name: &str) -> R<Value> {
    let value = index::to_value(cx, value)?;
    if int::is_negative(value) {
        return Err(cx.value_error(&format!("{name} must be a non-negative integer")));
    }
    Ok(value)
}

pub(super) fn perm(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(k) = args[1].bound().filter(|k| !k.is_none()) else { return factorial(cx, args) };
    let (n, k) = (index::to_value(cx, args[0])?, index::to_value(cx, k)?);
    let (n, k) = (natural(cx, n, "n")?, natural(cx, k, "k")?);
    if compare_bool(cx, n, k, CompareOp::Lt)? {
        return Ok(small(0));
    }
    match int::to_i64(k) {
        Some(count) => falling(cx, n, 0, count as u64),
        None => Err(too_large(cx, "k must not exceed")),
    }
}

pub(super) fn comb(cx: &Cx, args: &[Value]) -> R<Value> {
    let (n, k) = (index::to_value(cx, args[0])?, index::to_value(cx, args[1])?);
    let (n, k) = (natural(cx, n, "n")?, natural(cx, k, "k")?);
    if compare_bool(cx, n, k, CompareOp::Lt)? {
        return Ok(small(0));
    }
    let rest = binary_op(cx, BinaryOp::Sub, n, k)?;
    let fewer = if compare_bool(cx, rest, k, CompareOp::Lt)? { rest } else { k };
    let Some(count) = int::to_i64(fewer) else {
        return Err(too_large(cx, "min(n - k, k) must not exceed"));
    };
    let count = count as u64;
    let ways = falling(cx, n, 0, count)?;
    binary_op(cx, BinaryOp::FloorDiv, ways, product(cx, 2, count)?)
}
