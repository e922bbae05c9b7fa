//! The rules of what a view is found by: each one function, one message, one ui test.

use std::collections::HashMap;

use pyramidion_patterns::{Expression, did_you_mean};
use quote::ToTokens;
use syn::LitStr;

use super::{Asked, Lookup, Name, Predicate};
use crate::syntax::errors::{Errors, error, error_over};
use crate::view::check::{is_token_byte, request_methods_are_tokens};
use crate::view::model::Route;

pub(crate) fn lookup(lookup: &Lookup, route: &Route, request_method: &[LitStr], errors: &mut Errors) {
    the_name_can_be_asked_for(lookup.name.as_ref(), errors);
    a_context_is_named_once(lookup, errors);
    the_permission_has_a_name(lookup.permission.as_ref(), errors);
    for predicate in &lookup.predicates {
        nothing_is_listed_twice(predicate, errors);
        for text in predicate.texts() {
            self::text(&predicate.key.to_string(), text, route, errors);
        }
        one_value_each(predicate, errors);
    }
    request_methods_exclude_none(request_method, &lookup.predicates, errors);
    predicates_do_not_exclude_each_other(&lookup.predicates, errors);
}

fn text(key: &str, text: &LitStr, route: &Route, errors: &mut Errors) {
    match key {
        "request_method" => request_methods_are_tokens(std::slice::from_ref(text), errors),
        "path_info" => is_an_expression(text, &text.value(), errors),
        "header" => is_a_header(text, errors),
        "accept" => is_a_media_type(text, errors),
        "request_param" => has_a_name(text, errors),
        "match_param" => is_a_parameter_with_a_value(text, route, errors),
        _ => {}
    }
}

fn the_name_can_be_asked_for(name: Option<&LitStr>, errors: &mut Errors) {
    let Some(literal) = name else { return };
    let name = literal.value();
    let help = match name.strip_prefix("@@") {
        _ if name.is_empty() => {
            "remove `name`: without it a view is the default of its contexts, which `context = …` or `context = _` names"
                .to_owned()
        }
        Some(rest) => format!("write \"{rest}\": the `@@` stands in the path alone"),
        None if name.contains('/') => "write one segment of a path; what follows it is the subpath".to_owned(),
        None => return,
    };
    errors.push(error_over(literal, format!("no path asks for a view of the name `{name}`"), help));
}

fn a_context_is_named_once(lookup: &Lookup, errors: &mut Errors) {
    let shown: Vec<_> = lookup.contexts.iter().map(|ty| ty.to_token_stream().to_string().replace(' ', "")).collect();
    for (index, ty) in lookup.contexts.iter().enumerate() {
        if shown[..index].contains(&shown[index]) {
            let message = format!("the context `{}` is listed twice", shown[index]);
            errors.push(error_over(ty, message, "remove one of the two"));
        }
    }
}

fn the_permission_has_a_name(permission: Option<&Name>, errors: &mut Errors) {
    if let Some(Name::Text(literal)) = permission
        && literal.value().is_empty()
    {
        let help = "name the permission that the view needs, such as \"view\", or remove the key";
        errors.push(error_over(literal, "a permission has a name", help));
    }
}

fn nothing_is_listed_twice(predicate: &Predicate, errors: &mut Errors) {
    let values = predicate.values();
    for (index, value) in values.iter().enumerate().skip(1) {
        if values[..index].contains(value) {
            let message = format!("`{}` lists {value} twice", predicate.key);
            let help = "remove one of the two";
            errors.push(match predicate.texts().get(index) {
                Some(text) => error_over(text, message, help),
                None => error(predicate.key.span(), message, help),
            });
        }
    }
}

fn is_an_expression(literal: &LitStr, expression: &str, errors: &mut Errors) {
    if let Err(wrong) = Expression::parse(expression) {
        errors.push(error_over(literal, wrong.message, wrong.help.unwrap_or_default()));
    }
}

fn is_a_header(literal: &LitStr, errors: &mut Errors) {
    let text = literal.value();
    let (name, expression) = text.split_once(':').map_or((text.as_str(), None), |(name, rest)| (name, Some(rest)));
    if !is_token(name) {
        let help = match text.split_once('=') {
            Some((name, value)) if is_token(name) => format!("write \"{name}:{value}\", with a colon"),
            _ => "write `Name`, or `Name:expression` for what its value begins with".to_owned(),
        };
        errors.push(error_over(literal, format!("`{name}` is no header's name"), help));
    } else if let Some(expression) = expression {
        is_an_expression(literal, expression, errors);
    }
}

