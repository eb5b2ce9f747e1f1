//! The abstract grammar of Python 3.14 (the manual's page on `ast`; Parser/Python.asdl): one row a kind of node, with its fields as
//! they are written there. Classes, `_fields`, `__doc__`, conversion and validation derive from it.

use std::sync::OnceLock;

/// How often a field's value occurs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantity {
    One,
    /// `?`: or `None`.
    Optional,
    /// `*`: a list.
    Many,
    /// `?*`: a list in which some may be `None`.
    ManyOptional,
}

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    Identifier,
    Int,
    Text,
    Constant,
    Node(Sum),
}

/// One field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldDef {
    pub name: &'static str,
    pub holds: Type,
    pub quantity: Quantity,
}

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    pub name: &'static str,
    pub sum: Sum,
    fields: &'static str,
}

macro_rules! is_product {
    () => {
        false
    };
    (product) => {
        true
    };
}

macro_rules! grammar {
    ($($sum:ident $sum_name:literal $attributes:literal $($product:ident)? {
        $($kind:ident $name:literal $fields:literal,)*
    })*) => {
        /// Kinds of nodes that may stand for each other: the classes between `AST` and those of nodes. A *product* has one kind, whose class it is.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Sum {
            $($sum,)*
        }

        impl Sum {
            /// All in the grammar's order.
            pub const ALL: &'static [Sum] = &[$(Sum::$sum,)*];

            /// The class's name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Sum::$sum => $sum_name,)*
                }
            }

            /// Whether its nodes have a place in the source.
            pub const fn has_place(self) -> bool {
                match self {
                    $(Sum::$sum => $attributes,)*
                }
            }

            /// Whether there is one kind, with no class above it.
            pub const fn is_product(self) -> bool {
                match self {
                    $(Sum::$sum => is_product!($($product)?),)*
                }
            }

            /// Its kinds.
            pub const fn kinds(self) -> &'static [Kind] {
                match self {
                    $(Sum::$sum => &[$(Kind::$kind,)*],)*
                }
            }
        }

        /// A kind of node.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Kind {
            $($($kind,)*)*
        }

        impl Kind {
            /// All in the grammar's order.
            pub const ALL: &'static [Kind] = &[$($(Kind::$kind,)*)*];

            /// Its row.
            pub const fn row(self) -> Row {
                match self {
                    $($(Kind::$kind => Row { name: $name, sum: Sum::$sum, fields: $fields },)*)*
                }
            }
        }
    };
}

