//! Class definitions and what module and class bodies define of themselves.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{Constant, Op, Text};

use crate::error::Result;
use crate::generate::call::needs_collections;
use crate::generate::{Generator, Shape};
use crate::graph::{NOWHERE, Reg};
use crate::literal;
use crate::scope::ScopeId;

impl<'a> Generator<'a> {
    pub(super) fn class_statement(&mut self, def: &'a ast::StmtClassDef) -> Result<()> {
        let decorators = self.decorators(&def.decorator_list)?;
        let first_line =
            def.decorator_list.first().map_or(def.range, |decorator| decorator.expression.range());
        let whole = TextRange::new(first_line.start(), def.range.end());
        let range = self.source.definition(def.range, &def.decorator_list);

        let name = self.name(&def.name);
        let qualname = self.qualname_of(name, &def.name);
        let local = self.local_register(name).filter(|_| decorators.is_empty());
        let made = match &def.type_params {
            None => self.class_parts(def, qualname, (range, whole), None, local)?,
            Some(params) => self.generic_class(def, params, qualname, (range, whole), local)?,
        };
        let result = self.apply_decorators(&def.decorator_list, &decorators).unwrap_or(made);
        self.store_name(range, name, result);
        Ok(())
    }

    /// Makes the class itself, with one more base for a generic one; answers where it is: in `local`, if there is one.
    pub(super) fn class_parts(
        &mut self,
        def: &'a ast::StmtClassDef,
        qualname: String,
        (range, whole): (TextRange, TextRange),
        generic_base: Option<Reg>,
        local: Option<Reg>,
    ) -> Result<Reg> {
        let callee = self.unit.push();
        self.unit.op(range, Op::LoadBuildClass, callee, 0, 0, 0);
        let scope = ScopeId::of(&def.node_index);
        let line = self.source.line(whole.start());
        let code =
            self.nested(scope, def.name.as_str(), qualname, whole, |this| this.class_body(def, whole, line))?;
        let collected = def.arguments.as_deref().is_some_and(needs_collections);
        // Through a list the two leading arguments are its first items, so they are made above it.
        let list = if collected { Some(self.unit.push()) } else { None };
        let body = self.unit.push();
        self.make_function(range, body, code, scope, 0, body);
        self.unit.depth = u32::from(body) + 1;
        let text = self.unit.push();
        self.load_constant(range, Constant::Str(Text::from(def.name.as_str())), text);
        let made = local.unwrap_or(callee);
        match (list, def.arguments.as_deref()) {
            (Some(list), Some(arguments)) => {
                self.unit.op(range, Op::BuildList, list, body, 2, 0);
                self.unit.depth = u32::from(body);
                for base in &arguments.args {
                    let depth = self.unit.depth;
                    match base {
                        Expr::Starred(starred) => {
                            let items = self.any(&starred.value)?;
                            self.unit.op(starred.range, Op::ListExtend, list, items, 0, 1);
                        }
                        base => {
                            let item = self.any(base)?;
                            self.unit.op(base.range(), Op::ListAppend, list, item, 0, 0);
                        }
                    }
                    self.unit.depth = depth;
                }
                if let Some(base) = generic_base {
                    self.unit.op(range, Op::ListAppend, list, base, 0, 0);
                }
                self.call_with_list(range, callee, &arguments.keywords, made)?;
            }
            (_, arguments) => {
                let mut count = 2;
                let mut op = Op::Call;
                for base in arguments.iter().flat_map(|arguments| &arguments.args) {
                    self.next(base)?;
                }
                if let Some(base) = generic_base {
                    let last = self.unit.push();
                    self.unit.op(range, Op::Move, last, base, 0, 0);
                    count += 1;
                }
                if let Some(arguments) = arguments {
                    self.keyword_arguments(&arguments.keywords)?;
                    count += (arguments.args.len() + arguments.keywords.len()) as u16;
                    if !arguments.keywords.is_empty() {
                        op = Op::CallKw;
                    }
                }
                self.unit.op(range, op, made, callee, count, 0);
            }
        }
        Ok(made)
    }

