//! `_suggestions`: the nearest of some names, for `traceback`.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::suggestions;
use typhon_vm::import::ModuleDef;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::str_::{self, Str};

fn generate(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(candidates) = args[0].cast::<List>() else {
        return Err(cx.type_error("candidates must be a list".into()));
    };
    if args[1].cast::<Str>().is_none() {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("_generate_suggestions() argument 2 must be str, not {shown}")));
    }
    let (mut texts, mut index) = (Vec::new(), 0);
    while let Some(candidate) = list::get_index_fast(candidates, index) {
        index += 1;
        if candidate.cast::<Str>().is_none() {
            return Err(cx.type_error("all elements in 'candidates' must be strings".into()));
        }
        texts.push(str_::to_rust(candidate).unwrap_or_default());
    }
    let wanted = str_::to_rust(args[1]).unwrap_or_default();
    match suggestions::nearest(texts.iter().map(String::as_str), &wanted) {
        Some(found) => str_::from_str(cx, found),
        None => Ok(Value::NONE),
    }
}

/// The module.
pub static SUGGESTIONS: ModuleDef = ModuleDef {
    name: "_suggestions",
    doc: "",
    functions: &[MethodDef::function(
        "_generate_suggestions(candidates, item, /)",
        "Returns the candidate in candidates that's closest to item",
        generate,
    )],
    init: |_, _| Ok(()),
};
