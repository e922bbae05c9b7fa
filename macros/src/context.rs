//! `#[derive(TemplateContext)]`: tells the view macros which names a struct offers to a template.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Data, DeriveInput, Field, Fields, LitStr, Token};

use crate::syntax::casing::Casing;
use crate::syntax::errors::error;

/// Expands the derive.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let expand = |input: DeriveInput| {
        let fields = names(&input)?;
        let name = &input.ident;
        let (generics, types, clause) = input.generics.split_for_impl();
        Ok(quote! {
            impl #generics ::pyramidion::TemplateContext for #name #types #clause {
                const FIELDS: &'static [&'static ::core::primitive::str] = &[#(#fields),*];
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
            Fields::Named(fields) => {
                let container = container(&input.attrs)?;
                let fields = fields.named.iter().map(|field| name(field, container.casing));
                Ok(fields.collect::<syn::Result<Vec<_>>>()?.into_iter().flatten().chain(container.tag).collect())
            }
            Fields::Unnamed(_) | Fields::Unit => Err(wrong(input.ident.span(), "a struct without named fields")),
        },
        Data::Enum(data) => Err(wrong(data.enum_token.span, "an enum")),
        Data::Union(data) => Err(wrong(data.union_token.span, "a union")),
    }
}

/// What serde's attributes say about the names of the whole struct.
#[derive(Default)]
struct Container {
    casing: Casing,
    /// `#[serde(tag = "type")]` adds a name of its own.
    tag: Option<String>,
}

fn container(attributes: &[Attribute]) -> syn::Result<Container> {
    let mut container = Container::default();
    for_each_key(attributes, |meta| {
        if meta.path.is_ident("rename_all") {
            if let Some(rule) = serialized(meta)? {
                container.casing = Casing::parse(&rule)?;
            }
        } else if meta.path.is_ident("tag") {
            container.tag = Some(meta.value()?.parse::<LitStr>()?.value());
        } else if ["into", "transparent", "remote"].iter().any(|key| meta.path.is_ident(key)) {
            return Err(unknown_names(meta, "the names in what serde puts in this struct's place"));
        } else {
            skip_value(meta)?;
        }
        Ok(())
    })?;
    Ok(container)
}

/// The name under which serde serializes a field, if it does.
fn name(field: &Field, casing: Casing) -> syn::Result<Option<String>> {
    let mut name = field.ident.as_ref().map(|ident| casing.of_field(&ident.unraw().to_string()));
    let mut is_skipped = false;
    for_each_key(&field.attrs, |meta| {
        if meta.path.is_ident("rename") {
            if let Some(renamed) = serialized(meta)? {
                name = Some(renamed.value());
            }
        } else if meta.path.is_ident("skip") || meta.path.is_ident("skip_serializing") {
            is_skipped = true;
        } else if meta.path.is_ident("flatten") {
            return Err(unknown_names(meta, "the names in a flattened field"));
        } else {
            skip_value(meta)?;
        }
        Ok(())
    })?;
    Ok(name.filter(|_| !is_skipped))
}

fn for_each_key(
    attributes: &[Attribute],
    mut read: impl FnMut(&ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    let mut ours = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    ours.try_for_each(|attribute| attribute.parse_nested_meta(|meta| read(&meta)))
}

/// `= "…"` or `(serialize = "…", deserialize = "…")`; nothing if it is about deserializing alone.
fn serialized(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<LitStr>> {
    if meta.input.peek(Token![=]) {
        return meta.value()?.parse().map(Some);
    }
    let mut text = None;
    meta.parse_nested_meta(|direction| {
        let value: LitStr = direction.value()?.parse()?;
        if direction.path.is_ident("serialize") {
            text = Some(value);
        }
        Ok(())
    })?;
    Ok(text)
}

/// What is left of a key that says nothing about names; whether it is right, serde tells.
fn skip_value(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
        meta.input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

fn unknown_names(meta: &ParseNestedMeta<'_>, which: &str) -> syn::Error {
    let span = meta.path.segments[0].ident.span();
    error(
        span,
        format!("{which} are not known while compiling"),
        "write the fields out, or do without `TemplateContext`",
    )
}
