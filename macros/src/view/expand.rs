//! Writes what stands beside a view: its companion, the record that describes it, and its registration.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use super::attribute::Mapper;
use super::call::call;
use super::lookup;
use super::model::{Kind, Renderer, Route, View};
use super::path;
use crate::companion;
use crate::syntax::types::{first_lifetime, mentions_impl};

/// The companion, the record and the registration of a view.
pub(crate) fn view(view: &View) -> TokenStream {
    let View { name, conditions, .. } = view;
    let companion = companion(view);
    let record = record(view);
    quote! {
        #companion
        #(#conditions)*
        impl ::pyramidion::View for #name {
            #[allow(deprecated)]
            fn definition() -> ::pyramidion::__private::ViewDefinition {
                ::pyramidion::__register!(::pyramidion::__private::register_view::<#name>);
                #record
            }
        }
    }
}

/// The record of a view, as an expression.
pub(super) fn record(view: &View) -> TokenStream {
    let definition = definition(view);
    let call = call(view);
    let context = context_check(view);
    quote!(#context #definition #call)
}

/// What stands for a view with mistakes, so that nothing else in the crate turns red.
pub(crate) fn unusable(view: &View) -> TokenStream {
    let View { name, conditions, .. } = view;
    let companion = companion(view);
    quote! {
        #companion
        #(#conditions)*
        impl ::pyramidion::View for #name {
            fn definition() -> ::pyramidion::__private::ViewDefinition {
                ::pyramidion::__private::ViewDefinition::unusable()
            }
        }
    }
}

fn companion(view: &View) -> TokenStream {
    let path = path::function(view);
    // The struct is there already.
    if matches!(view.kind, Kind::Connection(_)) {
        return path;
    }
    let View { name, visibility, conditions, .. } = view;
    let doc = format!(" Names the view `{name}` in the configuration: `config.add_view({name} {{}})`.");
    let companion = companion::of(name, visibility, conditions, &doc);
    quote!(#companion #path)
}

/// What the attribute says, as calls on the definition; only what is there.
fn definition(view: &View) -> TokenStream {
    let name = view.full_name();
    // The call's place in the source is the view's.
    let at = view.class.as_ref().map_or_else(Span::call_site, |class| class.attribute);
    let place = match &view.route {
        Route::Path(path, _) => quote_spanned!(at=> at_path(#name, ::core::module_path!(), #path)),
        Route::Named(route) => quote_spanned!(at=> at_route(#name, ::core::module_path!(), #route)),
        Route::Exception(route) => {
            let route = match route {
                Some(route) => quote!(::core::option::Option::Some(#route)),
                None => quote!(::core::option::Option::None),
            };
            quote_spanned!(at=> for_exceptions(#name, ::core::module_path!(), #route))
        }
        Route::Traversal => quote_spanned!(at=> by_traversal(#name, ::core::module_path!())),
        Route::Unknown => unreachable!("a view without a route is reported and not expanded"),
    };
    let mapper = view.mapper.map(|(mapper, _)| {
        let mapper = match mapper {
            Mapper::Coroutine => quote!(Coroutine),
            Mapper::Executor => quote!(Executor),
            Mapper::Inline => quote!(Inline),
        };
        quote!(.mapper(::pyramidion::Mapper::#mapper))
    });
    let executor = view.executor.as_ref().map(|path| {
        let key = executor_key(path);
        quote!(.executor(#key))
    });
    let methods = &view.request_method;
    let request_method = (!methods.is_empty()).then(|| quote!(.request_method(&[#(#methods),*])));
    let renderer = view.renderer.as_ref().map(|(renderer, _)| {
        let renderer = self::renderer(renderer);
        quote!(.renderer(::pyramidion::__private::Renderer::#renderer))
    });
    let context = if matches!(view.route, Route::Exception(_)) { "exception" } else { "context" };
    let lookup = lookup::expand::lookup(&view.lookup, &Ident::new(context, Span::mixed_site()));
    let append_slash = view.appends_slash.then(|| quote!(.append_slash()));
    let definition = quote_spanned!(at=> ::pyramidion::__private::ViewDefinition::#place);
    quote!(#definition #mapper #executor #request_method #lookup #append_slash #renderer)
}

/// The key of an executor, or nothing.
pub(crate) fn executor(key: Option<&Path>) -> TokenStream {
    match key {
        None => quote!(::core::option::Option::None),
        Some(path) => {
            let key = executor_key(path);
            quote!(::core::option::Option::Some(#key))
        }
    }
}

fn executor_key(path: &Path) -> TokenStream {
    let key = quote_spanned!(path.span()=> &#path);
    quote_spanned! {Span::mixed_site()=> {
        let __key: &'static ::pyramidion::executor::ExecutorKey = #key;
        __key
    }}
}

fn renderer(renderer: &Renderer) -> TokenStream {
    match renderer {
        Renderer::Json => quote!(Json),
        Renderer::String => quote!(String),
        Renderer::Template(template) => {
            let name = &template.name;
            let files = template.files.iter().map(|(name, file)| {
                let file = file.to_string_lossy();
                quote!((#name, ::core::include_str!(#file)))
            });
            quote! {
                Template(::pyramidion::__private::TemplateSource {
                    name: #name,
                    files: &[#(#files),*],
                })
            }
        }
    }
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
