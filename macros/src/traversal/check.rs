//! The rules of resources: each one function, one message, one ui test.

use pyramidion_patterns::nearest;
use quote::ToTokens;
use syn::{ReturnType, Type};

use super::attribute::Attribute;
use crate::syntax::block::Block;
use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::{Function, bare, borrowing, last_name};
use crate::syntax::rules;

const ITEM: &str = "async fn item(&self, name: &str) -> Option<AnyResource>";
const ACL: &str = "fn acl(&self) -> Acl";
const MACRO: &str = "#[resource]";

/// Every rule about an `impl` block.
pub(super) fn block(block: &Block, attribute: &Attribute, errors: &mut Errors) {
    let (item, acl) = (block.function("item"), block.function("acl"));
    if let Some(item) = item {
        method(item, errors);
        takes_a_name(item, errors);
        returns_something(item, "so it finds no child", "write `-> Option<C>`, where `C` is the child", errors);
    }
    if let Some(acl) = acl {
        method(acl, errors);
        takes_nothing(acl, errors);
        returns_something(acl, "so it tells no access control list", "write `-> Acl`, or `-> Option<Acl>`", errors);
    }
    has_one_acl(block, errors);
    if has_no_slips(block, errors) {
        answers_something(block, errors);
        let functions: Vec<_> = item.into_iter().chain(acl).collect();
        if !functions.is_empty() {
            attribute.fits(&functions, errors);
        }
    }
}

/// The macro writes the `impl` of the trait itself, beside the block.
pub(super) fn is_no_trait_form(block: &Block, errors: &mut Errors) -> bool {
    let Some(of_trait) = &block.of_trait else { return true };
    let ty = shown(&block.self_type);
    let is_ours = last_name(of_trait).as_deref() == Some("Resource");
    let (message, help) = if is_ours {
        (
            format!("`{MACRO}` writes the `impl Resource for {ty}` itself, beside the functions of `{ty}`"),
            format!("write `impl {ty} {{ … }}`; or remove `{MACRO}`, and write all of the trait by hand"),
        )
    } else {
        (
            format!("`{MACRO}` goes on the functions of a type, and these are those of a trait"),
            format!("write `impl {ty} {{ … }}`, which may call the trait's functions"),
        )
    };
    errors.push(error_over(of_trait, message, help));
    false
}

/// What holds for `item` and `acl` alike.
fn method(function: &Function, errors: &mut Errors) {
    rules::is_an_ordinary_function(function, MACRO, errors);
    rules::has_no_generics(function, errors);
    rules::does_not_return_a_future(function, errors);
    rules::stands_alone(function, MACRO, errors);
    borrows_itself(function, errors);
}

/// A resource is shared: others look at it at the same time.
fn borrows_itself(function: &Function, errors: &mut Errors) {
    let name = function.plain_name();
    let Some(receiver) = function.receiver() else {
        let message = format!("`{name}` takes no `self`, so it is a function of the type and of no resource");
        errors.push(error(function.name().span(), message, "write `&self` as its first argument"));
        return;
    };
    match borrowing(receiver) {
        Some(false) => {}
        Some(true) => errors.push(error_over(
            receiver,
            format!("`{name}` takes itself mutably, and several requests ask one resource at the same time"),
            "write `&self`; what changes can be in a `Mutex`",
        )),
        None => errors.push(error_over(
            receiver,
            format!("`{name}` is called on a resource that the tree keeps, so it can only borrow it"),
            "write `&self`",
        )),
    }
}

fn takes_a_name(item: &Function, errors: &mut Errors) {
    let help = format!("it is written `{ITEM}`");
    let mut arguments = item.arguments();
    let Some(name) = arguments.next() else {
        errors.push(error(item.name().span(), "`item` takes no name, so it cannot tell its children apart", help));
        return;
    };
    if !is_shared_text(&name.ty) {
        errors.push(error_over(
            &name.ty,
            "`item` is given the name of a child as it stands in the path",
            "write `&str`",
        ));
    }
    for extra in arguments {
        errors.push(error_over(extra, "`item` is given the name of a child, and nothing else", &help));
    }
}

fn is_shared_text(ty: &Type) -> bool {
    let Type::Reference(reference) = bare(ty) else { return false };
    let is_path = matches!(bare(&reference.elem), Type::Path(_));
    is_path && reference.mutability.is_none() && last_name(ty).as_deref() == Some("str")
}

fn takes_nothing(acl: &Function, errors: &mut Errors) {
    for extra in acl.arguments() {
        let message =
            "`acl` is given nothing: who asks, and for which permission, is compared with the list afterwards";
        errors.push(error_over(extra, message, format!("it is written `{ACL}`")));
    }
}

fn returns_something(function: &Function, consequence: &str, help: &str, errors: &mut Errors) {
    if matches!(function.signature.output, ReturnType::Default) {
        let message = format!("`{}` returns nothing, {consequence}", function.plain_name());
        errors.push(error(function.name().span(), message, help));
    }
}

fn has_one_acl(block: &Block, errors: &mut Errors) {
    if let (Some(_), Some(constant)) = (block.function("acl"), block.constant("ACL")) {
        let message = "the access control list is given twice: by the constant `ACL` and by the function `acl`";
        errors.push(error(constant.name.span(), message, "keep one of the two"));
    }
}

/// Names under which somebody may write `item`, who comes from Pyramid or from Rust's collections.
const SLIPS_OF_ITEM: [&str; 6] = ["__getitem__", "getitem", "get_item", "find_item", "lookup", "child"];
/// The same for `acl`.
const SLIPS_OF_ACL: [&str; 4] = ["__acl__", "get_acl", "access_control_list", "acls"];

/// Helpers may stand beside `item` and `acl` under any name, so a name is a slip only where the right one is missing.
fn has_no_slips(block: &Block, errors: &mut Errors) -> bool {
    let mut none = true;
    for function in &block.functions {
        let name = function.plain_name();
        let takes = function.arguments().count();
        let meant = if block.function("item").is_none() && takes == 1 && is_slip(&name, "item", &SLIPS_OF_ITEM) {
            "item"
        } else if lacks_acl(block) && takes == 0 && is_slip(&name, "acl", &SLIPS_OF_ACL) {
            "acl"
        } else {
            continue;
        };
        none = false;
        let message = format!("`{name}` is no function that a traversal calls");
        errors.push(error(function.name().span(), message, format!("did you mean `{meant}`?")));
    }
    for constant in &block.constants {
        let name = constant.name.to_string();
        if lacks_acl(block) && is_slip(&name.to_lowercase(), "acl", &SLIPS_OF_ACL) {
            none = false;
            let message = format!("`{name}` is no constant that a resource is asked for");
            errors.push(error(constant.name.span(), message, "did you mean `ACL`?"));
        }
    }
    none
}

fn lacks_acl(block: &Block) -> bool {
    block.function("acl").is_none() && block.constant("ACL").is_none()
}

fn is_slip(name: &str, meant: &str, slips: &[&str]) -> bool {
    slips.contains(&name) || nearest(name, [meant]).is_some()
}

fn answers_something(block: &Block, errors: &mut Errors) {
    if block.function("item").is_none() && lacks_acl(block) {
        errors.push(error_over(
            &block.self_type,
            format!("`{MACRO}` finds neither `item` nor `acl` in this block"),
            format!(
                "write `{ITEM}`; a resource without children has `{MACRO}` above its struct, in place of an `impl` block"
            ),
        ));
    }
}

fn shown(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    text.replace(" :: ", "::").replace(" < ", "<").replace(" >", ">")
}
