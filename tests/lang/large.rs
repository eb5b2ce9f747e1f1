//! Programs too large to keep: written on the spot, with what they must print.

use std::fmt::Write;
use std::fs;

use libtest_mimic::Trial;

use crate::{run, trial};

/// What must come of a program.
enum Expected {
    Prints(&'static str),
    /// Exit code 1 and one of these exception classes at the start of standard error's last line.
    Raises(&'static [&'static str]),
}

pub(crate) fn trials() -> Vec<Trial> {
    let cases: [(&str, String, Expected); 15] = [
        ("function_of_10000_lines", long_function(), Expected::Prints("done 50005000\n")),
        ("function_with_30000_locals", many_locals(30_000), Expected::Prints("29999 30000\n")),
        ("function_with_70000_locals", many_locals(70_000), Expected::Raises(&["OverflowError"])),
        ("call_with_2000_arguments", many_arguments(2000), Expected::Prints("1999000\n")),
        ("function_with_300_parameters", many_parameters(300), Expected::Prints("44850\n")),
        ("list_display_of_50000", list_display(50_000), Expected::Prints("50000 1249975000\n")),
        ("dict_display_of_50000", dict_display(50_000), Expected::Prints("50000 49999\n")),
        ("module_with_20000_globals", many_globals(20_000), Expected::Prints("199990000\n")),
        ("branches_over_far_distances", far_branches(), Expected::Prints("3 60000\n")),
        ("string_of_a_million_characters", long_string(1_000_000), Expected::Prints("1000000\n")),
        ("150_nested_lists", nested("[", "]", 150, "print(str(x).count('['))"), Expected::Prints("150\n")),
        (
            "100000_nested_brackets",
            nested("(", ")", 100_000, "print(x)"),
            Expected::Raises(&["SyntaxError", "MemoryError", "RecursionError"]),
        ),
        (
            "100000_signs",
            nested("-", "", 100_000, "print(x)"),
            Expected::Raises(&["SyntaxError", "MemoryError", "RecursionError"]),
        ),
        ("101_indentation_levels", indented(101), Expected::Raises(&["IndentationError", "SyntaxError"])),
        ("30_nested_loops", nested_blocks("for i{n} in range(1):", 30), Expected::Raises(&["SyntaxError"])),
    ];
    let one = |(name, text, expected): (&'static str, String, Expected)| {
        trial(format!("large/{name}"), move || check(name, &text, &expected))
    };
    cases.into_iter().map(one).collect()
}

fn check(name: &str, text: &str, expected: &Expected) -> Result<(), String> {
    let folder = run::Folder::new(name)?;
    fs::write(folder.path().join("main.py"), text).map_err(|error| error.to_string())?;
    let mut command = run::command(folder.path(), 2);
    command.arg("main.py");
    let outcome = run::run(command)?;
    match expected {
        Expected::Prints(output) => {
            outcome.expect_code(0)?;
            run::compare("standard output", output, &outcome.stdout)
        }
        Expected::Raises(classes) => {
            outcome.expect_code(1)?;
            let last = outcome.stderr.lines().last().unwrap_or_default();
            if classes.iter().any(|class| last.starts_with(class)) {
                return Ok(());
            }
            Err(format!(
                "expected one of {classes:?}:\n{}",
                outcome.stderr.lines().last().unwrap_or_default()
            ))
        }
    }
}

/// Text made of one line per number.
fn lines(count: usize, mut line: impl FnMut(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0..count {
        writeln!(text, "{}", line(number)).expect("a string can be written");
    }
    text
}

fn long_function() -> String {
    let body = lines(10_000, |number| format!("    total += {}", number + 1));
    format!("def f(total):\n{body}    return total\nprint('done', f(0))\n")
}

fn many_locals(count: usize) -> String {
    let body = lines(count, |number| format!("    v{number} = {number}"));
    format!("def f():\n{body}    return v{}, len(locals())\nprint(*f())\n", count - 1)
}

fn many_arguments(count: usize) -> String {
    let arguments: Vec<_> = (0..count).map(|number| number.to_string()).collect();
    format!("def f(*args):\n    return sum(args)\nprint(f({}))\n", arguments.join(", "))
}

fn many_parameters(count: usize) -> String {
    let names: Vec<_> = (0..count).map(|number| format!("p{number}")).collect();
    let keywords: Vec<_> = (0..count).rev().map(|number| format!("p{number}={number}")).collect();
    format!(
        "def f({}):\n    return {}\nprint(f({}))\n",
        names.join(", "),
        names.join(" + "),
        keywords.join(", ")
    )
}

fn list_display(count: usize) -> String {
    let items: Vec<_> = (0..count).map(|number| format!("int({number})")).collect();
    format!("x = [{}]\nprint(len(x), sum(x))\n", items.join(", "))
}

fn dict_display(count: usize) -> String {
    let items: Vec<_> = (0..count).map(|number| format!("'k{number}': {number}")).collect();
    format!("x = {{{}}}\nprint(len(x), x['k{}'])\n", items.join(", "), count - 1)
}

fn many_globals(count: usize) -> String {
    let names = lines(count, |number| format!("g{number} = {number}"));
    let uses = lines(count, |number| format!("    total += g{number}"));
    format!("{names}def f():\n    total = 0\n{uses}    return total\nprint(f())\n")
}

/// Jumps over more code than short operands can name, forwards and backwards.
fn far_branches() -> String {
    let body = lines(20_000, |_| "        n = n + 1".to_owned());
    format!(
        "def f(n, rounds):\n    while rounds:\n        if rounds == 99:\n            break\n{body}        rounds -= 1\n    else:\n        return n\nprint(3, f(0, 3))\n"
    )
}

fn long_string(length: usize) -> String {
    format!("x = '{}'\nprint(len(x))\n", "x".repeat(length))
}

fn nested(open: &str, close: &str, depth: usize, then: &str) -> String {
    format!("x = {}1{}\n{then}\n", open.repeat(depth), close.repeat(depth))
}

fn indented(depth: usize) -> String {
    let blocks = lines(depth, |level| format!("{}if True:", " ".repeat(level)));
    format!("{blocks}{}print(1)\n", " ".repeat(depth))
}

fn nested_blocks(head: &str, depth: usize) -> String {
    let blocks =
        lines(depth, |level| format!("{}{}", " ".repeat(level), head.replace("{n}", &level.to_string())));
    format!("{blocks}{}pass\n", " ".repeat(depth))
}
