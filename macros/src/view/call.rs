//! Writes how the runtime calls a view: a step for each argument, the view's function, and what makes a response of its
//! result.
//!
//! What is generic is small and shared between views, and the compiler is told as little as it needs: the compile time of an
//! application is that of its views, many times over.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;

use super::arguments::{is_body_extractor, is_well_known, needs_no_state};
use super::expand::executor;
use super::model::{Argument, Class, Coercion, DefaultValue, Kind, Receiver, Source, View};
use super::scope;
use crate::syntax::function::last_name;
use crate::syntax::types::has_type_arguments;

/// The last call on the view's definition: `.coroutine2(…)`.
pub(crate) fn call(view: &View) -> TokenStream {
    match view.kind {
        Kind::Coroutine => coroutine(view),
        Kind::Function => function(view),
        Kind::Websocket(coercion) | Kind::Connection(coercion) => websocket(view, coercion, false),
        Kind::SyncWebsocket(coercion) => websocket(view, coercion, true),
    }
}

fn coroutine(view: &View) -> TokenStream {
    let here = Span::mixed_site();
    let name = &view.name;
    let at_name = here.located_at(name.span());
    let taken = in_order(view);
    if let Some(class) = &view.class {
        let (steps, values) = nested(taken);
        let respond = of_object(view, class, &quote_spanned!(here=> &__state));
        let boxed = quote_spanned!(at_name=> ::std::boxed::Box::pin(async move { #respond }));
        return quote_spanned!(here=> .borrowing_coroutine(#steps, |#values, __state| #boxed));
    }
    let arguments = forwarded(view);
    let future = quote_spanned!(at_name=> #name(#(#arguments),*));
    if view.arguments.iter().any(|argument| argument.borrowed) {
        let (steps, values) = nested(taken);
        let respond = respond(view, &quote_spanned!(at_name=> #future.await), &quote_spanned!(here=> &__state));
        let boxed = quote_spanned!(at_name=> ::std::boxed::Box::pin(async move { #respond }));
        return quote_spanned!(here=> .borrowing_coroutine(#steps, |#values, __state| #boxed));
    }
    let respond = if is_well_known_response(view) {
        quote!(::pyramidion::__private::respond_directly)
    } else {
        let respond = respond(view, &quote_spanned!(here=> __value), &quote_spanned!(here=> __state));
        quote_spanned!(here=> |__value, __state| #respond)
    };
    let coroutine = format_ident!("coroutine{}", taken.len(), span = at_name);
    let is_as_written = taken.iter().map(|taken| &taken.place).is_sorted();
    let variables = taken.iter().map(|taken| &taken.variable);
    let function = if is_as_written { quote!(#name) } else { quote_spanned!(at_name=> |#(#variables),*| #future) };
    let steps = taken.iter().map(|taken| &taken.step);
    quote_spanned!(here=> .#coroutine(#(#steps,)* #function, #respond))
}

fn function(view: &View) -> TokenStream {
    let here = Span::mixed_site();
    let name = &view.name;
    let (steps, values) = nested(in_order(view));
    let state = quote_spanned!(here=> __state);
    let respond = match &view.class {
        Some(class) => of_object(view, class, &state),
        None => {
            let arguments = forwarded(view);
            respond(view, &quote!(#name(#(#arguments),*)), &state)
        }
    };
    let respond = with_leave_to_wait(view, respond);
    quote_spanned!(here=> .function(#steps, |#values, __state| #respond))
}

/// Makes the object of which the view is a method, and responds with what the method gives, which may borrow from it.
fn of_object(view: &View, class: &Class, state: &TokenStream) -> TokenStream {
    let at_name = Span::mixed_site().located_at(view.name.span());
    let name = &view.name;
    let mut of_new = forwarded(view);
    let of_method = of_new.split_off(class.arguments_of_new);
    let (_, object) = object(class);
    let awaited = (!view.kind.is_blocking()).then(|| quote_spanned!(at_name=> .await));
    let value = quote_spanned!(at_name=> Self::#name(#object, #(#of_method),*) #awaited);
    with_object(class, &of_new, state, &respond(view, &value, state))
}

/// How an object is bound, and then lent or given to the method.
fn object(class: &Class) -> (TokenStream, TokenStream) {
    let object = quote_spanned!(Span::mixed_site().located_at(class.new.span())=> __object);
    match class.receiver {
        Receiver::Value => (object.clone(), object),
        Receiver::Shared => (object.clone(), quote!(&#object)),
        Receiver::Mutable => (quote!(mut #object), quote!(&mut #object)),
    }
}

/// Makes the object, and responds with what is done with it, or with the error of `new`.
fn with_object(class: &Class, of_new: &[TokenStream], state: &TokenStream, respond: &TokenStream) -> TokenStream {
    let here = Span::mixed_site();
    let new = &class.new;
    let at_new = here.located_at(new.span());
    let (binding, _) = object(class);
    let made = quote_spanned!(at_new=> Self::#new(#(#of_new),*));
    if !class.new_may_fail {
        return quote_spanned!(here=> { let #binding = #made; #respond });
    }
    let fail = fail(at_new, state);
    quote_spanned! {here=>
        match #made {
            ::core::result::Result::Ok(#binding) => #respond,
            ::core::result::Result::Err(__error) => {
                use ::pyramidion::__private::{ErrorIntoResponse as _, ErrorIsLogged as _, ErrorIsNeither as _};
                #fail
            }
        }
    }
}

/// Turns an error into a response, where the traits that do it are at hand.
fn fail(at: Span, state: &TokenStream) -> TokenStream {
    quote_spanned!(at=> (&&&::pyramidion::__private::Failed::new(__error)).respond(#state))
}

/// The call of a function, in a scope if it takes one.
fn with_leave_to_wait(view: &View, called: TokenStream) -> TokenStream {
    if !view.waits() {
        return called;
    }
    let arguments = view.arguments.iter().zip(variables());
    let requests: Vec<_> = arguments
        .filter(|(argument, _)| argument.source == Source::SyncRequest)
        .map(|(_, variable)| variable)
        .collect();
    scope::around(&requests, &called)
}

fn websocket(view: &View, coercion: Coercion, blocking: bool) -> TokenStream {
    let here = Span::mixed_site();
    // What may read the body comes last, and so after the handshake.
    let (after, before): (Vec<_>, Vec<_>) = taken(view).partition(|taken| taken.takes_all);
    let ((before, values_before), (after, values_after)) = (nested(before), nested(after));
    let full_name = view.full_name();
    let full_name = quote_spanned!(here=> ::core::concat!(::core::module_path!(), "::", #full_name));
    let mut of_new = forwarded(view);
    let values = of_new.split_off(view.class.as_ref().map_or(0, |class| class.arguments_of_new));
    let run = run(view, &values, &full_name);
    let kind = if blocking { quote!(sync_websocket) } else { quote!(websocket) };
    let at_result = here.located_at(view.result_span);
    let upgrade = match view.kind {
        Kind::Connection(_) => quote_spanned!(at_result=> __handshake.respond_by_callbacks),
        _ => quote_spanned!(at_result=> __handshake.respond),
    };
    let Coercion { use_bytes, use_str } = coercion;
    let options = view.websocket.fields();
    let upgrade = quote_spanned! {here=> #upgrade(
        #full_name,
        ::pyramidion::__private::WebsocketOptions {
            use_bytes: #use_bytes,
            use_str: #use_str,
            #options
            ..::core::default::Default::default()
        },
        move |__websocket| #run,
    )};
    let state = quote_spanned!(here=> __state);
    let (state, upgrade) = match &view.class {
        Some(class) => (state.clone(), with_object(class, &of_new, &state, &upgrade)),
        None => (quote!(_), upgrade),
    };
    quote_spanned!(here=> .#kind(#before, #after, |#values_before, #values_after, __handshake, #state| #upgrade))
}

/// What becomes of the websocket: the view's future, or the object with its callbacks.
fn run(view: &View, values: &[TokenStream], full_name: &TokenStream) -> TokenStream {
    let name = &view.name;
    let at_name = Span::mixed_site().located_at(name.span());
    if let Kind::Connection(_) = view.kind {
        let fields = view.arguments.iter().map(|field| &field.place);
        return quote_spanned!(at_name=> #name { #(#fields: #values),* });
    }
    let called = match &view.class {
        Some(class) => {
            let (_, object) = object(class);
            quote_spanned!(at_name=> Self::#name(#object, #(#values),*))
        }
        None => quote_spanned!(at_name=> #name(#(#values),*)),
    };
    if !view.kind.is_blocking() {
        return quote_spanned!(at_name=> async move { #called.await });
    }
    let called = with_leave_to_wait(view, called);
    let key = executor(view.executor.as_ref());
    quote_spanned!(at_name=> async move { ::pyramidion::__private::run_function(#full_name, #key, ::pyramidion::__private::refused_by_panic, move || #called).await })
}

/// An argument that comes out of the request.
struct Taken {
    /// Its place among the arguments.
    place: usize,
    variable: Ident,
    step: TokenStream,
    takes_all: bool,
}

fn taken(view: &View) -> impl Iterator<Item = Taken> {
    view.arguments.iter().zip(variables()).enumerate().filter_map(|(place, (argument, variable))| {
        Some(Taken { place, variable, step: step(argument)?, takes_all: argument.source.takes_all() })
    })
}

/// The arguments in the order in which they are taken: what may read the body comes last.
fn in_order(view: &View) -> Vec<Taken> {
    let (last, first): (Vec<_>, Vec<_>) = taken(view).partition(|taken| taken.takes_all);
    first.into_iter().chain(last).collect()
}

/// The steps as the runtime has them, `(((), first), second)`, and the pattern of what they give.
fn nested(taken: Vec<Taken>) -> (TokenStream, TokenStream) {
    taken.into_iter().fold((quote!(()), quote!(())), |(steps, values), Taken { step, variable, .. }| {
        (quote!((#steps, #step)), quote!((#values, #variable)))
    })
}

/// The step that takes an argument out of the call, all of it at the argument's type, where its mistakes are shown: in one
/// place, so that they are shown once.
fn step(argument: &Argument) -> Option<TokenStream> {
    let ty = &argument.ty;
    let at_type = Span::mixed_site().located_at(argument.span());
    let step = quote_spanned!(at_type=> ::pyramidion::__private::Step::<#ty>);
    let probe = quote_spanned!(at_type=> ::pyramidion::__private::Probe::<#ty>::NEW);
    let step = match &argument.source {
        Source::Parameter(name) => quote_spanned!(at_type=> #step::parameter(#name)),
        Source::Part if is_well_known(ty) => quote_spanned!(at_type=> #step::well_known_part()),
        Source::Part => quote_spanned!(at_type=> #step::part()),
        Source::Last if is_body_extractor(ty) && has_type_arguments(ty) => {
            quote_spanned!(at_type=> #step::well_known_last())
        }
        Source::SyncRequest => quote_spanned!(at_type=> ::pyramidion::__private::Step::<::pyramidion::Request>::last()),
        Source::Last | Source::Request => quote_spanned!(at_type=> #step::last()),
        Source::ParameterOrPart(name) => quote_spanned! {at_type=> {
            use ::pyramidion::__private::{TakeNothing as _, TakeParameter as _, TakePart as _};
            (&&&&#probe).step(#name)
        }},
        Source::ParameterOrLast(name) => quote_spanned! {at_type=> {
            use ::pyramidion::__private::{TakeBody as _, TakeNothing as _, TakeParameter as _, TakePart as _};
            (&&&&#probe).step(#name)
        }},
        Source::Scope | Source::Websocket | Source::Default(_) => return None,
    };
    Some(if may_need_state(argument) {
        quote_spanned! {at_type=>
            #step.requiring({
                use ::pyramidion::__private::NoRequirement as _;
                ::pyramidion::__private::Probe::<#ty>::REQUIREMENT
            })
        }
    } else {
        step
    })
}

/// Whether an argument may need something of the application, whose absence is then found at start-up.
fn may_need_state(argument: &Argument) -> bool {
    matches!(argument.source, Source::Part | Source::ParameterOrPart(_) | Source::ParameterOrLast(_) | Source::Last)
        && !needs_no_state(&argument.ty)
}

/// The values that go into the view's arguments.
fn forwarded(view: &View) -> Vec<TokenStream> {
    let here = Span::mixed_site();
    let forward = |(argument, variable): (&Argument, Ident)| match &argument.source {
        Source::Websocket if view.kind.is_blocking() => {
            quote_spanned!(here=> <::pyramidion::SyncWebsocket as ::core::convert::From<_>>::from(__websocket))
        }
        Source::Websocket => quote_spanned!(here=> __websocket),
        Source::Default(DefaultValue(Some(value))) => quote!(#value),
        Source::Default(DefaultValue(None)) => {
            let ty = &argument.ty;
            quote_spanned!(here.located_at(argument.span())=> ::pyramidion::__private::default_field::<#ty>())
        }
        Source::Scope => scope::name(),
        _ if argument.borrowed => quote!(&#variable),
        _ => quote!(#variable),
    };
    view.arguments.iter().zip(variables()).map(forward).collect()
}

/// `__argument0`, `__argument1`, …: invisible to the user's code, and unlike any constant there, which hygiene would let in.
fn variables() -> impl Iterator<Item = Ident> {
    (0_usize..).map(|index| format_ident!("__argument{index}", span = Span::mixed_site()))
}

/// Whether what the view returns is a response by its name, which spares the compiler to choose among what could be done
/// with it.
fn is_well_known_response(view: &View) -> bool {
    let Some(ty) = view.result_type.as_ref().filter(|_| view.renderer.is_none()) else { return false };
    match ty {
        Type::Reference(reference) => last_name(&reference.elem).is_some_and(|name| name == "str"),
        ty => last_name(ty).is_some_and(|name| name == "String" || name == "StatusCode"),
    }
}

/// Turns the value that the view returned into a response; `state` is a reference.
fn respond(view: &View, value: &TokenStream, state: &TokenStream) -> TokenStream {
    let here = Span::mixed_site();
    let at_result = here.located_at(view.result_span);
    if view.renderer.is_none() {
        return respond_directly(at_result, value, state);
    }
    let render = quote_spanned!(at_result=> (&&&::pyramidion::__private::Rendered::new(__value)).render(#state));
    let fail = fail(at_result, state);
    quote_spanned! {here=> {
        use ::pyramidion::__private::{
            ErrorIntoResponse as _, ErrorIsLogged as _, ErrorIsNeither as _, RenderResponse as _, RenderSerialize as _,
            RenderNothing as _, SplitValue as _,
        };
        match ::pyramidion::__private::Returned::new(#value).split() {
            ::core::result::Result::Ok(__value) => #render,
            ::core::result::Result::Err(__error) => #fail,
        }
    }}
}

/// Turns what a view without a renderer, or a tween, returned into a response.
pub(crate) fn respond_directly(at_result: Span, value: &TokenStream, responder: &TokenStream) -> TokenStream {
    let respond =
        quote_spanned!(at_result=> (&&&&&&::pyramidion::__private::Returned::new(__value)).respond(#responder));
    quote_spanned! {Span::mixed_site()=> {
        use ::pyramidion::__private::{
            CannotFail as _, CannotRespond as _, CannotRespondInResult as _, RespondDirectly as _, RespondOrRaise as _,
            RespondWithError as _,
        };
        let __value = #value;
        #respond
    }}
}
