//! `#[derive(WebsocketConnectionView)]`: a struct that is built for each connection.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, Field, Fields, Generics, Type};

use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::{bare, last_name};
use crate::syntax::keys::{Read, read_keys};
use crate::syntax::types::owned_form;
use crate::view::arguments::source_of;
use crate::view::attribute::{self, Attribute};
use crate::view::model::{Argument, Coercion, DefaultValue, Kind, Route, Source, View};
use crate::view::{check, expand, lookup, parse, path};

const DERIVE: &str = "#[derive(WebsocketConnectionView)]";

/// Expands the derive.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let mut read = connection_attribute(&input, &mut errors);
    check::one_kind_of_messages(&read.attribute, &mut errors);
    has_no_generics(&input, &mut errors);
    let fields = named_fields(&input, &mut errors);
    let route = parse::route(&read, &mut errors).unwrap_or_else(|| {
        let help = "write `#[websocket(path = \"/…\")]` under the derive, or `#[websocket(route_name = \"…\")]` for a route that `add_route` declares; a view that traversal finds names its context instead";
        errors.push(error(input.ident.span(), parse::NO_PLACE, help));
        Route::Unknown
    });
    let arguments = fields.iter().map(|field| argument(field, &route, &mut errors)).collect();
    let view = View {
        name: input.ident.clone(),
        visibility: input.vis.clone(),
        conditions: Vec::new(),
        kind: Kind::Connection(Coercion::of(&read.attribute)),
        route,
        request_method: Vec::new(),
        lookup: std::mem::take(&mut read.attribute.lookup),
        appends_slash: false,
        renderer: None,
        mapper: None,
        executor: None,
        arguments,
        result_type: None,
        result_span: input.ident.span(),
        class: None,
        websocket: std::mem::take(&mut read.attribute.websocket),
    };
    let websocket = websocket_field(&view, &mut errors);
    if let Some(path) = &read.attribute.executor {
        errors.push(error_over(
            path,
            "the callbacks of a connection run on the event loop, so they have no use for an executor",
            "remove `executor`; a callback hands its blocking parts to functions under `#[use_executor(executor = …)]`",
        ));
    }
    lookup::check::lookup(&view.lookup, &view.route, &[], &mut errors);
    if !fields.is_empty() {
        check::arguments(&view, &mut errors);
    }
    let accessor = accessor(&input, websocket);
    let expansion = if errors.is_empty() { expand::view(&view) } else { unusable(&input, &view) };
    let errors = errors.into_tokens();
    quote!(#expansion #accessor #errors)
}

fn connection_attribute(input: &DeriveInput, errors: &mut Errors) -> Read<Attribute> {
    let mut attributes = input.attrs.iter().filter(|attribute| attribute.path().is_ident("websocket"));
    let nothing = Read { attribute: Attribute::default(), failed: Vec::new() };
    let Some(first) = attributes.next() else { return nothing };
    for second in attributes {
        errors.push(error_over(second, "`#[websocket(…)]` is given twice", "put all keys into one attribute"));
    }
    match &first.meta {
        syn::Meta::List(list) => read_keys(&attribute::WEBSOCKET, list.tokens.clone(), errors),
        _ => nothing,
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
    let default = default_value(field, errors);
    let is_default = default.is_some();
    let source = match default {
        Some(value) => Source::Default(value),
        None => match source_of(name.as_deref(), &field.ty, route, true, false) {
            Source::Last => Source::Part,
            source => source,
        },
    };
    if !is_default && !source.waits() {
        is_owned(&field.ty, errors);
    }
    if source.waits() {
        errors.push(error_over(
            &field.ty,
            "the callbacks of a connection are coroutines, which have nothing to wait in",
            "remove the field, and `.await` in place of `wait(…)`",
        ));
    }
    if source == Source::Request {
        let message = "a connection does not keep the request that opened it";
        errors.push(error_over(
            &field.ty,
            message,
            "take what you need of it: a parameter, `Query<T>`, `HeaderMap`, `State<T>`",
        ));
    }
    let argument = Argument { name, place: ident.to_token_stream(), ty: field.ty.clone(), borrowed: false, source };
    check::needs_no_body(&argument, errors);
    argument
}

/// A connection outlives the request that it was opened by.
fn is_owned(ty: &Type, errors: &mut Errors) {
    if let Type::Reference(reference) = bare(ty) {
        let help = format!("{}, or mark the field `#[default(…)]`", owned_form(&reference.elem));
        let message = "a connection owns its fields: the request that they are made from is gone by then";
        errors.push(error_over(reference, message, help));
    }
}

/// `#[default]`, `#[default = LITERAL]` or `#[default(EXPRESSION)]` on a field: the language takes no other value after `=`.
fn default_value(field: &Field, errors: &mut Errors) -> Option<DefaultValue> {
    let attribute = field.attrs.iter().find(|attribute| attribute.path().is_ident("default"))?;
    let value = match &attribute.meta {
        syn::Meta::Path(_) => None,
        syn::Meta::NameValue(meta) => Some(meta.value.clone()),
        syn::Meta::List(list) => errors.keep(list.parse_args::<Expr>().map_err(|_| {
            let help = "write `#[default(EXPRESSION)]`, or `#[default]` for the type's own";
            error_over(list, "`#[default(…)]` takes one value", help)
        })),
    };
    Some(DefaultValue(value))
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

/// What stands for a connection with mistakes, so that nothing else in the crate turns red.
fn unusable(input: &DeriveInput, view: &View) -> TokenStream {
    let name = &input.ident;
    let path = if input.generics.params.is_empty() { path::function(view) } else { TokenStream::new() };
    let generics = generics(input);
    let (generics, arguments, clause) = generics.split_for_impl();
    quote! {
        impl #generics ::pyramidion::View for #name #arguments #clause {
            fn definition() -> ::pyramidion::__private::ViewDefinition {
                ::pyramidion::__private::ViewDefinition::unusable()
            }
        }
        #path
    }
}

/// Written also beside mistakes, so that the callbacks' own code stays free of follow-up errors.
fn accessor(input: &DeriveInput, websocket: Option<&Argument>) -> TokenStream {
    let name = &input.ident;
    let here = Span::mixed_site().located_at(name.span());
    let generics = generics(input);
    let (generics, arguments, clause) = generics.split_for_impl();
    let body = match websocket.filter(|field| last_name(&field.ty).as_deref() == Some("Websocket")) {
        Some(field) => {
            let field = &field.place;
            quote_spanned!(here=> &mut self.#field)
        }
        None => quote!(::core::unreachable!()),
    };
    quote_spanned! {here=>
        impl #generics ::pyramidion::WebsocketConnectionView for #name #arguments #clause {
            fn websocket(&mut self) -> &mut ::pyramidion::Websocket {
                #body
            }
        }
    }
}

/// Generics are a mistake that is reported; that they may not be `Send` is none of its own.
fn generics(input: &DeriveInput) -> Generics {
    let mut generics = input.generics.clone();
    if !generics.params.is_empty() {
        generics.make_where_clause().predicates.push(syn::parse_quote!(Self: ::core::marker::Send + 'static));
    }
    generics
}
