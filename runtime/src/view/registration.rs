//! How views become known to `scan`.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::class::ViewClass;
use super::definition::{View, ViewDefinition};
use crate::registration::Registered;

type Definitions = &'static [ViewDefinition];
type Known = LazyLock<Mutex<HashMap<TypeId, Definitions>>>;

static VIEWS: Registered<fn() -> Definitions> = Registered::new();

/// Puts a view on the list.
#[doc(hidden)]
pub extern "C" fn register_view<V: View>() {
    VIEWS.add(definition_of::<V>);
}

/// Puts the views of a type on the list.
#[doc(hidden)]
pub extern "C" fn register_views<C: ViewClass>() {
    VIEWS.add(definitions_of::<C>);
}

/// Every view of every crate that is linked, whether it is ever scanned or not.
pub(crate) fn registered_views() -> Vec<&'static ViewDefinition> {
    VIEWS.all().into_iter().flat_map(|definitions| definitions()).collect()
}

/// What is known about a view, alone in a list: made once, so that it is the same one however often the view is scanned
/// and added.
pub(crate) fn definition_of<V: View>() -> Definitions {
    static KNOWN: Known = LazyLock::new(Mutex::default);
    once(&KNOWN, TypeId::of::<V>(), || vec![V::definition()])
}

/// The same of all views of a type, which may be a view itself.
pub(crate) fn definitions_of<C: ViewClass>() -> Definitions {
    static KNOWN: Known = LazyLock::new(Mutex::default);
    once(&KNOWN, TypeId::of::<C>(), C::definitions)
}

fn once(known: &Known, owner: TypeId, definitions: fn() -> Vec<ViewDefinition>) -> Definitions {
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(owner).or_insert_with(|| definitions().leak())
}
