//! The C library's locale: names, conventions, collation, message catalogues, in bytes.
//!
//! The C library guards its own locale; what it answers as pointers is copied out under [`LOCK`], as another call may change what they point to.

use std::ffi::{CStr, CString, c_char, c_int};

use crate::lock::{Held, Lock};

/// Held while an answer of the C library is copied.
pub(crate) static LOCK: Lock = Lock::new();

fn lock() -> Held<'static> {
    LOCK.hold()
}

unsafe extern "C" {
    fn gettext(message: *const c_char) -> *mut c_char;
    fn dgettext(domain: *const c_char, message: *const c_char) -> *mut c_char;
    fn dcgettext(domain: *const c_char, message: *const c_char, category: c_int) -> *mut c_char;
    fn textdomain(domain: *const c_char) -> *mut c_char;
    fn bindtextdomain(domain: *const c_char, directory: *const c_char) -> *mut c_char;
    fn bind_textdomain_codeset(domain: *const c_char, codeset: *const c_char) -> *mut c_char;
}

/// A string of the C library, copied.
///
/// # Safety
/// `text` is null or ends in zero, and stays so while the lock is held.
unsafe fn copied(text: *const c_char) -> Option<CString> {
    // SAFETY: as the caller promises.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_owned())
}

fn pointer(text: Option<&CStr>) -> *const c_char {
    text.map_or(std::ptr::null(), CStr::as_ptr)
}

/// `setlocale`: sets, or asks where `name` is absent. `None` where there is no such locale.
pub fn set(category: i32, name: Option<&CStr>) -> Option<CString> {
    let _guard = lock();
    // SAFETY: a string that ends in zero, or null; the answer is copied under the lock.
    unsafe { copied(libc::setlocale(category, pointer(name))) }
}

/// `nl_langinfo`.
pub fn langinfo(item: i32) -> CString {
    let _guard = lock();
    // SAFETY: any number may be asked for; the answer ends in zero and is copied under the lock.
    unsafe { copied(libc::nl_langinfo(item)) }.unwrap_or_default()
}

