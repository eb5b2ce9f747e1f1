//! `_ZlibDecompressor`: keeps its own input, as `gzip` and `zipfile` want it.

use libz_rs_sys as z;

use typhon_vm::Value;
use typhon_vm::buffer::bytes_like;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, TypeDef};
use typhon_vm::types::bytes;

use super::{LAYOUT, dictionary, hold, inflate, job, keep_rest, opened, settled, this};
use crate::guarded::LONG;
use crate::zlib::{MAX_BITS, int_argument};

pub(crate) static TYPE: NativeType = NativeType::new(&READER);

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let bits = int_argument(cx, args[1], MAX_BITS)?;
    let dictionary = dictionary(cx, args[2])?;
    let stream = opened(cx, bits, dictionary.as_deref())?;
    hold(cx, &TYPE, job(stream, dictionary))
}

fn decompress(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let limit = args[2].bound().map_or(Ok(-1), |limit| protocol::index::to_i64(cx, limit))?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let content = bytes_like(cx, args[1])?;
    let input = content.as_slice();
    let outcome = this.job.with(cx, input.len() >= LONG, |job| {
        if job.ended {
            return None;
        }
        let mut tail = std::mem::take(&mut job.tail);
        tail.add(input);
        let mut output = Vec::new();
        let (code, used) = if limit == 0 {
            (z::Z_OK, 0)
        } else {
            inflate(job, tail.as_slice(), z::Z_SYNC_FLUSH, limit, &mut output)
        };
        tail.advance(used);
        keep_rest(job, tail, code);
        job.limited = limit != usize::MAX && output.len() >= limit;
        Some(match code {
            z::Z_OK | z::Z_BUF_ERROR | z::Z_STREAM_END => Ok(output),
            code => Err((code, job.stream.error(code, job.doing()))),
        })
    })?;
    match outcome {
        Some(outcome) => settled(cx, outcome),
        None => Err(cx.error(exceptions::EOF_ERROR, "End of stream already reached".into())),
    }
}

static NEW: MethodDef = MethodDef::function(
    "_ZlibDecompressor($type, wbits=15, zdict=b'')",
    "Create a decompressor object for decompressing data incrementally.",
    new,
);

static READER: TypeDef = TypeDef {
    name: "_ZlibDecompressor",
    module: "zlib",
    doc: "Create a decompressor object for decompressing data incrementally.",
    layout: &LAYOUT,
    new: Some(&NEW),
    methods: &[MethodDef::new(
        "decompress($self, /, data, max_length=-1)",
        "Decompress *data*, returning uncompressed data as bytes.",
        decompress,
    )],
    getset: &[
        GetSetDef {
            name: "eof",
            doc: "True if the end-of-stream marker has been reached.",
            get: |cx, value| Ok(Value::from_bool(this(cx, value)?.job.with(cx, false, |job| job.ended)?)),
            set: None,
        },
        GetSetDef {
            name: "unused_data",
            doc: "Data found after the end of the compressed stream.",
            get: |cx, value| {
                let unused = this(cx, value)?.job.with(cx, false, |job| job.unused.clone())?;
                bytes::from_slice(cx, &unused)
            },
            set: None,
        },
        GetSetDef {
            name: "needs_input",
            doc: "True if more input is needed before more decompressed data can be produced.",
            get: |cx, value| {
                let needs = this(cx, value)?
                    .job
                    .with(cx, false, |job| !job.ended && job.tail.is_empty() && !job.limited)?;
                Ok(Value::from_bool(needs))
            },
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
