//! The companion: a struct of the function's name, which names a view or a tween in the configuration.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, Visibility};

/// The companion of the function `name`, there under the same conditions (`#[cfg]`) as the function.
///
/// Some lints are off for it whatever the crate denies: it has a function's name and no use but to be named.
pub(crate) fn of(name: &Ident, visibility: &Visibility, conditions: &[Attribute], doc: &str) -> TokenStream {
    quote! {
        #(#conditions)*
        #[doc = #doc]
        #[allow(
            non_camel_case_types,
            dead_code,
            missing_copy_implementations,
            missing_debug_implementations,
            unnameable_types,
            unreachable_pub
        )]
        #visibility struct #name {}
    }
}
