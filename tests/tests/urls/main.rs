//! URLs that an application makes of itself: of routes, views, resources and static files.

#![allow(clippy::unwrap_used)]

mod cache_busters;
mod companions;
mod current;
mod named_companions;
mod resources;
mod routes;
mod vectors;
