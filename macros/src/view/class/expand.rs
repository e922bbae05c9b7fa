//! Writes what stands beside a block: the records of all its views, and their registration.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::Method;
use crate::syntax::block::Block;
use crate::view::expand::record;

/// The records of the views.
pub(super) fn class(block: &Block, methods: &[Method]) -> TokenStream {
    let Block { self_type, .. } = block;
    let conditions = block.conditions();
    let views = methods.iter().map(view);
    quote_spanned! {Span::mixed_site()=>
        #(#conditions)*
        impl ::pyramidion::ViewClass for #self_type {
            #[allow(deprecated, unused_mut)]
            fn definitions() -> ::std::vec::Vec<::pyramidion::__private::ViewDefinition> {
                ::pyramidion::__register!(::pyramidion::__private::register_views::<#self_type>);
                let mut __views = ::std::vec::Vec::new();
                #(#views)*
                __views
            }
        }
    }
}

/// One view, there under the same conditions as its method.
fn view(Method { view, attribute }: &Method) -> TokenStream {
    let conditions = &view.conditions;
    let record = record(view);
    // The attribute is taken off, and yet it is what its name was imported for.
    let import = quote_spanned!(Span::mixed_site().located_at(attribute.span())=> use #attribute as _;);
    quote_spanned! {Span::mixed_site()=>
        #(#conditions)*
        {
            #[allow(unused_imports)]
            #import
            __views.push({ #record });
        }
    }
}

/// What stands for a block with mistakes, so that nothing else in the crate turns red.
pub(super) fn unusable(block: &Block) -> TokenStream {
    let Block { generics, self_type, .. } = block;
    let conditions = block.conditions();
    let mut generics = generics.clone();
    generics.make_where_clause().predicates.push(syn::parse_quote!(Self: 'static));
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    quote! {
        #(#conditions)*
        impl #impl_generics ::pyramidion::ViewClass for #self_type #where_clause {
            fn definitions() -> ::std::vec::Vec<::pyramidion::__private::ViewDefinition> {
                ::std::vec::Vec::new()
            }
        }
    }
}
