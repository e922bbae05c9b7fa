//! The keys by which a view is found, and those of what stands around it.

use syn::{LitStr, Type};

use super::{Asked, Lookup, Predicate, values};
use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::keys::{Key, Table, Value, read_keys};
use crate::view::attribute::Attribute;

type ViewKey = Key<Attribute>;

pub(crate) const CONTEXT: ViewKey =
    Key { name: "context", usage: "context = Page", read: |attribute, value| contexts(value, &mut attribute.lookup) };
pub(crate) const NAME: ViewKey =
    Key { name: "name", usage: "name = \"edit\"", read: |attribute, value| value.fill(&mut attribute.lookup.name) };
pub(crate) const PERMISSION: ViewKey = Key {
    name: "permission",
    usage: "permission = \"edit\"",
    read: |attribute, value| value.fill(&mut attribute.lookup.permission),
};
pub(crate) const HTTP_CACHE: ViewKey = Key {
    name: "http_cache",
    usage: "http_cache = 3600 | never | (60, public)",
    read: |attribute, value| values::http_cache(value).map(|cache| attribute.lookup.http_cache = Some(cache)),
};
pub(crate) const REQUIRE_CSRF: ViewKey = Key {
    name: "require_csrf",
    usage: "require_csrf = true",
    read: |attribute, value| value.flag().map(|flag| attribute.lookup.require_csrf = Some(flag)),
};
pub(crate) const DECORATOR: ViewKey = Key {
    name: "decorator",
    usage: "decorator = timed",
    read: |attribute, value| some(value).map(|decorators| attribute.lookup.decorators = decorators),
};

pub(crate) const XHR: ViewKey = Key { name: "xhr", usage: "xhr = true", read: flag };
pub(crate) const PATH_INFO: ViewKey = Key { name: "path_info", usage: "path_info = \"/docs/\"", read: text };
pub(crate) const REQUEST_PARAM: ViewKey =
    Key { name: "request_param", usage: "request_param = \"name=value\"", read: texts };
pub(crate) const HEADER: ViewKey = Key { name: "header", usage: "header = \"Name:expression\"", read: texts };
pub(crate) const ACCEPT: ViewKey = Key { name: "accept", usage: "accept = \"text/html\"", read: accept };
pub(crate) const CONTAINMENT: ViewKey = Key {
    name: "containment",
    usage: "containment = Folder",
    read: |attribute, value| add(attribute, value, value.parse().map(|ty| Asked::Type(Box::new(ty)))),
};
pub(crate) const MATCH_PARAM: ViewKey = Key { name: "match_param", usage: "match_param = \"id=7\"", read: texts };
pub(crate) const PHYSICAL_PATH: ViewKey =
    Key { name: "physical_path", usage: "physical_path = \"/docs/intro\"", read: text };
pub(crate) const IS_AUTHENTICATED: ViewKey =
    Key { name: "is_authenticated", usage: "is_authenticated = true", read: flag };
pub(crate) const EFFECTIVE_PRINCIPALS: ViewKey = Key {
    name: "effective_principals",
    usage: "effective_principals = \"group:editors\"",
    read: |attribute, value| add(attribute, value, some(value).map(Asked::Names)),
};
pub(crate) const CUSTOM_PREDICATES: ViewKey = Key {
    name: "custom_predicates",
    usage: "custom_predicates = [is_long]",
    read: |attribute, value| add(attribute, value, some(value).map(Asked::Custom)),
};
pub(crate) const NOT: ViewKey = Key {
    name: "not",
    usage: "not(header = \"X-Old\")",
    read: |attribute, value| negated(value).map(|predicates| attribute.lookup.predicates.extend(predicates)),
};

/// What stands in `not(…)`: predicates alone.
const NEGATED: Table<Attribute> = Table {
    keys: &[
        Key { name: "request_method", usage: "request_method = \"POST\"", read: texts },
        XHR,
        PATH_INFO,
        REQUEST_PARAM,
        HEADER,
        CONTAINMENT,
        MATCH_PARAM,
        PHYSICAL_PATH,
        IS_AUTHENTICATED,
        EFFECTIVE_PRINCIPALS,
        CUSTOM_PREDICATES,
    ],
    elsewhere: &[],
    refused: &[("accept", |key| {
        let help = "remove it: name the media types that there are, each in a view of its own";
        error(key.span(), "a media type is negotiated, so there is no reverse of `accept`", help)
    })],
};

fn negated(value: &Value<'_>) -> syn::Result<Vec<Predicate>> {
    let mut errors = Errors::default();
    let predicates = read_keys(&NEGATED, value.parenthesized()?, &mut errors).attribute.lookup.predicates;
    match errors.into_one() {
        Some(wrong) => Err(wrong),
        None if predicates.is_empty() => {
            let help = "name a predicate in it, such as `not(request_method = \"POST\")`, or remove the key";
            Err(error(value.name.span(), "`not` reverses nothing", help))
        }
        None => Ok(predicates.into_iter().map(|predicate| Predicate { is_negated: true, ..predicate }).collect()),
    }
}

fn add(attribute: &mut Attribute, value: &Value<'_>, asked: syn::Result<Asked>) -> syn::Result<()> {
    let predicate = Predicate { key: value.name.clone(), asked: asked?, is_negated: false };
    attribute.lookup.predicates.push(predicate);
    Ok(())
}

fn flag(attribute: &mut Attribute, value: &Value<'_>) -> syn::Result<()> {
    add(attribute, value, value.flag().map(Asked::Flag))
}

fn text(attribute: &mut Attribute, value: &Value<'_>) -> syn::Result<()> {
    add(attribute, value, value.parse().map(|text: LitStr| Asked::Texts(vec![text])))
}

fn texts(attribute: &mut Attribute, value: &Value<'_>) -> syn::Result<()> {
    add(attribute, value, some(value).map(Asked::Texts))
}

fn accept(attribute: &mut Attribute, value: &Value<'_>) -> syn::Result<()> {
    let types: Vec<LitStr> = some(value)?;
    if let Some(second) = types.get(1) {
        let help = "write a view for each of them: views on one route are negotiated";
        return Err(error_over(second, "a view gives one media type, so `accept` takes no list", help));
    }
    add(attribute, value, Ok(Asked::Texts(types)))
}

fn contexts(value: &Value<'_>, lookup: &mut Lookup) -> syn::Result<()> {
    let types: Vec<Type> = some(value)?;
    match types.as_slice() {
        [Type::Infer(every)] => lookup.every_context = Some(every.underscore_token.span),
        types if types.iter().any(|ty| matches!(ty, Type::Infer(_))) => {
            let help = "write `context = _` alone, or the types of which the context is one";
            return Err(error(value.name.span(), "`_` stands for every context, so it stands alone", help));
        }
        _ => lookup.contexts = types,
    }
    Ok(())
}

/// One value or several, but not none.
fn some<V: syn::parse::Parse>(value: &Value<'_>) -> syn::Result<Vec<V>> {
    let values = value.one_or_more()?;
    if values.is_empty() {
        let help = "name one, or remove the key";
        return Err(error(value.name.span(), format!("the list of `{}` is empty", value.name), help));
    }
    Ok(values)
}
