//! `#[tween]`: a function around all that comes below it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{PatType, Path, Type};

use crate::companion;
use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::{Function, bare, last_name};
use crate::syntax::keys::{Key, Table, read_keys};
use crate::syntax::rules;
use crate::syntax::types::owned_form;
use crate::view::call::respond_directly;
use crate::view::check::{EXECUTOR_OF_A_COROUTINE, has_no_thread};
use crate::view::expand::executor;
use crate::view::scope;

const MACRO: &str = "#[tween]";

/// Where the attribute wants the tween.
#[derive(Default)]
struct Attribute {
    over: Vec<Path>,
    under: Vec<Path>,
    executor: Option<Path>,
}

const OVER: Key<Attribute> = Key {
    name: "over",
    usage: "over = [one_tween, another]",
    read: |attribute, value| value.one_or_more().map(|paths| attribute.over = paths),
};
const UNDER: Key<Attribute> = Key {
    name: "under",
    usage: "under = [one_tween, another]",
    read: |attribute, value| value.one_or_more().map(|paths| attribute.under = paths),
};
const EXECUTOR: Key<Attribute> =
    Key { name: "executor", usage: "executor = REPORTS", read: |attribute, value| value.fill(&mut attribute.executor) };

const TWEEN: Table<Attribute> = Table { keys: &[OVER, UNDER, EXECUTOR], elsewhere: &[], refused: &[] };

