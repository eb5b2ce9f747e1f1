//! Streams of the zlib library (the Rust port `zlib-rs`, through its C interface, which alone has all of its parameters).

use std::ffi::{CStr, c_int};

use libz_rs_sys as z;

/// A stream that compresses or decompresses. Boxed, because the library's state points back to it.
pub(super) struct Stream {
    raw: Box<z::z_stream>,
    compresses: bool,
    /// The library holds memory for it.
    live: bool,
}

// SAFETY: the library's state is reached through the stream alone and is bound to no thread.
unsafe impl Send for Stream {}

/// Most bytes handed to the library at once.
const PIECE: usize = 1 << 30;
/// First room made for output.
const FIRST_ROOM: usize = 16 * 1024;

/// What an error means in words, where the library has none of its own.
fn words(code: c_int) -> Option<&'static str> {
    match code {
        z::Z_BUF_ERROR => Some("incomplete or truncated stream"),
        z::Z_STREAM_ERROR => Some("inconsistent stream state"),
        z::Z_DATA_ERROR => Some("invalid input data"),
        z::Z_VERSION_ERROR => Some("library version mismatch"),
        _ => None,
    }
}

/// The message of `zlib.error`.
pub(super) fn error_text(code: c_int, doing: &str, message: Option<&str>) -> String {
    let message = if code == z::Z_VERSION_ERROR { words(code) } else { message.or(words(code)) };
    match message {
        Some(message) => format!("Error {code} {doing}: {message}"),
        None => format!("Error {code} {doing}"),
    }
}

impl Stream {
    /// A stream that compresses; the library's code where it refuses the parameters.
    pub(super) fn deflate(
        level: i32,
        method: i32,
        bits: i32,
        memory: i32,
        strategy: i32,
    ) -> Result<Stream, c_int> {
        let mut raw = Box::<z::z_stream>::default();
        // SAFETY: the stream is new and boxed; the version and size are the library's own.
        let code = unsafe {
            let size = size_of::<z::z_stream>() as c_int;
            z::deflateInit2_(&mut *raw, level, method, bits, memory, strategy, z::zlibVersion(), size)
        };
        if code == z::Z_OK { Ok(Stream { raw, compresses: true, live: true }) } else { Err(code) }
    }

    /// A stream that decompresses.
    pub(super) fn inflate(bits: i32) -> Result<Stream, c_int> {
        let mut raw = Box::<z::z_stream>::default();
        // SAFETY: as above.
        let code =
            unsafe { z::inflateInit2_(&mut *raw, bits, z::zlibVersion(), size_of::<z::z_stream>() as c_int) };
        if code == z::Z_OK { Ok(Stream { raw, compresses: false, live: true }) } else { Err(code) }
    }

    /// What the library says about its last error.
    pub(super) fn message(&self) -> Option<String> {
        let message = self.raw.msg;
        // SAFETY: the library's messages are static texts.
        (!message.is_null()).then(|| unsafe { CStr::from_ptr(message) }.to_string_lossy().into_owned())
    }

    pub(super) fn error(&self, code: c_int, doing: &str) -> String {
        error_text(code, doing, self.message().as_deref())
    }

    /// Sets a dictionary.
    pub(super) fn set_dictionary(&mut self, dictionary: &[u8]) -> c_int {
        let len = dictionary.len().min(u32::MAX as usize) as u32;
        // SAFETY: the stream is initialised, or the library refuses it; pointer and length are the slice's.
        unsafe {
            if self.compresses {
                z::deflateSetDictionary(&mut *self.raw, dictionary.as_ptr(), len)
            } else {
                z::inflateSetDictionary(&mut *self.raw, dictionary.as_ptr(), len)
            }
        }
    }

    fn step(&mut self, flush: c_int) -> c_int {
        // SAFETY: the stream is initialised, or the library refuses it; the caller has set input and output to slices that outlive the call.
        unsafe {
            if self.compresses {
                z::deflate(&mut *self.raw, flush)
            } else {
                z::inflate(&mut *self.raw, flush)
            }
        }
    }

    /// Feeds input until it is used up, the stream ends, the library has something to say, or `limit` bytes were made. Answers its last code and the number of
    /// bytes used.
    pub(super) fn run(
        &mut self,
        input: &[u8],
        flush: c_int,
        limit: usize,
        output: &mut Vec<u8>,
    ) -> (c_int, usize) {
        let start = output.len();
        let mut used = 0;
        loop {
            let piece = &input[used..][..(input.len() - used).min(PIECE)];
            let is_last = used + piece.len() == input.len();
            // What is to be flushed is flushed with the last piece.
            let flush = if is_last || flush == z::Z_SYNC_FLUSH { flush } else { z::Z_NO_FLUSH };
            self.raw.next_in = piece.as_ptr();
            self.raw.avail_in = piece.len() as u32;
            loop {
                let made = output.len() - start;
                let room = (limit - made).min(made.max(FIRST_ROOM)).min(PIECE);
                let before = output.len();
                if output.try_reserve(room).is_err() {
                    return (z::Z_MEM_ERROR, used + piece.len() - self.raw.avail_in as usize);
                }
                output.resize(before + room, 0);
                self.raw.next_out = output[before..].as_mut_ptr();
                self.raw.avail_out = room as u32;
                let code = self.step(flush);
                let left = self.raw.avail_out as usize;
                output.truncate(before + room - left);
                let rest = self.raw.avail_in as usize;
                let done = used + piece.len() - rest;
                if code != z::Z_OK && code != z::Z_BUF_ERROR {
                    return (code, done);
                }
                if output.len() - start >= limit && limit != usize::MAX {
                    return (code, done);
                }
                if left > 0 {
                    used = done;
                    if is_last || rest > 0 {
                        return (code, used);
                    }
                    break;
                }
            }
        }
    }

    /// Gives the library's memory back; its code.
    pub(super) fn end(&mut self) -> c_int {
        if !std::mem::take(&mut self.live) {
            return z::Z_OK;
        }
        // SAFETY: the stream is initialised, and is not used any more.
        unsafe { if self.compresses { z::deflateEnd(&mut *self.raw) } else { z::inflateEnd(&mut *self.raw) } }
    }

    /// A copy in the same state.
    pub(super) fn copy(&mut self) -> Result<Stream, c_int> {
        let mut raw = Box::<z::z_stream>::default();
        if !self.live {
            return Err(z::Z_STREAM_ERROR);
        }
        // SAFETY: the source is initialised, the target is a boxed stream of its own.
        let code = unsafe {
            if self.compresses {
                z::deflateCopy(&mut *raw, &mut *self.raw)
            } else {
                z::inflateCopy(&mut *raw, &*self.raw)
            }
        };
        if code == z::Z_OK { Ok(Stream { raw, compresses: self.compresses, live: true }) } else { Err(code) }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.end();
    }
}
