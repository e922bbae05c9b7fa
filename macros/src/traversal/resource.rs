//! `#[resource]`: the functions of a type, or a type without any, become part of a tree.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use super::attribute::{Attribute, KEYS};
use super::{check, expand};
use crate::syntax::block::Block;
use crate::syntax::errors::{Errors, error};
use crate::syntax::function::{Function, other_item_kind};
use crate::syntax::keys::read_keys;

const MACRO: &str = "#[resource]";

/// Expands `#[resource]`.
pub(crate) fn resource(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let attribute = read_keys(&KEYS, arguments, &mut errors).attribute;
    let expansion = match other_item_kind(item.clone()) {
        Some(("an `impl` block", _)) => of_block(item, &attribute, &mut errors),
        Some(("a struct" | "an enum", _)) => of_type(item, &attribute, &mut errors),
        kind => Err(of_no_kind(item, kind)),
    };
    let expansion = errors.keep(expansion);
    let errors = errors.into_tokens();
    quote!(#item #expansion #errors)
}

fn of_block(item: &TokenStream, attribute: &Attribute, errors: &mut Errors) -> syn::Result<TokenStream> {
    let block = Block::parse(item.clone())?;
    if !check::is_no_trait_form(&block, errors) {
        return Ok(TokenStream::new());
    }
    check::block(&block, attribute, errors);
    Ok(if errors.is_empty() {
        expand::resource(&block, attribute)
    } else {
        // A resource all the same, so that nothing else turns red.
        expand::implementation(&block, &TokenStream::new())
    })
}

/// A type without functions of its own: a leaf of the tree.
fn of_type(item: &TokenStream, attribute: &Attribute, errors: &mut Errors) -> syn::Result<TokenStream> {
    let DeriveInput { attrs, ident, generics, .. } = syn::parse2(item.clone())?;
    attribute.fits(&[], errors);
    let conditions = attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    Ok(quote! {
        #(#conditions)*
        #[automatically_derived]
        #[allow(deprecated)]
        impl #impl_generics ::pyramidion::traversal::Resource for #ident #type_generics #where_clause {}
    })
}

fn of_no_kind(item: &TokenStream, kind: Option<(&'static str, proc_macro2::Span)>) -> syn::Error {
    let name = || Function::parse(item, MACRO).map_or_else(|_| proc_macro2::Span::call_site(), |own| own.name().span());
    let (word, span) = kind.unwrap_or_else(|| ("a function", name()));
    error(
        span,
        format!("`{MACRO}` goes on an `impl` block or on a struct, and this is {word}"),
        "write it above the `impl` block in which `item` is; above the struct itself if it has no children",
    )
}
