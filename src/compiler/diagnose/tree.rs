//! What the recogniser remembers of what it has recognised: as much as the wording and placing of errors needs.

/// Index of a node; [`NodeId::NOTHING`] is an optional item that is absent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NodeId(pub(crate) u32);

impl NodeId {
    pub(crate) const NOTHING: NodeId = NodeId(0);
}

/// Kinds of expression, and of the few other things that actions ask about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Anything nobody asks about.
    Other,
    /// Several items.
    Seq,
    Token,
    Name,
    Number,
    Imaginary,
    String,
    Bytes,
    FString,
    TString,
    True,
    False,
    None,
    Ellipsis,
    Attribute,
    Subscript,
    Starred,
    List,
    Tuple,
    Set,
    Dict,
    Lambda,
    Call,
    BoolOp,
    BinOp,
    UnaryOp,
    GeneratorExp,
    ListComp,
    SetComp,
    DictComp,
    Yield,
    Await,
    Compare,
    /// The pair of `in` and an operand.
    In,
    IfExp,
    NamedExpr,
    Slice,
    Comprehension,
    Keyword,
    DoubleStarred,
    /// Arguments of a call: the positional ones are the children.
    Arguments,
    /// The same where a `**` is among them.
    ArgumentsUnpacking,
}

impl Kind {
    /// The kind of a name in `python.peg`.
    pub(crate) fn named(name: &str) -> Kind {
        match name {
            "Seq" => Kind::Seq,
            "TString" => Kind::TString,
            "True" => Kind::True,
            "False" => Kind::False,
            "None" => Kind::None,
            "Ellipsis" => Kind::Ellipsis,
            "Attribute" => Kind::Attribute,
            "Subscript" => Kind::Subscript,
            "Starred" => Kind::Starred,
            "List" => Kind::List,
            "Tuple" => Kind::Tuple,
            "Set" => Kind::Set,
            "Dict" => Kind::Dict,
            "Lambda" => Kind::Lambda,
            "Call" => Kind::Call,
            "BoolOp" => Kind::BoolOp,
            "BinOp" => Kind::BinOp,
            "UnaryOp" => Kind::UnaryOp,
            "GeneratorExp" => Kind::GeneratorExp,
            "ListComp" => Kind::ListComp,
            "SetComp" => Kind::SetComp,
            "DictComp" => Kind::DictComp,
            "Yield" => Kind::Yield,
            "Await" => Kind::Await,
            "Compare" => Kind::Compare,
            "In" => Kind::In,
            "IfExp" => Kind::IfExp,
            "NamedExpr" => Kind::NamedExpr,
            "Slice" => Kind::Slice,
            "Comprehension" => Kind::Comprehension,
            "Keyword" => Kind::Keyword,
            "DoubleStarred" => Kind::DoubleStarred,
            name => unreachable!("no kind {name} in python.peg"),
        }
    }

    /// CPython's name of an expression of this kind in messages.
    pub(crate) fn shown(self) -> &'static str {
        match self {
            Kind::Attribute => "attribute",
            Kind::Subscript => "subscript",
            Kind::Starred => "starred",
            Kind::Name => "name",
            Kind::List => "list",
            Kind::Tuple => "tuple",
            Kind::Lambda => "lambda",
            Kind::Call => "function call",
            Kind::BoolOp | Kind::BinOp | Kind::UnaryOp => "expression",
            Kind::GeneratorExp => "generator expression",
            Kind::Yield => "yield expression",
            Kind::Await => "await expression",
            Kind::ListComp => "list comprehension",
            Kind::SetComp => "set comprehension",
            Kind::DictComp => "dict comprehension",
            Kind::Dict => "dict literal",
            Kind::Set => "set display",
            Kind::FString => "f-string expression",
            Kind::TString => "t-string expression",
            Kind::None => "None",
            Kind::True => "True",
            Kind::False => "False",
            Kind::Ellipsis => "ellipsis",
            Kind::Number | Kind::Imaginary | Kind::String | Kind::Bytes => "literal",
            Kind::Compare => "comparison",
            Kind::IfExp => "conditional expression",
            Kind::NamedExpr => "named expression",
            _ => "expression",
        }
    }
}

/// A node: its first and last token and its children.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) first: u32,
    pub(crate) last: u32,
    children: (u32, u32),
}

/// All nodes of one run; nothing is ever removed.
pub(crate) struct Tree {
    nodes: Vec<Node>,
    children: Vec<NodeId>,
}

impl Tree {
    pub(crate) fn new() -> Tree {
        let nothing = Node { kind: Kind::Other, first: 0, last: 0, children: (0, 0) };
        Tree { nodes: vec![nothing], children: Vec::new() }
    }

    pub(crate) fn push(&mut self, kind: Kind, first: u32, last: u32, children: &[NodeId]) -> NodeId {
        let start = self.children.len() as u32;
        self.children.extend_from_slice(children);
        self.nodes.push(Node { kind, first, last, children: (start, self.children.len() as u32) });
        NodeId(self.nodes.len() as u32 - 1)
    }

    pub(crate) fn get(&self, id: NodeId) -> Node {
        self.nodes[id.0 as usize]
    }

    pub(crate) fn children(&self, id: NodeId) -> &[NodeId] {
        let (start, end) = self.get(id).children;
        &self.children[start as usize..end as usize]
    }

    /// The items of a sequence; a node that is none is its own only item.
    pub(crate) fn items(&self, id: NodeId) -> Vec<NodeId> {
        match self.get(id).kind {
            _ if id == NodeId::NOTHING => Vec::new(),
            Kind::Seq => self.children(id).iter().flat_map(|&child| self.items(child)).collect(),
            _ => vec![id],
        }
    }
}
