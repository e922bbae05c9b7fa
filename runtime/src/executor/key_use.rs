//! The functions that name an executor, as the macros write them down.

use std::panic::Location;

use super::ExecutorKey;
use crate::registration::Registered;

/// A `#[use_executor]` function that names an executor.
#[doc(hidden)]
#[derive(Debug)]
pub struct ExecutorUse {
    pub key: &'static ExecutorKey,
    pub function: &'static str,
    pub module: &'static str,
    pub location: &'static Location<'static>,
}

static USES: Registered<&'static ExecutorUse> = Registered::new();

/// Puts such a function on the list.
#[doc(hidden)]
pub fn register_executor_use(function: &'static ExecutorUse) {
    USES.add(function);
}

/// Every such function of every crate that is linked, whether it is ever called or not.
pub(crate) fn executor_uses() -> Vec<&'static ExecutorUse> {
    USES.all()
}
