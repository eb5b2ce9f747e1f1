//! The one table of builtin exception classes: constant, name, base, doc. Types, numbers and constants derive from it.

use crate::exceptions::Class;

/// Number of the first exception class among the builtin types.
pub const FIRST_NUMBER: u32 = 200;

/// A row of the table.
pub struct ExceptionRow {
    pub name: &'static str,
    /// The base class; the root's is itself.
    pub base: Class,
    pub doc: &'static str,
}

macro_rules! exceptions {
    ($($constant:ident = $name:literal ($base:ident) $doc:literal;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers the constants below")]
        #[repr(u32)]
        enum Index { $($constant,)* }
        $(#[doc = $doc] pub const $constant: Class = Class(FIRST_NUMBER + Index::$constant as u32);)*
        /// Every class, bases first.
        pub static TABLE: &[ExceptionRow] = &[$(ExceptionRow { name: $name, base: $base, doc: $doc },)*];
    };
}

exceptions! {
    BASE_EXCEPTION = "BaseException" (BASE_EXCEPTION) "What everything that can be raised derives from.";
    EXCEPTION = "Exception" (BASE_EXCEPTION) "What programs usually catch and derive from.";
    BASE_EXCEPTION_GROUP = "BaseExceptionGroup" (BASE_EXCEPTION) "A combination of multiple unrelated exceptions.";
    EXCEPTION_GROUP = "ExceptionGroup" (BASE_EXCEPTION_GROUP) "A combination of multiple unrelated exceptions.";
    GENERATOR_EXIT = "GeneratorExit" (BASE_EXCEPTION) "Raised inside a generator that is being closed.";
    KEYBOARD_INTERRUPT = "KeyboardInterrupt" (BASE_EXCEPTION) "The user has pressed Ctrl-C.";
    SYSTEM_EXIT = "SystemExit" (BASE_EXCEPTION) "The program asks to end.";
    ARITHMETIC_ERROR = "ArithmeticError" (EXCEPTION) "What arithmetic errors derive from.";
    FLOATING_POINT_ERROR = "FloatingPointError" (ARITHMETIC_ERROR) "A floating-point operation has failed.";
    OVERFLOW_ERROR = "OverflowError" (ARITHMETIC_ERROR) "A number is too large for its use.";
    ZERO_DIVISION_ERROR = "ZeroDivisionError" (ARITHMETIC_ERROR) "The divisor is zero.";
    ASSERTION_ERROR = "AssertionError" (EXCEPTION) "An assert statement has failed.";
    ATTRIBUTE_ERROR = "AttributeError" (EXCEPTION) "An object has no such attribute.";
    BUFFER_ERROR = "BufferError" (EXCEPTION) "A buffer is exported and cannot be changed.";
    EOF_ERROR = "EOFError" (EXCEPTION) "The input has ended.";
    IMPORT_ERROR = "ImportError" (EXCEPTION) "A module, or a name in it, cannot be imported.";
    MODULE_NOT_FOUND_ERROR = "ModuleNotFoundError" (IMPORT_ERROR) "There is no such module.";
    LOOKUP_ERROR = "LookupError" (EXCEPTION) "What failed look-ups derive from.";
    INDEX_ERROR = "IndexError" (LOOKUP_ERROR) "An index is outside its sequence.";
    KEY_ERROR = "KeyError" (LOOKUP_ERROR) "A mapping has no such key.";
    MEMORY_ERROR = "MemoryError" (EXCEPTION) "Memory is used up.";
    NAME_ERROR = "NameError" (EXCEPTION) "A name is not bound.";
    UNBOUND_LOCAL_ERROR = "UnboundLocalError" (NAME_ERROR) "A local variable is not bound yet.";
    OS_ERROR = "OSError" (EXCEPTION) "The system has refused an operation.";
    BLOCKING_IO_ERROR = "BlockingIOError" (OS_ERROR) "A non-blocking operation would have to wait.";
    CHILD_PROCESS_ERROR = "ChildProcessError" (OS_ERROR) "An operation on a child process has failed.";
    CONNECTION_ERROR = "ConnectionError" (OS_ERROR) "What connection errors derive from.";
    BROKEN_PIPE_ERROR = "BrokenPipeError" (CONNECTION_ERROR) "The other end of a pipe is closed.";
    CONNECTION_ABORTED_ERROR = "ConnectionAbortedError" (CONNECTION_ERROR) "The peer has aborted the connection attempt.";
    CONNECTION_REFUSED_ERROR = "ConnectionRefusedError" (CONNECTION_ERROR) "The peer has refused the connection.";
    CONNECTION_RESET_ERROR = "ConnectionResetError" (CONNECTION_ERROR) "The peer has reset the connection.";
    FILE_EXISTS_ERROR = "FileExistsError" (OS_ERROR) "There is such a file already.";
    FILE_NOT_FOUND_ERROR = "FileNotFoundError" (OS_ERROR) "There is no such file.";
    INTERRUPTED_ERROR = "InterruptedError" (OS_ERROR) "A signal has interrupted a call.";
    IS_A_DIRECTORY_ERROR = "IsADirectoryError" (OS_ERROR) "A file was wanted, and it is a directory.";
    NOT_A_DIRECTORY_ERROR = "NotADirectoryError" (OS_ERROR) "A directory was wanted, and it is none.";
    PERMISSION_ERROR = "PermissionError" (OS_ERROR) "The rights do not suffice.";
    PROCESS_LOOKUP_ERROR = "ProcessLookupError" (OS_ERROR) "There is no such process.";
    TIMEOUT_ERROR = "TimeoutError" (OS_ERROR) "The time is up.";
    REFERENCE_ERROR = "ReferenceError" (EXCEPTION) "A weak proxy's object is gone.";
    RUNTIME_ERROR = "RuntimeError" (EXCEPTION) "Something went wrong that no other class names.";
    NOT_IMPLEMENTED_ERROR = "NotImplementedError" (RUNTIME_ERROR) "A method that must be provided is not.";
    RECURSION_ERROR = "RecursionError" (RUNTIME_ERROR) "Calls are nested too deeply.";
    PYTHON_FINALIZATION_ERROR = "PythonFinalizationError" (RUNTIME_ERROR) "The runtime is ending and no longer allows this.";
    STOP_ITERATION = "StopIteration" (EXCEPTION) "An iterator has no more items.";
    STOP_ASYNC_ITERATION = "StopAsyncIteration" (EXCEPTION) "An asynchronous iterator has no more items.";
    SYNTAX_ERROR = "SyntaxError" (EXCEPTION) "The source text is not Python.";
    INDENTATION_ERROR = "IndentationError" (SYNTAX_ERROR) "The indentation is wrong.";
    TAB_ERROR = "TabError" (INDENTATION_ERROR) "Tabs and spaces are mixed.";
    INCOMPLETE_INPUT_ERROR = "_IncompleteInputError" (SYNTAX_ERROR) "The source text is only the beginning of some.";
    SYSTEM_ERROR = "SystemError" (EXCEPTION) "An invariant of the interpreter is broken.";
    TYPE_ERROR = "TypeError" (EXCEPTION) "A value is of the wrong type.";
    VALUE_ERROR = "ValueError" (EXCEPTION) "A value of the right type is not acceptable.";
    UNICODE_ERROR = "UnicodeError" (VALUE_ERROR) "What encoding errors derive from.";
    UNICODE_DECODE_ERROR = "UnicodeDecodeError" (UNICODE_ERROR) "Bytes cannot be decoded.";
    UNICODE_ENCODE_ERROR = "UnicodeEncodeError" (UNICODE_ERROR) "Text cannot be encoded.";
    UNICODE_TRANSLATE_ERROR = "UnicodeTranslateError" (UNICODE_ERROR) "Text cannot be translated.";
    WARNING = "Warning" (EXCEPTION) "What warning categories derive from.";
    BYTES_WARNING = "BytesWarning" (WARNING) "Bytes and text are mixed up.";
    DEPRECATION_WARNING = "DeprecationWarning" (WARNING) "A feature will go; for developers.";
    ENCODING_WARNING = "EncodingWarning" (WARNING) "The encoding depends on the locale.";
    FUTURE_WARNING = "FutureWarning" (WARNING) "A feature will change; for users.";
    IMPORT_WARNING = "ImportWarning" (WARNING) "An import probably goes wrong.";
    PENDING_DEPRECATION_WARNING = "PendingDeprecationWarning" (WARNING) "A feature may go later.";
    RESOURCE_WARNING = "ResourceWarning" (WARNING) "A resource was not closed.";
    RUNTIME_WARNING = "RuntimeWarning" (WARNING) "Something at run time looks wrong.";
    SYNTAX_WARNING = "SyntaxWarning" (WARNING) "Something in the source looks wrong.";
    UNICODE_WARNING = "UnicodeWarning" (WARNING) "Text and encodings are mixed up.";
    USER_WARNING = "UserWarning" (WARNING) "A program's own warning.";
}
