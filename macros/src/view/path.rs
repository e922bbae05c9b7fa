//! The companion's `path`: the path of the view's route, whose parameters are its arguments.
//!
//! No more than one function a view, with nothing in it to be inferred: it is written as often as there are views.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use super::arguments::is_scalar;
use super::model::{Route, Source, View};

/// `impl home { pub fn path(…) -> RoutePath }`, for a view that declares its route by a path.
pub(crate) fn function(view: &View) -> TokenStream {
    let Route::Path(path, pattern) = &view.route else { return TokenStream::new() };
    let View { name, visibility, conditions, .. } = view;
    let plain_name = name.unraw().to_string();
    let doc = format!(" The path of the view `{plain_name}`: `{}`.", pattern.text());
    let literals = pattern.quoted_literals();
    let (values, types): (Vec<_>, Vec<_>) = pattern
        .parameters()
        .iter()
        .map(|parameter| (argument(&parameter.name, path.span()), ty(view, &parameter.name)))
        .unzip();
    // The compiler shows where the function is when its arguments do not fit.
    let function = format_ident!("path", span = Span::call_site().located_at(path.span()));
    quote! {
        #(#conditions)*
        #[allow(dead_code, non_snake_case, unreachable_pub)]
        impl #name {
            #[doc = #doc]
            #visibility fn #function(#(#values: #types),*) -> ::pyramidion::RoutePath {
                ::pyramidion::RoutePath::new(#plain_name, ::core::module_path!(), #path, &[#(#literals),*], &[#(&#values),*])
            }
        }
    }
}

/// The parameter's name, which may be a word of the language.
fn argument(name: &str, place: Span) -> Ident {
    let here = Span::mixed_site().located_at(place);
    match name {
        "_" | "self" | "Self" | "super" | "crate" => Ident::new(&format!("{name}_"), here),
        _ if syn::parse_str::<Ident>(name).is_err() => Ident::new_raw(name, here),
        _ => Ident::new(name, here),
    }
}

/// That of the view's own argument, if it is one that certainly has a text; else any that has.
fn ty(view: &View, name: &str) -> TokenStream {
    let is_own = |source: &Source| matches!(source, Source::Parameter(own) if own == name);
    let argument = view.arguments.iter().find(|argument| is_own(&argument.source));
    match argument.filter(|argument| !argument.borrowed && is_scalar(&argument.ty)) {
        Some(argument) => {
            let ty = &argument.ty;
            quote!(#ty)
        }
        None => quote!(impl ::core::fmt::Display),
    }
}
