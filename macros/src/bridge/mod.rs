//! `#[synchronize]` and `#[use_executor]`: the two directions across the border between sync and async code.

pub(crate) mod synchronize;
pub(crate) mod use_executor;

use quote::{ToTokens, quote};
use syn::Type;

use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::Function;

/// What the two macros cannot take, whatever the direction.
fn check_item(function: &Function, macro_name: &str, errors: &mut Errors) {
    let signature = &function.signature;
    if let Some(token) = &signature.constness {
        errors.push(error_over(token, format!("`{macro_name}` cannot take a `const fn`"), "remove `const`"));
    }
    if let syn::Safety::Unsafe(token) = &signature.safety {
        errors.push(error_over(
            token,
            format!("`{macro_name}` cannot take an `unsafe fn`"),
            "make the function safe to call, and keep the `unsafe` block inside it",
        ));
    }
    if let Some(abi) = &signature.abi {
        errors.push(error_over(abi, format!("`{macro_name}` cannot take an `extern` function"), "remove the ABI"));
    }
    if let Some(variadic) = &signature.variadic {
        errors.push(error_over(
            variadic,
            format!("`{macro_name}` cannot take a variadic function"),
            "name each argument",
        ));
    }
    if function.body.to_string().trim() == ";" {
        errors.push(error(
            function.name().span(),
            format!("`{macro_name}` changes how a body runs, and `{}` has no body", function.plain_name()),
            "put the attribute on the function in the `impl` block",
        ));
    }
}

/// Tells the compiler the type of an async block that is the function's body, so that `?` and `return` are understood.
fn return_hint(ty: Option<&Type>) -> proc_macro2::TokenStream {
    match ty {
        Some(ty) if mentions_impl(ty) => proc_macro2::TokenStream::new(),
        ty => {
            let ty = ty.map_or_else(|| quote!(()), ToTokens::to_token_stream);
            quote! {
                #[allow(unreachable_code, clippy::diverging_sub_expression, clippy::empty_loop, clippy::needless_return, clippy::let_unit_value)]
                if false {
                    let hint: #ty = loop {};
                    return hint;
                }
            }
        }
    }
}

fn mentions_impl(ty: &Type) -> bool {
    fn search(tokens: proc_macro2::TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Group(group) => search(group.stream()),
            proc_macro2::TokenTree::Ident(ident) => ident == "impl",
            _ => false,
        })
    }
    search(ty.to_token_stream())
}
