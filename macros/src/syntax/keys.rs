//! The attribute parser: a table of keys, each with the function that reads its value.
//!
//! To add a key to an attribute, add a row to its table. Every mistake in the attribute is reported, not just the first.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use pyramidion_patterns::{listed, nearest};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{LitStr, Token, ext::IdentExt};

use super::errors::{Errors, error, error_over};

/// The keys that an attribute understands.
pub(crate) struct Table<T: 'static> {
    pub(crate) keys: &'static [Key<T>],
    /// Keys that somebody may look for here, and whose they are: `("use_str", "#[websocket_view]")`.
    pub(crate) elsewhere: &'static [(&'static str, &'static str)],
    /// Keys that somebody who knows Pyramid may look for, and why there is no such key.
    pub(crate) refused: &'static [(&'static str, Refusal)],
}

/// One key.
pub(crate) struct Key<T> {
    pub(crate) name: &'static str,
    /// How it is written, for messages: `path = "/users/{id}"`.
    pub(crate) usage: &'static str,
    /// Reads what follows the key's name into the attribute.
    pub(crate) read: fn(&mut T, &Value<'_>) -> syn::Result<()>,
}

/// The error about a key that there is not.
pub(crate) type Refusal = fn(&Ident) -> syn::Error;

/// What is read of an attribute.
pub(crate) struct Read<T> {
    pub(crate) attribute: T,
    /// The keys that were meant and could not be read: whether they are there, nothing more is to be said.
    pub(crate) failed: Vec<&'static str>,
}

/// What follows a key's name.
pub(crate) struct Value<'a> {
    pub(crate) name: &'a Ident,
    input: ParseStream<'a>,
    usage: &'static str,
}

impl Value<'_> {
    /// Reads `= VALUE`.
    pub(crate) fn parse<V: Parse>(&self) -> syn::Result<V> {
        self.parse_with(V::parse)
    }

    /// Reads `= VALUE` into a field of the attribute.
    pub(crate) fn fill<V: Parse>(&self, field: &mut Option<V>) -> syn::Result<()> {
        *field = Some(self.parse()?);
        Ok(())
    }

    /// Marks a key that takes no value.
    pub(crate) fn mark(&self, field: &mut Option<Span>) -> syn::Result<()> {
        *field = Some(self.name.span());
        Ok(())
    }

    /// Reads `= VALUE`, where VALUE is what `read` takes.
    pub(crate) fn parse_with<V>(&self, read: impl FnOnce(ParseStream<'_>) -> syn::Result<V>) -> syn::Result<V> {
        if !self.input.peek(Token![=]) {
            return Err(error(
                self.name.span(),
                format!("`{}` has no value", self.name),
                format!("write `{}`", self.usage),
            ));
        }
        self.input.parse::<Token![=]>()?;
        let token = self.input.cursor().token_tree().map(|(token, _)| token);
        read(self.input).map_err(|_| self.wrong(token))
    }

    /// Reads `= true` or `= false`; the key alone is true.
    pub(crate) fn flag(&self) -> syn::Result<bool> {
        if self.input.is_empty() || self.input.peek(Token![,]) {
            return Ok(true);
        }
        self.parse().map(|flag: syn::LitBool| flag.value)
    }

    /// Reads `(…)`.
    pub(crate) fn parenthesized(&self) -> syn::Result<TokenStream> {
        if !self.input.peek(syn::token::Paren) {
            let help = format!("write `{}`", self.usage);
            return Err(error(self.name.span(), format!("`{}` stands around what it is about", self.name), help));
        }
        self.input.parse().map(|group: proc_macro2::Group| group.stream())
    }

    /// Reads `= VALUE`, or several values in brackets or parentheses.
    pub(crate) fn one_or_more<V: Parse>(&self) -> syn::Result<Vec<V>> {
        self.parse_with(|input| {
            if !input.peek(syn::token::Bracket) && !input.peek(syn::token::Paren) {
                return Ok(vec![input.parse()?]);
            }
            let group: proc_macro2::Group = input.parse()?;
            let values = syn::punctuated::Punctuated::<V, Token![,]>::parse_terminated.parse2(group.stream())?;
            Ok(values.into_iter().collect())
        })
    }

    /// The error about a value of another kind, of which `token` is the first.
    fn wrong(&self, token: Option<TokenTree>) -> syn::Error {
        let (name, usage) = (self.name, self.usage);
        let Some(token) = token else {
            return error(name.span(), format!("`{name}` has no value"), format!("write `{usage}`"));
        };
        let help = match without_or_with_quotes(&token) {
            Some(value) => format!("write `{name} = {value}`"),
            None => format!("write `{usage}`"),
        };
        error_over(token, format!("`{name}` takes another kind of value"), help)
    }
}

