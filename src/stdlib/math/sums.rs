//! Sums and products of many numbers: `fsum` (Shewchuk's partial sums), `sumprod` (triple-length arithmetic after Ogita, Rump and Oishi),
//! `hypot` and `dist` (scaled, with a differential correction), `prod`. The order of operations is CPython's, so that results agree to the last bit.

use typhon_os::math as c;
use typhon_vm::context::{Cx, R};
use typhon_vm::protocol::{binary::binary_op, iter};
use typhon_vm::typedef::BinaryOp;
use typhon_vm::types::int;
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::{Value, exceptions};

use super::{number, real};

/// A sum of two doubles without loss.
#[derive(Clone, Copy)]
struct Double {
    hi: f64,
    lo: f64,
}

/// Where the first is not smaller in size.
fn fast_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    Double { hi, lo: (a - hi) + b }
}

fn sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    let z = hi - a;
    Double { hi, lo: (a - (hi - z)) + (b - z) }
}

fn product(x: f64, y: f64) -> Double {
    let hi = x * y;
    Double { hi, lo: c::fma(x, y, -hi) }
}

/// A sum with three times a double's precision.
#[derive(Clone, Copy, Default)]
struct Triple {
    hi: f64,
    lo: f64,
    tiny: f64,
}

impl Triple {
    fn add_product(self, x: f64, y: f64) -> Triple {
        let term = product(x, y);
        let high = sum(self.hi, term.hi);
        let first = sum(self.lo, term.lo);
        let second = sum(first.hi, high.lo);
        Triple { hi: high.hi, lo: second.hi, tiny: self.tiny + first.lo + second.lo }
    }

    fn value(self) -> f64 {
        let last = sum(self.lo, self.hi);
        self.tiny + last.lo + last.hi
    }
}

pub(super) fn fsum(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut partials: Vec<f64> = Vec::new();
    let (mut special, mut infinite) = (0.0, 0.0);
    iter::for_each(cx, args[0], &mut |cx, item| {
        let given = real(cx, item)?;
        let mut x = given;
        let mut kept = 0;
        for index in 0..partials.len() {
            let mut y = partials[index];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let hi = x + y;
            let lo = y - (hi - x);
            if lo != 0.0 {
                partials[kept] = lo;
                kept += 1;
            }
            x = hi;
        }
        partials.truncate(kept);
        if x == 0.0 {
            return Ok(());
        }
        if x.is_finite() {
            partials.push(x);
            return Ok(());
        }
        if given.is_finite() {
            return Err(cx.error(exceptions::OVERFLOW_ERROR, "intermediate overflow in fsum".into()));
        }
        if given.is_infinite() {
            infinite += given;
        }
        special += given;
        partials.clear();
        Ok(())
    })?;
    if special != 0.0 {
        if infinite.is_nan() {
            return Err(cx.value_error("-inf + inf in fsum"));
        }
        return number(special);
    }
    let Some(mut hi) = partials.pop() else { return number(0.0) };
    let mut lo = 0.0;
    while let Some(y) = partials.pop() {
        let x = hi;
        hi = x + y;
        lo = y - (hi - x);
        if lo != 0.0 {
            break;
        }
    }
    // Half-way cases are decided by the next partial sum.
    if let Some(&next) = partials.last()
        && ((lo < 0.0 && next < 0.0) || (lo > 0.0 && next > 0.0))
    {
        let y = lo * 2.0;
        let x = hi + y;
        if y == x - hi {
            hi = x;
        }
    }
    number(hi)
}

