//! Errors that this crate words itself, as CPython 3.14 words them.

use super::compiled;
use crate::{ErrorKind, Mode};

fn check(source: &str, message: &str) {
    let error = compiled(source.as_bytes(), Mode::Exec).expect_err("an error");
    assert_eq!(error.message, message, "{source}");
    assert!(error.line >= 1, "{source}");
}

#[test]
fn jumps_need_their_surroundings() {
    check("return 1", "'return' outside function");
    check("class C:\n  return 1", "'return' outside function");
    check("break", "'break' outside loop");
    check("def f():\n  while 1:\n    def g(): break", "'break' outside loop");
    check("if 1: continue", "'continue' not properly in loop");
}

#[test]
fn declarations_come_before_uses() {
    check("def f():\n  x = 1\n  global x", "name 'x' is assigned to before global declaration");
    check("def f():\n  print(x)\n  global x", "name 'x' is used prior to global declaration");
    check("def f(x):\n  global x", "name 'x' is parameter and global");
    check("def f():\n  nonlocal x", "no binding for nonlocal 'x' found");
    check("nonlocal x", "nonlocal declaration not allowed at module level");
    check("def g(x):\n  def f():\n    global x\n    nonlocal x", "name 'x' is nonlocal and global");
    check("def f():\n  x: int\n  global x", "annotated name 'x' can't be global");
}

#[test]
fn bindings_are_restricted() {
    check("def f(a, b, a): pass", "duplicate argument 'a' in function definition");
    check("lambda a, *a: 1", "duplicate argument 'a' in function definition");
    check("__debug__ = 1", "cannot assign to __debug__");
    check("def f():\n  from a import *", "import * only allowed at module level");
    check("[x := 1 for x in y]", "assignment expression cannot rebind comprehension iteration variable 'x'");
    check(
        "[x for x in (y := z)]",
        "assignment expression cannot be used in a comprehension iterable expression",
    );
    check(
        "class C:\n  [y := x for x in z]",
        "assignment expression within a comprehension cannot be used in a class body",
    );
    check("*a, *b = c", "multiple starred expressions in assignment");
    check("try: pass\nexcept: pass\nexcept E: pass", "default 'except:' must be last");
}

#[test]
fn future_imports_come_first() {
    let late = "from __future__ imports must occur at the beginning of the file";
    check("x = 1\nfrom __future__ import annotations", late);
    check("def f():\n  from __future__ import division", late);
    check("from __future__ import nope", "future feature nope is not defined");
    check("from __future__ import braces", "not a chance");
    let source = b"'doc'\nfrom __future__ import division\nfrom __future__ import annotations";
    assert!(compiled(source, Mode::Exec).is_ok());
}

#[test]
fn the_parser_speaks_as_cpython() {
    check("1 = x", "cannot assign to literal here. Maybe you meant '==' instead of '='?");
    check("x = f() = 1", "cannot assign to function call");
    check("None = 1", "cannot assign to None");
    check("for x + 1 in y: pass", "cannot assign to expression");
    check("f() += 1", "'function call' is an illegal expression for augmented assignment");
    check("del x + 1", "cannot delete expression");
    check("(a.b := 1)", "cannot use assignment expressions with attribute");
    check("f(a=1, a=2)", "keyword argument repeated: a");
    check("x = 1 2", "invalid syntax");
    check("if x\n  y", "expected ':'");
    check("if x:\n\ny", "expected an indented block after 'if' statement on line 1");
    check("x\n  y", "unexpected indent");
    check("'abc", "unterminated string literal (detected at line 1)");
    check("'' 'abc", "unterminated string literal (detected at line 1)");
}

#[test]
fn nesting_is_bounded() {
    let blocks: String = (0..22).map(|depth| format!("{}while x:\n", " ".repeat(depth))).collect();
    check(&format!("{blocks}{}pass\n", " ".repeat(22)), "too many statically nested blocks");
    let indents: String = (0..101).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect();
    check(&format!("{indents}{}pass\n", " ".repeat(101)), "too many levels of indentation");
    check(&format!("{}{}", "(".repeat(201), ")".repeat(201)), "too many nested parentheses");
}

#[test]
fn positions_and_text_of_the_line_are_known() {
    let error = compiled("x = 1\nä = (y\nz".as_bytes(), Mode::Exec).expect_err("an error");
    assert_eq!(error.kind, ErrorKind::Syntax);
    let error = compiled("ab = 'ä'; return 1\n".as_bytes(), Mode::Exec).expect_err("an error");
    assert_eq!((error.line, error.column, error.end_column), (1, 12, 20));
    assert_eq!(error.text.as_deref(), Some("ab = 'ä'; return 1\n"));
}
