//! `#[synchronize]`: a coroutine becomes a plain function, which waits on its thread.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{FnArg, Token};

use super::{check_item, has_a_body, return_hint};
use crate::syntax::errors::{Errors, error};
use crate::syntax::function::Function;
use crate::syntax::keys::{Key, Table, read_keys};
use crate::syntax::types::{mentions, mentions_impl};

const MACRO: &str = "#[synchronize]";

#[derive(Default)]
struct Attribute {
    keep: Option<Kept>,
}

/// The name that the coroutine is kept by: `load_async`, or `Self::load_async` for one that is called by its type.
struct Kept {
    of_self: Option<Token![Self]>,
    name: Ident,
}

impl Parse for Kept {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let of_self: Option<Token![Self]> = input.parse()?;
        if of_self.is_some() {
            input.parse::<Token![::]>()?;
        }
        Ok(Self { of_self, name: input.parse()? })
    }
}

const KEEP: Key<Attribute> =
    Key { name: "keep", usage: "keep = load_async", read: |attribute, value| value.fill(&mut attribute.keep) };

const SYNCHRONIZE: Table<Attribute> = Table { keys: &[KEEP], elsewhere: &[], refused: &[("strict", strict)] };

/// aiopyramid's `strict=False` gives the coroutine where waiting is not allowed. Here a call has one type, and the place where
/// it will run is not known with it.
fn strict(name: &Ident) -> syn::Error {
    error(
        name.span(),
        "there is no `strict`: a function returns its value or a coroutine, not now the one and then the other",
        "write `keep = load_async` to have both functions: await `load_async(…)` in a coroutine; \
         where either may be called, `try_synchronize(load_async(…))` gives the coroutine back",
    )
}

/// Expands `#[synchronize]`.
pub(crate) fn synchronize(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let function = match Function::parse(item, MACRO) {
        Ok(function) => function,
        Err(expansion) => return expansion,
    };
    let mut errors = Errors::default();
    let attribute = read_keys(&SYNCHRONIZE, arguments, &mut errors).attribute;
    check_item(&function, MACRO, &mut errors);
    is_a_coroutine(&function, &mut errors);
    keeps_another_name(&function, &attribute, &mut errors);
    if !errors.is_empty() {
        let stand_in = stand_in(&function);
        let errors = errors.into_tokens();
        return quote!(#stand_in #errors);
    }
    match &attribute.keep {
        None => plain_function(&function),
        Some(kept) => both(&function, kept),
    }
}

fn keeps_another_name(function: &Function, attribute: &Attribute, errors: &mut Errors) {
    if let Some(Kept { name, .. }) = attribute.keep.as_ref().filter(|kept| kept.name == *function.name()) {
        errors.push(error(
            name.span(),
            format!("the plain function is called `{name}`, so the coroutine needs another name"),
            format!("write `keep = {}_async`", name.unraw()),
        ));
    }
}

/// What stands for a function with mistakes, so that its callers do not turn red: it is as plain as it was to become.
fn stand_in(function: &Function) -> TokenStream {
    let Function { attributes, visibility, signature, body } = function;
    let mut plain = signature.clone();
    plain.asyncness = None;
    if !has_a_body(function) || !function.is_async() {
        return quote!(#(#attributes)* #visibility #plain #body);
    }
    if function.return_type().is_some_and(mentions_impl) {
        return quote!(#(#attributes)* #visibility #signature #body);
    }
    quote! {
        #(#attributes)*
        #[allow(unused, clippy::empty_loop)]
        #visibility #plain { loop {} }
    }
}

fn is_a_coroutine(function: &Function, errors: &mut Errors) {
    if !function.is_async() {
        errors.push(error(
            function.signature.fn_token.span,
            format!("`{}` is a plain function already: there is nothing to wait for", function.plain_name()),
            "add `async`, or remove `#[synchronize]`; to make a coroutine of a blocking function there is `#[use_executor]`",
        ));
    }
}

/// The body in an async block that is polled in place, so that borrowed arguments and `self` need not be `'static`.
fn plain_function(function: &Function) -> TokenStream {
    let body = &function.body;
    let hint = return_hint(function.return_type());
    let future = quote_spanned!(Span::mixed_site()=> async move { #hint #body });
    wrapper(function, &function.signature.inputs.iter().cloned().collect::<Vec<_>>(), &future)
}

/// The coroutine under a name of its own, and a plain function that waits for it.
fn both(function: &Function, Kept { of_self, name }: &Kept) -> TokenStream {
    let Function { attributes, visibility, signature, body } = function;
    let mut coroutine = signature.clone();
    coroutine.ident = name.clone();
    let mut inputs = Vec::new();
    let mut forwarded = Vec::new();
    for (index, input) in signature.inputs.iter().enumerate() {
        match input {
            FnArg::Receiver(receiver) => {
                inputs.push(FnArg::Receiver(syn::Receiver { mutability: None, ..receiver.clone() }));
                forwarded.push(receiver.self_token.to_token_stream());
            }
            FnArg::Typed(argument) => {
                let variable = format_ident!("__argument{index}", span = Span::mixed_site());
                let mut argument = argument.clone();
                argument.pat = Box::new(syn::parse_quote!(#variable));
                inputs.push(FnArg::Typed(argument));
                forwarded.push(quote!(#variable));
            }
        }
    }
    let is_of_a_type = of_self.is_some() || mentions_self(function);
    let path = if is_of_a_type { quote_spanned!(name.span()=> Self::#name) } else { quote!(#name) };
    let plain = wrapper(function, &inputs, &quote!(#path(#(#forwarded),*)));
    quote! {
        #(#attributes)*
        #visibility #coroutine #body
        #plain
    }
}

/// Whether the signature shows that the function stands in an `impl` block, where its name alone means nothing.
fn mentions_self(function: &Function) -> bool {
    mentions(function.signature.to_token_stream(), &|word| word == "Self" || word == "self")
}

fn wrapper(function: &Function, inputs: &[FnArg], future: &TokenStream) -> TokenStream {
    let Function { attributes, visibility, signature, .. } = function;
    let (name, plain_name) = (&signature.ident, signature.ident.unraw().to_string());
    let (generics, output, clause) = (&signature.generics, &signature.output, &signature.generics.where_clause);
    let fn_token = &signature.fn_token;
    quote! {
        #(#attributes)*
        #[track_caller]
        #visibility #fn_token #name #generics (#(#inputs),*) #output #clause {
            ::pyramidion::__private::synchronize_function(
                ::core::concat!(::core::module_path!(), "::", #plain_name),
                #future,
            )
        }
    }
}
