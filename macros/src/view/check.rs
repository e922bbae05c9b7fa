//! The rules of views: each one function, one message, one ui test.

use pyramidion_patterns::{did_you_mean, listed, nearest};
use syn::{LitStr, Type};

use super::arguments::{is_body_extractor, is_scalar, is_websocket};
use super::attribute::{Attribute, Mapper};
use super::lookup;
use super::model::{Argument, Kind, Route, Source, View};
use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::{Function, last_name};
use crate::syntax::rules;

/// Every rule about a function that is a view.
pub(crate) fn function(function: &Function, view: &View, macro_name: &str, errors: &mut Errors) {
    rules::is_an_ordinary_function(function, macro_name, errors);
    rules::has_no_generics(function, errors);
    rules::has_no_impl_trait_arguments(function, errors);
    rules::does_not_return_a_future(function, errors);
    rules::arguments_are_owned(function, errors);
    match view.kind {
        Kind::Coroutine | Kind::Function => {
            let help =
                "name a return type, such as `-> impl IntoResponse`, or `-> StatusCode` for an answer without a body";
            rules::returns_something(function, help, errors);
            if view.renderer.is_none() {
                rules::returns_nothing_borrowed(function, errors);
            }
            if view.class.is_none() {
                takes_what_it_can(function, errors);
            }
            the_mapper_fits(function, view, errors);
            the_executor_fits(function, view, errors);
            request_methods_are_tokens(&view.request_method, errors);
            takes_no_websocket(view, errors);
        }
        Kind::Websocket(_) | Kind::SyncWebsocket(_) => {
            takes_its_websocket(function, view, errors);
            the_executor_fits(function, view, errors);
            for argument in &view.arguments {
                needs_no_body(argument, errors);
            }
        }
        Kind::Connection(_) => {}
    }
    waits_where_it_may(function, view, errors);
    lookup::check::lookup(&view.lookup, &view.route, &view.request_method, errors);
    arguments(view, errors);
}

/// The rules about arguments, which hold for a connection's fields as well.
pub(crate) fn arguments(view: &View, errors: &mut Errors) {
    scalars_are_parameters(view, errors);
    parameters_are_taken(view, errors);
    the_body_is_read_once(view, errors);
}

/// The runtime has a way to call coroutines with up to sixteen arguments, as axum has for its handlers.
fn takes_what_it_can(function: &Function, errors: &mut Errors) {
    const MOST: usize = 16;
    if let Some(argument) = function.arguments().nth(MOST).filter(|_| function.is_async()) {
        errors.push(error_over(
            argument,
            format!("a coroutine view takes {MOST} arguments at most"),
            "take several parameters together, as `Path<(u32, u32)>` or `Path<T>` of a struct that is `Deserialize`",
        ));
    }
}

fn the_mapper_fits(function: &Function, view: &View, errors: &mut Errors) {
    let Some((mapper, span)) = view.mapper else { return };
    let name = function.plain_name();
    match (function.is_async(), mapper) {
        (true, Mapper::Executor) => errors.push(error(
            span,
            format!("coroutine `{name}` mapped to the executor"),
            "remove `async`, so that it runs on a thread; or remove `mapper`, so that it runs on the event loop",
        )),
        (true, Mapper::Inline) => errors.push(error(
            span,
            format!("coroutine `{name}` mapped inline, which is for a plain `fn` that does not block"),
            "remove `mapper`: a coroutine runs on the event loop already",
        )),
        (false, Mapper::Coroutine) => errors.push(error(
            span,
            format!("non-coroutine `{name}` mapped to coroutine"),
            "add `async`; or remove `mapper`, so that it runs in the executor",
        )),
        _ => {}
    }
}

/// Only a plain function needs a thread.
fn the_executor_fits(function: &Function, view: &View, errors: &mut Errors) {
    let Some(path) = &view.executor else { return };
    let name = function.plain_name();
    match (function.is_async(), view.mapper) {
        (true, _) => errors.push(error_over(path, has_no_thread(&name), EXECUTOR_OF_A_COROUTINE)),
        (false, Some((Mapper::Inline, _))) => errors.push(error_over(
            path,
            format!("`{name}` is mapped inline, so it runs on the event loop and in no executor"),
            "keep one of `mapper` and `executor`",
        )),
        _ => {}
    }
}

/// What is wrong with an executor for a coroutine.
pub(crate) fn has_no_thread(name: &str) -> String {
    format!("coroutine `{name}` runs on the event loop, so it has no use for an executor")
}

/// What to do about it.
pub(crate) const EXECUTOR_OF_A_COROUTINE: &str = "remove `executor`, or remove `async`; \
     a coroutine hands its blocking parts to functions under `#[use_executor(executor = …)]`";