grammar! {
    Mod "mod" false {
        Module "Module" "stmt* body, type_ignore* type_ignores",
        Interactive "Interactive" "stmt* body",
        Expression "Expression" "expr body",
        FunctionType "FunctionType" "expr* argtypes, expr returns",
    }
    Stmt "stmt" true {
        FunctionDef "FunctionDef" "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params",
        AsyncFunctionDef "AsyncFunctionDef" "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params",
        ClassDef "ClassDef" "identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params",
        Return "Return" "expr? value",
        Delete "Delete" "expr* targets",
        Assign "Assign" "expr* targets, expr value, string? type_comment",
        TypeAlias "TypeAlias" "expr name, type_param* type_params, expr value",
        AugAssign "AugAssign" "expr target, operator op, expr value",
        AnnAssign "AnnAssign" "expr target, expr annotation, expr? value, int simple",
        For "For" "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment",
        AsyncFor "AsyncFor" "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment",
        While "While" "expr test, stmt* body, stmt* orelse",
        If "If" "expr test, stmt* body, stmt* orelse",
        With "With" "withitem* items, stmt* body, string? type_comment",
        AsyncWith "AsyncWith" "withitem* items, stmt* body, string? type_comment",
        Match "Match" "expr subject, match_case* cases",
        Raise "Raise" "expr? exc, expr? cause",
        Try "Try" "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody",
        TryStar "TryStar" "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody",
        Assert "Assert" "expr test, expr? msg",
        Import "Import" "alias* names",
        ImportFrom "ImportFrom" "identifier? module, alias* names, int? level",
        Global "Global" "identifier* names",
        Nonlocal "Nonlocal" "identifier* names",
        Expr "Expr" "expr value",
        Pass "Pass" "",
        Break "Break" "",
        Continue "Continue" "",
    }
    Expr "expr" true {
        BoolOp "BoolOp" "boolop op, expr* values",
        NamedExpr "NamedExpr" "expr target, expr value",
        BinOp "BinOp" "expr left, operator op, expr right",
        UnaryOp "UnaryOp" "unaryop op, expr operand",
        Lambda "Lambda" "arguments args, expr body",
        IfExp "IfExp" "expr test, expr body, expr orelse",
        Dict "Dict" "expr?* keys, expr* values",
        Set "Set" "expr* elts",
        ListComp "ListComp" "expr elt, comprehension* generators",
        SetComp "SetComp" "expr elt, comprehension* generators",
        DictComp "DictComp" "expr key, expr value, comprehension* generators",
        GeneratorExp "GeneratorExp" "expr elt, comprehension* generators",
        Await "Await" "expr value",
        Yield "Yield" "expr? value",
        YieldFrom "YieldFrom" "expr value",
        Compare "Compare" "expr left, cmpop* ops, expr* comparators",
        Call "Call" "expr func, expr* args, keyword* keywords",
        FormattedValue "FormattedValue" "expr value, int conversion, expr? format_spec",
        Interpolation "Interpolation" "expr value, constant str, int conversion, expr? format_spec",
        JoinedStr "JoinedStr" "expr* values",
        TemplateStr "TemplateStr" "expr* values",
        Constant "Constant" "constant value, string? kind",
        Attribute "Attribute" "expr value, identifier attr, expr_context ctx",
        Subscript "Subscript" "expr value, expr slice, expr_context ctx",
        Starred "Starred" "expr value, expr_context ctx",
        Name "Name" "identifier id, expr_context ctx",
        List "List" "expr* elts, expr_context ctx",
        Tuple "Tuple" "expr* elts, expr_context ctx",
        Slice "Slice" "expr? lower, expr? upper, expr? step",
    }
    ExprContext "expr_context" false {
        Load "Load" "",
        Store "Store" "",
        Del "Del" "",
    }
    BoolOp "boolop" false {
        And "And" "",
        Or "Or" "",
    }
    Operator "operator" false {
        Add "Add" "",
        Sub "Sub" "",
        Mult "Mult" "",
        MatMult "MatMult" "",
        Div "Div" "",
        Mod "Mod" "",
        Pow "Pow" "",
        LShift "LShift" "",
        RShift "RShift" "",
        BitOr "BitOr" "",
        BitXor "BitXor" "",
        BitAnd "BitAnd" "",
        FloorDiv "FloorDiv" "",
    }
    UnaryOp "unaryop" false {
        Invert "Invert" "",
        Not "Not" "",
        UAdd "UAdd" "",
        USub "USub" "",
    }
    CmpOp "cmpop" false {
        Eq "Eq" "",
        NotEq "NotEq" "",
        Lt "Lt" "",
        LtE "LtE" "",
        Gt "Gt" "",
        GtE "GtE" "",
        Is "Is" "",
        IsNot "IsNot" "",
        In "In" "",
        NotIn "NotIn" "",
    }
    Comprehension "comprehension" false product {
        Comprehension "comprehension" "expr target, expr iter, expr* ifs, int is_async",
    }
    ExceptHandler "excepthandler" true {
        ExceptHandler "ExceptHandler" "expr? type, identifier? name, stmt* body",
    }
    Arguments "arguments" false product {
        Arguments "arguments" "arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults",
    }
    Arg "arg" true product {
        Arg "arg" "identifier arg, expr? annotation, string? type_comment",
    }
    Keyword "keyword" true product {
        Keyword "keyword" "identifier? arg, expr value",
    }
    Alias "alias" true product {
        Alias "alias" "identifier name, identifier? asname",
    }
    WithItem "withitem" false product {
        WithItem "withitem" "expr context_expr, expr? optional_vars",
    }
    MatchCase "match_case" false product {
        MatchCase "match_case" "pattern pattern, expr? guard, stmt* body",
    }
    Pattern "pattern" true {
        MatchValue "MatchValue" "expr value",
        MatchSingleton "MatchSingleton" "constant value",
        MatchSequence "MatchSequence" "pattern* patterns",
        MatchMapping "MatchMapping" "expr* keys, pattern* patterns, identifier? rest",
        MatchClass "MatchClass" "expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns",
        MatchStar "MatchStar" "identifier? name",
        MatchAs "MatchAs" "pattern? pattern, identifier? name",
        MatchOr "MatchOr" "pattern* patterns",
    }
    TypeIgnore "type_ignore" false {
        TypeIgnore "TypeIgnore" "int lineno, string tag",
    }
    TypeParam "type_param" true {
        TypeVar "TypeVar" "identifier name, expr? bound, expr? default_value",
        ParamSpec "ParamSpec" "identifier name, expr? default_value",
        TypeVarTuple "TypeVarTuple" "identifier name, expr? default_value",
    }
}

impl Row {
    /// `Name(expr value)`: how the grammar writes the kind.
    pub fn declaration(&self) -> String {
        let name = self.name;
        if self.fields.is_empty() && !self.sum.is_product() {
            return name.to_owned();
        }
        format!("{name}({})", self.fields)
    }

    fn parsed(&self) -> Vec<FieldDef> {
        let fields = self.fields.split(", ").filter(|field| !field.is_empty());
        fields
            .filter_map(|field| {
                let (holds, name) = field.split_once(' ')?;
                let word = holds.trim_end_matches(['?', '*']);
                let quantity = match &holds[word.len()..] {
                    "" => Quantity::One,
                    "?" => Quantity::Optional,
                    "*" => Quantity::Many,
                    _ => Quantity::ManyOptional,
                };
                let holds = match word {
                    "identifier" => Type::Identifier,
                    "int" => Type::Int,
                    "string" => Type::Text,
                    "constant" => Type::Constant,
                    word => Type::Node(*Sum::ALL.iter().find(|sum| sum.name() == word)?),
                };
                Some(FieldDef { name, holds, quantity })
            })
            .collect()
    }
}

impl Sum {
    /// `expr = BoolOp(…) | …`: how the grammar writes the alternatives.
    pub fn declaration(self) -> String {
        let name = self.name();
        let mut text = format!("{name} = ");
        // Alternatives without fields stand on one line, others below each other.
        let is_plain = self.kinds().iter().all(|kind| kind.row().fields.is_empty());
        let separator = if is_plain { " | ".to_owned() } else { format!("\n{} | ", " ".repeat(name.len())) };
        let kinds: Vec<String> = self.kinds().iter().map(|kind| kind.row().declaration()).collect();
        text += &kinds.join(&separator);
        text
    }
}

impl Kind {
    /// Its fields in order.
    pub fn fields(self) -> &'static [FieldDef] {
        static FIELDS: OnceLock<Vec<Vec<FieldDef>>> = OnceLock::new();
        let all = FIELDS.get_or_init(|| Kind::ALL.iter().map(|kind| kind.row().parsed()).collect());
        &all[self as usize]
    }
}
