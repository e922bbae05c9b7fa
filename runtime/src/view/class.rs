//! Views that are methods: what `#[views]` writes down about a type.

use super::definition::ViewDefinition;

/// A type whose methods are views: Pyramid's class-based views.
///
/// Implemented by [`macro@views`](crate::views), for the type of the `impl` block that it stands on.
#[diagnostic::on_unimplemented(
    message = "no method of `{Self}` is a view",
    label = "not a type with views",
    note = "write `#[views]` above an `impl` block of it, and `#[view(…)]` above the methods",
    note = "a view that is a function is added by its companion: `add_view(home {{}})`"
)]
pub trait ViewClass: 'static {
    #[doc(hidden)]
    fn definitions() -> Vec<ViewDefinition>;
}
