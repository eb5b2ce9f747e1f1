//! Which register or cell a name gets.

use super::module;
use typhon_bytecode::{Code, Constant};

/// The named registers of the function `f` inside the module: `@` marks cells, `^` free variables, `!` parameters.
fn check(source: &str, expected: &str) {
    let code = module(source);
    let code = find(&code, "f").expect("a function called f");
    let locals: Vec<String> = code
        .locals
        .iter()
        .map(|local| {
            let mark = match (local.is_free, local.is_cell, local.is_parameter) {
                (true, ..) => "^",
                (_, true, true) => "@!",
                (_, true, false) => "@",
                (.., true) => "!",
                _ => "",
            };
            local.name.to_string_lossy() + mark
        })
        .collect();
    assert_eq!(locals.join(" "), expected);
}

fn find(code: &Code, name: &str) -> Option<Code> {
    code.constants.iter().find_map(|constant| match constant {
        Constant::Code(inner) if inner.name.as_str() == Some(name) => Some((**inner).clone()),
        Constant::Code(inner) => find(inner, name),
        _ => None,
    })
}

#[test]
fn parameters_come_first_in_calling_order() {
    check("def f(a, /, b, *c, d, **e): g = h = 1", "a! b! d! c! e! g h");
}

#[test]
fn locals_come_in_the_order_of_execution() {
    check("def f(y):\n  x = (z := y)\n  for v in (w := y): pass", "y! z x w v");
    check("def f():\n  x = y\n  y = x", "y x");
    check("def f(y):\n  match y:\n    case {'a': b, **c} as d: pass", "y! b c d");
}

#[test]
fn captured_names_are_cells() {
    check("def f(p, q):\n  z = y = 1\n  lambda: (p, z, y)", "p@! q! y@ z@");
    check("def g(x):\n  def f(): return x", "x^");
    check("def g(x):\n  def f():\n    def h(): return x", "h x^");
    check("def g(x):\n  def f():\n    nonlocal x\n    x = 1", "x^");
    check("def g():\n  global x\n  x = 1\n  def f(): return x", "");
}

#[test]
fn classes_are_skipped_but_lend_their_cell() {
    check("class C:\n  x = 1\n  def f(self): return x", "self!");
    check("class C:\n  def f(self): return super()", "self! __class__^");
    check("def g(x):\n  class C:\n    x = 2\n    def f(self): return x", "self! x^");
    check("class C:\n  def f(self): __x = self.__y", "self! _C__x");
}

#[test]
fn comprehensions_get_registers_of_their_own() {
    check("def f(x):\n  [x for x in x]\n  [x for x in x]", "x! x");
    check("def f(y):\n  [[x for x in y] for x in y]", "y! x x");
    check("def f(y):\n  [lambda: (x, y) for x in y]", "y@! x@");
    check("def f(y):\n  [z := x for x in y]", "y! z x");
    check("def g(y):\n  class f:\n    [y for x in y]", "x y^");
    check("def f():\n  [__class__ for x in ()]", "x");
}

#[test]
fn deleted_and_exception_names_are_locals() {
    check("def f():\n  try: pass\n  except E as e: del e", "e");
    check("def f():\n  import a.b, c as d\n  from e import g", "a d g");
}
