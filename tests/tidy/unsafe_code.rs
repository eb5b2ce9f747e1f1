//! Where unsafe code may stand, and that it says why it is sound.
//!
//! A layout's declaration (`unsafe impl Payload`, its trace and size functions) may stand in every file of `src/vm`:
//! its form is fixed. All other unsafe code stands in the modules listed here, so that adding a module to those one has
//! to read when memory is damaged is a decision and not an accident.

use crate::Finding;
use crate::source::{Source, has_word};

/// Modules with unsafe code, and what for.
const LISTED: &[(&str, &str)] = &[
    ("gc/src/block.rs", "records beside the heap"),
    ("gc/src/crew.rs", "the marking job's borrowed environment"),
    ("gc/src/cycle.rs", "upcalls about objects"),
    ("gc/src/host.rs", "declares the upcalls' contracts"),
    ("gc/src/inspect.rs", "objects named by the bitmaps"),
    ("gc/src/large.rs", "page runs"),
    ("gc/src/mark.rs", "upcalls about objects"),
    ("gc/src/mutator.rs", "bump allocation"),
    ("gc/src/object.rs", "addresses as references"),
    ("gc/src/order.rs", "walks dead objects that are not swept yet"),
    ("gc/src/permanent.rs", "objects named by the bitmaps, and upcalls about them"),
    ("gc/src/poison.rs", "fills dead memory"),
    ("gc/src/prefetch.rs", "the processor's instruction"),
    ("gc/src/registry.rs", "what mutators share with the collector"),
    ("gc/src/resolve.rs", "walks a span by headers"),
    ("gc/src/roots.rs", "reads stacks"),
    ("gc/src/side_table.rs", "tables in mapped memory"),
    ("gc/src/verify.rs", "upcalls about objects"),
    ("scheduler/src/fiber.rs", "control blocks in slab memory"),
    ("scheduler/src/fiber/switch.rs", "switches stacks"),
    ("scheduler/src/lock.rs", "waiters' nodes on their stacks"),
    ("scheduler/src/park.rs", "references to parked fibers"),
    ("scheduler/src/pool.rs", "entries of slabs"),
    ("scheduler/src/queue.rs", "references in a deque"),
    ("scheduler/src/reactor.rs", "one reactor for the run"),
    ("scheduler/src/scheduler.rs", "one scheduler for the run"),
    ("scheduler/src/slab.rs", "mapped memory"),
    ("scheduler/src/spares.rs", "workers handed between threads"),
    ("scheduler/src/timer.rs", "references to parked fibers"),
    ("scheduler/src/worker.rs", "the fiber a worker runs"),
    ("scheduler/src/worker/current.rs", "the worker's thread-local word"),
    ("scheduler/src/worker/current/aarch64.rs", "the worker's thread-local word"),
    ("scheduler/src/worker/current/x86_64.rs", "the worker's thread-local word"),
    ("scheduler/src/worker/run.rs", "switches into fibers"),
    ("src/os/call.rs", "system calls"),
    ("src/os/configuration.rs", "system calls"),
    ("src/os/cpu.rs", "system calls"),
    ("src/os/descriptor.rs", "system calls"),
    ("src/os/environment.rs", "the environment is the process's"),
    ("src/os/extended.rs", "system calls"),
    ("src/os/fence.rs", "system calls"),
    ("src/os/futex.rs", "system calls"),
    ("src/os/limits.rs", "system calls"),
    ("src/os/locale.rs", "calls of the C library"),
    ("src/os/mapping.rs", "system calls"),
    ("src/os/math.rs", "functions of the C library"),
    ("src/os/memory.rs", "system calls"),
    ("src/os/output.rs", "system calls"),
    ("src/os/path.rs", "system calls"),
    ("src/os/poll.rs", "system calls"),
    ("src/os/posix_spawn.rs", "system calls"),
    ("src/os/process.rs", "system calls"),
    ("src/os/room.rs", "memory that others may touch at the same time"),
    ("src/os/signal.rs", "system calls"),
    ("src/os/socket.rs", "system calls"),
    ("src/os/spawn.rs", "system calls in a child that borrows our memory"),
    ("src/os/stack.rs", "moves a closure out of memory that must keep its words"),
    ("src/os/stack/aarch64.rs", "spills registers"),
    ("src/os/stack/x86_64.rs", "spills registers"),
    ("src/os/stream.rs", "system calls"),
    ("src/os/terminal.rs", "system calls"),
    ("src/os/thread.rs", "system calls"),
    ("src/os/time.rs", "system calls"),
    ("src/os/transfer.rs", "system calls"),
    ("src/os/users.rs", "system calls"),
    ("src/stdlib/array.rs", "a layout"),
    ("src/stdlib/array/methods.rs", "a layout"),
    ("src/stdlib/ast_/node.rs", "a node's layout"),
    ("src/stdlib/asyncio_/future.rs", "a layout, and that of what derives from it"),
    ("src/stdlib/asyncio_/task.rs", "a layout that begins with another"),
    ("src/stdlib/guarded.rs", "a value behind a parking lock"),
    ("src/stdlib/hash.rs", "a layout"),
    ("src/stdlib/io_/base.rs", "a stream's layout"),
    ("src/stdlib/io_/buffered.rs", "a stream's layout"),
    ("src/stdlib/io_/bytes_io.rs", "a stream's layout"),
    ("src/stdlib/io_/file.rs", "a stream's layout, memory that a system call has filled"),
    ("src/stdlib/io_/guarded.rs", "state guarded by a parking lock"),
    ("src/stdlib/io_/newline.rs", "a decoder's layout"),
    ("src/stdlib/io_/pair.rs", "a stream's layout"),
    ("src/stdlib/io_/string_io.rs", "a stream's layout"),
    ("src/stdlib/io_/text.rs", "a stream's layout"),
    ("src/stdlib/mmap.rs", "mapped memory under a lock"),
    ("src/stdlib/posix/directory.rs", "layouts"),
    ("src/stdlib/random_.rs", "a layout"),
    ("src/stdlib/select/epoll.rs", "a layout"),
    ("src/stdlib/select/polling.rs", "a layout"),
    ("src/stdlib/socket_/object.rs", "a layout, lent bytes for the system"),
    ("src/stdlib/thread_/handle.rs", "a handle's layout"),
    ("src/stdlib/thread_/local.rs", "tables read without a lock"),
    ("src/stdlib/thread_/lock.rs", "a lock's layout"),
    ("src/stdlib/thread_/rlock.rs", "a lock's layout"),
    ("src/stdlib/tokenize_.rs", "an iterator's layout"),
    ("src/stdlib/zlib/objects.rs", "a layout"),
    ("src/stdlib/zlib/stream.rs", "calls into zlib"),
    ("src/vm/buffer.rs", "bytes that objects lend"),
    ("src/vm/context.rs", "a thread's context lies in its fiber's area"),
    ("src/vm/declare.rs", "what objects own outside the heap"),
    ("src/vm/dump.rs", "frame records of threads that stand still"),
    ("src/vm/finalization.rs", "the finalizing fiber's context"),
    ("src/vm/host.rs", "the collector's and scheduler's upcalls"),
    ("src/vm/instance.rs", "attribute slots behind an instance"),
    ("src/vm/interp.rs", "windows and instruction words"),
    ("src/vm/interp/bind.rs", "windows"),
    ("src/vm/interp/cache.rs", "references proved by a cache word"),
    ("src/vm/interp/executable.rs", "instruction words shared between threads"),
    ("src/vm/interp/frame.rs", "windows and frame records"),
    ("src/vm/interp/machine.rs", "the interpreter's registers"),
    ("src/vm/interp/ops/attr.rs", "slots proved by a cache word"),
    ("src/vm/interp/ops/call.rs", "windows"),
    ("src/vm/interp/ops/control.rs", "windows"),
    ("src/vm/interp/ops/generator.rs", "instruction words"),
    ("src/vm/interp/ops/name.rs", "cells proved by the compiler"),
    ("src/vm/interp/resume.rs", "windows and generators' words"),
    ("src/vm/interp/returns.rs", "frame records"),
    ("src/vm/interp/unwind.rs", "frame records"),
    ("src/vm/monitoring/hook.rs", "instructions of running frames"),
    ("src/vm/monitoring/jump.rs", "frame records"),
    ("src/vm/object.rs", "typed references, the object lock"),
    ("src/vm/payloads.rs", "payloads of dead objects"),
    ("src/vm/protocol.rs", "the list of objects under repr"),
    ("src/vm/runtime.rs", "roots outside the heap"),
    ("src/vm/shape.rs", "tables read without a lock"),
    ("src/vm/signals.rs", "a new thread's context"),
    ("src/vm/threads.rs", "a new thread's context"),
    ("src/vm/typedef.rs", "layouts and their contracts"),
    ("src/vm/types/async_generator/step.rs", "instruction words"),
    ("src/vm/types/byte_array.rs", "bytes in blocks, under the lock"),
    ("src/vm/types/byte_array/edit.rs", "bytes in blocks, under the lock"),
    ("src/vm/types/bytes.rs", "bytes behind the struct"),
    ("src/vm/types/code.rs", "plain data owned by an object"),
    ("src/vm/types/dict.rs", "tables read without a lock"),
    ("src/vm/types/frame_.rs", "frame records"),
    ("src/vm/types/frame_/threads.rs", "frame records of others, standing still"),
    ("src/vm/types/function.rs", "references of known type"),
    ("src/vm/types/generator.rs", "a suspended frame's words"),
    ("src/vm/types/hashed.rs", "tables read without a lock"),
    ("src/vm/types/int.rs", "limbs behind a header"),
    ("src/vm/types/list.rs", "blocks read without a lock"),
    ("src/vm/types/memory_view.rs", "counts in objects"),
    ("src/vm/types/memory_view/dims.rs", "numbers behind a header"),
    ("src/vm/types/memory_view/item.rs", "lent bytes"),
    ("src/vm/types/module.rs", "references of known type"),
    ("src/vm/types/native_function.rs", "function pointers of one object"),
    ("src/vm/types/object_.rs", "attribute slots behind an instance"),
    ("src/vm/types/set.rs", "tables read without a lock"),
    ("src/vm/types/str_.rs", "text behind a header"),
    ("src/vm/types/str_/compose.rs", "code units behind the struct"),
    ("src/vm/types/str_/grow.rs", "blocks that strings share"),
    ("src/vm/types/super_.rs", "frame records"),
    ("src/vm/types/tuple.rs", "items behind a header"),
    ("src/vm/types/type_.rs", "references of known type"),
    ("src/vm/value.rs", "words as references"),
    ("src/vm/waits.rs", "words of objects that others wait for"),
];