fn is_a_media_type(literal: &LitStr, errors: &mut Errors) {
    let text = literal.value();
    let mut pieces = text.split(';').map(str::trim);
    let essence = pieces.next().unwrap_or_default();
    let is_parameter =
        |piece: &str| piece.split_once('=').is_some_and(|(name, _)| is_token(name) && !name.eq_ignore_ascii_case("q"));
    let help = match essence.split_once('/') {
        Some((kind, subkind)) if !is_token(kind) || !is_token(subkind) => MEDIA_TYPE,
        None => MEDIA_TYPE,
        Some((kind, subkind)) if kind == "*" || subkind == "*" => {
            "name the type that the view gives, such as \"text/html\"; the client is who names ranges"
        }
        Some(_) if !pieces.all(is_parameter) => {
            "write a parameter as `;name=value`; a weight `q` is the client's to give"
        }
        Some(_) => return,
    };
    errors.push(error_over(literal, format!("`{text}` is no media type"), help));
}

const MEDIA_TYPE: &str = "write a type and a subtype, such as \"text/html\" or \"application/json\"";

fn has_a_name(literal: &LitStr, errors: &mut Errors) {
    if literal.value().trim().is_empty() {
        let help = "write `name`, or `name=value`";
        errors.push(error_over(literal, "a parameter has a name", help));
    }
}

fn is_a_parameter_with_a_value(literal: &LitStr, route: &Route, errors: &mut Errors) {
    let text = literal.value();
    let Some((name, _)) = text.split_once('=') else {
        let help = format!("write \"{text}=value\"");
        errors.push(error_over(literal, format!("`match_param` asks for a value, and `{text}` names none"), help));
        return;
    };
    let Some(parameters) = route.parameters() else { return };
    let name = name.trim();
    if !parameters.contains(&name) {
        let help = match parameters.as_slice() {
            [] => "the view's place has no parameters; for one of the query use `request_param`".to_owned(),
            parameters => did_you_mean(name, parameters.iter().copied(), "the route's parameters are"),
        };
        errors.push(error_over(literal, format!("`{name}` is no parameter of the route"), help));
    }
}

/// Two values of one name never hold at once.
fn one_value_each(predicate: &Predicate, errors: &mut Errors) {
    if !["match_param", "request_param"].contains(&predicate.key.to_string().as_str()) {
        return;
    }
    let mut known: HashMap<String, String> = HashMap::new();
    for literal in predicate.texts() {
        let text = literal.value();
        let Some((name, value)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) else { continue };
        let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
        if known.get(&name).is_some_and(|other| *other != value) {
            let help = "all values that are listed must be there: write a second view for the other";
            errors.push(error_over(literal, format!("`{name}` has one value, and two are asked for"), help));
        }
        known.insert(name, value);
    }
}

const EXCLUDE_EACH_OTHER: &str = "keep one of the two";

fn request_methods_exclude_none(methods: &[LitStr], predicates: &[Predicate], errors: &mut Errors) {
    let Some(not) = predicates.iter().find(|predicate| predicate.key == "request_method") else { return };
    let excluded: Vec<_> = not.texts().iter().map(LitStr::value).collect();
    if !methods.is_empty() && methods.iter().all(|method| excluded.contains(&method.value())) {
        let message = "all methods of the view are excluded again, so it would answer nothing";
        errors.push(error(not.key.span(), message, EXCLUDE_EACH_OTHER));
    }
}

fn predicates_do_not_exclude_each_other(predicates: &[Predicate], errors: &mut Errors) {
    for not in predicates.iter().filter(|predicate| predicate.is_negated) {
        let same = |other: &&Predicate| !other.is_negated && other.key == not.key && agree(other, not);
        if predicates.iter().any(|other| same(&other)) {
            let message = format!("`{0}` and `not({0})` ask for the same, so the view would answer nothing", not.key);
            errors.push(error(not.key.span(), message, EXCLUDE_EACH_OTHER));
        }
    }
}

fn agree(one: &Predicate, other: &Predicate) -> bool {
    match (&one.asked, &other.asked) {
        (Asked::Custom(_), Asked::Custom(_)) => one.values().iter().any(|value| other.values().contains(value)),
        _ => {
            let (mut one, mut other) = (one.values(), other.values());
            one.sort();
            other.sort();
            one == other
        }
    }
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}
