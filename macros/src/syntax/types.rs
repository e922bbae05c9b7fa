//! Questions about types as they are written.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Generics, Type};

use super::function::bare;

/// Whether a type is a future by its bounds or its name.
pub(crate) fn is_a_future(ty: &Type) -> bool {
    let bounds = match bare(ty) {
        Type::ImplTrait(ty) => &ty.bounds,
        Type::TraitObject(ty) => &ty.bounds,
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return false };
            return match last.ident.to_string().as_str() {
                "BoxFuture" | "LocalBoxFuture" => true,
                "Pin" | "Box" => first_type_argument(last).is_some_and(is_a_future),
                _ => false,
            };
        }
        _ => return false,
    };
    bounds.iter().any(|bound| match bound {
        syn::TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|segment| segment.ident == "Future" || segment.ident == "IntoFuture")
        }
        _ => false,
    })
}

/// `T` of `Context<T>`.
pub(crate) fn type_argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = bare(ty) else { return None };
    first_type_argument(path.path.segments.last()?)
}

fn first_type_argument(segment: &syn::PathSegment) -> Option<&Type> {
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The owned type to suggest for a borrowed one.
pub(crate) fn owned_form(borrowed: &Type) -> String {
    match bare(borrowed) {
        Type::Path(path) if path.path.is_ident("str") => "write `String`".to_owned(),
        Type::Slice(_) => "write `Vec<T>`".to_owned(),
        other => format!("write `{}`", other.to_token_stream().to_string().replace(' ', "")),
    }
}

/// The first lifetime that a type mentions, but for `'static`.
pub(crate) fn first_lifetime(ty: &Type) -> Option<TokenStream> {
    fn search(tokens: TokenStream) -> Option<TokenStream> {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => {
                    if let Some(found) = search(group.stream()) {
                        return Some(found);
                    }
                }
                TokenTree::Punct(quote) if quote.as_char() == '\'' => {
                    let name = tokens.next()?;
                    if name.to_string() != "static" {
                        return Some([TokenTree::Punct(quote), name].into_iter().collect());
                    }
                }
                _ => {}
            }
        }
        None
    }
    search(ty.to_token_stream())
}

/// Whether a type hides another behind `impl`, so that it cannot be written elsewhere.
pub(crate) fn mentions_impl(ty: &Type) -> bool {
    mentions(ty.to_token_stream(), &|word| word == "impl")
}

/// Whether a type depends on what the caller chooses: on a type parameter, or on what stands behind `impl`.
pub(crate) fn mentions_generics(ty: &Type, generics: &Generics) -> bool {
    mentions(ty.to_token_stream(), &|word| {
        word == "impl" || generics.type_params().any(|parameter| parameter.ident == *word)
    })
}

/// Whether `is_meant` holds for a word in `tokens`, at any depth.
pub(crate) fn mentions(tokens: TokenStream, is_meant: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), is_meant),
        TokenTree::Ident(ident) => is_meant(&ident),
        _ => false,
    })
}

/// Where to point for a type: at its last name, or where it starts.
pub(crate) fn point_at(ty: &Type) -> Span {
    match ty {
        Type::Path(path) => path.path.segments.last().map_or_else(|| ty.span(), |segment| segment.ident.span()),
        ty => ty.span(),
    }
}

/// Whether a type is written with arguments: `Json<Page>`.
pub(crate) fn has_type_arguments(ty: &Type) -> bool {
    let Type::Path(path) = bare(ty) else { return false };
    path.path.segments.last().is_some_and(|last| first_type_argument(last).is_some())
}
