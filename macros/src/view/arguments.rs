//! Decides where each argument comes from, by its name and its type.

use pyramidion_patterns::Pattern;
use quote::ToTokens;
use syn::Type;

use super::model::{Argument, Route, Source};
use crate::syntax::function::{Function, argument_name, bare, last_name};

/// Extractors that read the body, by the names that axum and pyramidion give them.
pub(crate) const BODY_EXTRACTORS: &[&str] =
    &["Body", "Bytes", "BytesMut", "Form", "Json", "Multipart", "Params", "RawForm", "String"];

/// Extractors that leave the body alone; a name that is not listed is looked up by its type.
const PART_EXTRACTORS: &[&str] = &[
    "ConnectInfo",
    "Context",
    "Exception",
    "Extension",
    "HeaderMap",
    "Host",
    "MatchedPath",
    "Method",
    "OriginalUri",
    "Path",
    "Query",
    "RawPathParams",
    "RawQuery",
    "State",
    "Uri",
    "Version",
];

/// Types that are never extractors, so that a plain argument of one can only be meant as a parameter.
const SCALARS: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
    "usize", "str",
];

pub(crate) fn is_scalar(ty: &Type) -> bool {
    last_name(ty).is_some_and(|name| SCALARS.contains(&name.as_str()))
}

pub(crate) fn is_body_extractor(ty: &Type) -> bool {
    last_name(ty).is_some_and(|name| BODY_EXTRACTORS.contains(&name.as_str()))
}

/// Whether a type is an extractor by its name, so that only what is in it can be wrong: `Query<T>`.
pub(crate) fn is_well_known(ty: &Type) -> bool {
    is_body_extractor(ty) || last_name(ty).is_some_and(|name| PART_EXTRACTORS.contains(&name.as_str()))
}

/// Whether a type is one of the well-known extractors that take nothing from the application.
pub(crate) fn needs_no_state(ty: &Type) -> bool {
    is_well_known(ty) && last_name(ty).is_some_and(|name| name != "State")
}

/// The arguments of a function, in their order.
pub(crate) fn of_function(function: &Function, route: &Route, takes_websocket: bool) -> Vec<Argument> {
    let arguments: Vec<_> = function.arguments().collect();
    let last = arguments.len().saturating_sub(1);
    let mut arguments: Vec<_> = arguments
        .iter()
        .enumerate()
        .map(|(index, argument)| {
            let name = argument_name(argument);
            let (ty, borrowed) = match bare(&argument.ty) {
                Type::Reference(reference) => (bare(&reference.elem).clone(), true),
                ty => (ty.clone(), false),
            };
            let source = source_of(name.as_deref(), &ty, route, takes_websocket, index == last);
            Argument { name, place: argument.pat.to_token_stream(), ty, borrowed, source }
        })
        .collect();
    leave_the_body_to_its_reader(&mut arguments);
    arguments
}

/// The last argument may read the body, unless one before it does, such as `Request`.
fn leave_the_body_to_its_reader(arguments: &mut [Argument]) {
    let Some((last, others)) = arguments.split_last_mut() else { return };
    if !others.iter().any(|argument| argument.source.takes_all()) || is_body_extractor(&last.ty) {
        return;
    }
    match &mut last.source {
        Source::ParameterOrLast(name) => last.source = Source::ParameterOrPart(std::mem::take(name)),
        source if *source == Source::Last => *source = Source::Part,
        _ => {}
    }
}

/// Where a value of type `ty` under the name `name` comes from.
pub(crate) fn source_of(name: Option<&str>, ty: &Type, route: &Route, takes_websocket: bool, is_last: bool) -> Source {
    let last_name = last_name(ty).unwrap_or_default();
    if takes_websocket && is_websocket(&last_name) {
        return Source::Websocket;
    }
    match (route, name) {
        (Route::Path(_, pattern), Some(name)) if has_parameter(pattern, name) => {
            return Source::Parameter(name.to_owned());
        }
        (Route::Named(_) | Route::Exception(Some(_)) | Route::Unknown, Some(name))
            if last_name == "String" || SCALARS.contains(&last_name.as_str()) =>
        {
            return Source::Parameter(name.to_owned());
        }
        _ => {}
    }
    match last_name.as_str() {
        "Request" => return Source::Request,
        "SyncRequest" => return Source::SyncRequest,
        "SyncScope" => return Source::Scope,
        _ => {}
    }
    if PART_EXTRACTORS.contains(&last_name.as_str()) {
        return Source::Part;
    }
    match (route, name) {
        _ if BODY_EXTRACTORS.contains(&last_name.as_str()) => Source::Last,
        (Route::Named(_) | Route::Exception(Some(_)) | Route::Unknown, Some(name)) if is_last => {
            Source::ParameterOrLast(name.to_owned())
        }
        (Route::Named(_) | Route::Exception(Some(_)) | Route::Unknown, Some(name)) => {
            Source::ParameterOrPart(name.to_owned())
        }
        _ if is_last => Source::Last,
        _ => Source::Part,
    }
}

pub(crate) fn is_websocket(last_name: &str) -> bool {
    last_name == "Websocket" || last_name == "SyncWebsocket"
}

fn has_parameter(pattern: &Pattern, name: &str) -> bool {
    pattern.parameters().iter().any(|parameter| parameter.name.as_str() == name)
}
