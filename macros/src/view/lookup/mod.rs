//! By what a view is found beside its route, and what stands around it: context and name, predicates, permission, caching,
//! decorators. The rooms are those of a macro: `keys` and `values` parse, here is the model, then `check` and `expand`.

pub(crate) mod check;
pub(crate) mod expand;
pub(crate) mod keys;
mod values;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, LitStr, Path, Type};

/// What an attribute says about it.
#[derive(Default)]
pub(crate) struct Lookup {
    /// Empty: every context.
    pub(crate) contexts: Vec<Type>,
    /// `context = _`: every context, and said so.
    pub(crate) every_context: Option<Span>,
    pub(crate) name: Option<LitStr>,
    pub(crate) predicates: Vec<Predicate>,
    pub(crate) permission: Option<Name>,
    pub(crate) http_cache: Option<HttpCache>,
    pub(crate) require_csrf: Option<bool>,
    /// The first is the outermost.
    pub(crate) decorators: Vec<Path>,
}

impl Lookup {
    /// Whether a view without a route has a place all the same.
    pub(crate) fn is_of_traversal(&self) -> bool {
        !self.contexts.is_empty() || self.every_context.is_some() || self.name.is_some()
    }

    /// Whether `match_param` reads a parameter of the route, so that no argument has to.
    pub(crate) fn asks_for_parameter(&self, parameter: &str) -> bool {
        let texts =
            self.predicates.iter().filter(|predicate| predicate.key == "match_param").flat_map(Predicate::texts);
        texts.map(LitStr::value).any(|text| text.split('=').next().is_some_and(|name| name.trim() == parameter))
    }
}

/// A predicate, or its reverse.
pub(crate) struct Predicate {
    /// Its key, where it is written.
    pub(crate) key: Ident,
    pub(crate) asked: Asked,
    pub(crate) is_negated: bool,
}

/// What a predicate asks for.
pub(crate) enum Asked {
    Flag(bool),
    Texts(Vec<LitStr>),
    Names(Vec<Name>),
    Type(Box<Type>),
    Custom(Vec<Expr>),
}

impl Predicate {
    pub(crate) fn texts(&self) -> &[LitStr] {
        match &self.asked {
            Asked::Texts(texts) => texts,
            _ => &[],
        }
    }

    /// What is asked for, to be compared and shown: `["X-Flavor", "Host"]`.
    fn values(&self) -> Vec<String> {
        match &self.asked {
            Asked::Flag(flag) => vec![flag.to_string()],
            Asked::Texts(texts) => shown(texts),
            Asked::Names(names) => shown(names),
            Asked::Type(ty) => vec![ty.to_token_stream().to_string()],
            Asked::Custom(expressions) => shown(expressions),
        }
    }
}

fn shown(values: &[impl ToTokens]) -> Vec<String> {
    values.iter().map(|value| value.to_token_stream().to_string()).collect()
}

/// A text, or a constant that holds one.
pub(crate) enum Name {
    Text(LitStr),
    Constant(Path),
}

impl Parse for Name {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) { input.parse().map(Self::Text) } else { input.parse().map(Self::Constant) }
    }
}

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Text(text) => text.to_tokens(tokens),
            Self::Constant(path) => path.to_tokens(tokens),
        }
    }
}

/// For how many seconds an answer may be kept, and what else is said of it.
pub(crate) struct HttpCache {
    pub(crate) seconds: Option<u32>,
    pub(crate) directives: Vec<(String, Option<u32>)>,
}
