//! `#[views]`: the methods of a type become views, each of an object that `new` makes for the request.
//!
//! To all that is known of views, a method is a function that also takes what `new` takes. So the rooms are those of
//! `#[view]`, with what is particular to a block around them.

mod check;
mod defaults;
mod expand;
mod strip;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Path, Signature};

pub(crate) use self::defaults::view_defaults;
use super::attribute::VIEW;
use super::model::{Class, View};
use super::{Answers, parse};
use crate::syntax::block::Block;
use crate::syntax::errors::{Errors, error};
use crate::syntax::function::{Function, is_ours, last_name, other_item_kind};
use crate::syntax::keys::read_keys;

const MACRO: &str = "#[views]";

/// A view of a block, and the attribute that makes it one.
struct Method {
    view: View,
    attribute: Path,
}

/// Expands `#[views]`.
pub(crate) fn views(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let block = match block(item) {
        Ok(block) => block,
        Err(error) => {
            let error = error.to_compile_error();
            return quote!(#item #error);
        }
    };
    let mut errors = Errors::default();
    check::takes_no_keys(arguments, &mut errors);
    let methods = methods(&block, &mut errors);
    let expansion = if errors.is_empty() { expand::class(&block, &methods) } else { expand::unusable(&block) };
    let item = strip::without_attributes(item.clone());
    let errors = errors.into_tokens();
    quote!(#item #expansion #errors)
}

fn block(item: &TokenStream) -> syn::Result<Block> {
    match other_item_kind(item.clone()) {
        Some(("an `impl` block", _)) => Block::parse(item.clone()),
        kind => Err(of_no_kind(item, kind)),
    }
}

fn of_no_kind(item: &TokenStream, kind: Option<(&'static str, Span)>) -> syn::Error {
    let function = Function::parse(item, MACRO).ok();
    let (word, span) =
        kind.unwrap_or_else(|| ("a function", function.map_or_else(|| item.span(), |own| own.name().span())));
    let help = match word {
        "a function" => "write `#[view(…)]`, which makes a view of a function",
        _ => "write it above the `impl` block in which the methods are",
    };
    error(span, format!("`{MACRO}` goes on an `impl` block, and this is {word}"), help)
}

/// The views of a block, if all that they have in common is well.
fn methods(block: &Block, errors: &mut Errors) -> Vec<Method> {
    if !check::is_of_one_type(block, errors) {
        return Vec::new();
    }
    let defaults = defaults::of(block, errors);
    let views = block.functions.iter().filter_map(|function| Some((function, view_attribute(function)?)));
    let views: Vec<_> = views.collect();
    if views.is_empty() {
        check::has_views(block, errors);
        return Vec::new();
    }
    let Some(new) = check::constructor(block, errors) else { return Vec::new() };
    let method = |(function, attribute)| method(block, new, &defaults, function, attribute, errors);
    views.into_iter().filter_map(method).collect()
}

fn method(
    block: &Block,
    new: &Function,
    defaults: &TokenStream,
    function: &Function,
    attribute: &Attribute,
    errors: &mut Errors,
) -> Option<Method> {
    let class = Class {
        name: last_name(&block.self_type).unwrap_or_default(),
        receiver: check::receiver(function, errors)?,
        new: new.name().clone(),
        arguments_of_new: new.arguments().count(),
        new_may_fail: check::may_fail(new),
        attribute: attribute.path().span(),
    };
    let keys = defaults::with(defaults, check::keys(attribute, errors)?, function.is_async());
    let read = read_keys(&VIEW, keys, errors);
    let function = as_function(new, function, attribute);
    let view = View { class: Some(class), ..parse::view(&function, read, Answers::Requests, errors) };
    check::method(&function, &view, errors);
    Some(Method { view, attribute: attribute.path().clone() })
}

/// The attribute that makes a view of a method: the first, should there be several.
fn view_attribute(function: &Function) -> Option<&Attribute> {
    function.attributes.iter().find(|attribute| is_ours(attribute.path(), "view"))
}

/// The method as the function that it would be without an object: first the arguments of `new`, then its own.
fn as_function(new: &Function, method: &Function, attribute: &Attribute) -> Function {
    let arguments = new.arguments().chain(method.arguments()).cloned();
    let others = method.attributes.iter().filter(|other| !std::ptr::eq(*other, attribute));
    Function {
        attributes: others.cloned().collect(),
        visibility: method.visibility.clone(),
        signature: Signature { inputs: arguments.map(FnArg::Typed).collect(), ..method.signature.clone() },
        body: method.name().to_token_stream(),
    }
}
