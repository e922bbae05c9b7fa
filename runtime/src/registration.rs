//! How items become known to the program: each registers itself before `main`.
//!
//! That is one static for each item, a function's address among those that the system calls when a program starts. What
//! such a function does is little and cannot fail: it puts the item on a list.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The items of one kind of every crate that is linked, in the linker's order, which means nothing.
pub(crate) struct Registered<T>(Mutex<Vec<T>>);

impl<T: Copy> Registered<T> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    pub(crate) fn add(&self, item: T) {
        self.lock().push(item);
    }

    /// The items so far; what is done with them may register further ones.
    pub(crate) fn all(&self) -> Vec<T> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Has an `extern "C" fn()` called before `main`.
#[doc(hidden)]
#[macro_export]
#[cfg(not(any(target_vendor = "apple", windows)))]
macro_rules! __register {
    ($register:expr) => {
        #[used]
        #[unsafe(link_section = ".init_array")]
        static REGISTRATION: extern "C" fn() = $register;
    };
}

/// Has an `extern "C" fn()` called before `main`.
#[doc(hidden)]
#[macro_export]
#[cfg(target_vendor = "apple")]
macro_rules! __register {
    ($register:expr) => {
        #[used]
        #[unsafe(link_section = "__DATA,__mod_init_func,mod_init_funcs")]
        static REGISTRATION: extern "C" fn() = $register;
    };
}

/// Has an `extern "C" fn()` called before `main`.
#[doc(hidden)]
#[macro_export]
#[cfg(windows)]
macro_rules! __register {
    ($register:expr) => {
        #[used]
        #[unsafe(link_section = ".CRT$XCU")]
        static REGISTRATION: extern "C" fn() = $register;
    };
}

#[cfg(test)]
mod tests {
    use super::Registered;

    static NUMBERS: Registered<u32> = Registered::new();

    #[test]
    fn what_is_done_with_items_may_register_further_ones() {
        NUMBERS.add(7);
        for number in NUMBERS.all() {
            NUMBERS.add(number + 1);
        }
        assert_eq!(NUMBERS.all(), [7, 8]);
    }
}
