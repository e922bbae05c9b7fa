//! Writes what stands beside a view: its companion, the record that describes it, and its registration.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::attribute::Mapper;
use super::call::call;
use super::model::{Argument, Kind, Renderer, Route, Source, View};
use crate::companion;
use crate::syntax::types::{first_lifetime, mentions_impl};

/// The companion, the record and the registration of a view.
pub(crate) fn view(view: &View) -> TokenStream {
    let View { name, conditions, .. } = view;
    let companion = companion(view);
    let call = call(view);
    let definition = definition(view);
    let context = context_check(view);
    quote! {
        #companion
        #(#conditions)*
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
    let View { name, conditions, .. } = view;
    let companion = companion(view);
    quote! {
        #companion
        #(#conditions)*
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
    let View { name, visibility, conditions, .. } = view;
    let doc = format!(" Names the view `{name}` in the configuration: `config.add_view({name} {{}})`.");
    companion::of(name, visibility, conditions, &doc)
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
    let executor = executor(view.executor.as_ref());
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
            location: ::pyramidion::__private::SourceLocation::caller(),
            kind: ::pyramidion::__private::ViewKind::#kind,
            mapper: #mapper,
            executor: #executor,
            route: ::pyramidion::__private::RouteOfView::#route,
            request_method: &[#(#methods),*],
            renderer: #renderer,
            parameters: &[#(#parameters),*],
            requirements: &[#(#requirements),*],
            call: __pyramidion_call,
        }
    }
}

/// The key of an executor, or nothing.
pub(crate) fn executor(key: Option<&Path>) -> TokenStream {
    match key {
        None => quote!(::core::option::Option::None),
        Some(path) => {
            let here = Span::mixed_site();
            let key = quote_spanned!(path.span()=> &#path);
            quote_spanned!(here=> ::core::option::Option::Some({
                let __key: &'static ::pyramidion::executor::ExecutorKey = #key;
                __key
            }))
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
            Source::ParameterOrPart(name) | Source::ParameterOrLast(name) => (name, quote! {{
                use ::pyramidion::__private::{NoExtractor as _, NoText as _};
                ::pyramidion::__private::Probe::<#ty>::IS_TEXT && !::pyramidion::__private::Probe::<#ty>::IS_EXTRACTOR
            }}),
            _ => return None,
        };
        Some(quote!(::pyramidion::__private::ParameterUse { name: #name, is_parameter: #is_parameter }))
    })
}

/// What an argument needs from the application, so that its absence is found at start-up.
fn requirements(view: &View) -> impl Iterator<Item = TokenStream> {
    let may_need_state = |argument: &&Argument| {
        matches!(argument.source, Source::Part | Source::ParameterOrPart(_) | Source::ParameterOrLast(_) | Source::Last)
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

/// Compares what a template uses with what its context's type offers, where the type tells.
fn context_check(view: &View) -> TokenStream {
    let (Some((Renderer::Template(template), literal)), Some(ty)) = (&view.renderer, view.result_type.as_ref()) else {
        return TokenStream::new();
    };
    if mentions_impl(ty) || first_lifetime(ty).is_some() {
        return TokenStream::new();
    }
    let template_name = &template.name;
    let checks = template.variables.iter().map(|variable| {
        let message = format!(
            "template `{template_name}` uses `{variable}`, which the view's context type does not have\n\n\
             help: add a field `{variable}` to it, or mend the template"
        );
        let offers = quote_spanned!(literal.span()=> ::pyramidion::__private::offers(__PYRAMIDION_FIELDS, #variable));
        quote_spanned!(literal.span()=> const _: () = ::core::assert!(#offers, #message);)
    });
    quote! {
        const __PYRAMIDION_FIELDS: ::core::option::Option<&'static [&'static ::core::primitive::str]> = {
            use ::pyramidion::__private::UnknownContext as _;
            ::pyramidion::__private::Probe::<#ty>::FIELDS
        };
        #(#checks)*
    }
}
