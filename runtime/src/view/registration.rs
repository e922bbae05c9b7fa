//! How views become known to `scan`: each registers itself before `main`.
//!
//! That is one static for each view, a function's address among those that the system calls when a program starts. What
//! such a function does is little and cannot fail: it puts the view on a list.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::definition::{View, ViewDefinition};

/// The views of the program, in the linker's order.
static REGISTERED: Mutex<Vec<fn() -> &'static ViewDefinition>> = Mutex::new(Vec::new());

/// Puts a view on the list.
#[doc(hidden)]
pub extern "C" fn register<V: View>() {
    REGISTERED.lock().unwrap_or_else(PoisonError::into_inner).push(definition_of::<V>);
}

/// Every view of every crate that is linked, whether it is ever scanned or not.
pub(crate) fn registered() -> Vec<&'static ViewDefinition> {
    let views = REGISTERED.lock().unwrap_or_else(PoisonError::into_inner).clone();
    views.into_iter().map(|definition| definition()).collect()
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

/// Registers a view with the program.
#[doc(hidden)]
#[macro_export]
#[cfg(not(any(target_vendor = "apple", windows)))]
macro_rules! __register {
    ($view:ty) => {
        #[used]
        #[unsafe(link_section = ".init_array")]
        static REGISTRATION: extern "C" fn() = $crate::__private::register::<$view>;
    };
}

/// Registers a view with the program.
#[doc(hidden)]
#[macro_export]
#[cfg(target_vendor = "apple")]
macro_rules! __register {
    ($view:ty) => {
        #[used]
        #[unsafe(link_section = "__DATA,__mod_init_func,mod_init_funcs")]
        static REGISTRATION: extern "C" fn() = $crate::__private::register::<$view>;
    };
}

/// Registers a view with the program.
#[doc(hidden)]
#[macro_export]
#[cfg(windows)]
macro_rules! __register {
    ($view:ty) => {
        #[used]
        #[unsafe(link_section = ".CRT$XCU")]
        static REGISTRATION: extern "C" fn() = $crate::__private::register::<$view>;
    };
}
