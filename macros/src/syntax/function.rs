//! A function as the macros see it: its signature parsed, its body kept as tokens.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, FnArg, Pat, PatType, Receiver, ReturnType, Signature, Type, Visibility};

use super::errors::error;

pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    /// The braces and what is in them, never parsed: that would cost compile time and gain nothing.
    pub(crate) body: TokenStream,
}

impl Function {
    /// Parses the item under the attribute `macro_name` (such as `#[view]`).
    pub(crate) fn parse(item: TokenStream, macro_name: &str) -> syn::Result<Self> {
        if let Some((word, span)) = other_item_kind(item.clone()) {
            return Err(error(
                span,
                format!("`{macro_name}` goes on a function, and this is {word}"),
                format!("write the attribute above an `async fn` or a `fn`{}", hint_for(&word)),
            ));
        }
        let parse = |input: ParseStream<'_>| {
            Ok(Self {
                attributes: input.call(Attribute::parse_outer)?,
                visibility: input.parse()?,
                signature: input.parse()?,
                body: input.parse()?,
            })
        };
        parse.parse2(item)
    }

    pub(crate) fn name(&self) -> &Ident {
        &self.signature.ident
    }

    /// The function's name without `r#`.
    pub(crate) fn plain_name(&self) -> String {
        self.signature.ident.unraw().to_string()
    }

    pub(crate) fn is_async(&self) -> bool {
        self.signature.asyncness.is_some()
    }

    pub(crate) fn receiver(&self) -> Option<&Receiver> {
        self.signature.receiver()
    }

    /// The arguments but `self`.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &PatType> {
        self.signature.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(argument) => Some(argument),
            FnArg::Receiver(_) => None,
        })
    }

    /// The type that the function returns, if it names one.
    pub(crate) fn return_type(&self) -> Option<&Type> {
        match &self.signature.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(ty),
        }
    }
}

/// The name of an argument that is a plain name, not a pattern.
pub(crate) fn argument_name(argument: &PatType) -> Option<String> {
    match &*argument.pat {
        Pat::Ident(pattern) if pattern.subpat.is_none() => Some(pattern.ident.unraw().to_string()),
        _ => None,
    }
}

/// The last name of a type's path: `Query` in `axum::extract::Query<Page>`. References are looked through.
pub(crate) fn last_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        Type::Reference(reference) => last_name(&reference.elem),
        Type::Paren(inner) => last_name(&inner.elem),
        Type::Group(inner) => last_name(&inner.elem),
        _ => None,
    }
}

/// A span that points at `tokens` and resolves names as the macro's own, so that no name of the user's is in the way.
pub(crate) fn hygienic(tokens: &impl ToTokens) -> Span {
    let first = tokens.to_token_stream().into_iter().next();
    Span::mixed_site().located_at(first.map_or_else(Span::call_site, |token| token.span()))
}

/// What the item is if it is certainly not a function: "a struct", with the span of its keyword.
fn other_item_kind(item: TokenStream) -> Option<(String, Span)> {
    let mut tokens = item.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                tokens.next();
            }
            TokenTree::Ident(ident) => match ident.to_string().as_str() {
                "pub" => {
                    tokens.next_if(|next| matches!(next, TokenTree::Group(_)));
                }
                "struct" | "union" | "trait" | "static" | "type" | "use" => {
                    return Some((format!("a {ident}"), ident.span()));
                }
                "enum" | "impl" | "extern" if !matches!(tokens.peek(), Some(TokenTree::Literal(_))) => {
                    return Some((format!("an {ident}"), ident.span()));
                }
                "mod" => return Some(("a module".to_owned(), ident.span())),
                "const" if !next_starts_a_function(tokens.peek()) => {
                    return Some(("a constant".to_owned(), ident.span()));
                }
                "macro_rules" => return Some(("a macro".to_owned(), ident.span())),
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}

fn next_starts_a_function(next: Option<&TokenTree>) -> bool {
    matches!(next, Some(TokenTree::Ident(ident)) if ["fn", "async", "unsafe", "extern"].iter().any(|word| ident == word))
}

fn hint_for(word: &str) -> &'static str {
    match word {
        "a struct" => "; for a websocket connection as a struct there is `#[derive(WebsocketConnectionView)]`",
        _ => "",
    }
}
