//! Takes off a block what only `#[views]` understands, so that the rest of it stays as it is written.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::Path;
use syn::parse::Parser;

use crate::syntax::function::is_ours;
use crate::view::ViewMacro;

/// The block without `#[view_defaults(…)]`, and its methods without what makes views of them.
pub(super) fn without_attributes(item: TokenStream) -> TokenStream {
    let is_body = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let mut tokens: Vec<_> = without(item, |path| is_ours(path, "view_defaults")).into_iter().collect();
    if let Some(TokenTree::Group(body)) = tokens.iter_mut().rfind(|token| is_body(token)) {
        let span = body.span();
        *body = Group::new(Delimiter::Brace, without(body.stream(), |path| ViewMacro::of(path).is_some()));
        body.set_span(span);
    }
    tokens.into_iter().collect()
}

/// The tokens without the attributes that are taken off; what is in braces or brackets is not looked into, but what a
/// `macro_rules!` macro put together is.
fn without(tokens: TokenStream, is_taken: fn(&Path) -> bool) -> TokenStream {
    let mut kept = Vec::new();
    for token in tokens {
        let follows_a_hash = matches!(kept.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == '#');
        if follows_a_hash && is_attribute(&token, is_taken) {
            kept.pop();
            continue;
        }
        kept.push(match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                Group::new(Delimiter::None, without(group.stream(), is_taken)).into()
            }
            token => token,
        });
    }
    kept.into_iter().collect()
}

fn is_attribute(token: &TokenTree, is_meant: fn(&Path) -> bool) -> bool {
    let TokenTree::Group(group) = token else { return false };
    let path = |input: syn::parse::ParseStream<'_>| {
        let path = input.call(Path::parse_mod_style)?;
        input.parse::<TokenStream>()?;
        Ok(path)
    };
    group.delimiter() == Delimiter::Bracket && path.parse2(group.stream()).is_ok_and(|path| is_meant(&path))
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::without_attributes;

    #[test]
    fn only_our_attributes_are_taken_off() {
        let stripped = without_attributes(quote! {
            #[cfg(unix)]
            #[view_defaults(renderer = "json")]
            impl Articles {
                const NAMES: [&str; 1] = ["view"];
                /// All.
                #[view]
                #[must_use]
                fn index(&self) { #[view] fn inner() {} }
                #[pyramidion::view(name = "new")]
                fn create(&self) {}
                #[websocket_view(path = "/news")]
                async fn news(&self, ws: Websocket) {}
                #[notfound_view]
                fn lost(&self) {}
                #[viewed]
                fn last(&self) {}
            }
        });
        let expected = quote! {
            #[cfg(unix)]
            impl Articles {
                const NAMES: [&str; 1] = ["view"];
                /// All.
                #[must_use]
                fn index(&self) { #[view] fn inner() {} }
                fn create(&self) {}
                async fn news(&self, ws: Websocket) {}
                fn lost(&self) {}
                #[viewed]
                fn last(&self) {}
            }
        };
        assert_eq!(stripped.to_string(), expected.to_string());
    }
}
