//! An `impl` block as the macros see it: the signatures in it parsed, their bodies passed over.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Generics, Signature, Token, Type, Visibility};

use super::function::{Function, conditions};

pub(crate) struct Block {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) generics: Generics,
    /// The trait of `impl Trait for Type`.
    pub(crate) of_trait: Option<Type>,
    pub(crate) self_type: Type,
    pub(crate) functions: Vec<Function>,
    pub(crate) constants: Vec<Constant>,
}

pub(crate) struct Constant {
    pub(crate) name: Ident,
    pub(crate) conditions: Vec<Attribute>,
}

impl Block {
    /// Parses an `impl` block.
    ///
    /// # Errors
    ///
    /// If it begins like none; what is wrong inside of it is the compiler's to say.
    pub(crate) fn parse(item: TokenStream) -> syn::Result<Self> {
        parse.parse2(item)
    }

    /// The block's `#[cfg(…)]`.
    pub(crate) fn conditions(&self) -> Vec<Attribute> {
        conditions(&self.attributes)
    }

    pub(crate) fn function(&self, name: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.plain_name() == name)
    }

    pub(crate) fn constant(&self, name: &str) -> Option<&Constant> {
        self.constants.iter().find(|constant| constant.name == name)
    }
}

fn parse(input: ParseStream<'_>) -> syn::Result<Block> {
    let attributes = input.call(Attribute::parse_outer)?;
    input.parse::<Option<Token![unsafe]>>()?;
    input.parse::<Token![impl]>()?;
    let mut generics = if has_generics(input) { input.parse()? } else { Generics::default() };
    let mut self_type: Type = input.parse()?;
    let mut of_trait = None;
    if input.parse::<Option<Token![for]>>()?.is_some() {
        of_trait = Some(std::mem::replace(&mut self_type, input.parse()?));
    }
    generics.where_clause = input.parse()?;
    let content: Group = input.parse()?;
    let mut block = Block { attributes, generics, of_trait, self_type, functions: Vec::new(), constants: Vec::new() };
    (|input: ParseStream<'_>| members(input, &mut block)).parse2(content.stream())?;
    Ok(block)
}

/// `impl<T> …`, and not `impl <T as Trait>::Type`.
fn has_generics(input: ParseStream<'_>) -> bool {
    input.peek(Token![<]) && input.fork().parse::<Generics>().is_ok()
}

fn members(input: ParseStream<'_>, block: &mut Block) -> syn::Result<()> {
    while !input.is_empty() {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility: Visibility = input.parse()?;
        if input.peek(Token![const]) && input.peek2(syn::Ident) {
            input.parse::<Token![const]>()?;
            block.constants.push(Constant { name: input.parse()?, conditions: conditions(&attributes) });
        } else if input.fork().parse::<Signature>().is_ok() {
            let signature = input.parse()?;
            block.functions.push(Function { attributes, visibility, signature, body: quote!({}) });
        }
        skip_member(input)?;
    }
    Ok(())
}

/// To the end of a member: a semicolon, or braces that no semicolon need follow.
fn skip_member(input: ParseStream<'_>) -> syn::Result<()> {
    let mut is_value = false;
    while !input.is_empty() {
        match input.parse::<TokenTree>()? {
            TokenTree::Punct(punct) if punct.as_char() == ';' => break,
            TokenTree::Punct(punct) if punct.as_char() == '=' => is_value = true,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !is_value => break,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_whatever_is_between_them() {
        let block = Block::parse(quote! {
            #[cfg(unix)]
            impl<T: Send> Store<T> where T: Clone {
                const ACL: [Ace; 1] = { let one = allow(EVERYONE, "view"); [one] };
                pub(crate) const fn new() -> Self { Self { items: vec![] } }
                define!(a, b);
                define! { c }
                /// Looks up.
                pub async fn item(&self, name: &str) -> Option<T> { fn inner() {} None }
                type Item = u32;
                fn last(&self) {}
            }
        })
        .unwrap();
        let functions: Vec<_> = block.functions.iter().map(Function::plain_name).collect();
        assert_eq!(functions, ["new", "item", "last"]);
        assert!(block.constant("ACL").is_some());
        assert!(block.function("item").unwrap().is_async());
        assert_eq!((block.conditions().len(), block.generics.params.len()), (1, 1));
        assert!(block.of_trait.is_none());
    }

    #[test]
    fn a_trait_is_told_from_a_type() {
        let block = Block::parse(quote!(impl Resource for Folder {})).unwrap();
        assert!(block.of_trait.is_some());
        assert!(
            Block::parse(quote!(
                impl <Folder as Owner>::Owned {}
            ))
            .unwrap()
            .generics
            .params
            .is_empty()
        );
    }
}
