//! `#[derive(TemplateContext)]`: tells the view macros which names a struct offers to a template.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Field, Fields};

use crate::syntax::errors::error;

/// Expands the derive.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let expand = |input: DeriveInput| {
        let fields = names(&input)?;
        let name = &input.ident;
        let (generics, types, clause) = input.generics.split_for_impl();
        Ok(quote! {
            impl #generics ::pyramidion::TemplateContext for #name #types #clause {
                const FIELDS: &'static [&'static str] = &[#(#fields),*];
            }
        })
    };
    syn::parse2(item).and_then(expand).unwrap_or_else(|error: syn::Error| error.to_compile_error())
}

fn names(input: &DeriveInput) -> syn::Result<Vec<String>> {
    let help =
        "write a struct with named fields; a view may also return a map, whose names are looked up while rendering";
    let wrong =
        |span, what: &str| error(span, format!("a template takes names from its context, and {what} has none"), help);
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields.named.iter().map(name).collect::<syn::Result<_>>(),
            Fields::Unnamed(_) | Fields::Unit => Err(wrong(input.ident.span(), "a struct without named fields")),
        },
        Data::Enum(data) => Err(wrong(data.enum_token.span, "an enum")),
        Data::Union(data) => Err(wrong(data.union_token.span, "a union")),
    }
}

/// The name under which serde serializes a field.
fn name(field: &Field) -> syn::Result<String> {
    let mut name = field.ident.as_ref().map(|ident| ident.unraw().to_string()).unwrap_or_default();
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") && meta.input.peek(syn::Token![=]) {
                name = meta.value()?.parse::<syn::LitStr>()?.value();
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            } else if meta.path.is_ident("flatten") {
                return Err(error(
                    meta.path.segments[0].ident.span(),
                    "the names in a flattened field are not known while compiling",
                    "write the fields out, or do without `TemplateContext`",
                ));
            }
            Ok(())
        })?;
    }
    Ok(name)
}
