//! The platform's C library of real functions: what CPython calls, so that results agree to the last bit.
//!
//! Rust's own methods on `f64` reach the same library for some functions and formulas of their own for others; here every one is the library's.

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident($($argument:ident),*);)*) => {
        mod c {
            unsafe extern "C" {
                $(pub(super) fn $name($($argument: f64),*) -> f64;)*
            }
        }
        $($(#[$doc])*
        #[inline]
        pub fn $name($($argument: f64),*) -> f64 {
            // SAFETY: a pure function of the C library on plain numbers.
            unsafe { c::$name($($argument),*) }
        })*
    };
}

functions! {
    /// Arc cosine.
    acos(x);
    /// Area hyperbolic cosine.
    acosh(x);
    /// Arc sine.
    asin(x);
    /// Area hyperbolic sine.
    asinh(x);
    /// Arc tangent.
    atan(x);
    /// Angle of a point.
    atan2(y, x);
    /// Area hyperbolic tangent.
    atanh(x);
    /// Cube root.
    cbrt(x);
    /// Cosine.
    cos(x);
    /// Hyperbolic cosine.
    cosh(x);
    /// Error function.
    erf(x);
    /// Complementary error function.
    erfc(x);
    /// Exponential.
    exp(x);
    /// Power of two.
    exp2(x);
    /// Exponential less one.
    expm1(x);
    /// Fused multiplication and addition.
    fma(x, y, z);
    /// Remainder of truncating division.
    fmod(x, y);
    /// Length of the hypotenuse.
    hypot(x, y);
    /// Natural logarithm.
    log(x);
    /// Decimal logarithm.
    log10(x);
    /// Logarithm of one more.
    log1p(x);
    /// Binary logarithm.
    log2(x);
    /// Next number towards another.
    nextafter(x, y);
    /// Power.
    pow(x, y);
    /// IEEE remainder.
    remainder(x, y);
    /// Sine.
    sin(x);
    /// Hyperbolic sine.
    sinh(x);
    /// Square root.
    sqrt(x);
    /// Tangent.
    tan(x);
    /// Hyperbolic tangent.
    tanh(x);
}

/// `x` times a power of two, rounded once.
pub fn ldexp(x: f64, exponent: i32) -> f64 {
    mod c {
        unsafe extern "C" {
            pub(super) fn ldexp(x: f64, exponent: i32) -> f64;
        }
    }
    // SAFETY: a pure function of the C library on plain numbers.
    unsafe { c::ldexp(x, exponent) }
}

/// Significand in `[0.5, 1)` and exponent.
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    // Subnormal numbers are scaled into the normal range first.
    let (scaled, bias) = if x.abs() < f64::MIN_POSITIVE { (x * 2f64.powi(54), 54) } else { (x, 0) };
    let bits = scaled.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32 - 1022;
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), exponent - bias)
}

macro_rules! complex_functions {
    ($($name:ident)*) => {
        mod complex {
            /// A C `double complex`.
            #[repr(C)]
            pub(super) struct Pair(pub(super) f64, pub(super) f64);
            unsafe extern "C" {
                $(pub(super) fn $name(z: Pair) -> Pair;)*
            }
        }
        $(
        #[doc = concat!("C's `", stringify!($name), "`, on real and imaginary part.")]
        pub fn $name((x, y): (f64, f64)) -> (f64, f64) {
            // SAFETY: a pure function of the C library; the platforms' calling conventions pass a complex number like a struct of two doubles.
            let complex::Pair(x, y) = unsafe { complex::$name(complex::Pair(x, y)) };
            (x, y)
        })*
    };
}

complex_functions! { cacos cacosh casinh catanh ccosh cexp clog csinh csqrt ctanh }
