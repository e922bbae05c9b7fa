//! The keys of `#[resource]` and `#[root_factory]`: how their plain functions run.

use proc_macro2::{Ident, Span};
use syn::Path;

use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::Function;
use crate::syntax::keys::{Key, Table, Value};

/// What the attribute says.
#[derive(Default)]
pub(super) struct Attribute {
    /// Plain functions do not block, and run on the event loop.
    pub(super) inline: Option<Span>,
    pub(super) executor: Option<Path>,
}

const MAPPER: Key<Attribute> = Key {
    name: "mapper",
    usage: "mapper = inline",
    read: |attribute, value| inline(value).map(|span| attribute.inline = Some(span)),
};
const EXECUTOR: Key<Attribute> =
    Key { name: "executor", usage: "executor = REPORTS", read: |attribute, value| value.fill(&mut attribute.executor) };

pub(super) const KEYS: Table<Attribute> = Table { keys: &[MAPPER, EXECUTOR], elsewhere: &[], refused: &[] };

fn inline(value: &Value<'_>) -> syn::Result<Span> {
    let name: Ident = value.parse()?;
    if name == "inline" {
        return Ok(name.span());
    }
    let help = match name.to_string().as_str() {
        "executor" => "remove it: a plain `fn` runs in the executor unless it is mapped inline",
        "coroutine" => "remove it, and write `async fn` for what is a coroutine",
        _ => "the one mapper here is `inline`, for a plain `fn` that does not block",
    };
    Err(error(name.span(), format!("`{name}` is no mapper of resources"), help))
}

impl Attribute {
    /// Only plain functions are mapped: `functions` are all that the attribute could be about.
    pub(super) fn fits(&self, functions: &[&Function], errors: &mut Errors) {
        if functions.iter().any(|function| !function.is_async()) {
            if let (Some(_), Some(path)) = (self.inline, &self.executor) {
                let message = "what is mapped inline runs on the event loop and in no executor";
                errors.push(error_over(path, message, "keep one of `mapper` and `executor`"));
            }
            return;
        }
        let what = match functions {
            [] => "nothing here is called that could block".to_owned(),
            [one] => format!("`{}` is a coroutine, and runs on the event loop", one.plain_name()),
            _ => "all functions here are coroutines, and run on the event loop".to_owned(),
        };
        if let Some(span) = self.inline {
            errors.push(error(span, &what, "remove `mapper`, which is for a plain `fn` that does not block"));
        }
        if let Some(path) = &self.executor {
            errors.push(error_over(path, &what, "remove `executor`, which is for a plain `fn` that blocks"));
        }
    }
}
