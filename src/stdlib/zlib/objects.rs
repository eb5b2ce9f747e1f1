//! `Compress`, `Decompress` and `_ZlibDecompressor`.

pub(super) mod reader;

use libz_rs_sys as z;

use typhon_vm::Value;
use typhon_vm::buffer::{bytes_like, is_provider};
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::payloads::{self, Taken};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, TypeDef, trace_nothing};
use typhon_vm::types::bytes;

use super::stream::Stream;
use super::{DEFAULT_BUFFER_SIZE, DEFAULT_MEMORY_LEVEL, ERROR, MAX_BITS, failed, int_argument};
use crate::guarded::{Guarded, LONG};

/// Input that is used bit by bit.
#[derive(Clone, Default)]
struct Rest {
    bytes: Vec<u8>,
    /// So many have been used.
    at: usize,
}

impl Rest {
    fn of(bytes: &[u8]) -> Rest {
        Rest { bytes: bytes.to_vec(), at: 0 }
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    fn is_empty(&self) -> bool {
        self.at == self.bytes.len()
    }

    /// Adds input. What has been used is dropped before, so that it does not pile up.
    fn add(&mut self, input: &[u8]) {
        if !input.is_empty() {
            self.bytes.drain(..self.at);
            self.at = 0;
            self.bytes.extend_from_slice(input);
        }
    }

    /// Bytes that have been used. They are dropped from time to time only, so that each of the others is moved about once.
    fn advance(&mut self, count: usize) {
        self.at += count;
        if self.is_empty() {
            *self = Rest::default();
        } else if self.at > self.bytes.len() / 2 {
            self.bytes.drain(..self.at);
            self.at = 0;
        }
    }
}

/// A stream with what is kept beside it.
struct Job {
    stream: Stream,
    dictionary: Option<Vec<u8>>,
    /// What follows the end of the stream.
    unused: Vec<u8>,
    /// What a limit on the output has left over.
    tail: Rest,
    ended: bool,
    /// The last call has made as much output as it was allowed to.
    limited: bool,
    /// The dictionary is not the one that the stream was made with.
    refused: bool,
}

/// A Python object around a job.
#[repr(C)]
struct Holder {
    header: Header,
    job: Guarded<Job>,
}

static LAYOUT: Layout =
    Layout { take: Some(take), ..Layout::fixed("zlib stream", size_of::<Holder>(), trace_nothing) };

// SAFETY: repr(C), header first, no references; the job is guarded.
unsafe impl Payload for Holder {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn take(object: ObjRef) -> Taken {
    // SAFETY: called for dead holders only.
    Box::new(unsafe { Obj::<Holder>::cast_unchecked(object).job.take() })
}

static COMPRESS_TYPE: NativeType = NativeType::new(&COMPRESS);
static DECOMPRESS_TYPE: NativeType = NativeType::new(&DECOMPRESS);

/// About how much memory the library takes for a stream.
const STREAM_BYTES: usize = 256 * 1024;

fn hold(cx: &Cx, class: &NativeType, job: Job) -> R<Value> {
    let header = Header::new(class.shape_id(cx)?, 0);
    let holder = cx.alloc(Holder { header, job: Guarded::new(job) })?;
    payloads::watch(cx, holder.object(), STREAM_BYTES);
    Ok(holder.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<Holder>> {
    value.cast::<Holder>().ok_or_else(|| cx.system_error("zlib stream expected"))
}

impl Job {
    /// What an error came from, for its message.
    fn doing(&self) -> &'static str {
        if self.refused { "while setting zdict" } else { "while decompressing data" }
    }
}

/// A dictionary argument.
fn dictionary(cx: &Cx, value: Value) -> R<Option<Vec<u8>>> {
    let Some(value) = value.bound() else { return Ok(None) };
    if !is_provider(cx, value) {
        return Err(cx.type_error("zdict argument must support the buffer protocol".into()));
    }
    Ok(Some(bytes_like(cx, value)?.to_vec()))
}

fn job(stream: Stream, dictionary: Option<Vec<u8>>) -> Job {
    Job {
        stream,
        dictionary,
        unused: Vec::new(),
        tail: Rest::default(),
        ended: false,
        limited: false,
        refused: false,
    }
}

pub(super) fn compressor(cx: &Cx, args: &[Value]) -> R<Value> {
    let level = int_argument(cx, args[0], z::Z_DEFAULT_COMPRESSION)?;
    let method = int_argument(cx, args[1], z::Z_DEFLATED)?;
    let bits = int_argument(cx, args[2], MAX_BITS)?;
    let memory = int_argument(cx, args[3], DEFAULT_MEMORY_LEVEL)?;
    let strategy = int_argument(cx, args[4], z::Z_DEFAULT_STRATEGY)?;
    let zdict = args[5].bound().filter(|zdict| !zdict.is_none()).unwrap_or(Value::UNBOUND);
    let dictionary = if zdict.is_unbound() { None } else { Some(bytes_like(cx, zdict)?.to_vec()) };
    let mut stream = match Stream::deflate(level, method, bits, memory, strategy) {
        Ok(stream) => stream,
        Err(z::Z_MEM_ERROR) => return Err(cx.memory_error()),
        Err(_) => return Err(cx.value_error("Invalid initialization option")),
    };
    if let Some(dictionary) = &dictionary {
        match stream.set_dictionary(dictionary) {
            z::Z_OK => {}
            z::Z_STREAM_ERROR => return Err(cx.value_error("Invalid dictionary")),
            _ => return Err(cx.value_error("deflateSetDictionary()")),
        }
    }
    hold(cx, &COMPRESS_TYPE, job(stream, None))
}

/// A stream to decompress, with its dictionary where it has to be set at once.
fn opened(cx: &Cx, bits: i32, dictionary: Option<&[u8]>) -> R<Stream> {
    let mut stream = match Stream::inflate(bits) {
        Ok(stream) => stream,
        Err(z::Z_MEM_ERROR) => return Err(cx.memory_error()),
        Err(_) => return Err(cx.value_error("Invalid initialization option")),
    };
    if bits < 0
        && let Some(dictionary) = dictionary
    {
        let code = stream.set_dictionary(dictionary);
        if code != z::Z_OK {
            return Err(ERROR.error(cx, &stream.error(code, "while setting zdict")));
        }
    }
    Ok(stream)
}

pub(super) fn decompressor(cx: &Cx, args: &[Value]) -> R<Value> {
    let bits = int_argument(cx, args[0], MAX_BITS)?;
    let dictionary = dictionary(cx, args[1])?;
    let stream = opened(cx, bits, dictionary.as_deref())?;
    hold(cx, &DECOMPRESS_TYPE, job(stream, dictionary))
}

/// What a step on a job came to: output, or the library's code and a message.
type Outcome = Result<Vec<u8>, (i32, String)>;

fn settled(cx: &Cx, outcome: Outcome) -> R<Value> {
    match outcome {
        Ok(output) => bytes::from_slice(cx, &output),
        Err((code, text)) => Err(failed(cx, code, &text)),
    }
}

fn compress(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let content = bytes_like(cx, args[1])?;
    let input = content.as_slice();
    let outcome = this.job.with(cx, input.len() >= LONG, |job| {
        let mut output = Vec::new();
        match job.stream.run(input, z::Z_NO_FLUSH, usize::MAX, &mut output) {
            (z::Z_OK | z::Z_BUF_ERROR, _) => Ok(output),
            (code, _) => Err((code, job.stream.error(code, "while compressing data"))),
        }
    })?;
    settled(cx, outcome)
}

fn flush_compressor(cx: &Cx, args: &[Value]) -> R<Value> {
    let mode = int_argument(cx, args[1], z::Z_FINISH)?;
    if mode == z::Z_NO_FLUSH {
        return bytes::from_slice(cx, &[]);
    }
    let outcome = this(cx, args[0])?.job.with(cx, true, |job| {
        let mut output = Vec::new();
        match job.stream.run(&[], mode, usize::MAX, &mut output) {
            (z::Z_STREAM_END, _) if mode == z::Z_FINISH => match job.stream.end() {
                z::Z_OK => Ok(output),
                code => Err((code, job.stream.error(code, "while finishing compression"))),
            },
            (z::Z_OK | z::Z_BUF_ERROR, _) => Ok(output),
            (code, _) => Err((code, job.stream.error(code, "while flushing"))),
        }
    })?;
    settled(cx, outcome)
}

fn copy(cx: &Cx, args: &[Value]) -> R<Value> {
    let holder = this(cx, args[0])?;
    let copied = holder.job.with(cx, false, |job| {
        job.stream.copy().map(|stream| Job {
            stream,
            dictionary: job.dictionary.clone(),
            unused: job.unused.clone(),
            tail: job.tail.clone(),
            ended: job.ended,
            limited: job.limited,
            refused: job.refused,
        })
    })?;
    let compresses = cx.type_of(args[0]) == COMPRESS_TYPE.class(cx)?;
    let class = if compresses { &COMPRESS_TYPE } else { &DECOMPRESS_TYPE };
    match copied {
        Ok(job) => hold(cx, class, job),
        Err(z::Z_STREAM_ERROR) => Err(cx.value_error("Inconsistent stream state")),
        Err(_) => Err(cx.memory_error()),
    }
}

/// Decompresses input; the library's last code, and what was not used.
fn inflate(job: &mut Job, input: &[u8], flush: i32, limit: usize, output: &mut Vec<u8>) -> (i32, usize) {
    let mut used = 0;
    loop {
        let room = limit.saturating_sub(output.len());
        let (code, step) =
            job.stream.run(&input[used..], flush, if limit == usize::MAX { limit } else { room }, output);
        used += step;
        if code == z::Z_NEED_DICT
            && let Some(dictionary) = &job.dictionary
        {
            match job.stream.set_dictionary(dictionary) {
                z::Z_OK => continue,
                code => {
                    job.refused = true;
                    return (code, used);
                }
            }
        }
        return (code, used);
    }
}

/// Keeps what a call has not used.
fn keep_rest(job: &mut Job, rest: Rest, code: i32) {
    if code == z::Z_STREAM_END {
        job.ended = true;
        job.unused.extend_from_slice(rest.as_slice());
        job.tail = Rest::default();
    } else {
        job.tail = rest;
    }
}

fn decompress(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let limit = args[2].bound().map_or(Ok(0), |limit| protocol::index::to_i64(cx, limit))?;
    if limit < 0 {
        return Err(cx.value_error("max_length must be non-negative"));
    }
    let limit = if limit == 0 { usize::MAX } else { limit as usize };
    let content = bytes_like(cx, args[1])?;
    let input = content.as_slice();
    let outcome = this.job.with(cx, input.len() >= LONG, |job| {
        let mut output = Vec::new();
        if job.ended {
            job.unused.extend_from_slice(input);
            return Ok(output);
        }
        let (code, used) = inflate(job, input, z::Z_SYNC_FLUSH, limit, &mut output);
        keep_rest(job, Rest::of(&input[used..]), code);
        match code {
            z::Z_OK | z::Z_BUF_ERROR | z::Z_STREAM_END => Ok(output),
            code => Err((code, job.stream.error(code, job.doing()))),
        }
    })?;
    settled(cx, outcome)
}

fn flush_decompressor(cx: &Cx, args: &[Value]) -> R<Value> {
    let length =
        args[1].bound().map_or(Ok(DEFAULT_BUFFER_SIZE), |length| protocol::index::to_i64(cx, length))?;
    if length <= 0 {
        return Err(cx.value_error("length must be greater than zero"));
    }
    let outcome = this(cx, args[0])?.job.with(cx, true, |job| {
        let mut output = Vec::new();
        if job.ended {
            return Ok(output);
        }
        let mut tail = std::mem::take(&mut job.tail);
        let (code, used) = inflate(job, tail.as_slice(), z::Z_FINISH, usize::MAX, &mut output);
        tail.advance(used);
        keep_rest(job, tail, code);
        if code == z::Z_STREAM_END {
            match job.stream.end() {
                z::Z_OK => {}
                code => return Err((code, job.stream.error(code, "while finishing decompression"))),
            }
        }
        Ok(output)
    })?;
    settled(cx, outcome)
}

static COMPRESS: TypeDef = TypeDef {
    name: "Compress",
    module: "zlib",
    layout: &LAYOUT,
    methods: &[
        MethodDef::new(
            "compress($self, data, /)",
            "Returns a bytes object containing compressed data.",
            compress,
        ),
        MethodDef::new(
            "flush($self, mode=zlib.Z_FINISH, /)",
            "Return a bytes object containing any remaining compressed data.",
            flush_compressor,
        ),
        MethodDef::new("copy($self, /)", "Return a copy of the compression object.", copy),
        MethodDef::new("__copy__($self, /)", "", copy),
        MethodDef::new("__deepcopy__($self, memo, /)", "", copy),
    ],
    ..TypeDef::DEFAULT
};

static DECOMPRESS: TypeDef = TypeDef {
    name: "Decompress",
    module: "zlib",
    layout: &LAYOUT,
    methods: &[
        MethodDef::new(
            "decompress($self, data, /, max_length=0)",
            "Return a bytes object containing the decompressed version of the data.",
            decompress,
        ),
        MethodDef::new(
            "flush($self, length=zlib.DEF_BUF_SIZE, /)",
            "Return a bytes object containing any remaining decompressed data.",
            flush_decompressor,
        ),
        MethodDef::new("copy($self, /)", "Return a copy of the decompression object.", copy),
        MethodDef::new("__copy__($self, /)", "", copy),
        MethodDef::new("__deepcopy__($self, memo, /)", "", copy),
    ],
    getset: &[
        GetSetDef {
            name: "unused_data",
            doc: "",
            get: |cx, value| {
                let unused = this(cx, value)?.job.with(cx, false, |job| job.unused.clone())?;
                bytes::from_slice(cx, &unused)
            },
            set: None,
        },
        GetSetDef {
            name: "unconsumed_tail",
            doc: "",
            get: |cx, value| {
                let tail = this(cx, value)?.job.with(cx, false, |job| job.tail.as_slice().to_vec())?;
                bytes::from_slice(cx, &tail)
            },
            set: None,
        },
        GetSetDef {
            name: "eof",
            doc: "",
            get: |cx, value| Ok(Value::from_bool(this(cx, value)?.job.with(cx, false, |job| job.ended)?)),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
