//! A function as the macros see it: its signature parsed, its body kept as tokens.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, FnArg, Pat, PatType, Path, Receiver, ReceiverKind, ReturnType, Signature, Type, Visibility};

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
    ///
    /// # Errors
    ///
    /// The expansion for an item that is no function: the item itself and what is wrong with it.
    pub(crate) fn parse(item: &TokenStream, macro_name: &str) -> Result<Self, TokenStream> {
        Self::try_parse(item.clone(), macro_name).map_err(|error| {
            let error = error.to_compile_error();
            quote!(#item #error)
        })
    }

    fn try_parse(item: TokenStream, macro_name: &str) -> syn::Result<Self> {
        if let Some((word, span)) = other_item_kind(item.clone()) {
            return Err(error(
                span,
                format!("`{macro_name}` goes on a function, and this is {word}"),
                format!("write the attribute above an `async fn` or a `fn`{}", hint_for(word)),
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

    /// The function's `#[cfg(…)]`, which hold for all that is written beside it.
    pub(crate) fn conditions(&self) -> Vec<Attribute> {
        conditions(&self.attributes)
    }
}

/// Those of an item's attributes that say whether it is there.
pub(crate) fn conditions(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect()
}

/// The name of an argument that is a plain name, not a pattern.
pub(crate) fn argument_name(argument: &PatType) -> Option<String> {
    let mut pattern = &*argument.pat;
    while let Pat::Paren(inner) = pattern {
        pattern = &inner.pat;
    }
    match pattern {
        Pat::Ident(pattern) if pattern.subpat.is_none() => Some(pattern.ident.unraw().to_string()),
        _ => None,
    }
}

/// Whether a method borrows itself mutably, if it borrows nothing but itself.
pub(crate) fn borrowing(receiver: &Receiver) -> Option<bool> {
    match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => Some(mutability.is_some()),
        ReceiverKind::Typed(_, ty) => match bare(ty) {
            Type::Reference(reference) if matches!(bare(&reference.elem), Type::Path(path) if path.path.is_ident("Self")) => {
                Some(reference.mutability.is_some())
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether a path is that of our attribute `name`, be it with the crate's name before it.
pub(crate) fn is_ours(path: &Path, name: &str) -> bool {
    let segments = &path.segments;
    let is_qualified = segments.len() == 2 && segments[0].ident == "pyramidion";
    (segments.len() == 1 || is_qualified) && segments.last().is_some_and(|last| last.ident == name)
}

/// A type without the invisible delimiters that a `macro_rules!` macro puts around `$ty`.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => bare(&group.elem),
        Type::Paren(paren) => bare(&paren.elem),
        ty => ty,
    }
}

/// The last name of a type's path: `Query` in `axum::extract::Query<Page>`. References are looked through.
pub(crate) fn last_name(ty: &Type) -> Option<String> {
    match bare(ty) {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.unraw().to_string()),
        Type::Reference(reference) => last_name(&reference.elem),
        _ => None,
    }
}

/// What the item is if it is certainly not a function: "a struct", with the span of its keyword.
pub(crate) fn other_item_kind(item: TokenStream) -> Option<(&'static str, Span)> {
    let mut tokens = item.into_iter().peekable();
    let mut qualifier = None;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                tokens.next();
            }
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                match word.as_str() {
                    "fn" => return None,
                    "pub" => {
                        tokens.next_if(|next| matches!(next, TokenTree::Group(_)));
                    }
                    "async" | "unsafe" | "safe" | "default" | "const" | "extern" => {
                        qualifier = Some((word, ident.span()));
                    }
                    _ => return qualified(qualifier.as_ref()).or_else(|| Some((kind(&word)?, ident.span()))),
                }
            }
            TokenTree::Literal(_) => {}
            TokenTree::Group(block) if block.delimiter() == Delimiter::Brace => {
                return qualifier.map(|(_, span)| ("a block of foreign functions", span));
            }
            _ => return None,
        }
    }
    None
}

/// A constant's own name, or the word `crate`, follows what could have been a function's qualifier.
fn qualified(qualifier: Option<&(String, Span)>) -> Option<(&'static str, Span)> {
    let (word, span) = qualifier?;
    match word.as_str() {
        "const" => Some(("a constant", *span)),
        "extern" => Some(("an import", *span)),
        _ => None,
    }
}

fn kind(word: &str) -> Option<&'static str> {
    Some(match word {
        "struct" => "a struct",
        "enum" => "an enum",
        "union" => "a union",
        "trait" | "auto" => "a trait",
        "impl" => "an `impl` block",
        "mod" => "a module",
        "static" => "a static",
        "type" => "a type alias",
        "use" => "an import",
        "macro_rules" => "a macro",
        _ => return None,
    })
}

fn hint_for(kind: &str) -> &'static str {
    match kind {
        "a struct" => "; a struct for each connection of a websocket is made by `#[derive(WebsocketConnectionView)]`",
        "an `impl` block" => " in it",
        _ => "",
    }
}
