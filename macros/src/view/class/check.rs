//! The rules of a block with views, and of its methods: each one function, one message, one ui test.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, GenericParam, Meta, ReceiverKind, Signature, Type};

use super::MACRO;
use crate::syntax::block::Block;
use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::{Function, bare, borrowing, last_name};
use crate::syntax::rules;
use crate::syntax::types::first_lifetime;
use crate::view::arguments::is_websocket;
use crate::view::check;
use crate::view::model::{Kind, Receiver, View};

pub(super) fn takes_no_keys(arguments: TokenStream, errors: &mut Errors) {
    if !arguments.is_empty() {
        let help =
            format!("write `#[view_defaults({arguments})]` below it, for what all views of the block have in common");
        errors.push(error_over(arguments, format!("`{MACRO}` takes no keys"), help));
    }
}

/// Whether the block is that of one type, of which the runtime can make objects.
pub(super) fn is_of_one_type(block: &Block, errors: &mut Errors) -> bool {
    let ty = shown(&block.self_type);
    if let Some(of_trait) = &block.of_trait {
        let message = format!("`{MACRO}` goes on the methods of a type, and these are those of a trait");
        errors.push(error_over(
            of_trait,
            message,
            format!("write `impl {ty} {{ … }}`; its methods may call the trait's"),
        ));
        return false;
    }
    if let Some(parameter) = block.generics.params.first() {
        let help = match parameter {
            GenericParam::Lifetime(_) => {
                "let it own what it holds: it is made from the request and lives as long as the call"
            }
            _ => "name concrete types: `impl Articles<Db>`",
        };
        let message = format!("`{ty}` is made for each request, and nobody chooses `{}` for it", name_of(parameter));
        errors.push(error_over(parameter, message, help));
        return false;
    }
    if let Some(lifetime) = first_lifetime(&block.self_type) {
        let message = "an object with views is made from the request, and borrows nothing from it";
        errors.push(error_over(lifetime, message, "let it own what it holds, such as the `Request`"));
        return false;
    }
    true
}

fn name_of(parameter: &GenericParam) -> String {
    match parameter {
        GenericParam::Lifetime(parameter) => parameter.lifetime.to_string(),
        GenericParam::Type(parameter) => parameter.ident.to_string(),
        GenericParam::Const(parameter) => parameter.ident.to_string(),
    }
}

pub(super) fn has_views(block: &Block, errors: &mut Errors) {
    let message = format!("`{MACRO}` finds no view in this block");
    errors.push(error_over(
        &block.self_type,
        message,
        "write `#[view(…)]`, or its like for websockets and errors, above each method that is one; or remove `#[views]`",
    ));
}

/// What makes the object: `new`, as Pyramid's `__init__`.
pub(super) fn constructor<'a>(block: &'a Block, errors: &mut Errors) -> Option<&'a Function> {
    let Some(new) = block.function("new") else {
        let ty = shown(&block.self_type);
        let message = format!("`{ty}` has no `new` in this block, so nothing makes one for a request");
        errors.push(error_over(&block.self_type, message, no_constructor(block)));
        return None;
    };
    can_be_called(new, errors);
    takes_no_object(new, errors);
    waits_for_nothing(new, errors);
    gives_the_object(block, new, errors);
    takes_no_websocket(new, errors).then_some(new)
}

/// Names under which somebody may write `new`, who comes from Pyramid or from Rust's traits.
const SLIPS_OF_NEW: [&str; 6] = ["__init__", "init", "create", "build", "default", "from_request"];

fn no_constructor(block: &Block) -> String {
    let is_slip = |function: &&Function| {
        function.receiver().is_none()
            && (SLIPS_OF_NEW.contains(&function.plain_name().as_str()) || function.return_type().is_some_and(is_self))
    };
    match block.functions.iter().find(is_slip) {
        Some(meant) => format!("call `{}` `new`", meant.plain_name()),
        None => "write `fn new(request: Request) -> Self` beside the views of the type, which are all in one block; \
             its arguments are those of a view: parameters of the route, extractors, `State<T>`, `Request`"
            .to_owned(),
    }
}

/// It may well be `const`.
fn can_be_called(new: &Function, errors: &mut Errors) {
    let signature = Signature { constness: None, ..new.signature.clone() };
    let new =
        Function { attributes: Vec::new(), visibility: new.visibility.clone(), signature, body: TokenStream::new() };
    rules::is_an_ordinary_function(&new, MACRO, errors);
    rules::has_no_generics(&new, errors);
}

fn takes_no_object(new: &Function, errors: &mut Errors) {
    if let Some(receiver) = new.receiver() {
        let message = "`new` makes the object whose methods the views are, so there is none yet";
        errors.push(error_over(receiver, message, "remove `self`"));
    }
}

