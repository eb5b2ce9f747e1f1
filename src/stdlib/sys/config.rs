//! What command line and environment have said, as `sys` shows it. Set once, before any Python code runs.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::sync::OnceLock;

use typhon_bytecode::Text;

/// `sys.flags`.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    pub debug: i64,
    pub inspect: i64,
    pub interactive: i64,
    pub optimize: i64,
    pub dont_write_bytecode: bool,
    pub no_user_site: bool,
    pub no_site: bool,
    pub ignore_environment: bool,
    pub verbose: i64,
    pub bytes_warning: i64,
    pub quiet: bool,
    pub hash_randomization: bool,
    pub isolated: bool,
    pub dev_mode: bool,
    pub utf8_mode: i64,
    pub warn_default_encoding: bool,
    pub safe_path: bool,
    pub int_max_str_digits: i64,
    pub thread_inherit_context: bool,
    pub context_aware_warnings: bool,
}

/// What the command line knows and `sys` shows.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub argv: Vec<Text>,
    pub orig_argv: Vec<Text>,
    pub path: Vec<Text>,
    pub executable: Text,
    pub base_executable: Text,
    pub prefix: Text,
    pub exec_prefix: Text,
    pub base_prefix: Text,
    pub base_exec_prefix: Text,
    pub stdlib_dir: Text,
    pub home: Option<Text>,
    pub pycache_prefix: Option<Text>,
    /// `-X` options: name and value; `None` for those without.
    pub xoptions: Vec<(Text, Option<Text>)>,
    pub warnoptions: Vec<Text>,
    pub flags: Flags,
    /// `default`, `always` or `never`.
    pub check_hash_based_pycs: &'static str,
    /// What `-X cpu_count` says; -1 for nothing.
    pub cpu_count: i64,
}

static CONFIG: OnceLock<Config> = OnceLock::new();
static DEFAULT: OnceLock<Config> = OnceLock::new();

/// Sets what the command line knows, before the module is first imported.
pub fn configure(config: Config) {
    let _ = CONFIG.set(config);
}

/// What the command line has said.
pub fn config() -> &'static Config {
    CONFIG.get().unwrap_or_else(|| {
        DEFAULT.get_or_init(|| Config {
            check_hash_based_pycs: "default",
            cpu_count: -1,
            ..Config::default()
        })
    })
}

/// Text of the system's bytes: UTF-8, where what is none becomes lone surrogates (`surrogateescape`).
pub fn text_of_bytes(bytes: &[u8]) -> Text {
    let mut out = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.extend_from_slice(chunk.valid().as_bytes());
        for &byte in chunk.invalid() {
            let _ = Text::push_code_point(&mut out, 0xdc00 + u32::from(byte));
        }
    }
    Text::from_bytes(&out).unwrap_or_default()
}

/// [`text_of_bytes`] of an argument or variable.
pub fn text_of_os(text: &OsStr) -> Text {
    text_of_bytes(text.as_bytes())
}
