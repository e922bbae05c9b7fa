//! Reads what `http_cache` says.

use proc_macro2::{Ident, Span};
use pyramidion_patterns::did_you_mean;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{LitInt, Token, parenthesized, token};

use super::HttpCache;
use crate::syntax::errors::{error, error_over};
use crate::syntax::keys::Value;

/// `3600`, `never`, or either in parentheses with directives after it: `(60, public, s_maxage = 600)`.
pub(super) fn http_cache(value: &Value<'_>) -> syn::Result<HttpCache> {
    let Written { time, directives } = value.parse()?;
    let seconds = time.seconds()?;
    let mut known: Vec<(String, Option<u32>)> = Vec::new();
    for directive in &directives {
        let (name, number) = directive.read()?;
        if let Some((other, _)) = known.iter().find(|(other, _)| excludes(other, &name)) {
            let message = match *other == name {
                true => format!("`{name}` is given twice"),
                false => format!("an answer is not `{name}` and `{other}` at once"),
            };
            return Err(error(directive.name.span(), message, "keep one of the two"));
        }
        known.push((name, number));
    }
    if seconds.is_none() && known.is_empty() {
        let help = "write a number of seconds, `never`, or a directive: `(None, public)`";
        return Err(error(value.name.span(), "`http_cache` says neither for how long nor for whom", help));
    }
    Ok(HttpCache { seconds, directives: known })
}

struct Written {
    time: Time,
    directives: Vec<Directive>,
}

enum Time {
    Seconds(LitInt),
    Word(Ident),
}

struct Directive {
    name: Ident,
    number: Option<LitInt>,
}

impl Parse for Written {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(token::Paren) {
            return Ok(Self { time: input.parse()?, directives: Vec::new() });
        }
        let content;
        parenthesized!(content in input);
        let time = content.parse()?;
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
        let directives = Punctuated::<Directive, Token![,]>::parse_terminated(&content)?;
        Ok(Self { time, directives: directives.into_iter().collect() })
    }
}

impl Parse for Time {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitInt) { input.parse().map(Self::Seconds) } else { input.parse().map(Self::Word) }
    }
}

impl Parse for Directive {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        let number = match input.parse::<Option<Token![=]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        Ok(Self { name, number })
    }
}

impl Time {
    fn seconds(&self) -> syn::Result<Option<u32>> {
        match self {
            Self::Seconds(literal) => number(literal).map(Some),
            Self::Word(word) if word == "never" => Ok(Some(0)),
            Self::Word(word) if word == "None" => Ok(None),
            Self::Word(word) => {
                let help = did_you_mean(&word.to_string(), ["never", "None"], "write a number of seconds, or one of");
                Err(error(word.span(), format!("`{word}` is no time"), help))
            }
        }
    }
}

fn number(literal: &LitInt) -> syn::Result<u32> {
    let is_plain = literal.suffix().is_empty();
    let help = "write a plain number of seconds, such as `3600`";
    literal
        .base10_parse()
        .ok()
        .filter(|_| is_plain)
        .ok_or_else(|| error_over(literal, format!("`{literal}` is no number of seconds"), help))
}

/// RFC 9111, section 5.2.2, and RFC 5861; `true` for those that take a number.
const DIRECTIVES: [(&str, bool); 10] = [
    ("public", false),
    ("private", false),
    ("no_cache", false),
    ("no_store", false),
    ("no_transform", false),
    ("must_revalidate", false),
    ("proxy_revalidate", false),
    ("s_maxage", true),
    ("stale_while_revalidate", true),
    ("stale_if_error", true),
];

impl Directive {
    /// The name as a header has it, and the number.
    fn read(&self) -> syn::Result<(String, Option<u32>)> {
        let name = self.name.to_string();
        let wrong = |span: Span, message: String, help: String| Err(error(span, message, help));
        match (DIRECTIVES.iter().find(|(known, _)| name == *known), &self.number) {
            (None, _) => {
                let help = did_you_mean(&name, DIRECTIVES.map(|(known, _)| known), "the directives are");
                wrong(self.name.span(), format!("unknown directive `{name}`"), help)
            }
            (Some((_, true)), None) => {
                let help = format!("write `{name} = 60`");
                wrong(self.name.span(), format!("`{name}` says for how many seconds"), help)
            }
            (Some((_, false)), Some(number)) => {
                wrong(number.span(), format!("`{name}` takes no number"), format!("write `{name}` alone"))
            }
            (Some(_), None) => Ok((name.replace('_', "-"), None)),
            (Some(_), Some(literal)) => Ok((name.replace('_', "-"), Some(number(literal)?))),
        }
    }
}

fn excludes(one: &str, other: &str) -> bool {
    one == other || [one, other].iter().all(|name| ["public", "private"].contains(name))
}
