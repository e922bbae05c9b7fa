//! How views become known to `scan`.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::definition::{View, ViewDefinition};
use crate::registration::Registered;

static VIEWS: Registered<fn() -> &'static ViewDefinition> = Registered::new();

/// Puts a view on the list.
#[doc(hidden)]
pub extern "C" fn register_view<V: View>() {
    VIEWS.add(definition_of::<V>);
}

/// Every view of every crate that is linked, whether it is ever scanned or not.
pub(crate) fn registered_views() -> Vec<&'static ViewDefinition> {
    VIEWS.all().into_iter().map(|definition| definition()).collect()
}

/// What is known about a view: made once, so that it is the same one however often the view is scanned and added.
pub(crate) fn definition_of<V: View>() -> &'static ViewDefinition {
    once(TypeId::of::<V>(), V::definition)
}

fn once(view: TypeId, definition: fn() -> ViewDefinition) -> &'static ViewDefinition {
    static KNOWN: LazyLock<Mutex<HashMap<TypeId, &'static ViewDefinition>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(view).or_insert_with(|| Box::leak(Box::new(definition())))
}
