//! `_md5`.

crate::hash::hash_module! {
    /// The module.
    MD5 "_md5" "MD5 hashes.":
    KIND CLASS TYPE md5 "md5" "MD5Type" 64 md5::Md5;
}
