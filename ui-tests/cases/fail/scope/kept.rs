use pyramidion::prelude::*;

use std::cell::Cell;

thread_local! {
    static KEPT: Cell<Option<&'static SyncScope<'static>>> = const { Cell::new(None) };
}

fn keep(scope: &SyncScope<'_>) {
    KEPT.set(Some(scope));
}

fn main() {}
