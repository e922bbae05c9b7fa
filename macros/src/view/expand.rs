//! Writes the registration of a view: the function that the runtime calls, and the record that describes it.
//!
//! Every view becomes one function that is not generic. What is generic is small and shared between views, which keeps
//! the compile time of an application with many views flat.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt;

use super::attribute::Mapper;
use super::model::{Argument, Coercion, DefaultValue, Kind, Renderer, Route, Source, View};

/// The companion, the record and the registration of a view.
pub(crate) fn view(view: &View) -> TokenStream {
    let name = &view.name;
    let companion = companion(view);
    let call = call(view);
    let definition = definition(view);
    let context = context_check(view);
    quote! {
        #companion
        const _: () = {
            #call
            static __PYRAMIDION_VIEW: ::pyramidion::__private::ViewDefinition = #definition;
            impl ::pyramidion::View for #name {
                const DEFINITION: &'static ::pyramidion::__private::ViewDefinition = &__PYRAMIDION_VIEW;
            }
            ::pyramidion::__register!(__PYRAMIDION_VIEW);
            #context
        };
    }
}

/// What stands for a view with mistakes, so that nothing else in the crate turns red.
pub(crate) fn unusable(view: &View) -> TokenStream {
    let name = &view.name;
    let companion = companion(view);
    quote! {
        #companion
        impl ::pyramidion::View for #name {
            const DEFINITION: &'static ::pyramidion::__private::ViewDefinition =
                &::pyramidion::__private::ViewDefinition::UNUSABLE;
        }
    }
}

fn companion(view: &View) -> TokenStream {
    if matches!(view.kind, Kind::Connection(_)) {
        return TokenStream::new();
    }
    let View { name, visibility, .. } = view;
    let doc = format!("Names the view `{}` in the configuration: `config.add_view({name} {{}})`.", name.unraw());
    quote! {
        #[doc = #doc]
        #[allow(non_camel_case_types, dead_code)]
        #visibility struct #name {}
    }
}

