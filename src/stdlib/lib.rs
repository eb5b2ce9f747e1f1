//! Native modules, one file or folder each, named after the Python module.
//!
//! A module is one [`ModuleDef`](typhon_vm::import::ModuleDef) at the end of its file and one line in [`MODULES`]. What a module does
//! not have yet is absent from it, not faked; README lists what is missing.

pub mod abc_;
pub mod array;
pub mod ast_;
pub mod asyncio_;
pub mod atexit;
pub mod binascii;
pub mod bisect_;
pub mod blake2_;
pub mod builtins;
pub mod cmath;
pub mod codecs_;
pub mod collections_;
pub mod compile;
mod constants;
pub mod contextvars_;
pub mod csv_;
pub mod errno;
pub mod faulthandler;
pub mod fcntl;
pub mod functools_;
pub mod gc;
pub mod grp;
mod guarded;
mod hash;
pub mod heapq_;
pub mod imp_;
pub mod io_;
pub mod itertools;
pub mod json_;
pub mod library;
pub mod locale_;
pub mod marshal;
pub mod math;
pub mod md5_;
pub mod mmap;
pub mod monitoring;
pub mod opcode_;
pub mod operator_;
pub mod pickle_buffer;
pub mod posix;
pub mod posixsubprocess;
pub mod pwd;
pub mod queue_;
pub mod random_;
mod ready;
pub mod resource;
pub mod select;
pub mod sha1_;
pub mod sha2_;
pub mod sha3_;
pub mod signal_;
pub mod socket_;
pub mod sre_;
pub mod start;
pub mod stat_;
pub mod statistics_;
pub mod stdio;
pub mod string_;
pub mod struct_;
pub mod suggestions_;
pub mod symtable_;
pub mod sys;
pub mod sysconfig_;
pub mod system;
pub mod termios;
pub mod thread_;
pub mod time;
pub mod tokenize_;
pub mod tracing;
pub mod types_;
pub mod typhon_;
pub mod typing_;
pub mod unicodedata;
pub mod warnings_;
pub mod weakref_;
pub mod zlib;

use typhon_vm::import::ModuleDef;

/// Every native module.
pub static MODULES: &[&ModuleDef] = &[
    &abc_::ABC,
    &bisect_::BISECT,
    &ast_::AST,
    &array::ARRAY_MODULE,
    &binascii::BINASCII,
    &asyncio_::ASYNCIO,
    &atexit::ATEXIT,
    &blake2_::BLAKE2,
    &builtins::BUILTINS,
    &cmath::CMATH,
    &codecs_::CODECS,
    &collections_::COLLECTIONS,
    &contextvars_::CONTEXTVARS,
    &csv_::CSV,
    &errno::ERRNO,
    &functools_::FUNCTOOLS,
    &gc::GC,
    &heapq_::HEAPQ,
    &itertools::ITERTOOLS,
    &json_::JSON,
    &operator_::OPERATOR,
    &imp_::IMP,
    &library::LIBRARY,
    &marshal::MARSHAL,
    &posix::POSIX,
    &posixsubprocess::POSIX_SUBPROCESS,
    &queue_::QUEUE,
    &io_::IO,
    &locale_::LOCALE,
    &faulthandler::FAULTHANDLER,
    &fcntl::FCNTL,
    &grp::GRP,
    &pwd::PWD,
    &resource::RESOURCE,
    &select::SELECT,
    &socket_::SOCKET,
    &sha1_::SHA1,
    &sha2_::SHA2,
    &sha3_::SHA3,
    &signal_::SIGNAL,
    &sre_::SRE,
    &stat_::STAT,
    &string_::STRING,
    &suggestions_::SUGGESTIONS,
    &symtable_::SYMTABLE,
    &math::MATH,
    &md5_::MD5,
    &mmap::MMAP,
    &random_::RANDOM_MODULE,
    &statistics_::STATISTICS,
    &struct_::STRUCT,
    &sys::SYS,
    &sysconfig_::SYSCONFIG,
    &termios::TERMIOS,
    &thread_::THREAD,
    &time::TIME,
    &types_::TYPES,
    &opcode_::OPCODE,
    &tokenize_::TOKENIZE,
    &typhon_::TYPHON,
    &typing_::TYPING,
    &unicodedata::UNICODEDATA,
    &warnings_::WARNINGS,
    &weakref_::WEAKREF,
    &zlib::ZLIB,
];
