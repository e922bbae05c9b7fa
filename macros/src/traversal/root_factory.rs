//! `#[root_factory]`: a function that makes the root of the tree for a request.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{PatType, ReturnType, Type};

use super::attribute::{Attribute, KEYS};
use super::expand::Question;
use crate::companion;
use crate::syntax::errors::{Errors, error, error_over};
use crate::syntax::function::{Function, bare, last_name};
use crate::syntax::keys::read_keys;
use crate::syntax::rules;

const MACRO: &str = "#[root_factory]";

/// Expands `#[root_factory]`.
pub(crate) fn root_factory(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let function = match Function::parse(item, MACRO) {
        Ok(function) => function,
        Err(expansion) => return expansion,
    };
    let mut errors = Errors::default();
    let names_the_companion = rules::may_have_a_companion(&function, MACRO, &mut errors);
    let attribute = read_keys(&KEYS, arguments, &mut errors).attribute;
    check(&function, &attribute, &mut errors);
    let expansion = names_the_companion.then(|| {
        let companion = companion(&function);
        let methods = if errors.is_empty() { methods(&function, &attribute) } else { unusable() };
        let implementation = implementation(&function, &methods);
        quote!(#companion #implementation)
    });
    let errors = errors.into_tokens();
    quote!(#item #expansion #errors)
}

fn check(function: &Function, attribute: &Attribute, errors: &mut Errors) {
    rules::is_an_ordinary_function(function, MACRO, errors);
    rules::has_no_generics(function, errors);
    rules::does_not_return_a_future(function, errors);
    returns_a_root(function, errors);
    takes_the_request_at_most(function, errors);
    attribute.fits(&[function], errors);
}

fn returns_a_root(function: &Function, errors: &mut Errors) {
    if matches!(function.signature.output, ReturnType::Default) {
        let message = format!("root factory `{}` returns nothing, so there would be no tree", function.plain_name());
        errors.push(error(
            function.name().span(),
            message,
            "write `-> Root`, where `Root` is a type under `#[resource]`",
        ));
    }
}

fn takes_the_request_at_most(function: &Function, errors: &mut Errors) {
    for (place, argument) in function.arguments().enumerate() {
        if is_borrowed_request(argument) && place == 0 {
            continue;
        }
        let (message, help) = if last_name(&argument.ty).as_deref() == Some("Request") && place == 0 {
            ("a root factory borrows the request, which the view needs after it", "write `&Request`")
        } else {
            ("a root factory takes the request, and nothing else", "write `request: &Request`, or no argument")
        };
        errors.push(error_over(&argument.ty, message, help));
    }
}

fn is_borrowed_request(argument: &PatType) -> bool {
    let Type::Reference(reference) = bare(&argument.ty) else { return false };
    reference.mutability.is_none() && last_name(&reference.elem).as_deref() == Some("Request")
}

fn companion(function: &Function) -> TokenStream {
    let (name, visibility, conditions) = (function.name(), &function.visibility, function.conditions());
    let doc = format!(" Names the root factory `{name}` in the configuration: `{name} {{}}`.");
    companion::of(name, visibility, &conditions, &doc)
}

fn implementation(function: &Function, methods: &TokenStream) -> TokenStream {
    let (name, conditions) = (function.name(), function.conditions());
    quote! {
        #(#conditions)*
        #[allow(deprecated)]
        impl ::pyramidion::traversal::RootFactory for #name {
            #methods
        }
    }
}

fn asks() -> TokenStream {
    quote_spanned! {Span::mixed_site()=>
        fn root<'__a>(&'__a self, __request: &'__a ::pyramidion::Request) -> ::pyramidion::traversal::RootLookup<'__a>
    }
}

fn methods(function: &Function, attribute: &Attribute) -> TokenStream {
    let here = Span::mixed_site();
    let name = function.name();
    let request = function.arguments().next().map(|_| quote_spanned!(here=> __request));
    let call = quote_spanned!(here.located_at(name.span())=> #name(#request));
    let blocks = quote_spanned! {here=>
        fn blocking_root(&self, __request: &::pyramidion::Request) -> ::core::result::Result<
            ::pyramidion::traversal::AnyResource,
            ::pyramidion::traversal::ResourceError,
        >
    };
    let into = quote!(::pyramidion::traversal::RootAnswer::into_root);
    let methods = Question { function, attribute, asks: asks(), blocks, call, into }.methods();
    let can_fail = can_fail(function);
    quote!(#can_fail #methods)
}

/// By the type of what the function returns, for it may have another name than `Result`. An `impl Trait` cannot be named here, and
/// so may fail.
fn can_fail(function: &Function) -> Option<TokenStream> {
    let returned = function.return_type().filter(|ty| !holds_impl(ty.to_token_stream()))?;
    Some(quote_spanned! {Span::mixed_site()=>
        fn can_fail(&self) -> bool {
            #[allow(unused_imports)]
            use ::pyramidion::__private::RootCanFail as _;
            ::pyramidion::__private::RootOf::<#returned>::new().can_fail()
        }
    })
}

fn holds_impl(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "impl",
        TokenTree::Group(group) => holds_impl(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn unusable() -> TokenStream {
    let asks = asks();
    quote!(#asks { ::core::unreachable!() })
}