fn definition(view: &View) -> TokenStream {
    let name = view.name.unraw().to_string();
    let kind = match view.kind {
        Kind::Coroutine => quote!(Coroutine),
        Kind::Function => quote!(Function),
        Kind::Websocket(_) | Kind::Connection(_) => quote!(Websocket),
        Kind::SyncWebsocket(_) => quote!(SyncWebsocket),
    };
    let mapper = match view.mapper {
        None => quote!(::core::option::Option::None),
        Some((mapper, _)) => {
            let mapper = match mapper {
                Mapper::Coroutine => quote!(Coroutine),
                Mapper::Executor => quote!(Executor),
                Mapper::Inline => quote!(Inline),
            };
            quote!(::core::option::Option::Some(::pyramidion::Mapper::#mapper))
        }
    };
    let route = match &view.route {
        Route::Path(path, _) => quote!(Path(#path)),
        Route::Named(name) => quote!(Named(#name)),
        Route::Unknown => unreachable!("a view without a route is reported and not expanded"),
    };
    let methods = &view.request_method;
    let renderer = renderer(view);
    let parameters = parameters(view);
    let requirements = requirements(view);
    quote! {
        ::pyramidion::__private::ViewDefinition {
            name: #name,
            module: ::core::module_path!(),
            location: ::pyramidion::__private::SourceLocation::new(::core::file!(), ::core::line!(), ::core::column!()),
            kind: ::pyramidion::__private::ViewKind::#kind,
            mapper: #mapper,
            route: ::pyramidion::__private::RouteOfView::#route,
            request_method: &[#(#methods),*],
            renderer: #renderer,
            parameters: &[#(#parameters),*],
            requirements: &[#(#requirements),*],
            call: __pyramidion_call,
        }
    }
}

fn renderer(view: &View) -> TokenStream {
    match &view.renderer {
        None => quote!(::pyramidion::__private::Renderer::None),
        Some((Renderer::Json, _)) => quote!(::pyramidion::__private::Renderer::Json),
        Some((Renderer::String, _)) => quote!(::pyramidion::__private::Renderer::String),
        Some((Renderer::Template(template), _)) => {
            let name = &template.name;
            let files = template.files.iter().map(|(name, file)| {
                let file = file.to_string_lossy();
                quote!((#name, ::core::include_str!(#file)))
            });
            quote! {
                ::pyramidion::__private::Renderer::Template(::pyramidion::__private::TemplateSource {
                    name: #name,
                    files: &[#(#files),*],
                })
            }
        }
    }
}

fn parameters(view: &View) -> impl Iterator<Item = TokenStream> {
    view.arguments.iter().filter_map(|argument| {
        let ty = &argument.ty;
        let (name, is_parameter) = match &argument.source {
            Source::Parameter(name) => (name, quote!(true)),
            Source::ParameterOrPart(name) => (
                name,
                quote! {{
                    use ::pyramidion::__private::NoExtractor as _;
                    ::pyramidion::__private::Probe::<#ty>::IS_PARAMETER
                }},
            ),
            _ => return None,
        };
        Some(quote!(::pyramidion::__private::ParameterUse { name: #name, is_parameter: #is_parameter }))
    })
}

/// What an argument needs from the application, so that its absence is found at start-up.
fn requirements(view: &View) -> impl Iterator<Item = TokenStream> {
    let may_need_state = |argument: &&Argument| {
        matches!(argument.source, Source::Part | Source::ParameterOrPart(_) | Source::Last)
            && !super::arguments::needs_no_state(&argument.ty)
    };
    view.arguments.iter().filter(may_need_state).map(|argument| {
        let ty = &argument.ty;
        quote! {{
            use ::pyramidion::__private::NoRequirement as _;
            ::pyramidion::__private::Probe::<#ty>::REQUIREMENT
        }}
    })
}

fn call(view: &View) -> TokenStream {
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
        fn __pyramidion_call(#[allow(unused_mut)] mut call: ::pyramidion::__private::Call) -> ::pyramidion::__private::ViewFuture {
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
    let given = quote_spanned!(here=> state);
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
    quote_spanned! {here=> #extraction (#state).#run(move |state: &::pyramidion::ViewState| #respond) #maybe_await }
}

fn websocket(view: &View, coercion: Coercion, blocking: bool) -> TokenStream {
    let here = Span::mixed_site();
    let handshake = quote_spanned!(here=> let handshake = call.handshake()?;);
    let (extraction, _state) = extraction(view, Some(handshake));
    let name = &view.name;
    let Coercion { use_bytes, use_str } = coercion;
    let run = if let Kind::Connection(_) = view.kind {
        let fields = view.arguments.iter().zip(forwarded(view)).map(|(field, value)| {
            let field = &field.place;
            quote!(#field: #value)
        });
        quote_spanned!(here=> async move { ::pyramidion::__private::drive_callbacks(#name { #(#fields),* }).await })
    } else {
        let arguments = forwarded(view);
        if blocking {
            quote_spanned!(here=> async move {
                ::pyramidion::__private::run_blocking(move || #name(#(#arguments),*)).await
            })
        } else {
            quote_spanned!(here=> async move { #name(#(#arguments),*).await })
        }
    };
    let upgrade = quote_spanned! {here.located_at(view.result_span)=> handshake.respond };
    quote_spanned! {here=>
        #extraction
        ::core::result::Result::Ok(#upgrade(
            ::core::concat!(::core::module_path!(), "::", ::core::stringify!(#name)),
            ::pyramidion::__private::WebsocketOptions { use_bytes: #use_bytes, use_str: #use_str },
            move |websocket| #run,
        ))
    }
}

/// The statements that make the arguments, and the expression that holds the view's state afterwards.
///
/// What leaves the body alone goes first, in the order of the arguments; then `before_last`; then what reads the body.
fn extraction(view: &View, before_last: Option<TokenStream>) -> (TokenStream, TokenStream) {
    let here = Span::mixed_site();
    let mut first = TokenStream::new();
    let mut last = None;
    for (argument, variable) in view.arguments.iter().zip(variables()) {
        let ty = &argument.ty;
        let at_type = here.located_at(argument.span());
        match &argument.source {
            Source::Parameter(name) => {
                let get = quote_spanned!(at_type=> parameter::<#ty>);
                first.extend(quote_spanned!(here=> let #variable = call.#get(#name)?;));
            }
            Source::Part => {
                let get = quote_spanned!(at_type=> part::<#ty>);
                first.extend(quote_spanned!(here=> let #variable = call.#get().await?;));
            }
            Source::ParameterOrPart(name) => {
                let get =
                    quote_spanned!(at_type=> (&&&::pyramidion::__private::Probe::<#ty>::NEW).take(&mut call, #name));
                first.extend(quote_spanned! {here=>
                    let #variable = {
                        use ::pyramidion::__private::{TakeNothing as _, TakeParameter as _, TakePart as _};
                        #get.await?
                    };
                });
            }
            Source::Last | Source::Request => {
                let get = quote_spanned!(at_type=> last::<#ty, _>);
                last = Some(quote_spanned!(here=> let (#variable, state) = call.#get().await?;));
            }
            Source::Websocket | Source::Default(_) => {}
        }
    }
    let state = if last.is_some() { quote_spanned!(here=> state) } else { quote_spanned!(here=> call.state) };
    (quote_spanned!(here=> #first #before_last #last), state)
}

/// The values that go into the view's arguments.
fn forwarded(view: &View) -> Vec<TokenStream> {
    let forward = |(argument, variable): (&Argument, Ident)| match &argument.source {
        Source::Websocket if view.kind.is_blocking() => {
            quote_spanned!(Span::mixed_site()=> ::pyramidion::SyncWebsocket::from(websocket))
        }
        Source::Websocket => quote_spanned!(Span::mixed_site()=> websocket),
        Source::Default(DefaultValue(Some(value))) => quote!(#value),
        Source::Default(DefaultValue(None)) => quote!(::core::default::Default::default()),
        _ if argument.borrowed => quote!(&#variable),
        _ => quote!(#variable),
    };
    view.arguments.iter().zip(variables()).map(forward).collect()
}

/// `argument0`, `argument1`, …, invisible to the user's code.
fn variables() -> impl Iterator<Item = Ident> {
    (0_usize..).map(|index| format_ident!("argument{index}", span = Span::mixed_site()))
}

/// Turns the value that the view returned into a response; `state` is a reference.
fn respond(view: &View, value: &TokenStream, state: &TokenStream) -> TokenStream {
    let here = Span::mixed_site();
    let at_result = here.located_at(view.result_span);
    if view.renderer.is_none() {
        let respond = quote_spanned!(at_result=> (&&&::pyramidion::__private::Returned::new(value)).respond(#state));
        return quote_spanned! {here=> {
            use ::pyramidion::__private::{RespondDirectly as _, RespondWithError as _, CannotRespond as _};
            let value = #value;
            #respond
        }};
    }
    let render = quote_spanned!(at_result=> (&&&::pyramidion::__private::Rendered::new(value)).render(#state));
    let fail = quote_spanned!(at_result=> (&&&::pyramidion::__private::Failed::new(error)).respond(#state));
    quote_spanned! {here=> {
        use ::pyramidion::__private::{
            ErrorIntoResponse as _, ErrorIsLogged as _, ErrorIsNeither as _, RenderResponse as _, RenderSerialize as _,
            RenderNothing as _, SplitValue as _,
        };
        match ::pyramidion::__private::Returned::new(#value).split() {
            ::core::result::Result::Ok(value) => #render,
            ::core::result::Result::Err(error) => #fail,
        }
    }}
}

/// Compares what a template uses with what its context's type offers, where the type tells.
fn context_check(view: &View) -> TokenStream {
    let (Some((Renderer::Template(template), literal)), Some(ty)) = (&view.renderer, view.result_type.as_ref()) else {
        return TokenStream::new();
    };
    if matches!(ty, syn::Type::ImplTrait(_)) {
        return TokenStream::new();
    }
    let checks = template.variables.iter().map(|variable| {
        let message = LitStr::new(
            &format!(
                "template `{}` uses `{variable}`, which the view's context type does not have\n\nhelp: add a field `{variable}` to it, or mend the template",
                template.name
            ),
            literal.span(),
        );
        quote_spanned!(literal.span()=> ::core::assert!(::pyramidion::__private::offers(FIELDS, #variable), #message);)
    });
    quote! {
        const _: () = {
            use ::pyramidion::__private::UnknownContext as _;
            const FIELDS: ::core::option::Option<&'static [&'static str]> = ::pyramidion::__private::Probe::<#ty>::FIELDS;
            #(#checks)*
        };
    }
}
