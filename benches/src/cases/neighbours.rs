//! Twenty other routes, so that a router has something to choose from.

use axum::Router;
use axum::routing::get;
use pyramidion::prelude::*;

macro_rules! neighbours {
    ($($name:ident $path:literal,)*) => {
        $(
            #[view(path = $path)]
            async fn $name() -> &'static str {
                $path
            }
        )*

        /// A pyramidion application with these routes and those of `more`.
        pub(super) fn application(more: impl FnOnce(Configurator) -> Configurator) -> Router {
            more(Configurator::new()$(.add_view($name {}))*).make_router()
        }

        /// An axum router with the same routes.
        pub(super) fn router() -> Router {
            Router::new()$(.route($path, get($name)))*
        }
    };
}

neighbours! {
    home "/", about "/about", contact "/contact", terms "/terms", privacy "/privacy",
    users "/users", user "/users/{_id}", user_posts "/users/{_id}/posts", user_post "/users/{_id}/posts/{_post}",
    articles "/articles", article "/articles/{_slug}", article_comments "/articles/{_slug}/comments",
    tags "/tags", tag "/tags/{_tag}", search "/search", search_recent "/search/recent",
    admin "/admin", admin_users "/admin/users", admin_logs "/admin/logs", files "/files/{*_path}",
}
