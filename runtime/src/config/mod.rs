//! The configuration: what an application consists of, collected, checked and made into a router.

mod action;
mod build;
mod by_path;
mod cache_busters;
mod candidates;
mod configurator;
mod error;
mod executor_uses;
mod executors;
mod include;
mod mount;
mod package;
mod quantities;
mod route_options;
mod routes;
mod server;
mod settings;
mod static_views;
mod watch;
mod websockets;

pub use configurator::Configurator;
pub use error::ConfigurationError;
pub(crate) use executors::keys as executor_keys;
pub use package::Package;
#[doc(hidden)]
pub use package::first_segment;
pub use route_options::RouteOptions;
pub(crate) use server::server_settings;
pub use settings::{Settings, SettingsError};
pub use static_views::StaticViewOptions;
