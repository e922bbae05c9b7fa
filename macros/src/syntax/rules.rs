//! Rules about signatures that several macros share: each rule one function, one message.

use quote::ToTokens;
use syn::{GenericParam, ReturnType, Safety, Type};

use super::errors::{Errors, error, error_over};
use super::function::{Function, last_name};

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

/// Only free functions can be registered.
pub(crate) fn has_no_receiver(function: &Function, macro_name: &str, errors: &mut Errors) {
    if let Some(receiver) = function.receiver() {
        errors.push(error_over(
            receiver,
            format!("`{macro_name}` goes on a free function, and `{}` is a method", function.plain_name()),
            "move the function out of the `impl` block; what `self` held can be an argument `State<T>`",
        ));
    }
}

/// `impl Trait` is a hidden type parameter.
pub(crate) fn has_no_impl_trait_arguments(function: &Function, errors: &mut Errors) {
    for argument in function.arguments() {
        if let Type::ImplTrait(ty) = &*argument.ty {
            errors.push(error_over(
                ty,
                "an argument of type `impl Trait` has no type that could be extracted from a request",
                "name a concrete type: a parameter of the route, an extractor, `State<T>` or `Request`",
            ));
        }
    }
}

/// `fn` that returns a future: its author meant `async fn`.
pub(crate) fn does_not_return_a_future(function: &Function, errors: &mut Errors) {
    let Some(ty) = function.return_type() else { return };
    if function.is_async() || !is_a_future(ty) {
        return;
    }
    errors.push(error_over(
        ty,
        format!(
            "`{}` is a plain function that returns a future, so it would run in the executor and wait for nothing",
            function.plain_name()
        ),
        "write `async fn` and return what the future gives",
    ));
}

fn is_a_future(ty: &Type) -> bool {
    let bounds = match ty {
        Type::ImplTrait(ty) => &ty.bounds,
        Type::TraitObject(ty) => &ty.bounds,
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return false };
            return match last.ident.to_string().as_str() {
                "BoxFuture" | "LocalBoxFuture" => true,
                "Pin" | "Box" => first_type_argument(last).is_some_and(is_a_future),
                _ => false,
            };
        }
        _ => return false,
    };
    bounds.iter().any(|bound| match bound {
        syn::TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|segment| segment.ident == "Future" || segment.ident == "IntoFuture")
        }
        _ => false,
    })
}

fn first_type_argument(segment: &syn::PathSegment) -> Option<&Type> {
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// A view without a return type would answer with an empty page, which nobody means.
pub(crate) fn returns_something(function: &Function, errors: &mut Errors) {
    if matches!(function.signature.output, ReturnType::Default) {
        errors.push(error(
            function.name().span(),
            format!("`{}` returns nothing, so there would be nothing to answer", function.plain_name()),
            "name a return type, such as `-> impl IntoResponse`, or `-> ()` for an answer without a body",
        ));
    }
}

/// Arguments are made for the call and belong to it.
pub(crate) fn arguments_are_owned(function: &Function, errors: &mut Errors) {
    for argument in function.arguments() {
        match &*argument.ty {
            Type::Reference(reference) => {
                let is_request = last_name(&argument.ty).as_deref() == Some("Request");
                if !is_request {
                    errors.push(error_over(
                        reference,
                        "a view's arguments are owned: nothing outlives the request that could be borrowed",
                        owned_form(&reference.elem),
                    ));
                } else if let Some(mutability) = &reference.mutability {
                    errors.push(error_over(
                        mutability,
                        "a view borrows the request without changing it",
                        "write `&Request`, or take `mut request: Request`",
                    ));
                }
            }
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

/// The owned type to suggest for a borrowed one.
pub(crate) fn owned_form(borrowed: &Type) -> String {
    match borrowed {
        Type::Path(path) if path.path.is_ident("str") => "write `String`".to_owned(),
        Type::Slice(_) => "write `Vec<T>`".to_owned(),
        other => format!("write `{}`", other.to_token_stream().to_string().replace(' ', "")),
    }
}

/// The first lifetime that a type mentions, but for `'static`.
pub(crate) fn first_lifetime(ty: &Type) -> Option<proc_macro2::TokenStream> {
    fn search(tokens: proc_macro2::TokenStream) -> Option<proc_macro2::TokenStream> {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                proc_macro2::TokenTree::Group(group) => {
                    if let Some(found) = search(group.stream()) {
                        return Some(found);
                    }
                }
                proc_macro2::TokenTree::Punct(quote) if quote.as_char() == '\'' => {
                    let name = tokens.next()?;
                    if name.to_string() != "static" {
                        return Some([proc_macro2::TokenTree::Punct(quote), name].into_iter().collect());
                    }
                }
                _ => {}
            }
        }
        None
    }
    search(ty.to_token_stream())
}
