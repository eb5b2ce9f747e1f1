//! `_asyncio`: futures and tasks.
//!
//! | file | owns |
//! | --- | --- |
//! | [`future`], [`callbacks`], [`awaited_by`] | futures: their state, whom they call when they are done, who awaits them |
//! | [`iterator`] | what `await` of a future drives |
//! | [`task`], [`step`] | tasks: what they are, and the steps of their coroutines |
//! | [`running`] | which loop and task a thread runs; which tasks there are |
//! | [`library`] | what comes from the library's `asyncio` |
//!
//! # Thread-safety
//! A future is one loop's, but any thread may look at it, cancel it or complete it (what `call_soon_threadsafe` is for, the program must see to; here nothing
//! breaks without it). Its change from pending to done is one step under its object lock, which also takes the callbacks out: of several
//! threads that complete it one succeeds, every callback is scheduled once, and who sees it done sees its result. Steps of a task are the loop
//! thread's; of two threads that step one task at once, the coroutine's claim refuses one. Running loop and current task are words of the
//! thread's context. The list of tasks has parts for threads ([`typhon_vm::weak_list`]); no lock is shared by loops of different threads.

mod awaited_by;
mod callbacks;
mod future;
mod iterator;
mod library;
mod running;
mod step;
mod task;

use typhon_vm::declare::add_types;
use typhon_vm::import::ModuleDef;

/// The module.
pub static ASYNCIO: ModuleDef = ModuleDef {
    name: "_asyncio",
    doc: "Accelerator module for asyncio",
    functions: running::FUNCTIONS,
    init: |cx, namespace| {
        iterator::ITERATOR_TYPE.class(cx)?;
        step::STEP_TYPE.class(cx)?;
        add_types(cx, namespace, &[&future::FUTURE_TYPE, &task::TASK_TYPE])
    },
};
