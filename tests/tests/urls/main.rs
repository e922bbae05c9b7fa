//! URLs that an application makes of itself: of routes, views, resources and static files.

#![allow(clippy::unwrap_used)]

mod companions;
mod current;
mod resources;
mod routes;
mod vectors;
