//! Predicates of the application's own.

use std::any::{TypeId, type_name};

use crate::Request;

/// A question about a request that decides whether a view answers it: what stands in `custom_predicates`.
///
/// A function `fn(&Request) -> bool` is one. A type of your own can be one as well, and then carries values and a text:
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::ViewPredicate;
///
/// struct Tenant(&'static str);
///
/// impl ViewPredicate for Tenant {
///     fn text(&self) -> String {
///         format!("tenant = {}", self.0)
///     }
///
///     fn holds(&self, request: &Request) -> bool {
///         request.header("x-tenant") == Some(self.0)
///     }
/// }
///
/// fn is_long(request: &Request) -> bool {
///     request.matchdict().get("id").is_some_and(|id| id.len() > 12)
/// }
///
/// #[view(path = "/items/{id}", custom_predicates = [is_long, Tenant("north")])]
/// async fn item(id: String) -> String {
///     id
/// }
/// ```
///
/// It sees the request with its matchdict, and with its body if that is a form; it is asked before the view's arguments are
/// made, so it does not wait for anything.
///
/// Source: Pyramid's `custom_predicates` and `Configurator.add_view_predicate`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no predicate of views",
    label = "neither a `fn(&Request) -> bool` nor a `ViewPredicate`",
    note = "write a `fn(request: &Request) -> bool`, or implement `pyramidion::ViewPredicate` for the type"
)]
pub trait ViewPredicate: Send + Sync + 'static {
    /// What is asked, for messages. Two views whose predicates are of one type and have one text answer the same requests.
    fn text(&self) -> String;

    /// Whether the view answers this request.
    fn holds(&self, request: &Request) -> bool;

    /// Among views with the same number of predicates, the one whose predicate weighs more is tried first. It weighs as much
    /// as the predicate of this name; unless the type says otherwise, as the heaviest.
    fn weighs_as(&self) -> PredicateWeight {
        PredicateWeight::Custom
    }
}

impl<F: Fn(&Request) -> bool + Send + Sync + 'static> ViewPredicate for F {
    /// The path of the function.
    fn text(&self) -> String {
        type_name::<F>().to_owned()
    }

    fn holds(&self, request: &Request) -> bool {
        self(request)
    }
}

/// A predicate of which nothing is known but that it is one.
pub(super) struct Custom {
    /// Tells two types apart whose texts are the same.
    pub(super) type_id: TypeId,
    pub(super) predicate: Box<dyn ViewPredicate>,
}

impl Custom {
    pub(super) fn new<P: ViewPredicate>(predicate: P) -> Self {
        Self { type_id: TypeId::of::<P>(), predicate: Box::new(predicate) }
    }
}

/// How much a predicate of views weighs, from the lightest: each is heavier than all before it together.
///
/// Source: the order in which Pyramid declares its view predicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PredicateWeight {
    /// `xhr`
    Xhr = 0,
    /// `request_method`
    RequestMethod = 1,
    /// `path_info`
    PathInfo = 2,
    /// `request_param`
    RequestParam = 3,
    /// `header`
    Header = 4,
    /// `accept`
    Accept = 5,
    /// `containment`
    Containment = 6,
    // 7 is Pyramid's `request_type`, which asks for an interface of the request.
    /// `match_param`
    MatchParam = 8,
    /// `physical_path`
    PhysicalPath = 9,
    /// `is_authenticated`
    IsAuthenticated = 10,
    /// `effective_principals`
    EffectivePrincipals = 11,
    /// `custom_predicates`
    Custom = 12,
}
