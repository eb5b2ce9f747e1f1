//! Numbers of the code words that the library's `re._compiler` emits (`re._constants`, MAGIC 20230612).

pub(super) const MAGIC: i64 = 20_230_612;
/// Bytes of a code word.
pub(super) const CODE_SIZE: i64 = 4;
/// Repeat count without limit.
pub(super) const MAX_REPEAT: u32 = u32::MAX;
pub(super) const MAX_GROUPS: i64 = (i32::MAX / 2) as i64;

macro_rules! numbered {
    ($($name:ident)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers the constants below")]
        #[repr(u32)]
        enum Number { $($name,)* }
        $(
            #[allow(dead_code, reason = "some only keep the others' numbers right")]
            pub(in crate::sre_) const $name: u32 = Number::$name as u32;
        )*
    };
}

/// Operations.
pub(super) mod op {
    numbered! {
        FAILURE SUCCESS ANY ANY_ALL ASSERT ASSERT_NOT AT BRANCH CATEGORY CHARSET BIGCHARSET GROUPREF GROUPREF_EXISTS IN INFO JUMP LITERAL
        MARK MAX_UNTIL MIN_UNTIL NOT_LITERAL NEGATE RANGE REPEAT REPEAT_ONE SUBPATTERN MIN_REPEAT_ONE ATOMIC_GROUP POSSESSIVE_REPEAT
        POSSESSIVE_REPEAT_ONE GROUPREF_IGNORE IN_IGNORE LITERAL_IGNORE NOT_LITERAL_IGNORE GROUPREF_LOC_IGNORE IN_LOC_IGNORE
        LITERAL_LOC_IGNORE NOT_LITERAL_LOC_IGNORE GROUPREF_UNI_IGNORE IN_UNI_IGNORE LITERAL_UNI_IGNORE NOT_LITERAL_UNI_IGNORE
        RANGE_UNI_IGNORE
    }
}

/// Positions that `AT` tests.
pub(super) mod at {
    numbered! {
        BEGINNING BEGINNING_LINE BEGINNING_STRING BOUNDARY NON_BOUNDARY END END_LINE END_STRING LOC_BOUNDARY LOC_NON_BOUNDARY
        UNI_BOUNDARY UNI_NON_BOUNDARY
    }
}

/// Categories of characters.
pub(super) mod category {
    numbered! {
        DIGIT NOT_DIGIT SPACE NOT_SPACE WORD NOT_WORD LINEBREAK NOT_LINEBREAK LOC_WORD LOC_NOT_WORD UNI_DIGIT UNI_NOT_DIGIT UNI_SPACE
        UNI_NOT_SPACE UNI_WORD UNI_NOT_WORD UNI_LINEBREAK UNI_NOT_LINEBREAK
    }
}

/// Flags of patterns.
pub(super) mod flag {
    pub(in crate::sre_) const UNICODE: i64 = 32;
    /// Their names in `repr`, in order.
    pub(in crate::sre_) const NAMES: &[(&str, i64)] = &[
        ("re.IGNORECASE", 2),
        ("re.LOCALE", 4),
        ("re.MULTILINE", 8),
        ("re.DOTALL", 16),
        ("re.VERBOSE", 64),
        ("re.DEBUG", 128),
        ("re.ASCII", 256),
    ];
    pub(in crate::sre_) const TYPES: i64 = 4 | UNICODE | 256;
}

/// Flags of the `INFO` block.
pub(super) mod info {
    pub(in crate::sre_) const PREFIX: u32 = 1;
    pub(in crate::sre_) const CHARSET: u32 = 4;
}