/// What `localeconv` says.
pub struct Conventions {
    /// Texts by name.
    pub texts: Vec<(&'static str, CString)>,
    /// Group sizes by name.
    pub groupings: Vec<(&'static str, Vec<u8>)>,
    /// Small numbers by name.
    pub numbers: Vec<(&'static str, i32)>,
}

/// `localeconv`.
pub fn conventions() -> Conventions {
    let _guard = lock();
    // SAFETY: the struct the C library answers stays valid under the lock, and its strings end in zero.
    unsafe {
        let all = &*libc::localeconv();
        let text = |text: *const c_char| copied(text).unwrap_or_default();
        let groups = |text: *const c_char| copied(text).unwrap_or_default().into_bytes();
        Conventions {
            texts: vec![
                ("decimal_point", text(all.decimal_point)),
                ("thousands_sep", text(all.thousands_sep)),
                ("int_curr_symbol", text(all.int_curr_symbol)),
                ("currency_symbol", text(all.currency_symbol)),
                ("mon_decimal_point", text(all.mon_decimal_point)),
                ("mon_thousands_sep", text(all.mon_thousands_sep)),
                ("positive_sign", text(all.positive_sign)),
                ("negative_sign", text(all.negative_sign)),
            ],
            groupings: vec![("grouping", groups(all.grouping)), ("mon_grouping", groups(all.mon_grouping))],
            numbers: vec![
                ("int_frac_digits", all.int_frac_digits.into()),
                ("frac_digits", all.frac_digits.into()),
                ("p_cs_precedes", all.p_cs_precedes.into()),
                ("p_sep_by_space", all.p_sep_by_space.into()),
                ("n_cs_precedes", all.n_cs_precedes.into()),
                ("n_sep_by_space", all.n_sep_by_space.into()),
                ("p_sign_posn", all.p_sign_posn.into()),
                ("n_sign_posn", all.n_sign_posn.into()),
            ],
        }
    }
}

/// `strcoll`.
pub fn compare(left: &CStr, right: &CStr) -> i32 {
    // SAFETY: both end in zero.
    unsafe { libc::strcoll(left.as_ptr(), right.as_ptr()) }
}

/// `strxfrm`: bytes whose plain order is that of [`compare`].
pub fn sort_key(text: &CStr) -> Vec<u8> {
    let mut key = vec![0u8; text.to_bytes().len() * 4 + 16];
    loop {
        // SAFETY: the room is as long as said, the text ends in zero.
        let len = unsafe { libc::strxfrm(key.as_mut_ptr().cast(), text.as_ptr(), key.len()) };
        if len < key.len() {
            key.truncate(len);
            return key;
        }
        key.resize(len + 1, 0);
    }
}

/// `gettext`, `dgettext`, `dcgettext`, by what is given.
pub fn message(domain: Option<&CStr>, text: &CStr, category: Option<i32>) -> CString {
    let _guard = lock();
    // SAFETY: strings that end in zero, or null for the domain, which means the current one.
    let answer = unsafe {
        match (domain, category) {
            (domain, Some(category)) => dcgettext(pointer(domain), text.as_ptr(), category),
            (Some(domain), None) => dgettext(domain.as_ptr(), text.as_ptr()),
            (None, None) => gettext(text.as_ptr()),
        }
    };
    // SAFETY: the answer ends in zero and is copied under the lock.
    unsafe { copied(answer) }.unwrap_or_default()
}

/// `textdomain`: sets or asks.
pub fn text_domain(domain: Option<&CStr>) -> Option<CString> {
    let _guard = lock();
    // SAFETY: a string that ends in zero, or null; the answer is copied under the lock.
    unsafe { copied(textdomain(pointer(domain))) }
}

/// `bindtextdomain`: sets or asks.
pub fn bind_domain(domain: &CStr, directory: Option<&CStr>) -> Option<CString> {
    let _guard = lock();
    // SAFETY: as above.
    unsafe { copied(bindtextdomain(domain.as_ptr(), pointer(directory))) }
}

/// `bind_textdomain_codeset`: sets or asks.
pub fn bind_codeset(domain: &CStr, codeset: Option<&CStr>) -> Option<CString> {
    let _guard = lock();
    // SAFETY: as above.
    unsafe { copied(bind_textdomain_codeset(domain.as_ptr(), pointer(codeset))) }
}

/// `CODESET` of [`langinfo`].
pub const CODESET: i32 = libc::CODESET;
/// Character classification and conversion.
pub const LC_CTYPE: i32 = libc::LC_CTYPE;

/// Categories and what can be asked for, as Python names them.
pub const CONSTANTS: &[(&str, i32)] = &[
    ("LC_CTYPE", libc::LC_CTYPE),
    ("LC_TIME", libc::LC_TIME),
    ("LC_COLLATE", libc::LC_COLLATE),
    ("LC_MONETARY", libc::LC_MONETARY),
    ("LC_MESSAGES", libc::LC_MESSAGES),
    ("LC_NUMERIC", libc::LC_NUMERIC),
    ("LC_ALL", libc::LC_ALL),
    ("CHAR_MAX", c_char::MAX as i32),
    ("DAY_1", libc::DAY_1),
    ("DAY_2", libc::DAY_2),
    ("DAY_3", libc::DAY_3),
    ("DAY_4", libc::DAY_4),
    ("DAY_5", libc::DAY_5),
    ("DAY_6", libc::DAY_6),
    ("DAY_7", libc::DAY_7),
    ("ABDAY_1", libc::ABDAY_1),
    ("ABDAY_2", libc::ABDAY_2),
    ("ABDAY_3", libc::ABDAY_3),
    ("ABDAY_4", libc::ABDAY_4),
    ("ABDAY_5", libc::ABDAY_5),
    ("ABDAY_6", libc::ABDAY_6),
    ("ABDAY_7", libc::ABDAY_7),
    ("MON_1", libc::MON_1),
    ("MON_2", libc::MON_2),
    ("MON_3", libc::MON_3),
    ("MON_4", libc::MON_4),
    ("MON_5", libc::MON_5),
    ("MON_6", libc::MON_6),
    ("MON_7", libc::MON_7),
    ("MON_8", libc::MON_8),
    ("MON_9", libc::MON_9),
    ("MON_10", libc::MON_10),
    ("MON_11", libc::MON_11),
    ("MON_12", libc::MON_12),
    ("ABMON_1", libc::ABMON_1),
    ("ABMON_2", libc::ABMON_2),
    ("ABMON_3", libc::ABMON_3),
    ("ABMON_4", libc::ABMON_4),
    ("ABMON_5", libc::ABMON_5),
    ("ABMON_6", libc::ABMON_6),
    ("ABMON_7", libc::ABMON_7),
    ("ABMON_8", libc::ABMON_8),
    ("ABMON_9", libc::ABMON_9),
    ("ABMON_10", libc::ABMON_10),
    ("ABMON_11", libc::ABMON_11),
    ("ABMON_12", libc::ABMON_12),
    ("RADIXCHAR", libc::RADIXCHAR),
    ("THOUSEP", libc::THOUSEP),
    ("CRNCYSTR", libc::CRNCYSTR),
    ("D_FMT", libc::D_FMT),
    ("D_T_FMT", libc::D_T_FMT),
    ("T_FMT", libc::T_FMT),
    ("AM_STR", libc::AM_STR),
    ("PM_STR", libc::PM_STR),
    ("CODESET", libc::CODESET),
    ("T_FMT_AMPM", libc::T_FMT_AMPM),
    ("ERA", libc::ERA),
    ("ERA_D_FMT", libc::ERA_D_FMT),
    ("ERA_D_T_FMT", libc::ERA_D_T_FMT),
    ("ERA_T_FMT", libc::ERA_T_FMT),
    ("ALT_DIGITS", libc::ALT_DIGITS),
    ("YESEXPR", libc::YESEXPR),
    ("NOEXPR", libc::NOEXPR),
];
