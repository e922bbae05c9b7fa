//! `#[derive(WebsocketConnectionView)]`: a struct that is built for each connection.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::Parse;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, Field, Fields, Token};

use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::last_name;
use crate::view::arguments::source_of;
use crate::view::attribute::{self, Attribute};
use crate::view::model::{Argument, Coercion, DefaultValue, Kind, Route, Source, View};
use crate::view::{check, expand, parse};

const DERIVE: &str = "#[derive(WebsocketConnectionView)]";

/// Expands the derive.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let attribute = connection_attribute(&input, &mut errors);
    has_no_generics(&input, &mut errors);
    let fields = named_fields(&input, &mut errors);
    let route = parse::route(&attribute, input.ident.span(), &mut errors);
    let arguments = fields.iter().map(|field| argument(field, &route, &mut errors)).collect();
    let view = View {
        name: input.ident.clone(),
        visibility: input.vis.clone(),
        kind: Kind::Connection(Coercion::of(&attribute)),
        route,
        request_method: Vec::new(),
        renderer: None,
        mapper: None,
        arguments,
        result_type: None,
        result_span: input.ident.span(),
    };
    let websocket = websocket_field(&view, &mut errors);
    if !fields.is_empty() {
        check::arguments(&view, &mut errors);
    }
    let accessor = accessor(&view, websocket);
    let expansion = if errors.is_empty() { expand::view(&view) } else { expand::unusable(&view) };
    let errors = errors.into_tokens();
    quote!(#expansion #accessor #errors)
}

fn connection_attribute(input: &DeriveInput, errors: &mut Errors) -> Attribute {
    let mut attributes = input.attrs.iter().filter(|attribute| attribute.path().is_ident("websocket"));
    let Some(first) = attributes.next() else { return Attribute::default() };
    for second in attributes {
        errors.push(error_over(second, "`#[websocket(…)]` is given twice", "put all keys into one attribute"));
    }
    let arguments = first.meta.require_list().map(|list| list.tokens.clone());
    match errors.keep(arguments) {
        Some(tokens) => attribute::read(attribute::WEBSOCKET, tokens, errors),
        None => Attribute::default(),
    }
}

fn has_no_generics(input: &DeriveInput, errors: &mut Errors) {
    if !input.generics.params.is_empty() {
        errors.push(error_over(
            &input.generics,
            "a connection is built by the framework, which cannot choose types or lifetimes for it",
            "name concrete, owned types in the fields",
        ));
    }
}

fn named_fields(input: &DeriveInput, errors: &mut Errors) -> Vec<Field> {
    let help = "write a struct with named fields, one of them `ws: Websocket`";
    let (span, message) = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return fields.named.iter().cloned().collect(),
            Fields::Unnamed(fields) => {
                (fields.span(), format!("`{DERIVE}` finds parameters by the names of fields, and these have none"))
            }
            Fields::Unit => (input.ident.span(), format!("`{}` has no field for its websocket", input.ident)),
        },
        Data::Enum(data) => (data.enum_token.span, format!("`{DERIVE}` goes on a struct, and this is an enum")),
        Data::Union(data) => (data.union_token.span, format!("`{DERIVE}` goes on a struct, and this is a union")),
    };
    errors.push(error(span, message, help));
    Vec::new()
}

fn argument(field: &Field, route: &Route, errors: &mut Errors) -> Argument {
    let ident = field.ident.as_ref();
    let name = ident.map(|ident| ident.unraw().to_string());
    let source = match errors.keep(default_value(field)).flatten() {
        Some(value) => Source::Default(value),
        None => match source_of(name.as_deref(), &field.ty, route, true, false) {
            Source::Last => Source::Part,
            source => source,
        },
    };
    if matches!(source, Source::Request)
        || (source == Source::Part && crate::view::arguments::is_body_extractor(&field.ty))
    {
        errors.push(error_over(
            &field.ty,
            "the request that opens a websocket has no body to read into a field",
            "take an extractor of the headers or the query string, or mark the field `#[default]`",
        ));
    }
    Argument { name, place: ident.to_token_stream(), ty: field.ty.clone(), borrowed: false, source }
}

/// `#[default]`, `#[default(EXPRESSION)]`, or `#[default = LITERAL]` on a field: after `=` the language takes literals alone.
fn default_value(field: &Field) -> syn::Result<Option<DefaultValue>> {
    let Some(attribute) = field.attrs.iter().find(|attribute| attribute.path().is_ident("default")) else {
        return Ok(None);
    };
    match &attribute.meta {
        syn::Meta::Path(_) => Ok(Some(DefaultValue(None))),
        syn::Meta::NameValue(meta) => Ok(Some(DefaultValue(Some(meta.value.clone())))),
        syn::Meta::List(list) => {
            let value = list.parse_args_with(|input: syn::parse::ParseStream<'_>| {
                input.parse::<Option<Token![=]>>()?;
                Expr::parse(input)
            })?;
            Ok(Some(DefaultValue(Some(value))))
        }
    }
}

fn websocket_field<'a>(view: &'a View, errors: &mut Errors) -> Option<&'a Argument> {
    let mut websockets = view.arguments.iter().filter(|argument| argument.source == Source::Websocket);
    let first = websockets.next();
    match first {
        None if !view.arguments.is_empty() => errors.push(error(
            view.name.span(),
            format!("`{}` has no field for its websocket", view.name),
            "add the field `ws: Websocket`",
        )),
        Some(field) if last_name(&field.ty).as_deref() == Some("SyncWebsocket") => errors.push(error_over(
            &field.ty,
            "the callbacks of a connection are coroutines, and `SyncWebsocket` waits by holding its thread",
            "write `Websocket`",
        )),
        _ => {}
    }
    for second in websockets {
        errors.push(error_over(&second.ty, "a connection has one websocket", "remove this field"));
    }
    first
}

/// Emitted also beside mistakes, so that the callbacks' own code stays free of follow-up errors.
fn accessor(view: &View, websocket: Option<&Argument>) -> TokenStream {
    let name = &view.name;
    let body = match websocket {
        Some(field) => {
            let field = &field.place;
            quote!(&mut self.#field)
        }
        None => quote!(::core::unreachable!()),
    };
    quote_spanned! {name.span()=>
        impl ::pyramidion::WebsocketConnectionView for #name {
            fn websocket(&mut self) -> &mut ::pyramidion::Websocket {
                #body
            }
        }
    }
}
