//! Writes it as calls on the view's definition; only what is there.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Asked, HttpCache, Lookup, Predicate};

/// `context`: what names a type that the view is for, `context` or `exception`.
pub(crate) fn lookup(lookup: &Lookup, context: &Ident) -> TokenStream {
    let contexts = lookup.contexts.iter().map(|ty| quote!(.#context::<#ty>()));
    let name = lookup.name.iter().map(|name| quote!(.view_name(#name)));
    let predicates = lookup.predicates.iter().map(predicate);
    let permission = lookup.permission.iter().map(|permission| quote!(.permission(#permission)));
    let http_cache = lookup.http_cache.iter().map(http_cache);
    let require_csrf = lookup.require_csrf.iter().map(|flag| quote!(.require_csrf(#flag)));
    let decorators = lookup.decorators.iter().map(|decorator| quote!(.decorator(#decorator)));
    quote!(#(#contexts)* #(#name)* #(#predicates)* #(#permission)* #(#http_cache)* #(#require_csrf)* #(#decorators)*)
}

fn predicate(Predicate { key, asked, is_negated }: &Predicate) -> TokenStream {
    let negated = is_negated.then(|| quote!(.negated()));
    let made = |made: TokenStream| quote!(.predicate(::pyramidion::__private::Predicate::#made #negated));
    match asked {
        Asked::Flag(flag) => made(quote!(#key(#flag))),
        Asked::Texts(texts) if takes_one(&key.to_string()) => made(quote!(#key(#(#texts)*))),
        Asked::Texts(texts) => made(quote!(#key(&[#(#texts),*]))),
        Asked::Names(names) => made(quote!(#key(&[#(#names),*]))),
        Asked::Type(ty) => made(quote!(#key(::pyramidion::__private::ContextType::of::<#ty>()))),
        Asked::Custom(predicates) => predicates.iter().map(|predicate| made(quote!(custom(#predicate)))).collect(),
    }
}

fn takes_one(key: &str) -> bool {
    ["path_info", "accept", "physical_path"].contains(&key)
}

fn http_cache(HttpCache { seconds, directives }: &HttpCache) -> TokenStream {
    let seconds = option(*seconds);
    let directives = directives.iter().map(|(name, number)| {
        let number = option(*number);
        quote!((#name, #number))
    });
    quote!(.http_cache(::pyramidion::__private::HttpCache::new(#seconds, &[#(#directives),*])))
}

fn option(number: Option<u32>) -> TokenStream {
    match number {
        Some(number) => quote!(::core::option::Option::Some(#number)),
        None => quote!(::core::option::Option::None),
    }
}