    fn class_body(&mut self, def: &'a ast::StmtClassDef, whole: TextRange, first_line: u32) -> Result<Shape> {
        self.prologue();
        // Where the class begins, with its decorators.
        let range = TextRange::empty(whole.start());
        let value = self.unit.push();
        let module = self.names.intern("__name__");
        let index = self.unit.name_index(module);
        self.unit.wide(range, Op::LoadName, value, 0, index);
        self.store_own(range, "__module__", value)?;
        let qualname = Constant::Str(Text::from(self.unit.qualname.as_str()));
        self.load_constant(range, qualname, value);
        self.store_own(range, "__qualname__", value)?;
        self.load_constant(range, Constant::Int(i64::from(first_line)), value);
        self.store_own(range, "__firstlineno__", value)?;
        if def.type_params.is_some() {
            let parameters = self.names.intern(".type_params");
            self.load_name_to(range, parameters, value);
            self.store_own(range, "__type_params__", value)?;
        }
        let namespace = self.names.intern("__classdict__");
        let namespace = self.scopes[self.unit.scope].class_cell(namespace);
        if let Some(cell) = namespace {
            self.unit.op(range, Op::LoadNamespace, value, 0, 0, 0);
            self.unit.op(range, Op::StoreCell, cell, value, 0, 0);
        }
        self.unit.depth -= 1;

        self.begin_annotations(&def.body)?;
        let body = self.docstring_of_namespace(&def.body)?;
        self.statements(body)?;

        self.here = whole;
        self.end_annotations()?;
        self.here = range;
        // What follows nobody wrote.
        let range = NOWHERE;
        let attributes: Box<[Constant]> = self.scopes[self.unit.scope]
            .static_attributes
            .iter()
            .map(|&name| Constant::Str(Text::from(self.names.text(name))))
            .collect();
        let value = self.unit.push();
        self.load_constant(range, Constant::Tuple(attributes), value);
        self.store_own(range, "__static_attributes__", value)?;
        if let Some(cell) = namespace {
            self.unit.op(range, Op::Move, value, cell, 0, 0);
            self.store_own(range, "__classdictcell__", value)?;
        }
        let class_cell = self.names.intern("__class__");
        match self.scopes[self.unit.scope].class_cell(class_cell) {
            Some(cell) => {
                self.unit.op(range, Op::Move, value, cell, 0, 0);
                self.store_own(range, "__classcell__", value)?;
                self.unit.op(range, Op::Return, value, 0, 0, 0);
            }
            None => self.return_none(),
        }
        Ok(Shape::default())
    }

    /// The docstring that a body begins with, cleaned of its indentation (absent under `-OO`), and the rest of the body.
    pub(super) fn docstring(&self, body: &'a [Stmt]) -> Option<(Option<Text>, &'a [Stmt])> {
        let (Stmt::Expr(first), rest) = body.split_first()? else { return None };
        let Expr::StringLiteral(string) = &*first.value else { return None };
        let keep = self.options.optimize < 2;
        Some((keep.then(|| clean_docstring(&literal::string(self.source, string))), rest))
    }

    /// Stores a module's or class's `__doc__`; returns the rest of the body.
    pub(super) fn docstring_of_namespace(&mut self, body: &'a [Stmt]) -> Result<&'a [Stmt]> {
        let Some((docstring, rest)) = self.docstring(body) else { return Ok(body) };
        if let (Some(docstring), Some(first)) = (docstring, body.first()) {
            let value = self.unit.push();
            self.load_constant(first.range(), Constant::Str(docstring), value);
            self.store_own(first.range(), "__doc__", value)?;
            self.unit.depth -= 1;
        }
        Ok(rest)
    }
}

/// Removes the common indentation of all lines but the first, and leading blanks of the first, as CPython's compiler does.
fn clean_docstring(text: &Text) -> Text {
    let Some(text) = text.as_str() else { return text.clone() };
    let expanded;
    let text = if text.contains('\t') {
        expanded = expand_tabs(text);
        &expanded[..]
    } else {
        text
    };
    let margin = text
        .split('\n')
        .skip(1)
        .filter_map(|line| {
            let content = line.trim_start_matches(' ');
            (!content.is_empty()).then(|| line.len() - content.len())
        })
        .min()
        .unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        if index == 0 {
            out.push_str(line.trim_start_matches(' '));
        } else {
            out.push('\n');
            let blanks = line.len() - line.trim_start_matches(' ').len();
            out.push_str(&line[blanks.min(margin)..]);
        }
    }
    Text::from(out)
}

fn expand_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let width = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            c => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}
