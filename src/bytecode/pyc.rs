//! `.pyc` files: PEP 552 headers and the encoded form of [`Code`].
//!
//! A file is 16 bytes of header (magic, flags, and either time and size or hash of the source) and an encoded code object.
//! The encoding ends in a checksum, so that a damaged file is recognised; and what is decoded is verified, so that
//! a forged one is harmless. Any doubt is an error, upon which importing compiles the source again.
//!
//! | file | owns |
//! | --- | --- |
//! | [`encode`](mod@encode) | code object to bytes; the format's description |
//! | [`decode`](mod@decode) | bytes to code object |
//! | [`siphash`] | SipHash-1-3, for source hashes and checksums |

use std::fmt;

pub mod decode;
pub mod encode;
pub mod siphash;

pub(crate) use decode::decode_positions;
pub use decode::{DecodeError, decode, decode_body, decode_own};
pub use encode::encode;
pub use siphash::source_hash;

/// Number of the bytecode format. Change it with every change of opcodes, their operands, or the encoding; CPython's own
/// numbers are near 3600 and PyPy's below.
pub const MAGIC_NUMBER: u16 = 27_011;

/// First four bytes of a file: the number and, as in every Python, a carriage return and a newline, which text mode would spoil.
pub const MAGIC: [u8; 4] = [MAGIC_NUMBER as u8, (MAGIC_NUMBER >> 8) as u8, b'\r', b'\n'];

/// Size of a header.
pub const HEADER_SIZE: usize = 16;

/// What a file says about its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Header {
    /// Valid while the source has this modification time (seconds, lowest 32 bits) and size (lowest 32 bits).
    Timestamp { mtime: u32, size: u32 },
    /// Valid while the source hashes to this ([`source_hash`]); `check_source` asks to look.
    Hash { hash: [u8; 8], check_source: bool },
}

/// Why a header is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeaderError {
    /// Written by another Python, or by another version of this one.
    BadMagic,
    /// Fewer than 16 bytes.
    Truncated,
    /// Flag bits that PEP 552 does not define.
    BadFlags,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            HeaderError::BadMagic => "bad magic number",
            HeaderError::Truncated => "reached EOF while reading the header",
            HeaderError::BadFlags => "invalid flags",
        })
    }
}

impl std::error::Error for HeaderError {}

impl Header {
    /// The header's 16 bytes.
    pub fn to_bytes(self) -> [u8; HEADER_SIZE] {
        let mut bytes = [0; HEADER_SIZE];
        bytes[..4].copy_from_slice(&MAGIC);
        match self {
            Header::Timestamp { mtime, size } => {
                bytes[8..12].copy_from_slice(&mtime.to_le_bytes());
                bytes[12..].copy_from_slice(&size.to_le_bytes());
            }
            Header::Hash { hash, check_source } => {
                bytes[4] = 1 | u8::from(check_source) << 1;
                bytes[8..].copy_from_slice(&hash);
            }
        }
        bytes
    }

    /// Reads a file's header; returns it and what follows, which [`decode`] takes.
    ///
    /// # Errors
    /// [`HeaderError`] where the file is not one of ours.
    pub fn split(file: &[u8]) -> Result<(Header, &[u8]), HeaderError> {
        if !file.starts_with(&MAGIC) {
            return Err(HeaderError::BadMagic);
        }
        let Some((header, body)) = file.split_first_chunk::<HEADER_SIZE>() else {
            return Err(HeaderError::Truncated);
        };
        let [_, _, _, _, f0, f1, f2, f3, m0, m1, m2, m3, s0, s1, s2, s3] = *header;
        let header = match u32::from_le_bytes([f0, f1, f2, f3]) {
            0 => Header::Timestamp {
                mtime: u32::from_le_bytes([m0, m1, m2, m3]),
                size: u32::from_le_bytes([s0, s1, s2, s3]),
            },
            flags @ (1 | 3) => {
                Header::Hash { hash: [m0, m1, m2, m3, s0, s1, s2, s3], check_source: flags == 3 }
            }
            _ => return Err(HeaderError::BadFlags),
        };
        Ok((header, body))
    }
}

#[cfg(test)]
mod tests;
