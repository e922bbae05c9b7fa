//! From attribute and item to the model; the rules are in `check`.

use proc_macro2::{Ident, Span};
use pyramidion_patterns::{Pattern, nearest};
use syn::spanned::Spanned;
use syn::{LitStr, parse_quote};

use super::Answers;
use super::arguments;
use super::attribute::{Attribute, Mapper};
use super::model::{Coercion, Kind, Renderer, Route, View};
use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::{Function, last_name};
use crate::syntax::keys::Read;
use crate::syntax::types::type_argument;
use crate::template;

/// The model of a function under `#[view]` or one of its kin.
pub(crate) fn view(function: &Function, mut read: Read<Attribute>, answers: Answers, errors: &mut Errors) -> View {
    let is_websocket = answers == Answers::Websockets;
    contexts(function, &mut read.attribute, answers);
    let place = match answers {
        Answers::Exceptions(_) => Some(Route::Exception(read.attribute.route_name.clone())),
        Answers::Requests | Answers::Websockets => route(&read, errors),
    };
    let route = place.unwrap_or_else(|| {
        errors.push(error(
            function.name().span(),
            NO_PLACE,
            "add `path = \"/…\"`, or `route_name = \"…\"` for a route that `add_route` declares; \
             a view that traversal finds names its context instead: `context = Page`, or `context = _` for every one",
        ));
        Route::Unknown
    });
    let attribute = read.attribute;
    let kind = match (is_websocket, function.is_async()) {
        (false, true) => Kind::Coroutine,
        (false, false) => Kind::Function,
        (true, true) => Kind::Websocket(Coercion::of(&attribute)),
        (true, false) => Kind::SyncWebsocket(Coercion::of(&attribute)),
    };
    let arguments = arguments::of_function(function, &route, is_websocket);
    let executor = attribute.executor;
    // Whatever the application's own mapper is.
    let needs_an_executor = executor.is_some() || arguments.iter().any(|argument| argument.source.waits());
    let implied =
        (matches!(kind, Kind::Function) && needs_an_executor).then(|| (Mapper::Executor, function.name().span()));
    View {
        name: function.name().clone(),
        visibility: function.visibility.clone(),
        conditions: function.conditions(),
        kind,
        arguments,
        route,
        request_method: attribute.request_method,
        lookup: attribute.lookup,
        appends_slash: attribute.append_slash.is_some(),
        renderer: attribute.renderer.and_then(|literal| errors.keep(renderer(literal))),
        mapper: attribute.mapper.or(implied),
        executor,
        result_type: function.return_type().cloned(),
        result_span: function.return_type().map_or_else(|| function.name().span(), Spanned::span),
        class: None,
        websocket: attribute.websocket,
    }
}

/// What a view is for, where its attribute does not say it: its macro, or the type of an argument does.
fn contexts(function: &Function, attribute: &mut Attribute, answers: Answers) {
    let lookup = &mut attribute.lookup;
    if !lookup.contexts.is_empty() || lookup.every_context.is_some() {
        return;
    }
    if let Answers::Exceptions(Some(exception)) = answers {
        let exception = Ident::new(exception, Span::mixed_site());
        lookup.contexts = vec![parse_quote!(::pyramidion::httpexceptions::#exception)];
        return;
    }
    let extractor = if answers == Answers::Exceptions(None) { "Exception" } else { "Context" };
    let taken = function.arguments().filter(|argument| last_name(&argument.ty).is_some_and(|name| name == extractor));
    lookup.contexts = taken.filter_map(|argument| type_argument(&argument.ty).cloned()).take(1).collect();
}

/// What is wrong with a view without a route.
pub(crate) const NO_PLACE: &str = "this view has no place: neither `path` nor `route_name` is given";

/// The route that an attribute names or declares; nothing if it says nothing.
pub(crate) fn route(read: &Read<Attribute>, errors: &mut Errors) -> Option<Route> {
    let attribute = &read.attribute;
    let route = match (&attribute.path, &attribute.route_name) {
        (Some(path), None) => match Pattern::parse(&path.value()) {
            Ok(pattern) => Route::Path(path.clone(), pattern),
            Err(wrong) => {
                errors.push(error(
                    path.span(),
                    wrong.message,
                    wrong.help.as_deref().unwrap_or("write a path such as \"/users/{id}\""),
                ));
                Route::Unknown
            }
        },
        (None, Some(name)) if name.value().is_empty() => {
            errors.push(error(name.span(), "a route's name is not empty", "name a route that `add_route` declares"));
            Route::Unknown
        }
        (None, Some(name)) => Route::Named(name.clone()),
        (Some(_), Some(name)) => {
            errors.push(error_over(
                name,
                "`path` declares a route of its own, so `route_name` has nothing to name",
                "keep one of the two: `path` here, or `route_name` and `add_route` in the configuration",
            ));
            Route::Unknown
        }
        (None, None) if attribute.lookup.is_of_traversal() => Route::Traversal,
        (None, None) => {
            let was_tried = read.failed.iter().any(|key| ["path", "route_name", "context", "name"].contains(key));
            return was_tried.then_some(Route::Unknown);
        }
    };
    Some(route)
}

const TEMPLATE_ENDINGS: [&str; 4] = [".jinja2", ".jinja", ".j2", ".html"];

fn renderer(literal: LitStr) -> syn::Result<(Renderer, LitStr)> {
    let name = literal.value();
    let renderer = match name.as_str() {
        "json" => Renderer::Json,
        "string" => Renderer::String,
        _ if TEMPLATE_ENDINGS.iter().any(|ending| name.ends_with(ending)) => {
            Renderer::Template(template::load(&literal)?)
        }
        _ => {
            let help = match nearest(&name, ["json", "string"]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "a renderer is `json`, `string`, or a template of the folder `templates`, such as `page.jinja2`"
                        .to_owned()
                }
            };
            return Err(error(literal.span(), format!("unknown renderer `{name}`"), help));
        }
    };
    Ok((renderer, literal))
}
