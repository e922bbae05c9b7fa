//! `#[tween]`: a function around all that comes below it.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Path, Type};

use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::{Function, hygienic, last_name};
use crate::syntax::keys::{Key, one_or_more, read_keys, value};
use crate::syntax::rules;

const MACRO: &str = "#[tween]";

/// Where the attribute wants the tween.
#[derive(Default)]
struct Attribute {
    over: Vec<Path>,
    under: Vec<Path>,
}

const OVER: Key<Attribute> = Key {
    name: "over",
    usage: "over = other_tween or over = [one, another]",
    read: |attribute, input, _| Ok(attribute.over = value(input, OVER.usage, one_or_more::<Path>)?),
};
const UNDER: Key<Attribute> = Key {
    name: "under",
    usage: "under = other_tween or under = [one, another]",
    read: |attribute, input, _| Ok(attribute.under = value(input, UNDER.usage, one_or_more::<Path>)?),
};

/// Expands `#[tween(…)]`.
pub(crate) fn tween(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let function = match Function::parse(item.clone(), MACRO) {
        Ok(function) => function,
        Err(error) => {
            let error = error.to_compile_error();
            return quote!(#item #error);
        }
    };
    let mut errors = Errors::default();
    let attribute = read_keys(&[OVER, UNDER], arguments, &mut errors);
    check(&function, &attribute, &mut errors);
    let companion = companion(&function);
    let definition = if errors.is_empty() { definition(&function, &attribute) } else { unusable(&function) };
    let errors = errors.into_tokens();
    quote!(#item #companion #definition #errors)
}

fn check(function: &Function, attribute: &Attribute, errors: &mut Errors) {
    rules::is_an_ordinary_function(function, MACRO, errors);
    rules::has_no_receiver(function, MACRO, errors);
    rules::has_no_generics(function, errors);
    rules::has_no_impl_trait_arguments(function, errors);
    rules::does_not_return_a_future(function, errors);
    rules::returns_something(function, errors);
    takes_request_and_next(function, errors);
    stands_between_the_ends(attribute, errors);
}

fn signature(function: &Function) -> &'static str {
    if function.is_async() {
        "async fn name(request: Request, next: Next) -> Response"
    } else {
        "fn name(request: Request, next: SyncNext) -> Response"
    }
}

fn takes_request_and_next(function: &Function, errors: &mut Errors) {
    let arguments: Vec<_> = function.arguments().collect();
    let is_next = |ty: &Type| last_name(ty).is_some_and(|name| name == "Next" || name == "SyncNext");
    let help = format!("a tween is written `{}`", signature(function));
    match arguments.iter().position(|argument| is_next(&argument.ty)) {
        None => {
            let name = function.plain_name();
            errors.push(error(
                function.name().span(),
                format!("tween `{name}` takes no `next`, so nothing below it would be called"),
                help,
            ));
            return;
        }
        Some(place) if place + 1 != arguments.len() => {
            errors.push(error_over(arguments[place], "`next` is the last argument of a tween", help));
            return;
        }
        Some(place) => the_next_fits(function, &arguments[place].ty, errors),
    }
    if arguments.len() != 2 {
        let span = function.signature.inputs.span();
        errors.push(error(span, format!("a tween takes two arguments, and this one takes {}", arguments.len()), help));
    } else if last_name(&arguments[0].ty).as_deref() != Some("Request")
        || matches!(&*arguments[0].ty, Type::Reference(_))
    {
        errors.push(error_over(
            &arguments[0].ty,
            "the first argument of a tween is the request, which it hands on to `next`",
            help,
        ));
    }
}

fn the_next_fits(function: &Function, ty: &Type, errors: &mut Errors) {
    let name = last_name(ty);
    match (function.is_async(), name.as_deref()) {
        (true, Some("SyncNext")) => errors.push(error_over(
            ty,
            "`SyncNext` waits by holding its thread, which a coroutine must not do",
            "write `Next` and `next.call(request).await`; or remove `async`",
        )),
        (false, Some("Next")) => errors.push(error_over(
            ty,
            "`Next` is awaited, which a plain function cannot do",
            "write `SyncNext` and `next.call(request)`; or add `async`",
        )),
        _ => {}
    }
}

fn stands_between_the_ends(attribute: &Attribute, errors: &mut Errors) {
    for path in attribute.over.iter().filter(|path| path.is_ident("INGRESS")) {
        errors.push(error_over(
            path,
            "nothing stands over INGRESS, where requests come in",
            "remove it, or write `under = INGRESS`",
        ));
    }
    for path in attribute.under.iter().filter(|path| path.is_ident("MAIN")) {
        errors.push(error_over(
            path,
            "nothing stands under MAIN, which is the router",
            "remove it, or write `over = MAIN`",
        ));
    }
}

fn companion(function: &Function) -> TokenStream {
    let (name, visibility) = (function.name(), &function.visibility);
    let doc = format!("Names the tween `{}`: `config.add_tween({name} {{}})`, `under = {name}`.", name.unraw());
    quote! {
        #[doc = #doc]
        #[allow(non_camel_case_types, dead_code)]
        #visibility struct #name {}
    }
}

fn unusable(function: &Function) -> TokenStream {
    let name = function.name();
    quote! {
        impl ::pyramidion::tween::Tween for #name {
            const NAME: &'static str = "";
            const DEFINITION: &'static ::pyramidion::__private::TweenDefinition =
                &::pyramidion::__private::TweenDefinition::UNUSABLE;
        }
    }
}

