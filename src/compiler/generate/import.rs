//! Import statements.

use ruff_python_ast::{self as ast};
use typhon_bytecode::{Constant, Op, Text};

use crate::error::Result;
use crate::generate::Generator;
use crate::graph::Reg;

impl<'a> Generator<'a> {
    /// Emits `ImportName` with level and list of names; the module ends up in a fresh temporary.
    fn import_module(&mut self, module: &str, level: u32, names: Constant) -> Reg {
        let first = self.unit.push();
        let second = self.unit.push();
        self.load_constant(self.here, Constant::Int(i64::from(level)), first);
        self.load_constant(self.here, names, second);
        let name = self.names.intern(module);
        let index = self.unit.name_index(name);
        self.unit.wide(self.here, Op::ImportName, first, first, index);
        self.unit.depth -= 1;
        first
    }

    pub(super) fn import_statement(&mut self, stmt: &'a ast::StmtImport) -> Result<()> {
        for alias in &stmt.names {
            let depth = self.unit.depth;
            let path = alias.name.as_str();
            let module = self.import_module(path, 0, Constant::None);
            let mut parts = path.split('.');
            let top = parts.next().unwrap_or_default();
            match &alias.asname {
                None => {
                    let name = self.name(top);
                    self.store_name(self.here, name, module);
                }
                Some(asname) => {
                    // `import a.b.c as d` binds the submodule: each part is fetched from the one before.
                    for part in parts {
                        let name = self.names.intern(part);
                        let index = self.unit.name_index(name);
                        self.unit.wide(self.here, Op::ImportFrom, module, module, index);
                    }
                    let name = self.name(asname);
                    self.store_name(self.here, name, module);
                }
            }
            self.unit.depth = depth;
        }
        Ok(())
    }

    pub(super) fn import_from_statement(&mut self, stmt: &'a ast::StmtImportFrom) -> Result<()> {
        let names = stmt.names.iter().map(|alias| Constant::Str(Text::from(alias.name.as_str()))).collect();
        let path = stmt.module.as_ref().map_or("", |module| module.as_str());
        let module = self.import_module(path, stmt.level, Constant::Tuple(names));
        for alias in &stmt.names {
            if alias.name.as_str() == "*" {
                self.unit.op(self.here, Op::ImportStar, module, 0, 0, 0);
                continue;
            }
            let attribute = self.names.intern(&alias.name);
            let index = self.unit.name_index(attribute);
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            let target = self.name(bound);
            let value = match self.binding(target) {
                super::name::Binding::Register(register) => register,
                _ => {
                    let value = self.unit.top();
                    self.unit.touch(value);
                    value
                }
            };
            self.unit.wide(self.here, Op::ImportFrom, value, module, index);
            self.store_name(self.here, target, value);
        }
        Ok(())
    }
}
