//! `#[view]`, `#[websocket_view]` and the exception views: parse → model → check → expand.

pub(crate) mod arguments;
pub(crate) mod attribute;
pub(crate) mod call;
pub(crate) mod check;
pub(crate) mod class;
pub(crate) mod expand;
pub(crate) mod lookup;
pub(crate) mod model;
pub(crate) mod parse;
pub(crate) mod path;
mod refused;
pub(crate) mod scope;
pub(crate) mod websocket;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use self::attribute::Attribute;
use crate::syntax::errors::Errors;
use crate::syntax::function::{Function, is_ours};
use crate::syntax::keys::{Table, read_keys};
use crate::syntax::rules;

/// A macro that makes a view of a function.
pub(crate) struct ViewMacro {
    name: &'static str,
    keys: Table<Attribute>,
    pub(crate) answers: Answers,
}

impl ViewMacro {
    /// Those that make views, of functions or of methods.
    const ALL: [Self; 5] = [VIEW, WEBSOCKET_VIEW, EXCEPTION_VIEW, NOTFOUND_VIEW, FORBIDDEN_VIEW];

    /// The one that an attribute stands for.
    fn of(attribute: &Path) -> Option<Self> {
        Self::ALL.into_iter().find(|one| is_ours(attribute, one.name.trim_matches(['#', '[', ']'])))
    }
}

/// What a view answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answers {
    Requests,
    Websockets,
    /// Errors; of the HTTP exception of this name, if it says one.
    Exceptions(Option<&'static str>),
}

pub(crate) const VIEW: ViewMacro = ViewMacro { name: "#[view]", keys: attribute::VIEW, answers: Answers::Requests };
pub(crate) const WEBSOCKET_VIEW: ViewMacro =
    ViewMacro { name: "#[websocket_view]", keys: attribute::WEBSOCKET, answers: Answers::Websockets };
pub(crate) const EXCEPTION_VIEW: ViewMacro =
    ViewMacro { name: "#[exception_view]", keys: attribute::EXCEPTION_VIEW, answers: Answers::Exceptions(None) };
pub(crate) const NOTFOUND_VIEW: ViewMacro = ViewMacro {
    name: "#[notfound_view]",
    keys: attribute::NOTFOUND_VIEW,
    answers: Answers::Exceptions(Some("HttpNotFound")),
};
pub(crate) const FORBIDDEN_VIEW: ViewMacro = ViewMacro {
    name: "#[forbidden_view]",
    keys: attribute::FORBIDDEN_VIEW,
    answers: Answers::Exceptions(Some("HttpForbidden")),
};

/// Expands one of these macros.
pub(crate) fn expand(view_macro: &ViewMacro, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let ViewMacro { name: macro_name, keys: table, answers } = view_macro;
    let function = match Function::parse(item, macro_name) {
        Ok(function) => function,
        Err(expansion) => return expansion,
    };
    let mut errors = Errors::default();
    let names_the_companion = rules::may_have_a_companion(&function, macro_name, &mut errors);
    let read = read_keys(table, arguments, &mut errors);
    check::one_kind_of_messages(&read.attribute, &mut errors);
    let view = parse::view(&function, read, *answers, &mut errors);
    check::function(&function, &view, macro_name, &mut errors);
    let expansion = match (errors.is_empty(), names_the_companion) {
        (true, _) => expand::view(&view),
        (false, true) => expand::unusable(&view),
        (false, false) => TokenStream::new(),
    };
    let errors = errors.into_tokens();
    quote!(#item #expansion #errors)
}
