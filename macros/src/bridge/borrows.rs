//! What runs on another thread may outlive its caller, and so owns everything.

use proc_macro2::Span;
use syn::{ReceiverKind, Type};

use super::receiver::Receiver;
use super::use_executor::Attribute;
use crate::syntax::borrow::first_borrow;
use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::{Function, bare};
use crate::syntax::types::owned_form;

const WHY: &str = "runs on another thread and may outlive its caller, so it cannot borrow";

/// Neither `self`, unless it is cloned, nor the arguments, nor what the function returns.
pub(super) fn nothing_is_borrowed(function: &Function, attribute: &Attribute, errors: &mut Errors) {
    self_is_owned_or_cloned(function, attribute.clone_self, errors);
    let name = function.plain_name();
    for argument in function.arguments() {
        let Some(borrow) = first_borrow(&argument.ty) else { continue };
        let message = format!("`{name}` {WHY} its arguments");
        match bare(&argument.ty) {
            Type::Reference(reference) => errors.push(error_over(reference, message, owned_form(&reference.elem))),
            _ => errors.push(error_over(borrow, message, "use an owned type without a lifetime")),
        }
    }
    if let Some(borrow) = function.return_type().and_then(first_borrow) {
        errors.push(error_over(
            borrow,
            format!("`{name}` {WHY} what it returns"),
            "return an owned type, such as `String` for `&str` and `Vec<T>` for `&[T]`",
        ));
    }
}

fn self_is_owned_or_cloned(function: &Function, clone_self: Option<Span>, errors: &mut Errors) {
    let name = function.plain_name();
    let Some(receiver) = function.receiver() else {
        if let Some(span) = clone_self {
            errors.push(error(span, format!("`{name}` has no `self` to clone"), "remove `clone_self`"));
        }
        return;
    };
    match (Receiver::of(receiver), clone_self) {
        (Receiver::Shared(_), None) => errors.push(error_over(
            receiver,
            format!("`{name}` {WHY} `self`"),
            "write `#[use_executor(clone_self)]` if a clone will do, or take `self: Arc<Self>` or `self`",
        )),
        (Receiver::Mutable, None) => errors.push(error_over(
            receiver,
            format!("`{name}` {WHY} `self`"),
            "take `mut self` and return it, or take `self: Arc<Self>` and change what is behind a `Mutex` in it",
        )),
        (Receiver::Mutable, Some(_)) => errors.push(error_over(
            receiver,
            format!("`{name}` would change a clone of `self`, which is then dropped"),
            "take `&self`; or, without `clone_self`, take `mut self` and return it",
        )),
        (Receiver::Owned, Some(span)) => {
            errors.push(error(
                span,
                format!("`{name}` owns its `self`, so there is nothing to clone"),
                "remove `clone_self`",
            ));
        }
        (Receiver::Shared(_), Some(_)) => {}
        (Receiver::Owned, None) => {
            if let ReceiverKind::Typed(_, ty) = &receiver.kind
                && let Some(borrow) = first_borrow(ty)
            {
                errors.push(error_over(borrow, format!("`{name}` {WHY} `self`"), "take `self: Arc<Self>`, or `self`"));
            }
        }
    }
}
