//! `_sha1`.

crate::hash::hash_module! {
    /// The module.
    SHA1 "_sha1" "SHA-1 hashes.":
    KIND CLASS TYPE sha1 "sha1" "SHA1Type" 64 sha1::Sha1;
}
