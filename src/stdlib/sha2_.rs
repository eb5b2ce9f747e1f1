//! `_sha2`.

crate::hash::hash_module! {
    /// The module.
    SHA2 "_sha2" "SHA-2 hashes.":
    KIND_224 CLASS_224 TYPE_224 sha224 "SHA224Type" "SHA224Type" 64 sha2::Sha224;
    KIND_256 CLASS_256 TYPE_256 sha256 "SHA256Type" "SHA256Type" 64 sha2::Sha256;
    KIND_384 CLASS_384 TYPE_384 sha384 "SHA384Type" "SHA384Type" 128 sha2::Sha384;
    KIND_512 CLASS_512 TYPE_512 sha512 "SHA512Type" "SHA512Type" 128 sha2::Sha512;
}
