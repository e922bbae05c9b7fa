//! Traversal: a path is looked up segment by segment in a tree of resources, and what is found last is the view's context.
//!
//! A resource is any type under [`macro@resource`](crate::resource). Its `item` looks up a child by its name; its `acl` says who
//! may do what with it and with all below it. Both may be coroutines, or plain functions, which run in the executor.
//!
//! ```
//! use pyramidion::prelude::*;
//! use pyramidion::traversal::{TraversalPath, traverse};
//!
//! struct Library;
//!
//! #[resource]
//! impl Library {
//!     async fn item(&self, name: &str) -> Option<Book> {
//!         tokio::task::yield_now().await; // asks a database, perhaps
//!         (name == "emma").then_some(Book)
//!     }
//! }
//!
//! #[resource]
//! struct Book;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let path = TraversalPath::from_url_path("/emma/edit/chapter/3").unwrap();
//! let found = traverse(AnyResource::new(Library), path).await.unwrap();
//! assert!(found.context.is::<Book>());
//! assert_eq!(found.view_name, "edit");
//! assert_eq!(found.subpath, ["chapter", "3"]);
//! # }
//! ```
//!
//! Resources need no parent pointers: the walk keeps the [`Lineage`] of what it finds, and a [`Location`] is a resource together
//! with it. Source: Pyramid's chapters "Traversal" and "Resources", and its modules `pyramid.traversal` and `pyramid.location`.

mod answer;
mod context;
mod error;
mod find;
mod lineage;
mod location;
mod lookup;
mod path;
mod resource;
mod resource_path;
mod root_factory;
mod start;
#[cfg(test)]
mod tests;
mod virtual_root;
mod walk;

pub use self::answer::{AclAnswer, ItemAnswer, RootAnswer};
#[doc(hidden)]
pub use self::answer::{RootCanFail, RootOf};
pub use self::context::Context;
pub use self::error::{
    ExecutorRefusal, ResourceError, ResourceFailure, ResourceNotFound, TraversalError, UrlDecodeError,
};
pub use self::find::{ResourcePath, find_resource};
pub use self::lineage::Lineage;
pub use self::location::{Location, find_root, is_inside};
pub use self::lookup::{AclLookup, ItemLookup, Lookup, RootLookup, acl_of};
pub use self::path::{TraversalPath, decode_path_info, split_path_info};
pub use self::resource::{AnyResource, Resource};
use self::resource_path::join_quoted;
pub(crate) use self::resource_path::names_in_url;
pub use self::resource_path::{resource_path, resource_path_tuple, resource_url_path};
pub use self::root_factory::{DefaultRootFactory, RootFactory};
pub(crate) use self::start::{Lost, find};
pub use self::virtual_root::VirtualRoot;
pub use self::walk::{Traversed, traverse};
pub use pyramidion_patterns::url::quote_segment as quote_path_segment;
