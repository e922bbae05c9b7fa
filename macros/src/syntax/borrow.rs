//! What a type borrows, as it is written.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Type;

/// The first reference or lifetime that a type mentions, but for `'static`, and for those between the arguments and the
/// result of a function that it names: `impl Fn(&str) -> &str` borrows nothing itself.
pub(crate) fn first_borrow(ty: &Type) -> Option<TokenStream> {
    Search::default().search(ty.to_token_stream())
}

#[derive(Default)]
struct Search {
    /// The names of lifetimes that `for<'a>` declares, and `static`.
    harmless: Vec<String>,
}

impl Search {
    fn search(&mut self, tokens: TokenStream) -> Option<TokenStream> {
        let tokens: Vec<_> = tokens.into_iter().collect();
        for (place, token) in tokens.iter().enumerate() {
            let found = match token {
                TokenTree::Group(group) if is_arguments_of_a_function(&tokens[..place], group.delimiter()) => None,
                TokenTree::Group(group) => self.search(group.stream()),
                TokenTree::Ident(word) if word == "for" => {
                    self.declare(&tokens[place..]);
                    None
                }
                TokenTree::Punct(punct) if punct.as_char() == '\'' => self.lifetime(&tokens[place..]),
                TokenTree::Punct(punct) if punct.as_char() == '&' => self.reference(&tokens, place),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The lifetimes of `for<'a, 'b>`.
    fn declare(&mut self, tokens: &[TokenTree]) {
        let names = tokens.iter().take_while(|token| !is_punct(token, '>')).filter_map(|token| match token {
            TokenTree::Ident(name) => Some(name.to_string()),
            _ => None,
        });
        self.harmless.extend(names);
    }

    /// `tokens` start with the `'` of a lifetime.
    fn lifetime(&self, tokens: &[TokenTree]) -> Option<TokenStream> {
        let name = tokens.get(1)?.to_string();
        let is_harmless = name == "static" || self.harmless.contains(&name);
        (!is_harmless).then(|| tokens[..2].iter().cloned().collect())
    }

    fn reference(&self, tokens: &[TokenTree], place: usize) -> Option<TokenStream> {
        let before = &tokens[..place];
        let is_result_of_a_function = before.last().is_some_and(|token| is_punct(token, '>'))
            && before.iter().rev().nth(1).is_some_and(|token| is_punct(token, '-'));
        let is_named = tokens.get(place + 1).is_some_and(|token| is_punct(token, '\''));
        if is_result_of_a_function || is_named {
            return None;
        }
        Some(tokens[place].clone().into())
    }
}

/// The parentheses of `fn(…)` and `Fn(…)`, unlike those of a tuple, come after a word.
fn is_arguments_of_a_function(before: &[TokenTree], delimiter: Delimiter) -> bool {
    delimiter == Delimiter::Parenthesis && matches!(before.last(), Some(TokenTree::Ident(_)))
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn borrow_in(ty: &str) -> Option<String> {
        first_borrow(&syn::parse_str(ty).unwrap()).map(|tokens| tokens.to_string().replace(' ', ""))
    }

    #[test]
    fn references_and_lifetimes_are_found_at_any_depth() {
        for (ty, borrow) in [
            ("&str", "&"),
            ("&'a str", "'a"),
            ("&mut [u8]", "&"),
            ("Option<&str>", "&"),
            ("(u32, &str)", "&"),
            ("Cow<'_, str>", "'_"),
            ("impl ToString + 'a", "'a"),
            ("Box<dyn for<'a> Visit<'a, 'b>>", "'b"),
            ("Wrapped<impl Fn(u32) -> u32, &str>", "&"),
        ] {
            assert_eq!(borrow_in(ty).as_deref(), Some(borrow), "{ty}");
        }
    }

    #[test]
    fn what_is_owned_is_not() {
        for ty in [
            "String",
            "&'static str",
            "Cow<'static, str>",
            "fn(&str) -> u32",
            "impl Fn(&str) -> &str + Send",
            "Box<dyn for<'a> FnOnce(&'a str) -> &'a str>",
            "Box<dyn for<'a> Visit<'a>>",
        ] {
            assert_eq!(borrow_in(ty), None, "{ty}");
        }
    }
}