/// Waiting holds a thread, which must be an executor's.
fn waits_where_it_may(function: &Function, view: &View, errors: &mut Errors) {
    for argument in view.arguments.iter().filter(|argument| argument.source.waits()) {
        let what = shown(argument);
        if function.is_async() {
            rules::a_coroutine_awaits(function, &argument.ty, &what, errors);
        } else if let Some((Mapper::Inline, _)) = view.mapper {
            errors.push(error_over(
                &argument.ty,
                format!(
                    "`{what}` is for waiting, and `{}` is mapped inline, so it would hold up the event loop",
                    function.plain_name()
                ),
                "remove `mapper`, so that it runs in the executor; or make it an `async fn`, and `.await` in it",
            ));
        }
    }
}

/// `use_bytes` and `use_str` exclude each other.
pub(crate) fn one_kind_of_messages(attribute: &Attribute, errors: &mut Errors) {
    if let (Some(_), Some(span)) = (attribute.use_bytes, attribute.use_str) {
        let message = "messages are handed over as bytes or as text, not as both";
        errors.push(error(
            span,
            message,
            "keep one of `use_bytes` and `use_str`; without either each message stays what it is",
        ));
    }
}

const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"];

pub(crate) fn request_methods_are_tokens(methods: &[LitStr], errors: &mut Errors) {
    for literal in methods {
        let method = literal.value();
        if METHODS.contains(&method.as_str()) {
            continue;
        }
        let upper = method.to_ascii_uppercase();
        let meant = nearest(&upper, METHODS);
        if let Some(meant) = meant {
            errors.push(error_over(
                literal,
                format!("`{method}` is no request method"),
                format!("did you mean `{meant}`?"),
            ));
        } else if method.is_empty() || !method.bytes().all(is_token_byte) {
            errors.push(error_over(literal, format!("`{method}` cannot be a request method"), separated(&method)));
        }
    }
}

/// Several methods in one text, written as a list.
fn separated(text: &str) -> String {
    let words: Vec<_> =
        text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 {
        format!("for several methods write `[\"{}\"]`", words.join("\", \""))
    } else {
        format!("a method is a word, such as {}", listed(METHODS))
    }
}

/// RFC 9110, section 5.6.2: `tchar`.
pub(crate) fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn takes_no_websocket(view: &View, errors: &mut Errors) {
    let help = match view.route {
        Route::Exception(_) => "remove it: what a websocket's own view fails with closes the websocket",
        _ => "write `#[websocket_view(…)]` instead of `#[view(…)]`",
    };
    for argument in &view.arguments {
        if last_name(&argument.ty).is_some_and(|name| is_websocket(&name)) {
            errors.push(error_over(&argument.ty, "a view answers a request, and has no websocket", help));
        }
    }
}

fn takes_its_websocket(function: &Function, view: &View, errors: &mut Errors) {
    let (wanted, unwanted, because) = match function.is_async() {
        true => ("Websocket", "SyncWebsocket", "a coroutine waits for messages with `.await`"),
        false => ("SyncWebsocket", "Websocket", "a plain function waits for messages on its thread"),
    };
    let mut websockets = view.arguments.iter().filter(|argument| argument.source == Source::Websocket);
    let Some(first) = websockets.next() else {
        errors.push(error(
            function.name().span(),
            format!("websocket view `{}` takes no websocket", function.plain_name()),
            format!("add the argument `mut ws: {wanted}`"),
        ));
        return;
    };
    if last_name(&first.ty).as_deref() == Some(unwanted) && !rules::returns_a_future(function) {
        errors.push(error_over(
            &first.ty,
            format!("{because}, which is not what `{unwanted}` is for"),
            format!("write `{wanted}`"),
        ));
    }
    for second in websockets {
        errors.push(error_over(&second.ty, "a websocket view has one websocket", "remove this argument"));
    }
}

/// Extractors of a body, of which there is none in the request that opens a websocket.
const NEED_A_BODY: [&str; 6] = ["Body", "Bytes", "BytesMut", "Json", "Multipart", "String"];

/// A websocket's own messages are not in the request.
pub(crate) fn needs_no_body(argument: &Argument, errors: &mut Errors) {
    let reads_body = last_name(&argument.ty).is_some_and(|name| NEED_A_BODY.contains(&name.as_str()));
    if reads_body && matches!(argument.source, Source::Last | Source::Part) {
        errors.push(error_over(
            &argument.ty,
            format!("the request that opens a websocket has no body, which `{}` would read", shown(argument)),
            "take `Params<T>` or `Query<T>` for the query string; what the peer sends comes from the websocket",
        ));
    }
}

/// Whether an argument can only be meant as a parameter of the route, and is none.
fn is_stray(argument: &Argument) -> bool {
    let is_filled = matches!(argument.source, Source::Parameter(_) | Source::Default(_));
    !is_filled && !argument.borrowed && is_scalar(&argument.ty) && !matches!(argument.ty, Type::Reference(_))
}