/// It runs where the view runs: on a thread or on the event loop.
fn waits_for_nothing(new: &Function, errors: &mut Errors) {
    if let Some(token) = &new.signature.asyncness {
        let message = "`new` only puts together what a view has taken, for views of either kind, and waits for nothing";
        let help = "remove `async`, and wait in the view; or take an argument that is made so: an extractor may wait";
        errors.push(error_over(token, message, help));
    }
}

/// The object is made before the handshake is answered, so that it can refuse.
fn takes_no_websocket(new: &Function, errors: &mut Errors) -> bool {
    let is_one = |ty: &Type| last_name(ty).is_some_and(|name| is_websocket(&name));
    let Some(taken) = new.arguments().find(|argument| is_one(&argument.ty)) else { return true };
    let message = "`new` makes the object before the handshake is answered, so there is no websocket yet";
    let help = "let the method take it, after `self`, under `#[websocket_view(…)]`";
    errors.push(error_over(&taken.ty, message, help));
    false
}

fn gives_the_object(block: &Block, new: &Function, errors: &mut Errors) {
    let gives = new.return_type();
    let names_it = |ty: &Type| matches!(bare(ty), Type::Path(_)) && last_name(ty) == last_name(&block.self_type);
    if !gives.is_some_and(|ty| is_self(ty) || names_it(ty) || may_fail(new)) {
        let message = format!("`new` gives no `{}`", shown(&block.self_type));
        let help = "write `-> Self`, or `-> Result<Self, E>` if it can fail";
        errors.push(match gives {
            Some(ty) => error_over(ty, message, help),
            None => error(new.name().span(), message, help),
        });
    }
}

fn is_self(ty: &Type) -> bool {
    matches!(bare(ty), Type::Path(path) if path.path.is_ident("Self"))
}

/// Whether `new` gives a `Result`, under whatever path.
pub(super) fn may_fail(new: &Function) -> bool {
    new.return_type().is_some_and(|ty| matches!(bare(ty), Type::Path(_)) && last_name(ty).as_deref() == Some("Result"))
}

/// What a method takes its object by.
pub(super) fn receiver(method: &Function, macro_name: &str, errors: &mut Errors) -> Option<Receiver> {
    let name = method.plain_name();
    let Some(receiver) = method.receiver() else {
        let (message, help) = if name == "new" {
            let message = "`new` makes the object whose methods the views are, and is none of them".to_owned();
            (message, format!("remove `{macro_name}`"))
        } else {
            let message =
                format!("`{name}` takes no `self`, so it is a function of the type and no view of its objects");
            (
                message,
                format!(
                    "write `&self` as its first argument; or write `{macro_name}` above a function outside of the block"
                ),
            )
        };
        errors.push(error(method.name().span(), message, help));
        return None;
    };
    let taken = match borrowing(receiver) {
        Some(true) => Some(Receiver::Mutable),
        Some(false) => Some(Receiver::Shared),
        None => match &receiver.kind {
            ReceiverKind::Typed(_, ty) if !is_self(ty) => None,
            _ => Some(Receiver::Value),
        },
    };
    if taken.is_none() {
        let message = format!("`{name}` is called on what `new` gives, and takes itself by another type");
        errors.push(error_over(receiver, message, "write `&self`, `&mut self` or `self`"));
    }
    taken
}

/// The keys of a method's attribute.
pub(super) fn keys(attribute: &Attribute, macro_name: &str, errors: &mut Errors) -> Option<TokenStream> {
    match &attribute.meta {
        Meta::Path(_) => Some(TokenStream::new()),
        Meta::List(list) => Some(list.tokens.clone()),
        Meta::NameValue(_) => {
            let help = format!("write `{}(…)]`", macro_name.trim_end_matches(']'));
            errors.push(error_over(attribute, format!("`{macro_name}` has keys in parentheses"), help));
            None
        }
    }
}

/// The rules of a view, whose arguments are those of `new` and its own.
pub(super) fn method(function: &Function, view: &View, macro_name: &str, errors: &mut Errors) {
    rules::stands_alone(function, macro_name, errors);
    check::function(function, view, macro_name, errors);
    new_waits_where_it_may(view, errors);
}

/// Also for a plain function, what decides about the handshake runs on the event loop.
fn new_waits_where_it_may(view: &View, errors: &mut Errors) {
    let Some(class) = view.class.as_ref().filter(|_| matches!(view.kind, Kind::SyncWebsocket(_))) else { return };
    for argument in view.arguments.iter().take(class.arguments_of_new).filter(|argument| argument.source.waits()) {
        let message = format!(
            "`new` makes the object of `{}` before the handshake is answered, on the event loop, where nothing may wait",
            view.full_name()
        );
        errors.push(error_over(
            &argument.ty,
            message,
            "let the method take it, after `self`; `new` may take `Request`",
        ));
    }
}

fn shown(ty: &Type) -> String {
    ty.to_token_stream().to_string().replace(' ', "")
}