/// Expands `#[tween(…)]`.
pub(crate) fn tween(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let function = match Function::parse(item, MACRO) {
        Ok(function) => function,
        Err(expansion) => return expansion,
    };
    let mut errors = Errors::default();
    let names_the_companion = rules::may_have_a_companion(&function, MACRO, &mut errors);
    let attribute = read_keys(&TWEEN, arguments, &mut errors).attribute;
    check(&function, &attribute, &mut errors);
    let companion = names_the_companion.then(|| companion(&function));
    let definition = match (errors.is_empty(), names_the_companion) {
        (true, _) => definition(&function, &attribute),
        (false, true) => unusable(&function),
        (false, false) => TokenStream::new(),
    };
    let errors = errors.into_tokens();
    quote!(#item #companion #definition #errors)
}

fn check(function: &Function, attribute: &Attribute, errors: &mut Errors) {
    rules::is_an_ordinary_function(function, MACRO, errors);
    rules::has_no_generics(function, errors);
    rules::has_no_impl_trait_arguments(function, errors);
    rules::does_not_return_a_future(function, errors);
    rules::returns_something(function, "write `-> Response`, and return what `next.call(request)` gives", errors);
    takes_request_and_next(function, errors);
    if let Some(path) = attribute.executor.as_ref().filter(|_| function.is_async()) {
        errors.push(error_over(path, has_no_thread(&function.plain_name()), EXECUTOR_OF_A_COROUTINE));
    }
    stands_between_the_ends(attribute, errors);
    stands_around_others(function, attribute, errors);
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
    let (scopes, others): (Vec<&PatType>, Vec<&PatType>) =
        arguments[..arguments.len() - 1].iter().partition(|argument| is_scope(&argument.ty));
    for scope in scopes {
        if function.is_async() {
            rules::a_coroutine_awaits(function, &scope.ty, "SyncScope", errors);
        } else {
            rules::is_lent_well(&scope.ty, errors);
        }
    }
    let [request, extras @ ..] = &others[..] else {
        let message =
            format!("tween `{}` takes no request, so there would be nothing to hand on", function.plain_name());
        errors.push(error(function.name().span(), message, help));
        return;
    };
    for extra in extras {
        errors.push(error_over(extra, "a tween takes the request and `next`, and nothing else", &help));
    }
    takes_the_request(function, &request.ty, &help, errors);
}

fn takes_the_request(function: &Function, ty: &Type, help: &str, errors: &mut Errors) {
    if !is_sync_request(ty) && last_name(ty).as_deref() != Some("Request") || matches!(bare(ty), Type::Reference(_)) {
        let message = "the first argument of a tween is the request, which it hands on to `next`";
        errors.push(error_over(ty, message, help));
    } else if is_sync_request(ty) && function.is_async() {
        rules::a_coroutine_awaits(function, ty, "SyncRequest", errors);
    }
}

fn is_sync_request(ty: &Type) -> bool {
    last_name(ty).is_some_and(|name| name == "SyncRequest")
}

fn is_scope(ty: &Type) -> bool {
    last_name(ty).is_some_and(|name| name == "SyncScope")
}

fn the_next_fits(function: &Function, ty: &Type, errors: &mut Errors) {
    if let Type::Reference(reference) = bare(ty) {
        errors.push(error_over(reference, "a tween owns its `next`", owned_form(&reference.elem)));
        return;
    }
    if rules::returns_a_future(function) {
        return;
    }
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

/// The order is by name, so a tween that names itself would stand around itself.
fn stands_around_others(function: &Function, attribute: &Attribute, errors: &mut Errors) {
    for path in attribute.over.iter().chain(&attribute.under).filter(|path| path.is_ident(function.name())) {
        let message = format!("`{}` cannot stand around itself", function.plain_name());
        errors.push(error_over(path, message, "name another tween, or INGRESS, EXCVIEW or MAIN"));
    }
}

fn companion(function: &Function) -> TokenStream {
    let (name, visibility, conditions) = (function.name(), &function.visibility, function.conditions());
    let doc = format!(" Names the tween `{name}`: `config.add_tween({name} {{}})`, `under = {name}`.");
    companion::of(name, visibility, &conditions, &doc)
}

fn unusable(function: &Function) -> TokenStream {
    let (name, conditions) = (function.name(), function.conditions());
    quote! {
        #(#conditions)*
        impl ::pyramidion::tween::Tween for #name {
            const NAME: &'static ::core::primitive::str = "";
            const DEFINITION: &'static ::pyramidion::__private::TweenDefinition =
                &::pyramidion::__private::TweenDefinition::UNUSABLE;
        }
    }
}

fn definition(function: &Function, attribute: &Attribute) -> TokenStream {
    let (name, conditions) = (function.name(), function.conditions());
    let plain_name = function.plain_name();
    let call = call(function);
    let over = attribute.over.iter().map(place);
    let under = attribute.under.iter().map(place);
    let is_sync = !function.is_async();
    let executor = executor(attribute.executor.as_ref());
    quote! {
        #(#conditions)*
        const _: () = {
            #call
            static __PYRAMIDION_TWEEN: ::pyramidion::__private::TweenDefinition = ::pyramidion::__private::TweenDefinition {
                name: <#name as ::pyramidion::tween::Tween>::NAME,
                location: ::pyramidion::__private::SourceLocation::new(::core::file!(), ::core::line!(), ::core::column!()),
                over: &[#(#over),*],
                under: &[#(#under),*],
                is_sync: #is_sync,
                executor: #executor,
                call: __pyramidion_call,
            };
            impl ::pyramidion::tween::Tween for #name {
                const NAME: &'static ::core::primitive::str = ::core::concat!(::core::module_path!(), "::", #plain_name);
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
    let at_name = here.located_at(name.span());
    let at_result = here.located_at(function.return_type().map_or_else(|| name.span(), Spanned::span));
    let arguments = function.arguments().map(|argument| match last_name(&argument.ty).as_deref() {
        Some("SyncScope") => scope::name(),
        Some("SyncNext") => {
            quote_spanned!(here=> <::pyramidion::tween::SyncNext as ::core::convert::From<_>>::from(__next))
        }
        Some("Next") => quote_spanned!(here=> __next),
        _ => quote_spanned!(here=> __request),
    });
    let called = quote_spanned!(at_name=> #name(#(#arguments),*));
    let called = if function.is_async() { quote_spanned!(at_name=> #called.await) } else { called };
    let respond = respond_directly(at_result, &called, &quote_spanned!(here=> &__tween));
    let respond = if function.arguments().any(|argument| is_sync_request(&argument.ty)) {
        scope::around(&[Ident::new("__request", here)], &respond)
    } else if function.arguments().any(|argument| is_scope(&argument.ty)) {
        scope::around(&[], &respond)
    } else {
        respond
    };
    let body = if function.is_async() {
        respond
    } else {
        quote_spanned!(at_name=> ::pyramidion::__private::run_tween(&__PYRAMIDION_TWEEN, move || #respond).await)
    };
    let boxed = quote_spanned!(at_name=> ::std::boxed::Box::pin(async move { #body }));
    quote_spanned! {here=>
        #[allow(deprecated)]
        fn __pyramidion_call(
            __request: ::pyramidion::Request,
            __next: ::pyramidion::tween::Next,
        ) -> ::pyramidion::__private::TweenFuture {
            let __tween = ::pyramidion::__private::InTween(__PYRAMIDION_TWEEN.name);
            #boxed
        }
    }
}
