//! What a method takes itself by, and its body under another name than `self`.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{ReceiverKind, Type};

use crate::syntax::function::bare;

/// What a method takes itself by.
pub(super) enum Receiver {
    /// `self`, `self: Arc<Self>`
    Owned,
    /// `&self`, `self: &Arc<Self>`, with the type that is borrowed
    Shared(TokenStream),
    /// `&mut self`, `self: &mut Box<Self>`
    Mutable,
}

impl Receiver {
    pub(super) fn of(receiver: &syn::Receiver) -> Self {
        match &receiver.kind {
            ReceiverKind::Reference(_, _, None) => Self::Shared(quote_spanned!(receiver.self_token.span()=> Self)),
            ReceiverKind::Reference(_, _, Some(_)) => Self::Mutable,
            ReceiverKind::Typed(_, ty) => match bare(ty) {
                Type::Reference(reference) if reference.mutability.is_none() => {
                    Self::Shared(reference.elem.to_token_stream())
                }
                Type::Reference(_) => Self::Mutable,
                _ => Self::Owned,
            },
            _ => Self::Owned,
        }
    }

    /// The type behind a shared reference; `Self` for all others.
    pub(super) fn borrowed_type(self) -> TokenStream {
        match self {
            Self::Shared(ty) => ty,
            Self::Owned | Self::Mutable => quote!(Self),
        }
    }
}

/// A method's body with `__self` for its `self`.
///
/// The body of an `impl` or a `trait` in it has a `self` of its own, and so has that of a function, whose arguments say so.
pub(super) fn rename_self(body: TokenStream) -> TokenStream {
    let mut own_self = false;
    let rename = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let is_block = group.delimiter() == proc_macro2::Delimiter::Brace;
            if own_self {
                own_self = !is_block;
                return TokenTree::Group(group);
            }
            let mut renamed = Group::new(group.delimiter(), rename_self(group.stream()));
            renamed.set_span(group.span());
            TokenTree::Group(renamed)
        }
        TokenTree::Ident(ident) if ident == "impl" || ident == "trait" => {
            own_self = true;
            TokenTree::Ident(ident)
        }
        TokenTree::Ident(ident) if ident == "self" && !own_self => {
            TokenTree::Ident(Ident::new("__self", Span::mixed_site().located_at(ident.span())))
        }
        token => token,
    };
    body.into_iter().map(rename).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn self_is_renamed_where_it_is_the_methods_own() {
        let body = quote! {{
            struct Inner;
            impl Inner { fn get(&self) -> &Self { self } }
            trait Named { fn name(self) -> String; }
            fn free(text: impl ToString) -> impl ToString { text }
            println!("{}", self.text[self.index]);
            (|| self.clone())()
        }};
        let renamed = quote! {{
            struct Inner;
            impl Inner { fn get(&self) -> &Self { self } }
            trait Named { fn name(self) -> String; }
            fn free(text: impl ToString) -> impl ToString { text }
            println!("{}", __self.text[__self.index]);
            (|| __self.clone())()
        }};
        assert_eq!(rename_self(body).to_string(), renamed.to_string());
    }
}
