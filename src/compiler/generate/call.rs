//! Calls: callee and arguments in one run of registers, which is where the callee's window begins.

use ruff_python_ast::{self as ast, Expr, Keyword};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{Constant, Op, Text};

use crate::error::Result;
use crate::generate::Generator;
use crate::graph::Reg;

/// With more arguments than this a call goes through a list and a dict, so that runs stay short.
const MAX_ARGUMENTS: usize = 1000;

impl<'a> Generator<'a> {
    pub(super) fn call_to(&mut self, e: &'a ast::ExprCall, dst: Reg) -> Result<()> {
        let needs_collections = needs_collections(&e.arguments);
        if let [Expr::Generator(only)] = &*e.arguments.args
            && !only.parenthesized
        {
            self.call_parentheses.insert(only.range.start(), e.arguments.range);
        }
        if let Expr::Attribute(method) = &*e.func
            && !needs_collections
        {
            let depth = self.unit.depth;
            let object = self.any(&method.value)?;
            self.unit.depth = depth;
            return self.method_call(e, method, object, dst);
        }
        let callee = self.next(&e.func)?;
        self.call_arguments(e.range, callee, &e.arguments, dst)
    }

    fn method_call(
        &mut self,
        e: &'a ast::ExprCall,
        method: &'a ast::ExprAttribute,
        object: Reg,
        dst: Reg,
    ) -> Result<()> {
        let first = self.unit.push();
        self.unit.push();
        let name = self.name(&method.attr);
        let index = self.unit.name_index(name);
        self.unit.wide(self.attribute_range(method), Op::LoadMethod, first, object, index);
        let count = self.plain_arguments(&e.arguments)?;
        let range = self.method_call_range(e, method);
        let op = if e.arguments.keywords.is_empty() { Op::CallMethod } else { Op::CallMethodKw };
        self.unit.op(range, op, dst, first, count, 0);
        Ok(())
    }

    /// A method call over several lines counts as being at the method's name.
    fn method_call_range(&self, e: &ast::ExprCall, method: &ast::ExprAttribute) -> TextRange {
        if self.source.line(e.range.start()) == self.source.line(method.attr.range.start()) {
            e.range
        } else {
            TextRange::new(method.attr.range.start(), e.range.end())
        }
    }

    /// Calls `callee`, which is the topmost temporary, with arguments still to be evaluated.
    pub(super) fn call_arguments(
        &mut self,
        range: TextRange,
        callee: Reg,
        arguments: &'a ast::Arguments,
        dst: Reg,
    ) -> Result<()> {
        if needs_collections(arguments) {
            return self.call_collected(range, callee, &arguments.args, &arguments.keywords, dst);
        }
        let count = self.plain_arguments(arguments)?;
        let op = if arguments.keywords.is_empty() { Op::Call } else { Op::CallKw };
        self.unit.op(range, op, dst, callee, count, 0);
        Ok(())
    }

    /// Evaluates arguments without `*` and `**` onto the run; returns their number, keywords included.
    fn plain_arguments(&mut self, arguments: &'a ast::Arguments) -> Result<u16> {
        for argument in &arguments.args {
            self.next(argument)?;
        }
        self.keyword_arguments(&arguments.keywords)?;
        Ok((arguments.args.len() + arguments.keywords.len()) as u16)
    }

    /// Evaluates keyword arguments onto the run, and behind them the tuple of their names.
    pub(super) fn keyword_arguments(&mut self, keywords: &'a [Keyword]) -> Result<()> {
        if keywords.is_empty() {
            return Ok(());
        }
        let mut names = Vec::with_capacity(keywords.len());
        for keyword in keywords {
            self.next(&keyword.value)?;
            if let Some(name) = &keyword.arg {
                names.push(Self::keyword_name(name));
            }
        }
        let tuple = self.unit.push();
        let range = self.here_or(keywords);
        self.load_constant(range, Constant::Tuple(names.into()), tuple);
        Ok(())
    }

    fn here_or(&self, keywords: &[Keyword]) -> TextRange {
        keywords.last().map_or(self.here, |keyword| keyword.range)
    }

    /// The name of a keyword argument, which no class mangles.
    fn keyword_name(name: &ast::Identifier) -> Constant {
        Constant::Str(Text::from(name.as_str()))
    }

    /// Calls through a list of positional arguments and a dict of keyword arguments.
    pub(super) fn call_collected(
        &mut self,
        range: TextRange,
        callee: Reg,
        positional: &'a [Expr],
        keywords: &'a [Keyword],
        dst: Reg,
    ) -> Result<()> {
        let list = self.unit.push();
        match positional {
            // A lone starred argument is passed as it is: the call unpacks it, and its error names the callee.
            [Expr::Starred(starred)] => self.expr_to(&starred.value, list)?,
            _ => self.fill_list(range, positional, list, 1)?,
        }
        self.call_with_list(range, callee, keywords, dst)
    }

    /// The same with the list of positional arguments already behind the callee.
    pub(super) fn call_with_list(
        &mut self,
        range: TextRange,
        callee: Reg,
        keywords: &'a [Keyword],
        dst: Reg,
    ) -> Result<()> {
        if keywords.is_empty() {
            self.unit.op(range, Op::CallEx, dst, callee, 0, 0);
            return Ok(());
        }
        let dict = self.unit.push();
        self.fill_keywords(range, callee, keywords, dict)?;
        self.unit.op(range, Op::CallEx, dst, callee, 0, 1);
        Ok(())
    }

    /// Keywords before the first `**` are built at once; each later stretch is a dict merged in, which finds duplicates.
    fn fill_keywords(
        &mut self,
        range: TextRange,
        callee: Reg,
        keywords: &'a [Keyword],
        dict: Reg,
    ) -> Result<()> {
        let mut built = false;
        let mut rest = keywords;
        while !rest.is_empty() {
            let depth = self.unit.depth;
            let named = rest.iter().take(MAX_ARGUMENTS).take_while(|keyword| keyword.arg.is_some()).count();
            if named > 0 || !built {
                let first = self.unit.top();
                for keyword in &rest[..named] {
                    if let Some(name) = &keyword.arg {
                        let name = Self::keyword_name(name);
                        let register = self.unit.push();
                        self.load_constant(keyword.range, name, register);
                        self.next(&keyword.value)?;
                    }
                }
                self.unit.depth = depth;
                if built {
                    let part = self.unit.push();
                    self.unit.op(range, Op::BuildDict, part, first, named as u16, 0);
                    self.unit.op(range, Op::DictMerge, dict, part, callee, 0);
                } else {
                    self.unit.op(range, Op::BuildDict, dict, first, named as u16, 0);
                    built = true;
                }
                self.unit.depth = depth;
            }
            rest = &rest[named..];
            if let Some((first, others)) = rest.split_first()
                && first.arg.is_none()
            {
                let mapping = self.any(&first.value)?;
                self.unit.op(first.value.range(), Op::DictMerge, dict, mapping, callee, 0);
                rest = others;
                self.unit.depth = depth;
            }
        }
        Ok(())
    }
}

pub(super) fn needs_collections(arguments: &ast::Arguments) -> bool {
    arguments.args.len() + arguments.keywords.len() > MAX_ARGUMENTS
        || arguments.args.iter().any(Expr::is_starred_expr)
        || arguments.keywords.iter().any(|keyword| keyword.arg.is_none())
}
