//! From attribute and item to the model; the rules are in `check`.

use pyramidion_patterns::Pattern;
use syn::LitStr;
use syn::spanned::Spanned;

use super::arguments;
use super::attribute::Attribute;
use super::model::{Coercion, Kind, Renderer, Route, View};
use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::Function;
use crate::template;
use pyramidion_patterns::did_you_mean;

/// The model of a function under `#[view]` or `#[websocket_view]`.
pub(crate) fn view(function: &Function, attribute: Attribute, is_websocket: bool, errors: &mut Errors) -> View {
    let route = route(&attribute, function.name().span(), errors);
    let kind = match (is_websocket, function.is_async()) {
        (false, true) => Kind::Coroutine,
        (false, false) => Kind::Function,
        (true, true) => Kind::Websocket(Coercion::of(&attribute)),
        (true, false) => Kind::SyncWebsocket(Coercion::of(&attribute)),
    };
    View {
        name: function.name().clone(),
        visibility: function.visibility.clone(),
        kind,
        arguments: arguments::of_function(function, &route, is_websocket),
        route,
        request_method: attribute.request_method,
        renderer: attribute.renderer.and_then(|literal| errors.keep(renderer(literal))),
        mapper: attribute.mapper,
        result_type: function.return_type().cloned(),
        result_span: function.return_type().map_or_else(|| function.name().span(), Spanned::span),
    }
}

/// The route that an attribute names or declares.
pub(crate) fn route(attribute: &Attribute, item: proc_macro2::Span, errors: &mut Errors) -> Route {
    match (&attribute.path, &attribute.route_name) {
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
        (None, None) => {
            errors.push(error(
                item,
                "this view has no place: neither `path` nor `route_name` is given",
                "add `path = \"/…\"`, or `route_name = \"…\"` for a route that `add_route` declares",
            ));
            Route::Unknown
        }
    }
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
            let help = did_you_mean(&name, ["json", "string"], "the renderers are a template (`page.jinja2`)");
            return Err(error(literal.span(), format!("unknown renderer `{name}`"), help));
        }
    };
    Ok((renderer, literal))
}
