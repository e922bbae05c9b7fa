//! `#[use_executor]`: a blocking function becomes a coroutine, which runs it on a thread of an executor.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute as SynAttribute, FnArg, Generics, Pat, PatType, Path, Type};

use super::receiver::{Receiver, rename_self};
use super::{borrows, check_item};
use crate::syntax::errors::{Errors, error_over};
use crate::syntax::function::{Function, bare};
use crate::syntax::keys::{Key, Table, read_keys};
use crate::syntax::types::{mentions_generics, mentions_impl, point_at};

const MACRO: &str = "#[use_executor]";

/// What the attribute says.
#[derive(Default)]
pub(crate) struct Attribute {
    pub(crate) clone_self: Option<Span>,
    pub(crate) executor: Option<Path>,
}

const CLONE_SELF: Key<Attribute> =
    Key { name: "clone_self", usage: "clone_self", read: |attribute, value| value.mark(&mut attribute.clone_self) };
const EXECUTOR: Key<Attribute> =
    Key { name: "executor", usage: "executor = REPORTS", read: |attribute, value| value.fill(&mut attribute.executor) };

const USE_EXECUTOR: Table<Attribute> = Table { keys: &[CLONE_SELF, EXECUTOR], elsewhere: &[], refused: &[] };

/// Expands `#[use_executor]`.
pub(crate) fn use_executor(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let function = match Function::parse(item, MACRO) {
        Ok(function) => function,
        Err(expansion) => return expansion,
    };
    let mut errors = Errors::default();
    let attribute = read_keys(&USE_EXECUTOR, arguments, &mut errors).attribute;
    check_item(&function, MACRO, &mut errors);
    is_a_plain_function(&function, &mut errors);
    borrows::nothing_is_borrowed(&function, &attribute, &mut errors);
    if errors.is_empty() {
        return coroutine(&function, &attribute);
    }
    let stand_in = stand_in(&function);
    let errors = errors.into_tokens();
    quote!(#stand_in #errors)
}

/// What stands for a function with mistakes, so that its callers do not turn red: it is the coroutine that it was to become.
fn stand_in(function: &Function) -> TokenStream {
    let Function { attributes, visibility, signature, body } = function;
    let mut coroutine = signature.clone();
    coroutine.constness = None;
    coroutine.asyncness = Some(syn::Token![async](signature.fn_token.span));
    quote!(#(#attributes)* #visibility #coroutine #body)
}

fn is_a_plain_function(function: &Function, errors: &mut Errors) {
    if let Some(token) = &function.signature.asyncness {
        errors.push(error_over(
            token,
            format!("`{}` is a coroutine already: it needs no thread to wait on", function.plain_name()),
            "remove `async`, or remove `#[use_executor]`; to make a plain function of a coroutine there is `#[synchronize]`",
        ));
    }
}

fn coroutine(function: &Function, attribute: &Attribute) -> TokenStream {
    let Function { attributes, visibility, signature, .. } = function;
    let mut coroutine = signature.clone();
    coroutine.asyncness = Some(syn::Token![async](signature.fn_token.span));
    let mut handed = TokenStream::new();
    let mut unpacked = TokenStream::new();
    for (index, input) in coroutine.inputs.iter_mut().enumerate() {
        if let FnArg::Typed(argument) = input {
            let argument = HandedArgument::of(argument, index, &signature.generics);
            handed.extend(argument.handed);
            unpacked.extend(argument.unpacked);
        }
    }
    let (body, this) = body(function, attribute);
    let at_name = Span::mixed_site().located_at(signature.ident.span());
    let at_result = function.return_type().map_or(at_name, |ty| Span::mixed_site().located_at(point_at(ty)));
    let output = match function.return_type() {
        Some(ty) if mentions_impl(ty) => TokenStream::new(),
        _ => signature.output.to_token_stream(),
    };
    let job = match unpacked.is_empty() {
        true if output.is_empty() => quote_spanned!(at_name=> move || #body),
        true => quote_spanned!(at_name=> move || #output #body),
        false => quote_spanned!(at_name=> move || #output { #unpacked #body }),
    };
    let (register, key) = executor(function, attribute);
    let name = function.plain_name();
    let name = quote!(::core::concat!(::core::module_path!(), "::", #name));
    let refused = refused(function.return_type());
    let run = quote_spanned!(at_result=> ::pyramidion::__private::run_function(#name, #key, #refused, #job).await);
    quote! {
        #(#attributes)*
        #visibility #coroutine {
            #register
            #this
            #handed
            #run
        }
    }
}

/// The body of the job, and what clones `self` for it.
fn body(function: &Function, attribute: &Attribute) -> (TokenStream, TokenStream) {
    let Function { signature, body, .. } = function;
    let (Some(_), Some(receiver)) = (attribute.clone_self, signature.receiver()) else {
        return (body.clone(), TokenStream::new());
    };
    let this = &receiver.self_token;
    let at_self = Span::mixed_site().located_at(this.span());
    let ty = Receiver::of(receiver).borrowed_type();
    let this = quote_spanned! {at_self=>
        let __this = ::pyramidion::__private::job_argument(<#ty as ::core::clone::Clone>::clone(#this));
    };
    let renamed = rename_self(body.clone());
    (quote_spanned!(at_self=> { let __self = &__this; #renamed }), this)
}

/// An argument on its way into the job.
struct HandedArgument {
    /// Hands the argument over, where its type stands: so what cannot be handed over is shown there.
    handed: TokenStream,
    /// Takes it apart in the job.
    unpacked: TokenStream,
}

impl HandedArgument {
    /// Leaves the argument a plain name; its pattern goes into the job.
    fn of(argument: &mut PatType, index: usize, generics: &Generics) -> Self {
        let (name, is_plain) = match &*argument.pat {
            Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() => {
                (pattern.ident.clone(), pattern.mutability.is_none())
            }
            _ => (format_ident!("__argument{index}", span = Span::mixed_site()), false),
        };
        let mut conditions = conditions(&argument.attrs);
        if name.to_string().starts_with('_') {
            // Here it is used, and nowhere else perhaps.
            conditions.extend(quote!(#[allow(clippy::used_underscore_binding)]));
        }
        let mut unpacked = TokenStream::new();
        if !is_plain {
            let pattern = std::mem::replace(&mut *argument.pat, syn::parse_quote!(#name));
            unpacked = quote_spanned!(pattern.span()=> #conditions let #pattern = #name;);
        }
        let at_type = Span::mixed_site().located_at(point_at(&argument.ty));
        // The same variable at the place of the type, for all that is said about the two.
        let value = Ident::new(&name.to_string(), name.span().located_at(at_type));
        let hand = if mentions_generics(&argument.ty, generics) {
            quote_spanned!(at_type=> ::pyramidion::__private::generic_job_argument)
        } else {
            quote_spanned!(at_type=> ::pyramidion::__private::job_argument)
        };
        let value = quote_spanned!(at_type=> #hand(#value));
        Self { handed: quote!(#conditions let #name = #value;), unpacked }
    }
}

fn conditions(attributes: &[SynAttribute]) -> TokenStream {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).map(ToTokens::to_token_stream).collect()
}

/// What the function gives when it is refused: of a type that may be a `Result`, the compiler knows best.
fn refused(ty: Option<&Type>) -> TokenStream {
    match ty {
        Some(ty) if may_be_a_result(ty) => {
            let at_type = Span::mixed_site().located_at(point_at(ty));
            quote_spanned! {at_type=> {
                use ::pyramidion::__private::RefusedByPanic as _;
                ::pyramidion::__private::Returning::<#ty>::NEW.refused()
            }}
        }
        _ => quote!(::pyramidion::__private::refused_by_panic),
    }
}

fn may_be_a_result(ty: &Type) -> bool {
    matches!(bare(ty), Type::Path(_) | Type::Macro(_)) && !mentions_impl(ty)
}

/// The record of the executor that the function names, and how it is passed on.
pub(crate) fn executor(function: &Function, attribute: &Attribute) -> (TokenStream, TokenStream) {
    let Some(path) = &attribute.executor else {
        return (TokenStream::new(), quote!(::core::option::Option::None));
    };
    let name = function.plain_name();
    let key = quote_spanned!(path.span()=> &#path);
    let register = quote! {
        static __PYRAMIDION_EXECUTOR_USE: ::pyramidion::__private::ExecutorUse = ::pyramidion::__private::ExecutorUse {
            key: #key,
            function: #name,
            module: ::core::module_path!(),
            location: ::core::panic::Location::caller(),
        };
        ::pyramidion::__register!({
            extern "C" fn __register() {
                ::pyramidion::__private::register_executor_use(&__PYRAMIDION_EXECUTOR_USE);
            }
            __register
        });
    };
    (register, quote!(::core::option::Option::Some(__PYRAMIDION_EXECUTOR_USE.key)))
}
