//! The tree that Python code sees (module `ast`), as plain data: between the parser crate's tree and the objects.
//!
//! | file | does |
//! | --- | --- |
//! | [`table`] | the abstract grammar: kinds of nodes and their fields |
//! | `export`, `expressions`, `strings` | the parser crate's tree to this one, every place as CPython has it |
//! | `import`, `import_expressions` | this one back, with places and values that no source text has |
//! | `unparse` | an expression as text in CPython's normal form |
//! | `validate` | what a tree that Python code made must be |

pub(crate) mod export;
mod expressions;
mod import;
mod import_expressions;
mod strings;
pub mod table;
mod unparse;
mod validate;

use typhon_bytecode::{Constant, Text};

pub(crate) use export::export;
pub(crate) use import::import;
pub use table::{FieldDef, Kind, Quantity, Sum, Type};
pub(crate) use unparse::unparse;
pub use validate::{Flaw, validate};

/// Where a node comes from: 1-based lines, 0-based columns in bytes of UTF-8. Made-up nodes may have any numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Place {
    pub line: i32,
    pub column: i32,
    pub end_line: i32,
    pub end_column: i32,
}

/// A node: its fields in the table's order.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    pub kind: Kind,
    pub fields: Vec<Field>,
    /// Meaningful where the kind has places.
    pub place: Place,
}

impl Drop for Node {
    /// Without recursion: the thread that drops a tree may have a small stack.
    fn drop(&mut self) {
        let mut pending = std::mem::take(&mut self.fields);
        while let Some(field) = pending.pop() {
            match field {
                Field::Node(mut node) => pending.append(&mut node.fields),
                Field::Nodes(nodes) => {
                    nodes.into_iter().flatten().for_each(|mut node| pending.append(&mut node.fields));
                }
                _ => {}
            }
        }
    }
}

/// The value of a field.
#[derive(Clone, PartialEq, Debug)]
pub enum Field {
    Absent,
    Node(Box<Node>),
    Nodes(Vec<Option<Node>>),
    Name(String),
    Names(Vec<String>),
    Text(Text),
    Number(i32),
    Constant(Constant),
}
