//! Writes how the runtime asks: at once, by a coroutine, or by a function for a thread.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::attribute::Attribute;

use crate::bridge::use_executor::{self, executor};
use crate::syntax::block::Block;
use crate::syntax::function::Function;

/// The trait's methods for one function of the user's.
pub(super) struct Question<'a> {
    pub(super) function: &'a Function,
    pub(super) attribute: &'a Attribute,
    /// The method that asks, up to its body: `fn acl(&self) -> AclLookup<'_>`.
    pub(super) asks: TokenStream,
    /// The method that blocks, up to its body.
    pub(super) blocks: TokenStream,
    /// The call of the function.
    pub(super) call: TokenStream,
    /// What turns what it returns into an answer: the path of a trait's function.
    pub(super) into: TokenStream,
}

impl Question<'_> {
    pub(super) fn methods(self) -> TokenStream {
        let Self { function, attribute, asks, blocks, call, into } = self;
        let here = Span::mixed_site();
        let at_name = here.located_at(function.name().span());
        let at_result = here.located_at(function.return_type().map_or_else(|| function.name().span(), Spanned::span));
        let conditions = function.conditions();
        let answered = |value: &TokenStream| {
            let answer = quote_spanned!(at_result=> #into(__answer));
            quote_spanned!(here=> { let __answer = #value; #answer })
        };
        if function.is_async() {
            let answer = answered(&quote_spanned!(at_name=> #call.await));
            let boxed = quote_spanned!(at_name=> ::std::boxed::Box::pin(async move #answer));
            return quote!(#(#conditions)* #asks { ::pyramidion::traversal::Lookup::Coroutine(#boxed) });
        }
        let answer = answered(&call);
        if attribute.inline.is_some() {
            return quote!(#(#conditions)* #asks { ::pyramidion::traversal::Lookup::Ready(#answer) });
        }
        let (register, key) = key(function, attribute);
        quote! {
            #(#conditions)*
            #asks {
                #register
                ::pyramidion::traversal::Lookup::Blocking(#key)
            }
            #(#conditions)*
            #blocks #answer
        }
    }
}

/// What registers the use of an executor, and its key.
fn key(function: &Function, attribute: &Attribute) -> (TokenStream, TokenStream) {
    let default = quote!(&::pyramidion::executor::DEFAULT);
    if attribute.executor.is_none() {
        return (TokenStream::new(), default);
    }
    let attribute = use_executor::Attribute { executor: attribute.executor.clone(), ..Default::default() };
    let (register, key) = executor(function, &attribute);
    (register, quote!(::core::option::Option::unwrap_or(#key, #default)))
}

/// The `impl` of the trait beside a block.
pub(super) fn resource(block: &Block, attribute: &Attribute) -> TokenStream {
    let item = block.function("item").map(|function| item(function, attribute));
    let acl = block.function("acl").map(|function| acl(function, attribute));
    let constant = block.constant("ACL").map(|constant| {
        let at_name = Span::mixed_site().located_at(constant.name.span());
        let (conditions, name) = (&constant.conditions, &constant.name);
        let answer = quote_spanned!(at_name=> ::pyramidion::traversal::AclAnswer::into_acl(Self::#name));
        quote! {
            #(#conditions)*
            fn acl(&self) -> ::pyramidion::traversal::AclLookup<'_> {
                ::pyramidion::traversal::Lookup::Ready(#answer)
            }
        }
    });
    implementation(block, &quote!(#item #acl #constant))
}

/// The `impl` of the trait with these methods.
pub(super) fn implementation(block: &Block, methods: &TokenStream) -> TokenStream {
    let Block { generics, self_type, .. } = block;
    let conditions = block.conditions();
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    quote! {
        #(#conditions)*
        #[automatically_derived]
        #[allow(deprecated)]
        impl #impl_generics ::pyramidion::traversal::Resource for #self_type #where_clause {
            #methods
        }
    }
}

fn item(function: &Function, attribute: &Attribute) -> TokenStream {
    let here = Span::mixed_site();
    let name = function.name();
    let call = quote_spanned!(here=> Self::#name(self, __name));
    let asks = quote_spanned! {here=>
        fn item<'__a>(&'__a self, __name: &'__a ::core::primitive::str) -> ::pyramidion::traversal::ItemLookup<'__a>
    };
    let blocks = quote_spanned! {here=>
        fn blocking_item(&self, __name: &::core::primitive::str) -> ::core::result::Result<
            ::core::option::Option<::pyramidion::traversal::AnyResource>,
            ::pyramidion::traversal::ResourceError,
        >
    };
    let into = quote!(::pyramidion::traversal::ItemAnswer::into_item);
    Question { function, attribute, asks, blocks, call, into }.methods()
}

fn acl(function: &Function, attribute: &Attribute) -> TokenStream {
    let here = Span::mixed_site();
    let name = function.name();
    let call = quote_spanned!(here=> Self::#name(self));
    let asks = quote_spanned!(here=> fn acl(&self) -> ::pyramidion::traversal::AclLookup<'_>);
    let blocks = quote_spanned! {here=>
        fn blocking_acl(&self) -> ::core::result::Result<
            ::core::option::Option<::pyramidion::acl::Acl>,
            ::pyramidion::traversal::ResourceError,
        >
    };
    let into = quote!(::pyramidion::traversal::AclAnswer::into_acl);
    Question { function, attribute, asks, blocks, call, into }.methods()
}
