//! The attribute parser: a table of keys, each with the function that reads its value.
//!
//! To add a key to an attribute, add a row to its table. Every mistake in the attribute is reported, not just the first.

use proc_macro2::{Ident, Span, TokenStream};
use syn::parse::{ParseStream, Parser};
use syn::{Token, ext::IdentExt};

use super::errors::{Errors, error};
use pyramidion_patterns::did_you_mean;

/// One key that an attribute understands.
pub(crate) struct Key<T> {
    pub(crate) name: &'static str,
    /// How it is written, for messages: `path = "/users/{id}"`.
    pub(crate) usage: &'static str,
    /// Reads what follows the key's name into the attribute. The name's span is at hand for flags.
    pub(crate) read: fn(&mut T, ParseStream<'_>, Span) -> syn::Result<()>,
}

/// Reads the arguments of an attribute, such as `path = "/", renderer = "json"`.
pub(crate) fn read_keys<T: Default>(table: &[Key<T>], arguments: TokenStream, errors: &mut Errors) -> T {
    let mut attribute = T::default();
    let parsed = (|input: ParseStream<'_>| {
        let mut seen: Vec<Ident> = Vec::new();
        while !input.is_empty() {
            if let Err(error) = read_key(table, &mut attribute, input, &mut seen, errors) {
                errors.push(error);
                skip_to_comma(input)?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    })
    .parse2(arguments);
    errors.keep(parsed);
    attribute
}

fn read_key<T>(
    table: &[Key<T>],
    attribute: &mut T,
    input: ParseStream<'_>,
    seen: &mut Vec<Ident>,
    errors: &mut Errors,
) -> syn::Result<()> {
    let name = input
        .call(Ident::parse_any)
        .map_err(|found| error(found.span(), "expected a key", format!("the keys are {}", usages(table))))?;
    let Some(key) = table.iter().find(|key| name == key.name) else {
        let names = table.iter().map(|key| key.name);
        return Err(error(
            name.span(),
            format!("unknown key `{name}`"),
            did_you_mean(&name.to_string(), names, "the keys are"),
        ));
    };
    if let Some(first) = seen.iter().find(|first| **first == name) {
        errors.push(error(first.span(), format!("`{name}` is given here first"), "keep one of the two"));
        return Err(error(name.span(), format!("duplicate key `{name}`"), "keep one of the two"));
    }
    let span = name.span();
    seen.push(name);
    (key.read)(attribute, input, span)?;
    if !input.is_empty() && !input.peek(Token![,]) {
        return Err(error(
            input.span(),
            format!("unexpected token after the value of `{}`", key.name),
            format!("write `{}`", key.usage),
        ));
    }
    Ok(())
}

fn usages<T>(table: &[Key<T>]) -> String {
    table.iter().map(|key| format!("`{}`", key.usage)).collect::<Vec<_>>().join(", ")
}

fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

/// Reads `= VALUE`, where VALUE is what `read` takes; `usage` goes into the message when it is something else.
pub(crate) fn value<V>(
    input: ParseStream<'_>,
    usage: &str,
    read: impl FnOnce(ParseStream<'_>) -> syn::Result<V>,
) -> syn::Result<V> {
    let wrong = |span| error(span, "expected a value", format!("write `{usage}`"));
    if !input.peek(Token![=]) {
        return Err(wrong(input.span()));
    }
    input.parse::<Token![=]>()?;
    let span = input.span();
    read(input).map_err(|_| error(span, "this is not the kind of value that the key takes", format!("write `{usage}`")))
}

/// Reads one value, or several in brackets or parentheses.
pub(crate) fn one_or_more<V: syn::parse::Parse>(input: ParseStream<'_>) -> syn::Result<Vec<V>> {
    let content;
    if input.peek(syn::token::Bracket) {
        syn::bracketed!(content in input);
    } else if input.peek(syn::token::Paren) {
        syn::parenthesized!(content in input);
    } else {
        return Ok(vec![input.parse()?]);
    }
    let values = content.parse_terminated(V::parse, Token![,])?;
    Ok(values.into_iter().collect())
}
