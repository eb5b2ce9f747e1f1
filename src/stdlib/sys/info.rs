//! The tuples with named fields in which `sys` says what this Python is like.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::types::int;
use typhon_vm::types::str_;
use typhon_vm::types::struct_sequence::StructSequence;

use super::VERSION;
use super::config::config;

static FLAGS: StructSequence = StructSequence::new(
    ("sys", "flags"),
    "sys.flags\n\nFlags provided through command line arguments or environment vars.",
    &[
        ("debug", "-d"),
        ("inspect", "-i"),
        ("interactive", "-i"),
        ("optimize", "-O or -OO"),
        ("dont_write_bytecode", "-B"),
        ("no_user_site", "-s"),
        ("no_site", "-S"),
        ("ignore_environment", "-E"),
        ("verbose", "-v"),
        ("bytes_warning", "-b"),
        ("quiet", "-q"),
        ("hash_randomization", "-R"),
        ("isolated", "-I"),
        ("dev_mode", "-X dev"),
        ("utf8_mode", "-X utf8"),
        ("warn_default_encoding", "-X warn_default_encoding"),
        ("safe_path", "-P"),
        ("int_max_str_digits", "-X int_max_str_digits"),
        ("gil", "-X gil"),
        ("thread_inherit_context", "-X thread_inherit_context"),
        ("context_aware_warnings", "-X context_aware_warnings"),
    ],
    18,
)
.sealed();

pub(super) fn flags(cx: &Cx) -> R<Value> {
    let flags = &config().flags;
    let number = |flag: i64| int::from_i64(cx, flag);
    let values = [
        number(flags.debug)?,
        number(flags.inspect)?,
        number(flags.interactive)?,
        number(flags.optimize)?,
        number(flags.dont_write_bytecode.into())?,
        number(flags.no_user_site.into())?,
        number(flags.no_site.into())?,
        number(flags.ignore_environment.into())?,
        number(flags.verbose)?,
        number(flags.bytes_warning)?,
        number(flags.quiet.into())?,
        number(flags.hash_randomization.into())?,
        number(flags.isolated.into())?,
        Value::from_bool(flags.dev_mode),
        number(flags.utf8_mode)?,
        number(flags.warn_default_encoding.into())?,
        Value::from_bool(flags.safe_path),
        number(flags.int_max_str_digits)?,
        // There is no global lock.
        number(0)?,
        number(flags.thread_inherit_context.into())?,
        number(flags.context_aware_warnings.into())?,
    ];
    FLAGS.instance(cx, &values)
}

static VERSION_INFO: StructSequence = StructSequence::new(
    ("sys", "version_info"),
    "sys.version_info\n\nVersion information as a named tuple.",
    &[
        ("major", "Major release number"),
        ("minor", "Minor release number"),
        ("micro", "Patch release number"),
        ("releaselevel", "'alpha', 'beta', 'candidate', or 'final'"),
        ("serial", "Serial release number"),
    ],
    5,
)
.sealed();

/// A version as `sys.version_info`.
pub(super) fn version_info(cx: &Cx, (major, minor, micro): (i64, i64, i64)) -> R<Value> {
    let small = Value::small_int_unchecked;
    VERSION_INFO.instance(cx, &[small(major), small(minor), small(micro), cx.intern("final")?, small(0)])
}

static FLOAT_INFO: StructSequence = StructSequence::new(
    ("sys", "float_info"),
    "sys.float_info\n\nA named tuple holding information about the float type. It contains low level\ninformation about the precision \
     and internal representation. Please study\nyour system's :file:`float.h` for more information.",
    &[
        ("max", "DBL_MAX -- maximum representable finite float"),
        ("max_exp", "DBL_MAX_EXP -- maximum int e such that radix**(e-1) is representable"),
        ("max_10_exp", "DBL_MAX_10_EXP -- maximum int e such that 10**e is representable"),
        ("min", "DBL_MIN -- Minimum positive normalized float"),
        ("min_exp", "DBL_MIN_EXP -- minimum int e such that radix**(e-1) is a normalized float"),
        ("min_10_exp", "DBL_MIN_10_EXP -- minimum int e such that 10**e is a normalized float"),
        ("dig", "DBL_DIG -- maximum number of decimal digits that can be faithfully represented in a float"),
        ("mant_dig", "DBL_MANT_DIG -- mantissa digits"),
        ("epsilon", "DBL_EPSILON -- Difference between 1 and the next representable float"),
        ("radix", "FLT_RADIX -- radix of exponent"),
        ("rounds", "FLT_ROUNDS -- rounding mode used for arithmetic operations"),
    ],
    11,
)
.sealed();