/// A name where a text should be, or the reverse.
fn without_or_with_quotes(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(name) => Some(format!("\"{name}\"")),
        TokenTree::Literal(_) => {
            let text = syn::parse2::<LitStr>(token.clone().into()).ok()?.value();
            syn::parse_str::<syn::Path>(&text).ok().map(|_| text)
        }
        _ => None,
    }
}

/// Reads the arguments of an attribute, such as `path = "/", renderer = "json"`.
pub(crate) fn read_keys<T: Default>(table: &Table<T>, arguments: TokenStream, errors: &mut Errors) -> Read<T> {
    let mut reader =
        Reader { table, read: Read { attribute: T::default(), failed: Vec::new() }, seen: Vec::new(), errors };
    let parsed = (|input: ParseStream<'_>| reader.keys(input)).parse2(arguments);
    let Reader { read, errors, .. } = reader;
    errors.keep(parsed);
    read
}

struct Reader<'a, T: 'static> {
    table: &'a Table<T>,
    read: Read<T>,
    seen: Vec<Ident>,
    errors: &'a mut Errors,
}

impl<T> Reader<'_, T> {
    fn keys(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        while !input.is_empty() {
            if let Err(error) = self.key(input) {
                self.errors.push(error);
                skip_to_comma(input)?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn key(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            return Err(self.value_without_key(input));
        }
        let name = input.call(Ident::parse_any)?;
        let Some(key) = self.table.keys.iter().find(|key| name == key.name) else { return Err(self.unknown(&name)) };
        if let Some(first) = self.seen.iter().find(|first| **first == name) {
            self.errors.push(error(first.span(), format!("`{name}` is given here first"), "keep one of the two"));
            return Err(error(name.span(), format!("`{name}` is given again"), "keep one of the two"));
        }
        let value = Value { name: &name, input, usage: key.usage };
        if let Err(wrong) = (key.read)(&mut self.read.attribute, &value) {
            self.read.failed.push(key.name);
            return Err(wrong);
        }
        self.seen.push(name);
        ends_here(key, input)
    }

    /// Whoever comes from another framework writes the path alone.
    fn value_without_key(&mut self, input: ParseStream<'_>) -> syn::Error {
        let text_key = self.table.keys.iter().find(|key| key.usage.contains("= \""));
        if let (Ok(text), Some(key)) = (input.fork().parse::<LitStr>(), text_key) {
            self.read.failed.push(key.name);
            let help = format!("write `{} = \"{}\"`", key.name, text.value());
            return error(input.span(), "this value has no key", help);
        }
        error(input.span(), "expected a key", format!("the keys are {}", usages(self.table.keys)))
    }

    fn unknown(&mut self, name: &Ident) -> syn::Error {
        if let Some((_, refusal)) = self.table.refused.iter().find(|(key, _)| name == key) {
            return refusal(name);
        }
        let message = format!("unknown key `{name}`");
        let keys = self.table.keys.iter().map(|key| key.name);
        let owner = self.table.elsewhere.iter().find(|(key, _)| name == key).map(|(_, owner)| owner);
        let help = if let Some(owner) = owner {
            format!("it is a key of `{owner}`; the keys here are: {}", listed(keys))
        } else if let Some(near) = nearest(&name.to_string(), keys.clone()) {
            self.read.failed.push(near);
            format!("did you mean `{near}`?")
        } else if self.table.keys.is_empty() {
            "remove it: this attribute takes no keys".to_owned()
        } else {
            format!("the keys are: {}", listed(keys))
        };
        error(name.span(), message, help)
    }
}

fn ends_here<T>(key: &Key<T>, input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    let (name, usage) = (key.name, key.usage);
    Err(if name == usage {
        error(input.span(), format!("`{name}` takes no value"), format!("write `{usage}` alone"))
    } else {
        error(input.span(), format!("unexpected token after the value of `{name}`"), "put a comma between two keys")
    })
}

fn usages<T>(keys: &[Key<T>]) -> String {
    keys.iter().map(|key| format!("`{}`", key.usage)).collect::<Vec<_>>().join(", ")
}

fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