/// `yaer: u16` is no extractor, so it can only be a misspelt parameter.
fn scalars_are_parameters(view: &View, errors: &mut Errors) {
    let Some(parameters) = view.route.parameters() else { return };
    for argument in view.arguments.iter().filter(|argument| is_stray(argument)) {
        let ty = last_name(&argument.ty).unwrap_or_default();
        let what = argument.name.as_ref().map_or_else(|| "this argument".to_owned(), |name| format!("`{name}`"));
        let help = match &argument.name {
            None => "a parameter is taken by its name: write a plain name instead of a pattern".to_owned(),
            Some(_) if parameters.is_empty() => {
                "the route has no parameters; for a value of the query string take `Query<T>` or `Params<T>`".to_owned()
            }
            Some(name) => did_you_mean(name, parameters.iter().copied(), "the route's parameters are"),
        };
        let route = route_of(view);
        errors.push(error_over(
            &argument.place,
            format!("{what} is no parameter of {route}, and `{ty}` is no extractor"),
            help,
        ));
    }
}

/// Views that are methods have routes of their own, and `new` in common.
fn route_of(view: &View) -> String {
    if view.class.is_some() { format!("the route of `{}`", view.full_name()) } else { "the route".to_owned() }
}

/// Types through which a view can get at the parameters without naming them.
const SEES_ALL_PARAMETERS: [&str; 7] = ["Matchdict", "Parts", "Path", "RawPathParams", "Request", "SyncRequest", "Uri"];

/// Parameters that are not the view's.
const READ_BY_TRAVERSAL: [&str; 2] = ["traverse", "subpath"];

fn parameters_are_taken(view: &View, errors: &mut Errors) {
    let Route::Path(literal, pattern) = &view.route else { return };
    let sees_all =
        |argument: &Argument| last_name(&argument.ty).is_some_and(|name| SEES_ALL_PARAMETERS.contains(&name.as_str()));
    if view.arguments.iter().any(sees_all) {
        return;
    }
    for parameter in pattern.parameters() {
        let name = &parameter.name;
        // A misspelt argument is one mistake, not two.
        let is_meant = |argument: &Argument| match &argument.name {
            Some(taken) => nearest(taken, [name.as_str()]).is_some(),
            None => true,
        };
        let is_taken =
            |argument: &Argument| argument.name.as_ref() == Some(name) || (is_stray(argument) && is_meant(argument));
        let is_read_elsewhere =
            name.starts_with('_') || READ_BY_TRAVERSAL.contains(&name.as_str()) || view.lookup.asks_for_parameter(name);
        if !is_read_elsewhere && !view.arguments.iter().any(is_taken) {
            let what = if matches!(view.kind, Kind::Connection(_)) { "field" } else { "argument" };
            let others = view.arguments.iter().filter(|argument| !matches!(argument.source, Source::Parameter(_)));
            let help = match nearest(name, others.filter_map(|argument| argument.name.as_deref())) {
                Some(near) => format!("did you mean it by the {what} `{near}`? then call both the same"),
                None => format!("add the {what} `{name}: String`, or call the parameter `_{name}` to leave it unused"),
            };
            errors.push(error_over(literal, format!("the route's parameter `{name}` is taken by no {what}"), help));
        }
    }
}

fn the_body_is_read_once(view: &View, errors: &mut Errors) {
    let reads_body = |argument: &&Argument| match argument.source {
        Source::Request | Source::SyncRequest => true,
        Source::Last => is_body_extractor(&argument.ty),
        _ => false,
    };
    let mut readers = view.arguments.iter().filter(reads_body);
    let Some(first) = readers.next() else { return };
    let mut twice = false;
    for second in readers {
        twice = true;
        errors.push(error_over(
            &second.ty,
            format!("the body can be read once, and `{}` has read it", shown(first)),
            "keep one of the two; `Request` gives the body as `request.json()`, `request.params()` and `request.body()`",
        ));
    }
    let own = view.class.as_ref().map_or(0, |class| class.arguments_of_new);
    // The arguments of `new` are followed by others in another list.
    let lists = view.arguments.split_at(own);
    let stands_last = [lists.0, lists.1].iter().filter_map(|list| list.last()).any(|last| std::ptr::eq(last, first));
    if !twice && !stands_last && first.source == Source::Last && !matches!(view.kind, Kind::Connection(_)) {
        errors.push(error_over(
            &first.ty,
            format!("`{}` reads the body, so it must be the last argument", shown(first)),
            "move it to the end of the arguments",
        ));
    }
}

fn shown(argument: &Argument) -> String {
    last_name(&argument.ty).unwrap_or_default()
}
