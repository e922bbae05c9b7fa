//! Rules about signatures that several macros share: each rule one function, one message.

use quote::ToTokens;
use syn::{GenericParam, ReturnType, Safety, Type};

use super::errors::{Errors, error, error_over};
use super::function::{Function, bare, is_ours, last_name};
use super::types::{first_lifetime, is_a_future, owned_form};

/// `unsafe`, `extern`, `const` and variadic functions cannot be called by the framework.
pub(crate) fn is_an_ordinary_function(function: &Function, macro_name: &str, errors: &mut Errors) {
    let signature = &function.signature;
    let mut refuse = |tokens: &dyn ToTokens, what: &str, help: &str| {
        errors.push(error_over(tokens.to_token_stream(), format!("`{macro_name}` cannot take {what}"), help));
    };
    if let Some(token) = &signature.constness {
        refuse(token, "a `const fn`", "remove `const`");
    }
    if let Safety::Unsafe(token) = &signature.safety {
        refuse(token, "an `unsafe fn`", "make the function safe to call, and keep the `unsafe` block inside it");
    }
    if let Some(abi) = &signature.abi {
        refuse(abi, "an `extern` function", "remove the ABI");
    }
    if let Some(variadic) = &signature.variadic {
        refuse(variadic, "a variadic function", "name each argument");
    }
}

/// A view is called by the framework, which cannot choose types for it.
pub(crate) fn has_no_generics(function: &Function, errors: &mut Errors) {
    for parameter in &function.signature.generics.params {
        let what = match parameter {
            GenericParam::Lifetime(_) => continue,
            GenericParam::Type(ty) => format!("type `{}`", ty.ident),
            GenericParam::Const(constant) => format!("constant `{}`", constant.ident),
        };
        errors.push(error_over(
            parameter,
            format!("`{}` is generic over the {what}, and nobody chooses it", function.plain_name()),
            "name a concrete type; a generic helper can be called from one function for each type",
        ));
    }
}

/// Whether a companion can stand beside the function: in an `impl` block there is no place for it, and another attribute
/// makes one too.
pub(crate) fn may_have_a_companion(function: &Function, macro_name: &str, errors: &mut Errors) -> bool {
    has_no_receiver(function, macro_name, errors);
    stands_alone(function, macro_name, errors);
    errors.is_empty()
}

/// Only free functions can be registered.
fn has_no_receiver(function: &Function, macro_name: &str, errors: &mut Errors) {
    if let Some(receiver) = function.receiver() {
        let help = match macro_name {
            "#[view]" | "#[websocket_view]" | "#[exception_view]" | "#[notfound_view]" | "#[forbidden_view]" => {
                "write `#[views]` above the `impl` block, and a `new` in it that makes `self` for each request"
            }
            "#[root_factory]" => "move the function out of the `impl` block; what `self` held can be in a `static`",
            _ => "move the function out of the `impl` block; what `self` held can be an argument `State<T>`",
        };
        errors.push(error_over(
            receiver,
            format!("`{macro_name}` goes on a free function, and `{}` is a method", function.plain_name()),
            help,
        ));
    }
}

/// `impl Trait` is a hidden type parameter.
pub(crate) fn has_no_impl_trait_arguments(function: &Function, errors: &mut Errors) {
    for argument in function.arguments() {
        if let Type::ImplTrait(ty) = bare(&argument.ty) {
            errors.push(error_over(
                ty,
                "an argument of type `impl Trait` has no type that could be extracted from a request",
                "name a concrete type: a parameter of the route, an extractor, `State<T>` or `Request`",
            ));
        }
    }
}

/// The attributes that read a function's signature, and those that change it.
const OTHERS: [&str; 9] = [
    "view",
    "websocket_view",
    "exception_view",
    "notfound_view",
    "forbidden_view",
    "tween",
    "root_factory",
    "synchronize",
    "use_executor",
];

/// Pyramid stacks its decorators; here each function is one thing, and its companion has one meaning.
pub(crate) fn stands_alone(function: &Function, macro_name: &str, errors: &mut Errors) {
    let Some((other, kind)) =
        function.attributes.iter().find_map(|attribute| Some((attribute, one_of_ours(attribute)?)))
    else {
        return;
    };
    let name = function.plain_name();
    let help = match kind {
        "synchronize" | "use_executor" => {
            "remove it: plain functions and coroutines are both taken as they are".to_owned()
        }
        _ => format!("write a second function, which calls `{name}`, for the other attribute"),
    };
    errors.push(error_over(
        other,
        format!("`{name}` is under `{macro_name}` already, which takes no other attribute of its kind"),
        help,
    ));
}

