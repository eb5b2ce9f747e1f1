//! What `-h`, `-V`, `--help-env` and `-X help` print, from the tables of options.

use super::LETTERS;
use super::extension::EXTENSIONS;

pub(super) fn usage() -> String {
    let mut text = String::from(
        "usage: typhon [option] ... [-c cmd | -m mod | file | -] [arg] ...\n\
         Options (and corresponding environment variables):\n",
    );
    for letter in LETTERS {
        let variable = letter.variable.map_or(String::new(), |variable| format!("; also {variable}=x"));
        text += &format!("-{}     : {}{variable}\n", letter.letter, letter.doc);
    }
    text += "-c cmd : program passed in as string (terminates option list)\n\
             -h     : print this help message and exit (also -? or --help)\n\
             -m mod : run library module as a script (terminates option list)\n\
             -V     : print the Python version number and exit (also --version)\n\
             -W arg : warning control; arg is action:message:category:module:lineno\n\
             \x20        also PYTHONWARNINGS=arg\n\
             -X opt : set implementation-specific option; -X help lists them\n\
             --check-hash-based-pycs always|default|never:\n\
             \x20        control how Python invalidates hash-based .pyc files\n\
             --help-env: print help about Python environment variables and exit\n\
             --help-xoptions: print help about implementation-specific -X options and exit\n\
             --help-all: print complete help information and exit\n\
             \n\
             Arguments:\n\
             file   : program read from script file\n\
             -      : program read from stdin (default; interactive mode if a tty)\n\
             arg ...: arguments passed to program in sys.argv[1:]\n";
    text
}

pub(super) fn extensions() -> String {
    let mut text = String::from("The following implementation-specific options are available:\n");
    for extension in EXTENSIONS {
        let variable = extension.variable.map_or(String::new(), |variable| format!("; also {variable}"));
        let name = format!("{}{}", extension.name, extension.value);
        text += &format!("-X {name}: {}{variable}\n", extension.doc);
    }
    text
}

/// Variables that have no option.
const VARIABLES: &[(&str, &str)] = &[
    ("PYTHONASYNCIODEBUG", "enable asyncio debug mode"),
    ("PYTHONBREAKPOINT", "callable that breakpoint() calls; 0 disables it"),
    ("PYTHONHASHSEED", "'random', or a number that seeds the hashes of str and bytes objects"),
    ("PYTHONHOME", "alternate <prefix> directory, with the library in <prefix>/lib/python3.14"),
    ("PYTHONIOENCODING", "encoding[:errors] used for stdin/stdout/stderr"),
    ("PYTHONPATH", "':'-separated list of directories prefixed to the default module search path"),
    ("PYTHONSTARTUP", "file executed on interactive startup (no default)"),
    ("PYTHONUSERBASE", "defines the user base directory (site.USER_BASE)"),
    ("PYTHON_COLORS", "1 colorizes various kinds of output, 0 does not"),
    ("PYTHONWARNINGS", "warning control (-W)"),
];

pub(super) fn environment() -> String {
    let mut text = String::from("Environment variables that change behavior:\n");
    for (name, doc) in VARIABLES {
        text += &format!("{name:16}: {doc}\n");
    }
    text += "\nThese variables have equivalent command-line options (see --help for details):\n";
    for letter in LETTERS {
        if let Some(name) = letter.variable {
            text += &format!("{name}: {} (-{})\n", letter.doc, letter.letter);
        }
    }
    for extension in EXTENSIONS {
        if let Some(name) = extension.variable {
            text += &format!("{name}: {} (-X {})\n", extension.doc, extension.name);
        }
    }
    text
}

pub(super) fn version(long: bool) -> String {
    if long {
        return format!("Python {}\n", typhon_stdlib::sys::version_text());
    }
    let (major, minor, micro) = typhon_stdlib::sys::VERSION;
    format!("Python {major}.{minor}.{micro}\n")
}
