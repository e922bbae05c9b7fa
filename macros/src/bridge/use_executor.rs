//! `#[use_executor]`: a blocking function becomes a coroutine, which runs it on a thread of the executor.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{ReceiverKind, Type};

use super::check_item;
use crate::syntax::errors::{Errors, error_over};
use crate::syntax::function::Function;
use crate::syntax::function::bare;
use crate::syntax::keys::{Table, read_keys};
use crate::syntax::types::{first_lifetime, mentions_impl, owned_form};

const MACRO: &str = "#[use_executor]";

/// Expands `#[use_executor]`.
pub(crate) fn use_executor(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let function = match Function::parse(item, MACRO) {
        Ok(function) => function,
        Err(expansion) => return expansion,
    };
    let mut errors = Errors::default();
    read_keys(&Table::<()> { keys: &[], elsewhere: &[] }, arguments, &mut errors);
    check_item(&function, MACRO, &mut errors);
    is_a_plain_function(&function, &mut errors);
    borrows_nothing(&function, &mut errors);
    if errors.is_empty() {
        return coroutine(&function);
    }
    let stand_in = stand_in(&function);
    let errors = errors.into_tokens();
    quote!(#stand_in #errors)
}

/// What stands for a function with mistakes, so that its callers do not turn red: it is the coroutine that it was to become.
fn stand_in(function: &Function) -> TokenStream {
    let Function { attributes, visibility, signature, body } = function;
    let mut coroutine = signature.clone();
    coroutine.constness = None;
    coroutine.asyncness = Some(syn::Token![async](signature.fn_token.span));
    quote!(#(#attributes)* #visibility #coroutine #body)
}

fn is_a_plain_function(function: &Function, errors: &mut Errors) {
    if let Some(token) = &function.signature.asyncness {
        errors.push(error_over(
            token,
            format!("`{}` is a coroutine already: it needs no thread to wait on", function.plain_name()),
            "remove `async`, or remove `#[use_executor]`; to make a plain function of a coroutine there is `#[synchronize]`",
        ));
    }
}

/// The function runs on another thread, and whoever called it may be gone before it ends.
fn borrows_nothing(function: &Function, errors: &mut Errors) {
    const WHY: &str = "runs on another thread and may outlive its caller, so it cannot borrow";
    let name = function.plain_name();
    if let Some(receiver) = function.receiver()
        && let ReceiverKind::Reference(..) = receiver.kind
    {
        errors.push(error_over(
            receiver,
            format!("`{name}` {WHY} `self`"),
            "take `self: Arc<Self>`, or `self` by value and call it on a clone",
        ));
    }
    for argument in function.arguments() {
        match bare(&argument.ty) {
            Type::Reference(reference)
                if reference.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident != "static") =>
            {
                errors.push(error_over(
                    reference,
                    format!("`{name}` {WHY} its arguments"),
                    owned_form(&reference.elem),
                ));
            }
            ty => {
                if let Some(lifetime) = first_lifetime(ty) {
                    errors.push(error_over(
                        lifetime,
                        format!("`{name}` {WHY} its arguments"),
                        "use an owned type without a lifetime",
                    ));
                }
            }
        }
    }
    if let Some(lifetime) = function.return_type().and_then(first_lifetime) {
        errors.push(error_over(
            lifetime,
            format!("`{name}` {WHY} what it returns"),
            "return a type without a lifetime",
        ));
    }
}

fn coroutine(function: &Function) -> TokenStream {
    let Function { attributes, visibility, signature, body } = function;
    let mut coroutine = signature.clone();
    coroutine.asyncness = Some(syn::Token![async](signature.fn_token.span));
    let at_name = Span::mixed_site().located_at(signature.ident.span());
    let job = match function.return_type() {
        Some(ty) if mentions_impl(ty) => quote_spanned!(at_name=> move || #body),
        Some(ty) => quote_spanned!(at_name=> move || -> #ty #body),
        None => quote_spanned!(at_name=> move || #body),
    };
    let run = quote_spanned!(at_name=> ::pyramidion::__private::use_executor(#job).await);
    quote! {
        #(#attributes)*
        #visibility #coroutine {
            #run
        }
    }
}
