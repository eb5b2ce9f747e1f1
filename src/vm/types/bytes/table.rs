//! The table of methods that `bytes` and `bytearray` share. A macro, because a type's methods are one static slice.

/// The shared methods and a type's own.
macro_rules! byte_methods {
    ($($own:expr,)*) => {
        &[
            $crate::typedef::MethodDef::new(
                "capitalize($self, /)",
                "Return a copy with only its first character capitalized (ASCII).",
                |cx, args| $crate::types::bytes::shared::map(cx, args, $crate::types::bytes::shared::capitalize),
            ),
            $crate::typedef::MethodDef::new(
                "center($self, width, fillchar=b' ', /)",
                "Return a centered copy of length width.",
                |cx, args| $crate::types::bytes::shared::pad(cx, args, "center", |missing, width| missing / 2 + (missing & width & 1)),
            ),
            $crate::typedef::MethodDef::new(
                "count($self, sub, start=None, end=None, /)",
                "Return the number of non-overlapping occurrences of sub in B[start:end].",
                $crate::types::bytes::shared::count,
            ),
            $crate::typedef::MethodDef::new(
                "decode($self, /, encoding='utf-8', errors='strict')",
                "Decode the bytes using the codec registered for encoding.",
                $crate::types::bytes::shared::decode,
            ),
            $crate::typedef::MethodDef::new(
                "endswith($self, suffix, start=None, end=None, /)",
                "Return True if the bytes ends with the specified suffix (or one of a tuple of them), False otherwise.",
                |cx, args| $crate::types::bytes::shared::affix(cx, args, "endswith", true),
            ),
            $crate::typedef::MethodDef::new(
                "expandtabs($self, /, tabsize=8)",
                "Return a copy where all tab characters are expanded using spaces.",
                $crate::types::bytes::shared::expand_tabs,
            ),
            $crate::typedef::MethodDef::new(
                "find($self, sub, start=None, end=None, /)",
                "Return the lowest index in B[start:end] where sub is found, or -1.",
                |cx, args| $crate::types::bytes::shared::find(cx, args, false),
            ),
            $crate::typedef::MethodDef::new(
                "hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
                "Create a string of hexadecimal numbers from a bytes object.\n\nsep stands between groups of bytes_per_sep bytes, \
                 counted from the right (from the left where negative).",
                $crate::types::bytes::shared::hex,
            ),
            $crate::typedef::MethodDef::new(
                "index($self, sub, start=None, end=None, /)",
                "Return the lowest index in B[start:end] where sub is found.\n\nRaises ValueError when it is not found.",
                |cx, args| $crate::types::bytes::shared::index(cx, args, false),
            ),
            $crate::typedef::MethodDef::new(
                "isalnum($self, /)",
                "Return True if all bytes are ASCII letters or digits and there is one.",
                |cx, args| $crate::types::bytes::shared::all(cx, args, u8::is_ascii_alphanumeric),
            ),
            $crate::typedef::MethodDef::new(
                "isalpha($self, /)",
                "Return True if all bytes are ASCII letters and there is one.",
                |cx, args| $crate::types::bytes::shared::all(cx, args, u8::is_ascii_alphabetic),
            ),
            $crate::typedef::MethodDef::new("isascii($self, /)", "Return True if all bytes are ASCII.", $crate::types::bytes::shared::is_ascii),
            $crate::typedef::MethodDef::new(
                "isdigit($self, /)",
                "Return True if all bytes are ASCII digits and there is one.",
                |cx, args| $crate::types::bytes::shared::all(cx, args, u8::is_ascii_digit),
            ),
            $crate::typedef::MethodDef::new(
                "islower($self, /)",
                "Return True if all cased bytes are lower case and there is one.",
                |cx, args| $crate::types::bytes::shared::all_cased(cx, args, u8::is_ascii_lowercase, u8::is_ascii_uppercase),
            ),
            $crate::typedef::MethodDef::new(
                "isspace($self, /)",
                "Return True if all bytes are ASCII white space and there is one.",
                |cx, args| $crate::types::bytes::shared::all(cx, args, |byte| $crate::types::bytes::text::is_space(*byte)),
            ),
            $crate::typedef::MethodDef::new(
                "istitle($self, /)",
                "Return True if words begin in upper case and go on in lower case.",
                $crate::types::bytes::shared::is_title,
            ),
            $crate::typedef::MethodDef::new(
                "isupper($self, /)",
                "Return True if all cased bytes are upper case and there is one.",
                |cx, args| $crate::types::bytes::shared::all_cased(cx, args, u8::is_ascii_uppercase, u8::is_ascii_lowercase),
            ),
            $crate::typedef::MethodDef::new(
                "join($self, iterable_of_bytes, /)",
                "Concatenate any number of bytes objects, with this one in between.",
                $crate::types::bytes::shared::join,
            ),
            $crate::typedef::MethodDef::new(
                "ljust($self, width, fillchar=b' ', /)",
                "Return a left-justified copy of length width.",
                |cx, args| $crate::types::bytes::shared::pad(cx, args, "ljust", |_, _| 0),
            ),
            $crate::typedef::MethodDef::new(
                "lower($self, /)",
                "Return a copy with all ASCII characters converted to lowercase.",
                |cx, args| $crate::types::bytes::shared::map(cx, args, <[u8]>::make_ascii_lowercase),
            ),
            $crate::typedef::MethodDef::new(
                "lstrip($self, bytes=None, /)",
                "Strip leading bytes contained in the argument (or white space).",
                |cx, args| $crate::types::bytes::shared::strip(cx, args, true, false),
            ),
            $crate::typedef::MethodDef::function(
                "maketrans(frm, to, /)",
                "Return a translation table usable for the bytes or bytearray translate method.",
                $crate::types::bytes::shared::make_translation,
            ),
            $crate::typedef::MethodDef::new(
                "partition($self, sep, /)",
                "Split at the first occurrence of sep: the part before it, sep, the part after it.",
                |cx, args| $crate::types::bytes::shared::partition(cx, args, false),
            ),
            $crate::typedef::MethodDef::new(
                "removeprefix($self, prefix, /)",
                "Return a bytes object with the given prefix removed if present.",
                $crate::types::bytes::shared::remove_prefix,
            ),
            $crate::typedef::MethodDef::new(
                "removesuffix($self, suffix, /)",
                "Return a bytes object with the given suffix removed if present.",
                $crate::types::bytes::shared::remove_suffix,
            ),
            $crate::typedef::MethodDef::new(
                "replace($self, old, new, count=-1, /)",
                "Return a copy with all occurrences of old replaced by new, at most count where that is not negative.",
                $crate::types::bytes::shared::replace,
            ),
            $crate::typedef::MethodDef::new(
                "rfind($self, sub, start=None, end=None, /)",
                "Return the highest index in B[start:end] where sub is found, or -1.",
                |cx, args| $crate::types::bytes::shared::find(cx, args, true),
            ),
            $crate::typedef::MethodDef::new(
                "rindex($self, sub, start=None, end=None, /)",
                "Return the highest index in B[start:end] where sub is found.\n\nRaises ValueError when it is not found.",
                |cx, args| $crate::types::bytes::shared::index(cx, args, true),
            ),
            $crate::typedef::MethodDef::new(
                "rjust($self, width, fillchar=b' ', /)",
                "Return a right-justified copy of length width.",
                |cx, args| $crate::types::bytes::shared::pad(cx, args, "rjust", |missing, _| missing),
            ),
            $crate::typedef::MethodDef::new(
                "rpartition($self, sep, /)",
                "Split at the last occurrence of sep: the part before it, sep, the part after it.",
                |cx, args| $crate::types::bytes::shared::partition(cx, args, true),
            ),
            $crate::typedef::MethodDef::new(
                "rsplit($self, /, sep=None, maxsplit=-1)",
                "Return a list of the sections in the bytes, using sep (or white space) as the delimiter, from the end.",
                |cx, args| $crate::types::bytes::shared::split(cx, args, true),
            ),
            $crate::typedef::MethodDef::new(
                "rstrip($self, bytes=None, /)",
                "Strip trailing bytes contained in the argument (or white space).",
                |cx, args| $crate::types::bytes::shared::strip(cx, args, false, true),
            ),
            $crate::typedef::MethodDef::new(
                "split($self, /, sep=None, maxsplit=-1)",
                "Return a list of the sections in the bytes, using sep (or white space) as the delimiter.",
                |cx, args| $crate::types::bytes::shared::split(cx, args, false),
            ),
            $crate::typedef::MethodDef::new(
                "splitlines($self, /, keepends=False)",
                "Return a list of the lines in the bytes.",
                $crate::types::bytes::shared::split_lines,
            ),
            $crate::typedef::MethodDef::new(
                "startswith($self, prefix, start=None, end=None, /)",
                "Return True if the bytes starts with the specified prefix (or one of a tuple of them), False otherwise.",
                |cx, args| $crate::types::bytes::shared::affix(cx, args, "startswith", false),
            ),
            $crate::typedef::MethodDef::new(
                "strip($self, bytes=None, /)",
                "Strip leading and trailing bytes contained in the argument (or white space).",
                |cx, args| $crate::types::bytes::shared::strip(cx, args, true, true),
            ),
            $crate::typedef::MethodDef::new(
                "swapcase($self, /)",
                "Return a copy with the case of ASCII letters exchanged.",
                |cx, args| $crate::types::bytes::shared::map(cx, args, $crate::types::bytes::shared::swap_case),
            ),
            $crate::typedef::MethodDef::new(
                "title($self, /)",
                "Return a titlecased copy: ASCII words start in upper case.",
                $crate::types::bytes::shared::title,
            ),
            $crate::typedef::MethodDef::new(
                "translate($self, table, /, delete=b'')",
                "Return a copy with each byte mapped by the table of 256 (None: itself), those in delete left out.",
                $crate::types::bytes::shared::translate,
            ),
            $crate::typedef::MethodDef::new(
                "upper($self, /)",
                "Return a copy with all ASCII characters converted to uppercase.",
                |cx, args| $crate::types::bytes::shared::map(cx, args, <[u8]>::make_ascii_uppercase),
            ),
            $crate::typedef::MethodDef::new(
                "zfill($self, width, /)",
                "Pad a numeric string with zeros on the left, to fill a field of the given width.",
                $crate::types::bytes::shared::zero_fill,
            ),
            $($own,)*
        ]
    };
}

pub(crate) use byte_methods;
