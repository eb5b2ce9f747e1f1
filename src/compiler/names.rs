//! Interned identifiers: symbol tables and code generation compare and hash small numbers instead of strings.

use rustc_hash::FxHashMap;

/// An identifier of one compilation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct NameId(u32);

/// The identifiers met so far.
#[derive(Default)]
pub(crate) struct Names {
    ids: FxHashMap<Box<str>, NameId>,
    texts: Vec<Box<str>>,
}

impl Names {
    pub(crate) fn intern(&mut self, text: &str) -> NameId {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let id = NameId(self.texts.len() as u32);
        self.texts.push(text.into());
        self.ids.insert(text.into(), id);
        id
    }

    pub(crate) fn text(&self, id: NameId) -> &str {
        &self.texts[id.0 as usize]
    }

    /// Interns an identifier as seen from inside a class: `__x` becomes `_Class__x`.
    pub(crate) fn mangle(&mut self, class: Option<NameId>, identifier: &str) -> NameId {
        let Some(class) = class else { return self.intern(identifier) };
        if !identifier.starts_with("__") || identifier.ends_with("__") || identifier.contains('.') {
            return self.intern(identifier);
        }
        let class = self.text(class).trim_start_matches('_');
        if class.is_empty() {
            return self.intern(identifier);
        }
        let mangled = format!("_{class}{identifier}");
        self.intern(&mangled)
    }
}