/// Crates and folders that promise to have none, with the file that says so.
const FORBIDDEN: &[(&str, &str)] =
    &[("src/bytecode/", "src/bytecode/lib.rs"), ("src/compiler/", "src/compiler/lib.rs")];

/// Unsafe code outside the listed modules.
pub(crate) fn check_module(source: &Source) -> Vec<Finding> {
    if LISTED.iter().any(|(path, _)| *path == source.path) {
        return Vec::new();
    }
    let unlisted = source.production().filter(|(_, line)| is_unsafe(source, &line.code));
    unlisted
        .map(|(number, _)| {
            let message = "unsafe code in a module that tests/tidy/unsafe_code.rs does not list: move it into one that is";
            Finding::new(&source.path, number, message)
        })
        .collect()
}

/// Entries of the list that are out of date or out of order.
pub(crate) fn check_list(sources: &[Source]) -> Vec<Finding> {
    let here = "tests/tidy/unsafe_code.rs";
    let mut findings = Vec::new();
    for (path, _) in LISTED {
        let needed = sources.iter().any(|source| {
            source.path == *path && source.lines.iter().any(|line| has_word(&line.code, "unsafe"))
        });
        if !needed {
            findings.push(Finding::new(
                here,
                0,
                format!("{path} has no unsafe code (any more): strike it off"),
            ));
        }
    }
    for pair in LISTED.windows(2).filter(|pair| pair[0].0 >= pair[1].0) {
        findings.push(Finding::new(here, 0, format!("{} is out of order", pair[1].0)));
    }
    findings
}

