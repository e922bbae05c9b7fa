//! The companion's `path`: the path of the view's route, whose parameters are its arguments.
//!
//! No more than one function a view, with nothing in it to be inferred: it is written as often as there are views.

use proc_macro2::{Ident, Span, TokenStream};
use pyramidion_patterns::Pattern;
use quote::{format_ident, quote};
use syn::LitStr;
use syn::ext::IdentExt;

use super::arguments::is_scalar;
use super::model::{Argument, Route, Source, View};

/// `impl home { pub fn path(…) -> RoutePath }`, for a view on a route.
pub(crate) fn function(view: &View) -> TokenStream {
    let View { name, visibility, conditions, .. } = view;
    let Some(Path { place, doc, arguments, gives, made }) = path(view) else { return TokenStream::new() };
    // The compiler shows where the function is when its arguments do not fit.
    let function = format_ident!("path", span = Span::call_site().located_at(place));
    quote! {
        #(#conditions)*
        #[allow(dead_code, non_snake_case, unreachable_pub)]
        impl #name {
            #[doc = #doc]
            #visibility fn #function(#(#arguments),*) -> ::pyramidion::#gives {
                #made
            }
        }
    }
}

/// What the function consists of.
struct Path {
    /// Where the route stands in the attribute.
    place: Span,
    doc: String,
    /// `year: u16`
    arguments: Vec<TokenStream>,
    gives: Ident,
    made: TokenStream,
}

fn path(view: &View) -> Option<Path> {
    match &view.route {
        Route::Path(literal, pattern) => Some(declared(view, literal, pattern)),
        Route::Named(literal) => Some(named(view, literal)),
        Route::Traversal | Route::Exception(_) | Route::Unknown => None,
    }
}

/// Of a route that the view itself declares: by its parameters, in their order.
fn declared(view: &View, route: &LitStr, pattern: &Pattern) -> Path {
    let place = route.span();
    let plain_name = view.name.unraw().to_string();
    let literals = pattern.quoted_literals();
    let names: Vec<_> = pattern.parameters().iter().map(|parameter| parameter.name.as_str()).collect();
    let values = names.iter().map(|name| argument(name, place));
    Path {
        place,
        doc: format!(" The path of the view `{plain_name}`: `{}`.", pattern.text()),
        arguments: names.iter().map(|name| typed(name, &ty(view, name), place)).collect(),
        gives: Ident::new("RoutePath", Span::mixed_site()),
        made: quote! {
            ::pyramidion::RoutePath::new(#plain_name, ::core::module_path!(), #route, &[#(#literals),*], &[#(&#values),*])
        },
    }
}

/// Of a route whose pattern is not known: by the arguments that are certainly its parameters. Where one may be a parameter or not, the
/// function is there to say so.
fn named(view: &View, route: &LitStr) -> Path {
    let place = route.span();
    let is_unclear = |source: &Source| matches!(source, Source::ParameterOrPart(_) | Source::ParameterOrLast(_));
    let mut arguments = Vec::new();
    let (mut values, mut unused) = (Vec::new(), Vec::new());
    for Argument { source, .. } in &view.arguments {
        let (Source::Parameter(name) | Source::ParameterOrPart(name) | Source::ParameterOrLast(name)) = source else {
            continue;
        };
        let value = argument(name, place);
        arguments.push(match is_unclear(source) {
            true => typed(name, &quote!(impl ::pyramidion::__private::CertainlyAParameter), place),
            false => typed(name, &ty(view, name), place),
        });
        values.push(quote!((#name, &#value)));
        unused.push(quote!(&#value,));
    }
    let is_certain = !view.arguments.iter().any(|argument| is_unclear(&argument.source));
    Path {
        place,
        doc: format!(" The route `{}`, with what the view `{}` takes of its path.", route.value(), view.name.unraw()),
        arguments,
        gives: Ident::new("NamedRoutePath", Span::mixed_site()),
        made: match is_certain {
            true => quote!(::pyramidion::NamedRoutePath::new(#route, &[#(#values),*])),
            false => quote!({ let _ = (#(#unused)*); ::core::unreachable!() }),
        },
    }
}

fn typed(name: &str, ty: &TokenStream, place: Span) -> TokenStream {
    let name = argument(name, place);
    quote!(#name: #ty)
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