/// The length of a vector of absolute values.
fn norm(coordinates: &mut [f64]) -> f64 {
    let found_nan = coordinates.iter().any(|x| x.is_nan());
    let max = coordinates.iter().fold(0.0, |max, &x| if x > max { x } else { max });
    if max.is_infinite() {
        return max;
    }
    if found_nan {
        return f64::NAN;
    }
    if max == 0.0 || coordinates.len() <= 1 {
        return max;
    }
    let (_, exponent) = c::frexp(max);
    if exponent < -1023 {
        coordinates.iter_mut().for_each(|x| *x /= f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * norm(coordinates);
    }
    let scale = c::ldexp(1.0, -exponent);
    let (mut total, mut first, mut second) = (1.0, 0.0, 0.0);
    let mut add = |x: f64, y: f64| {
        let square = product(x, y);
        let next = fast_sum(total, square.hi);
        total = next.hi;
        first += square.lo;
        second += next.lo;
        total - 1.0 + (first + second)
    };
    let mut squares = 0.0;
    for x in coordinates.iter() {
        let x = x * scale;
        squares = add(x, x);
    }
    let mut length = squares.sqrt();
    let rest = add(-length, length);
    length += rest / (2.0 * length);
    length / scale
}

pub(super) fn hypot(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(given) = args[0].cast::<Tuple>() else { return Err(cx.system_error("tuple expected")) };
    let mut coordinates = Vec::with_capacity(given.len());
    for &coordinate in given.values() {
        coordinates.push(real(cx, coordinate)?.abs());
    }
    number(norm(&mut coordinates))
}

pub(super) fn dist(cx: &Cx, args: &[Value]) -> R<Value> {
    let (p, q) = (tuple::from_iterable(cx, args[0])?, tuple::from_iterable(cx, args[1])?);
    if p.len() != q.len() {
        return Err(cx.value_error("both points must have the same number of dimensions"));
    }
    let mut differences = Vec::with_capacity(p.len());
    for (&one, &other) in p.values().iter().zip(q.values()) {
        differences.push((real(cx, one)? - real(cx, other)?).abs());
    }
    number(norm(&mut differences))
}

pub(super) fn prod(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut result = args[1].bound().unwrap_or(Value::small_int_unchecked(1));
    let iterator = iter::get(cx, args[0])?;
    while let Some(item) = iter::next(cx, iterator)? {
        result = binary_op(cx, BinaryOp::Mul, result, item)?;
        cx.poll()?;
    }
    Ok(result)
}

/// A pair of which one is a float, the other one a float, an int or a bool.
fn float_pair(cx: &Cx, p: Value, q: Value) -> Option<(f64, f64)> {
    let number = |value: Value| {
        if let Some(number) = value.as_float() {
            return Some((number, true));
        }
        if !(int::is_exact_int(value) || value.is_bool()) {
            return None;
        }
        // Too large a one goes the general way.
        real(cx, value).ok().map(|number| (number, false))
    };
    let ((p, p_is_float), (q, q_is_float)) = (number(p)?, number(q)?);
    (p_is_float || q_is_float).then_some((p, q))
}

pub(super) fn sumprod(cx: &Cx, args: &[Value]) -> R<Value> {
    let (p, q) = (iter::get(cx, args[0])?, iter::get(cx, args[1])?);
    let mut total = Value::small_int_unchecked(0);
    let (mut whole, mut wholes_go_on) = (0i64, true);
    let (mut fraction, mut fractions_go_on, mut any_fraction) = (Triple::default(), true, false);
    loop {
        cx.poll()?;
        let pair = match (iter::next(cx, p)?, iter::next(cx, q)?) {
            (Some(p), Some(q)) => Some((p, q)),
            (None, None) => None,
            _ => return Err(cx.value_error("Inputs are not the same length")),
        };
        if wholes_go_on {
            let sum = pair.and_then(|(p, q)| {
                if !int::is_exact_int(p) || !int::is_exact_int(q) {
                    return None;
                }
                whole.checked_add(int::to_i64(p)?.checked_mul(int::to_i64(q)?)?)
            });
            if let Some(sum) = sum {
                whole = sum;
                continue;
            }
            wholes_go_on = false;
            if whole != 0 {
                total = binary_op(cx, BinaryOp::Add, total, int::from_i64(cx, whole)?)?;
            }
        }
        if fractions_go_on {
            let sum = pair.and_then(|(p, q)| {
                let (p, q) = float_pair(cx, p, q)?;
                Some(fraction.add_product(p, q)).filter(|sum| sum.hi.is_finite())
            });
            if let Some(sum) = sum {
                (fraction, any_fraction) = (sum, true);
                continue;
            }
            fractions_go_on = false;
            if any_fraction {
                total = binary_op(cx, BinaryOp::Add, total, Value::from_float(fraction.value()))?;
            }
        }
        let Some((p, q)) = pair else { return Ok(total) };
        let term = binary_op(cx, BinaryOp::Mul, p, q)?;
        total = binary_op(cx, BinaryOp::Add, total, term)?;
    }
}