/// The promises of no unsafe code at all.
pub(crate) fn check_forbidden(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (folder, root) in FORBIDDEN {
        let says_so = sources.iter().any(|source| {
            source.path == *root
                && source.lines.iter().any(|line| line.code.trim() == "#![forbid(unsafe_code)]")
        });
        if !says_so {
            findings.push(Finding::new(
                root,
                0,
                format!("{folder} promises to have no unsafe code: `#![forbid(unsafe_code)]`"),
            ));
        }
    }
    for source in sources.iter().filter(|source| source.path.starts_with("src/cli")) {
        for (number, _) in source.numbered().filter(|(_, line)| has_word(&line.code, "unsafe")) {
            findings.push(Finding::new(&source.path, number, "the command line has no unsafe code"));
        }
    }
    findings
}

/// How far above an unsafe block its reason may begin: a statement may be broken over several lines.
const REASON_LINES: usize = 8;

/// Every block and impl has its `SAFETY:` above, in code that is compiled today and in code that is not.
pub(crate) fn check_reasons(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in source.numbered() {
        let code = &line.code;
        if !has_word(code, "unsafe") || !(code.contains("unsafe {") || code.contains("unsafe impl")) {
            continue;
        }
        let from = number.saturating_sub(1 + REASON_LINES);
        if !source.lines[from..number].iter().any(|line| line.comment.contains("SAFETY:")) {
            findings.push(Finding::new(
                &source.path,
                number,
                "say with `// SAFETY:` which invariant makes this sound",
            ));
        }
    }
    findings
}

fn is_unsafe(source: &Source, code: &str) -> bool {
    has_word(code, "unsafe")
        && !(source.path.starts_with("src/vm/") && declares_layout(code))
        && !code.contains("forbid(")
}

/// `unsafe impl Payload for T`, `unsafe fn trace(object: ObjRef, …)`, `unsafe fn bytes(object: ObjRef) -> usize` and the
/// cast such a function begins with.
fn declares_layout(code: &str) -> bool {
    let is_function = |end: &str| code.contains("unsafe fn ") && code.contains(end);
    code.contains("unsafe impl Payload for ")
        || is_function("(object: ObjRef, tracer: &mut Tracer<'_>)")
        || is_function("(object: ObjRef) -> usize")
        || (code.contains("unsafe { Obj::<") && code.contains(">::cast_unchecked(object) }"))
}