pub(super) fn float_info(cx: &Cx) -> R<Value> {
    let (small, float) = (|number: i32| Value::small_int_unchecked(number.into()), Value::from_float);
    let values = [
        float(f64::MAX),
        small(f64::MAX_EXP),
        small(f64::MAX_10_EXP),
        float(f64::MIN_POSITIVE),
        small(f64::MIN_EXP),
        small(f64::MIN_10_EXP),
        small(f64::DIGITS as i32),
        small(f64::MANTISSA_DIGITS as i32),
        float(f64::EPSILON),
        small(f64::RADIX as i32),
        small(1),
    ];
    FLOAT_INFO.instance(cx, &values)
}

static INT_INFO: StructSequence = StructSequence::new(
    ("sys", "int_info"),
    "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation of integers.  The attributes are read only.",
    &[
        ("bits_per_digit", "size of a digit in bits"),
        ("sizeof_digit", "size in bytes of the C type used to represent a digit"),
        ("default_max_str_digits", "maximum string conversion digits limitation"),
        ("str_digits_check_threshold", "minimum positive value for int_max_str_digits"),
    ],
    4,
)
.sealed();

/// The fewest digits that `set_int_max_str_digits` takes, but for 0.
pub(super) const DIGITS_THRESHOLD: i64 = 640;

pub(super) fn int_info(cx: &Cx) -> R<Value> {
    // CPython's digits, by which the library converts large numbers (`_pylong`).
    INT_INFO.instance(cx, &[30, 4, 4300, DIGITS_THRESHOLD].map(Value::small_int_unchecked))
}

static HASH_INFO: StructSequence = StructSequence::new(
    ("sys", "hash_info"),
    "hash_info\n\nA named tuple providing parameters used for computing hashes. The attributes are read only.",
    &[
        ("width", "width of the type used for hashing, in bits"),
        ("modulus", "prime number giving the modulus on which the hash function is based"),
        ("inf", "value to be used for hash of a positive infinity"),
        ("nan", "value to be used for hash of a nan"),
        ("imag", "multiplier used for the imaginary part of a complex number"),
        ("algorithm", "name of the algorithm for hashing of str, bytes and memoryviews"),
        ("hash_bits", "internal output size of hash algorithm"),
        ("seed_bits", "seed size of hash algorithm"),
        ("cutoff", "small string optimization cutoff"),
    ],
    9,
)
.sealed();

pub(super) fn hash_info(cx: &Cx) -> R<Value> {
    let number = |number: i64| int::from_i64(cx, number);
    let values = [
        number(64)?,
        number((1 << 61) - 1)?,
        number(314_159)?,
        number(0)?,
        number(1_000_003)?,
        cx.intern("siphash13")?,
        number(64)?,
        number(128)?,
        number(0)?,
    ];
    HASH_INFO.instance(cx, &values)
}

static THREAD_INFO: StructSequence = StructSequence::new(
    ("sys", "thread_info"),
    "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
    &[
        ("name", "name of the thread implementation"),
        ("lock", "name of the lock implementation"),
        ("version", "name and version of the thread library"),
    ],
    3,
)
.sealed();

pub(super) fn thread_info(cx: &Cx) -> R<Value> {
    // What Python threads run on, in the words that CPython has for it; they are fibers on POSIX threads.
    let version = str_::from_str(cx, concat!("Typhon fibers ", env!("CARGO_PKG_VERSION")))?;
    THREAD_INFO.instance(cx, &[cx.intern("pthread")?, cx.intern("mutex+cond")?, version])
}

pub(super) static HOOKS: StructSequence =
    StructSequence::new(("sys", "asyncgen_hooks"), "", &[("firstiter", ""), ("finalizer", "")], 2).sealed();

pub(super) fn async_generator_hooks(cx: &Cx, first: Value, finalizer: Value) -> R<Value> {
    HOOKS.instance(cx, &[first, finalizer])
}

/// `sys.version`.
pub fn version_text() -> String {
    let (major, minor, micro) = VERSION;
    format!("{major}.{minor}.{micro} (Typhon {}, Nov 28 2026, 00:00:00) [Rust]", env!("CARGO_PKG_VERSION"))
}