fn one_of_ours(attribute: &syn::Attribute) -> Option<&'static str> {
    OTHERS.into_iter().find(|name| is_ours(attribute.path(), name))
}

/// `fn` that returns a future: its author meant `async fn`.
pub(crate) fn does_not_return_a_future(function: &Function, errors: &mut Errors) {
    let Some(ty) = function.return_type().filter(|_| returns_a_future(function)) else { return };
    errors.push(error_over(
        ty,
        format!(
            "`{}` is a plain function that returns a future, so it would run in the executor and wait for nothing",
            function.plain_name()
        ),
        "write `async fn` and return what the future gives",
    ));
}

/// Whether a plain function gives a future, so that nothing else about waiting can be said of it.
pub(crate) fn returns_a_future(function: &Function) -> bool {
    !function.is_async() && function.return_type().is_some_and(is_a_future)
}

/// A view without a return type would answer with an empty page, which nobody means.
pub(crate) fn returns_something(function: &Function, help: &str, errors: &mut Errors) {
    if matches!(function.signature.output, ReturnType::Default) {
        let message = format!("`{}` returns nothing, so there would be nothing to answer", function.plain_name());
        errors.push(error(function.name().span(), message, help));
    }
}

/// What is answered outlives the request that it was made from.
pub(crate) fn returns_nothing_borrowed(function: &Function, errors: &mut Errors) {
    let Some(Type::Reference(reference)) = function.return_type().map(bare) else { return };
    if reference.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident != "static") {
        errors.push(error_over(
            reference,
            "a response is sent after the request is gone, so it cannot be borrowed from it",
            owned_form(&reference.elem),
        ));
    }
}

/// `SyncRequest` and `SyncScope` wait by holding their thread.
pub(crate) fn a_coroutine_awaits(function: &Function, ty: &Type, name: &str, errors: &mut Errors) {
    let instead = match name {
        "SyncScope" => "remove the argument",
        _ => "write `Request`",
    };
    errors.push(error_over(
        ty,
        format!(
            "coroutine `{}` runs on the event loop, where there is nothing to wait in with `{name}`",
            function.plain_name()
        ),
        format!("{instead}, and `.await` in place of `wait(…)`; or remove `async`"),
    ));
}

/// A scope is lent, and so is bound to the call.
pub(crate) fn is_lent_well(ty: &Type, errors: &mut Errors) {
    let reference = match bare(ty) {
        Type::Reference(reference) => Some(reference),
        _ => None,
    };
    if reference.is_none_or(|reference| reference.mutability.is_some()) {
        errors.push(error_over(ty, "the leave to wait is lent for the call", "write `&SyncScope<'_>`"));
    }
}

/// Arguments are made for the call and belong to it.
pub(crate) fn arguments_are_owned(function: &Function, errors: &mut Errors) {
    for argument in function.arguments() {
        let name = last_name(&argument.ty);
        if name.as_deref() == Some("SyncScope") {
            is_lent_well(&argument.ty, errors);
            continue;
        }
        match bare(&argument.ty) {
            Type::Reference(reference) => {
                if !matches!(name.as_deref(), Some("Request" | "SyncRequest")) {
                    errors.push(error_over(
                        reference,
                        "a view's arguments are owned: nothing outlives the request that could be borrowed",
                        owned_form(&reference.elem),
                    ));
                } else if let Some(mutability) = &reference.mutability {
                    errors.push(error_over(
                        mutability,
                        "a view borrows the request without changing it",
                        format!(
                            "write `&{0}`, or take `mut request: {0}`",
                            reference.elem.to_token_stream().to_string().replace(' ', "")
                        ),
                    ));
                }
            }
            _ if name.as_deref() == Some("SyncRequest") => {}
            ty => {
                if let Some(lifetime) = first_lifetime(ty) {
                    errors.push(error_over(
                        lifetime,
                        "a view's arguments are owned: nothing outlives the request that this lifetime could name",
                        "use an owned type, such as `String` for `&str` and `Vec<T>` for `&[T]`",
                    ));
                }
            }
        }
    }
}
