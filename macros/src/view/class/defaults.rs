//! `#[view_defaults]`: keys for all views of a block, each of which may say otherwise.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, Meta};

use crate::syntax::block::Block;
use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::{is_ours, other_item_kind};
use crate::syntax::keys::read_keys;
use crate::view::attribute::{Attribute as Attributes, VIEW};
use crate::view::{Answers, ViewMacro};

const MACRO: &str = "#[view_defaults]";

/// Expands `#[view_defaults]` where `#[views]` did not take it off: above `#[views]`, so that it moves below it, or without.
pub(crate) fn view_defaults(arguments: &TokenStream, item: &TokenStream) -> TokenStream {
    let below = |input: ParseStream<'_>| Ok((input.call(Attribute::parse_outer)?, input.parse::<TokenStream>()?));
    if let Ok((attributes, rest)) = below.parse2(item.clone())
        && attributes.iter().any(|attribute| is_ours(attribute.path(), "views"))
    {
        return quote!(#(#attributes)* #[::pyramidion::view_defaults(#arguments)] #rest);
    }
    let (message, help) = match other_item_kind(item.clone()) {
        Some(("a struct" | "an enum", _)) => (
            format!("`{MACRO}` is for views, and a struct has none: they are in an `impl` block of it"),
            "write it above that `impl` block, below `#[views]`",
        ),
        Some(("an `impl` block", _)) => return without_views(arguments, item),
        _ => (
            format!("`{MACRO}` goes on an `impl` block"),
            "write it below `#[views]` above an `impl` block, or the keys into the view's own attribute",
        ),
    };
    let error = error(Span::call_site(), message, help).to_compile_error();
    quote!(#item #error)
}

/// The block as it is meant, so that only this one mistake is reported.
fn without_views(arguments: &TokenStream, item: &TokenStream) -> TokenStream {
    let message = format!("`{MACRO}` says what the views of this block have in common, and nothing makes views here");
    let error = error(Span::call_site(), message, "write `#[views]` above it").to_compile_error();
    let meant = super::views(TokenStream::new(), &quote!(#[view_defaults(#arguments)] #item));
    quote!(#meant #error)
}

/// What the block's attribute says, its mistakes reported.
pub(super) fn of(block: &Block, errors: &mut Errors) -> TokenStream {
    let mut attributes = block.attributes.iter().filter(|attribute| is_ours(attribute.path(), "view_defaults"));
    let Some(first) = attributes.next() else { return TokenStream::new() };
    for second in attributes {
        errors.push(error_over(second, format!("`{MACRO}` is given twice"), "put all keys into one attribute"));
    }
    match &first.meta {
        Meta::List(list) if !list.tokens.is_empty() => {
            read_keys(&VIEW, list.tokens.clone(), errors);
            list.tokens.clone()
        }
        _ => {
            let help = "write `#[view_defaults(route_name = \"…\", renderer = \"json\")]`, or remove it";
            errors.push(error(first.path().span(), format!("`{MACRO}` gives no defaults"), help));
            TokenStream::new()
        }
    }
}

/// A view's own keys, and of the defaults those that concern it and that it does not replace.
pub(super) fn with(defaults: &TokenStream, own: TokenStream, view_macro: &ViewMacro, is_async: bool) -> TokenStream {
    let own = keys(own);
    let is_kept = |default: &Key| {
        let has_no_use = is_async && default.is_of_plain_functions();
        !has_no_use && default.concerns(view_macro) && !own.iter().any(|own| own.replaces(default))
    };
    let kept = keys(defaults.clone()).into_iter().filter(is_kept).map(|default| default.tokens);
    let all = own.iter().map(|own| own.tokens.clone()).chain(kept);
    quote!(#(#all),*)
}

/// A key with its value, as it is written.
#[derive(Default)]
struct Key {
    tokens: TokenStream,
}

impl Key {
    fn is(&self, name: &str) -> bool {
        matches!(self.tokens.clone().into_iter().next(), Some(TokenTree::Ident(own)) if own == name)
    }

    /// `path` and `route_name` are two ways to say the same.
    fn replaces(&self, default: &Self) -> bool {
        let is_a_route = |key: &Self| key.is("path") || key.is("route_name");
        VIEW.keys.iter().any(|key| self.is(key.name) && default.is(key.name))
            || (is_a_route(self) && is_a_route(default))
    }

    /// Whether it is one of the keys of that macro. The context that views have in common is no error, whatever it is.
    fn concerns(&self, view_macro: &ViewMacro) -> bool {
        let is_in = |keys: &[crate::syntax::keys::Key<Attributes>]| keys.iter().any(|key| self.is(key.name));
        let is_of_resources = self.is("context") && matches!(view_macro.answers, Answers::Exceptions(_));
        // One that no view has is a mistake, which is to be told wherever it shows.
        !is_of_resources && (is_in(view_macro.keys.keys) || !is_in(VIEW.keys))
    }

    /// A coroutine runs on the event loop whatever is said of the threads of its plain neighbours.
    fn is_of_plain_functions(&self) -> bool {
        self.is("mapper") || self.is("executor")
    }
}

/// The keys: what is between commas, but for those of a type's arguments.
fn keys(tokens: TokenStream) -> Vec<Key> {
    let mut keys = vec![Key::default()];
    let mut depth = 0_usize;
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            TokenTree::Punct(punct) if punct.as_char() == ',' && depth == 0 => {
                keys.push(Key::default());
                continue;
            }
            _ => {}
        }
        if let Some(last) = keys.last_mut() {
            last.tokens.extend([token]);
        }
    }
    keys.retain(|key| !key.tokens.is_empty());
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(defaults: TokenStream, own: TokenStream) -> String {
        with(&defaults, own, &crate::view::VIEW, false).to_string()
    }

    #[test]
    fn a_view_replaces_defaults_key_by_key() {
        let defaults = quote!(route_name = "articles", context = Pair<A, B>, renderer = "json", xhr);
        let own = quote!(renderer = "string", name = "new",);
        let expected = quote!(renderer = "string", name = "new", route_name = "articles", context = Pair<A, B>, xhr);
        assert_eq!(merged(defaults, own), expected.to_string());
    }

    #[test]
    fn a_path_replaces_the_name_of_a_route() {
        assert_eq!(merged(quote!(route_name = "articles"), quote!(path = "/new")), quote!(path = "/new").to_string());
        assert_eq!(merged(quote!(path = "/new"), quote!(route_name = "new")), quote!(route_name = "new").to_string());
    }

    #[test]
    fn a_view_takes_the_defaults_that_its_own_attribute_knows() {
        let defaults = quote!(route_name = "a", context = Page, permission = "edit", renderer = "json", misspelt = 1);
        let taken_by = |view_macro| with(&defaults, quote!(), view_macro, false).to_string();
        let websocket = quote!(route_name = "a", context = Page, permission = "edit", misspelt = 1);
        assert_eq!(taken_by(&crate::view::WEBSOCKET_VIEW), websocket.to_string());
        let exception = quote!(route_name = "a", renderer = "json", misspelt = 1);
        assert_eq!(taken_by(&crate::view::EXCEPTION_VIEW), exception.to_string());
    }

    #[test]
    fn a_coroutine_takes_no_defaults_about_threads() {
        let defaults = quote!(path = "/", mapper = inline, executor = REPORTS);
        let merged = with(&defaults, quote!(xhr), &crate::view::VIEW, true);
        assert_eq!(merged.to_string(), quote!(xhr, path = "/").to_string());
        assert_eq!(
            with(&defaults, quote!(executor = DISK), &crate::view::VIEW, true).to_string(),
            quote!(executor = DISK, path = "/").to_string()
        );
    }
}