fn definition(function: &Function, attribute: &Attribute) -> TokenStream {
    let name = function.name();
    let plain_name = function.plain_name();
    let call = call(function);
    let over = attribute.over.iter().map(place);
    let under = attribute.under.iter().map(place);
    quote! {
        const _: () = {
            #call
            static __PYRAMIDION_TWEEN: ::pyramidion::__private::TweenDefinition = ::pyramidion::__private::TweenDefinition {
                name: <#name as ::pyramidion::tween::Tween>::NAME,
                location: ::pyramidion::__private::SourceLocation::new(::core::file!(), ::core::line!(), ::core::column!()),
                over: &[#(#over),*],
                under: &[#(#under),*],
                call: __pyramidion_call,
            };
            impl ::pyramidion::tween::Tween for #name {
                const NAME: &'static str = ::core::concat!(::core::module_path!(), "::", #plain_name);
                const DEFINITION: &'static ::pyramidion::__private::TweenDefinition = &__PYRAMIDION_TWEEN;
            }
        };
    }
}

/// The ends of the chain by their names, without an import; other tweens by their paths.
fn place(path: &Path) -> TokenStream {
    let is_end = ["INGRESS", "MAIN", "EXCVIEW"].iter().any(|end| path.is_ident(end));
    let path = if is_end { quote!(::pyramidion::tween::#path) } else { quote!(#path) };
    quote!(<#path as ::pyramidion::tween::TweenName>::NAME)
}

fn call(function: &Function) -> TokenStream {
    let here = Span::mixed_site();
    let name = function.name();
    let at_name = hygienic(name);
    let at_result = here.located_at(function.return_type().map_or_else(|| name.span(), Spanned::span));
    let respond = quote_spanned!(at_result=> (&&&::pyramidion::__private::Returned::new(value)).respond(&state));
    let imports = quote! {
        use ::pyramidion::__private::{RespondDirectly as _, RespondWithError as _, CannotRespond as _};
    };
    let body = if function.is_async() {
        quote_spanned!(at_name=> { let value = #name(request, next).await; #respond })
    } else {
        quote_spanned!(at_name=> {
            let next = ::pyramidion::tween::SyncNext::from(next);
            ::pyramidion::__private::run_tween(__PYRAMIDION_TWEEN.name, move || { let value = #name(request, next); #respond }).await
        })
    };
    quote_spanned! {here=>
        fn __pyramidion_call(
            request: ::pyramidion::Request,
            next: ::pyramidion::tween::Next,
        ) -> ::pyramidion::__private::TweenFuture {
            #imports
            let state = ::pyramidion::__private::InTween(__PYRAMIDION_TWEEN.name);
            ::std::boxed::Box::pin(async move #body)
        }
    }
}
