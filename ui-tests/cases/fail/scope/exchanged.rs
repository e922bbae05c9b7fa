use pyramidion::prelude::*;

fn exchange<'outer>(kept: &mut SyncRequest<'outer>, inner: SyncRequest<'_>) {
    *kept = inner;
}

fn main() {}
