//! The functions that name an executor, as the macros write them down.

use std::panic::Location;

use super::ExecutorKey;

/// A `#[use_executor]` function that names an executor.
#[doc(hidden)]
#[derive(Debug)]
pub struct ExecutorUse {
    pub key: &'static ExecutorKey,
    pub function: &'static str,
    pub module: &'static str,
    pub location: &'static Location<'static>,
}

/// What `inventory` collects: every such function of every crate that is linked, whether it is ever called or not.
#[doc(hidden)]
pub struct ExecutorUseSubmission(pub &'static ExecutorUse);

inventory::collect!(ExecutorUseSubmission);

/// Lets the program know of an [`ExecutorUse`].
#[doc(hidden)]
#[macro_export]
macro_rules! __register_executor_use {
    ($use:ident) => {
        $crate::__private::inventory::submit! { $crate::__private::ExecutorUseSubmission(&$use) }
    };
}

/// Every function of the program that names an executor, in no order that means anything.
pub(crate) fn executor_uses() -> impl Iterator<Item = &'static ExecutorUse> {
    inventory::iter::<ExecutorUseSubmission>().map(|submission| submission.0)
}
