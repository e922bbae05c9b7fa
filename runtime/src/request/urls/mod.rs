//! URLs of the application, made from what a request knows: where it was sent to, and which application it is in.

mod builder;
mod error;
mod named_route_path;
mod origin;
mod query;
mod resource;
mod route;
mod route_path;
mod static_file;

use super::Request;

pub use self::builder::UrlBuilder;
pub use self::error::UrlError;
pub use self::named_route_path::{CertainlyAParameter, NamedRoutePath};
pub(crate) use self::origin::script_name;
pub use self::query::QueryValue;
pub use self::resource::ResourceUrl;
pub use self::route::{RouteOf, RouteUrl};
pub use self::route_path::RoutePath;
pub(crate) use self::route_path::RoutedView;
pub use self::static_file::StaticUrl;

/// What a URL leads to.
#[doc(hidden)]
pub trait UrlTarget {
    /// Quoted, and with nothing before it. What the target has to say in the query, it adds there.
    #[allow(clippy::missing_errors_doc)]
    fn path_in_application(&self, request: &Request, query: &mut query::Query) -> Result<String, UrlError>;
}
