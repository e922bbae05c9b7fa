//! Writes the function that the runtime calls for a view: request in, arguments out, the view called, its result answered.
//!
//! Every view becomes one function that is not generic. What is generic is small and shared between views, which keeps
//! the compile time of an application with many views flat.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

use super::arguments::{is_body_extractor, is_well_known};
use super::attribute::Mapper;
use super::model::{Argument, Coercion, DefaultValue, Kind, Source, View};
use crate::syntax::types::has_type_arguments;

/// The function, by the name `__pyramidion_call`.
pub(crate) fn call(view: &View) -> TokenStream {
    let here = Span::mixed_site();
    let at_name = here.located_at(view.name.span());
    let body = match view.kind {
        Kind::Coroutine => coroutine(view),
        Kind::Function => function(view),
        Kind::Websocket(coercion) | Kind::Connection(coercion) => websocket(view, coercion, false),
        Kind::SyncWebsocket(coercion) => websocket(view, coercion, true),
    };
    let boxed = quote_spanned!(at_name=> ::std::boxed::Box::pin(async move { #body }));
    quote_spanned! {here=>
        #[allow(deprecated)]
        fn __pyramidion_call(#[allow(unused_mut)] mut __call: ::pyramidion::__private::Call) -> ::pyramidion::__private::ViewFuture {
            #boxed
        }
    }
}

fn coroutine(view: &View) -> TokenStream {
    let (extraction, state) = extraction(view, None);
    let name = &view.name;
    let arguments = forwarded(view);
    let value = quote_spanned!(Span::mixed_site().located_at(name.span())=> #name(#(#arguments),*).await);
    let respond = respond(view, &value, &quote_spanned!(Span::mixed_site()=> &#state));
    quote_spanned! {Span::mixed_site()=> #extraction ::core::result::Result::Ok(#respond) }
}

fn function(view: &View) -> TokenStream {
    let here = Span::mixed_site();
    let (extraction, state) = extraction(view, None);
    let name = &view.name;
    let arguments = forwarded(view);
    let given = quote_spanned!(here=> __state);
    let respond = respond(view, &quote!(#name(#(#arguments),*)), &given);
    let at_name = here.located_at(name.span());
    let run = match view.mapper {
        Some((Mapper::Inline, _)) => quote_spanned!(at_name=> run_inline),
        Some((Mapper::Executor, _)) => quote_spanned!(at_name=> run_in_executor),
        _ => quote_spanned!(at_name=> run_as_configured),
    };
    let maybe_await = match view.mapper {
        Some((Mapper::Inline, _)) => TokenStream::new(),
        _ => quote_spanned!(at_name=> .await),
    };
    quote_spanned! {here=> #extraction (#state).#run(move |__state: &::pyramidion::ViewState| #respond) #maybe_await }
}

fn websocket(view: &View, coercion: Coercion, blocking: bool) -> TokenStream {
    let here = Span::mixed_site();
    let name = &view.name;
    let at_name = here.located_at(name.span());
    let handshake = quote_spanned!(here=> let __handshake = ::pyramidion::__private::Call::handshake(&mut __call)?;);
    let (extraction, _state) = extraction(view, Some(&handshake));
    let values = forwarded(view);
    let run = match (&view.kind, blocking) {
        (Kind::Connection(_), _) => {
            let fields = view.arguments.iter().map(|field| &field.place);
            quote_spanned!(at_name=> async move { ::pyramidion::__private::drive_callbacks(#name { #(#fields: #values),* }).await })
        }
        (_, true) => quote_spanned! {at_name=>
            async move { ::pyramidion::__private::run_blocking(move || #name(#(#values),*)).await }
        },
        (_, false) => quote_spanned!(at_name=> async move { #name(#(#values),*).await }),
    };
    let upgrade = quote_spanned!(here.located_at(view.result_span)=> __handshake.respond);
    let plain_name = name.unraw().to_string();
    let Coercion { use_bytes, use_str } = coercion;
    quote_spanned! {here=>
        #extraction
        ::core::result::Result::Ok(#upgrade(
            ::core::concat!(::core::module_path!(), "::", #plain_name),
            ::pyramidion::__private::WebsocketOptions { use_bytes: #use_bytes, use_str: #use_str },
            move |__websocket| #run,
        ))
    }
}

/// The statements that make the arguments, and the expression that holds the view's state afterwards.
///
/// What leaves the body alone goes first, in the order of the arguments; then `before_last`; then what reads the body.
fn extraction(view: &View, before_last: Option<&TokenStream>) -> (TokenStream, TokenStream) {
    let here = Span::mixed_site();
    let kept_state = if view.kind.is_websocket() { quote!(_) } else { quote_spanned!(here=> __state) };
    let mut first = TokenStream::new();
    let mut last = None;
    for (argument, variable) in view.arguments.iter().zip(variables()) {
        let Some(value) = taken(argument) else { continue };
        let ty = &argument.ty;
        if argument.source.takes_all() {
            last = Some(quote_spanned!(here=> let (#variable, #kept_state): (#ty, _) = #value;));
        } else {
            first.extend(quote_spanned!(here=> let #variable: #ty = #value;));
        }
    }
    let state = if last.is_some() { quote_spanned!(here=> __state) } else { quote_spanned!(here=> __call.state) };
    (quote_spanned!(here=> #first #before_last #last), state)
}

/// The expression that takes an argument out of the call, all of it at the argument's type, where its mistakes are shown: in
/// one place, so that they are shown once.
fn taken(argument: &Argument) -> Option<TokenStream> {
    let ty = &argument.ty;
    let at_type = Span::mixed_site().located_at(argument.span());
    Some(match &argument.source {
        Source::Parameter(name) => {
            quote_spanned!(at_type=> ::pyramidion::__private::Call::parameter::<#ty>(&mut __call, #name)?)
        }
        Source::Part if is_well_known(ty) => {
            quote_spanned!(at_type=> ::pyramidion::__private::Call::well_known_part(&mut __call).await?)
        }
        Source::Part => quote_spanned!(at_type=> ::pyramidion::__private::Call::part(&mut __call).await?),
        Source::Last if is_body_extractor(ty) && has_type_arguments(ty) => {
            quote_spanned!(at_type=> __call.well_known_last().await?)
        }
        Source::Last | Source::Request => quote_spanned!(at_type=> __call.last().await?),
        Source::ParameterOrPart(name) => quote_spanned! {at_type=> {
            use ::pyramidion::__private::{TakeNothing as _, TakeParameter as _, TakePart as _};
            (&&&::pyramidion::__private::Probe::<#ty>::NEW).take(&mut __call, #name).await?
        }},
        Source::ParameterOrLast(name) => quote_spanned! {at_type=> {
            use ::pyramidion::__private::{TakeLastBody as _, TakeLastNothing as _, TakeLastParameter as _, TakeLastPart as _};
            (&&&&::pyramidion::__private::Probe::<#ty>::NEW).take_last(__call, #name).await?
        }},
        Source::Websocket | Source::Default(_) => return None,
    })
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
        _ if argument.borrowed => quote!(&#variable),
        _ => quote!(#variable),
    };
    view.arguments.iter().zip(variables()).map(forward).collect()
}

/// `__argument0`, `__argument1`, …: invisible to the user's code, and unlike any constant there, which hygiene would let in.
fn variables() -> impl Iterator<Item = Ident> {
    (0_usize..).map(|index| format_ident!("__argument{index}", span = Span::mixed_site()))
}

/// Turns the value that the view returned into a response; `state` is a reference.
fn respond(view: &View, value: &TokenStream, state: &TokenStream) -> TokenStream {
    let here = Span::mixed_site();
    let at_result = here.located_at(view.result_span);
    if view.renderer.is_none() {
        return respond_directly(at_result, value, state);
    }
    let render = quote_spanned!(at_result=> (&&&::pyramidion::__private::Rendered::new(__value)).render(#state));
    let fail = quote_spanned!(at_result=> (&&&::pyramidion::__private::Failed::new(__error)).respond(#state));
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
        quote_spanned!(at_result=> (&&&&&::pyramidion::__private::Returned::new(__value)).respond(#responder));
    quote_spanned! {Span::mixed_site()=> {
        use ::pyramidion::__private::{
            CannotFail as _, CannotRespond as _, CannotRespondInResult as _, RespondDirectly as _, RespondWithError as _,
        };
        let __value = #value;
        #respond
    }}
}
