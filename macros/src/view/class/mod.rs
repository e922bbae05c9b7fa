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
use super::model::{Class, View};
use super::{ViewMacro, check as view_check, parse};
use crate::syntax::block::Block;
use crate::syntax::errors::{Errors, error};
use crate::syntax::function::{Function, last_name, other_item_kind};
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
    let views: Vec<_> = block.functions.iter().filter_map(Attributed::of).collect();
    if views.is_empty() {
        check::has_views(block, errors);
        return Vec::new();
    }
    let Some(new) = check::constructor(block, errors) else { return Vec::new() };
    views.into_iter().filter_map(|method| self::method(block, new, &defaults, &method, errors)).collect()
}

fn method(
    block: &Block,
    new: &Function,
    defaults: &TokenStream,
    method: &Attributed<'_>,
    errors: &mut Errors,
) -> Option<Method> {
    let Attributed { function, attribute, view_macro } = method;
    let class = Class {
        name: last_name(&block.self_type).unwrap_or_default(),
        receiver: check::receiver(function, view_macro.name, errors)?,
        new: new.name().clone(),
        arguments_of_new: new.arguments().count(),
        new_may_fail: check::may_fail(new),
        attribute: attribute.path().span(),
    };
    let own = check::keys(attribute, view_macro.name, errors)?;
    let keys = defaults::with(defaults, own, view_macro, function.is_async());
    let read = read_keys(&view_macro.keys, keys, errors);
    view_check::one_kind_of_messages(&read.attribute, errors);
    let function = as_function(new, function, attribute);
    let view = View { class: Some(class), ..parse::view(&function, read, view_macro.answers, errors) };
    check::method(&function, &view, view_macro.name, errors);
    Some(Method { view, attribute: attribute.path().clone() })
}

/// A method with the attribute that makes a view of it: the first, should there be several.
struct Attributed<'a> {
    function: &'a Function,
    attribute: &'a Attribute,
    view_macro: ViewMacro,
}

impl<'a> Attributed<'a> {
    fn of(function: &'a Function) -> Option<Self> {
        let mut attributes = function.attributes.iter();
        attributes
            .find_map(|attribute| Some(Self { function, attribute, view_macro: ViewMacro::of(attribute.path())? }))
    }
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
