//! What finds a view: a route among many, traversal, an access control list, predicates. Beside it, a handler of axum's that
//! gives the same answer and does by hand what that takes.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::get;
use pyramidion::acl::{Ace, EVERYONE, allow};
use pyramidion::prelude::*;
use pyramidion::security::{Identity, SecurityError, SecurityPolicy};

use super::{Case, Headers, Through};

const ROUTE: Case = Case {
    name: "routes-10",
    title: "one of 10 routes",
    target: "/r5/7",
    headers: Headers::Usual,
    through: Through::Call,
    pyramidion: || application(10),
    axum: || router(10),
    limit: None,
    renders: false,
    is_watched: true,
};

pub(super) const ROUTES: [Case; 4] = [
    ROUTE,
    Case {
        name: "routes-100",
        title: "one of 100 routes",
        pyramidion: || application(100),
        axum: || router(100),
        ..ROUTE
    },
    Case {
        name: "routes-1000",
        title: "one of 1,000 routes",
        pyramidion: || application(1_000),
        axum: || router(1_000),
        ..ROUTE
    },
    Case {
        name: "routes-10000",
        title: "one of 10,000 routes",
        pyramidion: || application(10_000),
        axum: || router(10_000),
        ..ROUTE
    },
];

pub(super) const REGEX: Case = Case {
    name: "regex",
    title: "a route with a regular expression / the number parsed by hand",
    target: "/n/2024",
    pyramidion: || Configurator::new().add_view(number {}).make_router(),
    axum: || Router::new().route("/n/{value}", get(number_by_hand)),
    ..ROUTE
};

pub(super) const TRAVERSAL: Case = Case {
    name: "traversal",
    title: "traversal of depth 5 / the same walk by hand",
    target: "/a/b/c/d/e",
    pyramidion: || tree().make_router(),
    axum: || Router::new().route("/{*path}", get(walk)),
    ..ROUTE
};

pub(super) const ACL: Case = Case {
    name: "acl",
    title: "the same with a permission, allowed by the root's access control list / without",
    pyramidion: || tree().set_security_policy(Nobody).set_default_permission("view").make_router(),
    ..TRAVERSAL
};

pub(super) const MULTIVIEW: Case = Case {
    name: "multiview",
    title: "the last of 10 views on a route / a `match` on the query by hand",
    target: "/views?mode=0",
    pyramidion: multiview,
    axum: || Router::new().route("/views", get(modes)),
    ..ROUTE
};

#[view(path = "/{id}")]
async fn item(id: u32) -> String {
    id.to_string()
}

/// An application with so many routes: one view, under so many prefixes.
pub(crate) fn application(routes: usize) -> Router {
    let add = |config: Configurator, route| {
        config.include_with_prefix(&format!("/r{route}"), |config| config.add_view(item {}))
    };
    (0..routes).fold(Configurator::new(), add).make_router()
}

/// The same, of axum.
pub(crate) fn router(routes: usize) -> Router {
    async fn item(Path(id): Path<u32>) -> String {
        id.to_string()
    }
    (0..routes).fold(Router::new(), |router, route| router.route(&format!("/r{route}/{{id}}"), get(item)))
}

#[view(path = "/n/{value:[0-9]+}")]
async fn number(value: u32) -> String {
    value.to_string()
}

async fn number_by_hand(Path(value): Path<String>) -> Result<String, StatusCode> {
    let value: u32 = value.parse().map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(value.to_string())
}

struct Node {
    title: &'static str,
    children: HashMap<&'static str, Arc<Node>>,
    is_root: bool,
}

#[resource(mapper = inline)]
impl Node {
    fn item(&self, name: &str) -> Option<&Arc<Node>> {
        self.children.get(name)
    }

    fn acl(&self) -> Option<[Ace; 1]> {
        self.is_root.then(|| [allow(EVERYONE, "view")])
    }
}

static ROOT: LazyLock<Arc<Node>> = LazyLock::new(|| {
    let leaf = Node { title: "hello, world", children: HashMap::new(), is_root: false };
    let above = |below, name: &'static str| Node {
        title: name,
        children: HashMap::from([(name, Arc::new(below))]),
        is_root: name == "a",
    };
    Arc::new(["e", "d", "c", "b", "a"].into_iter().fold(leaf, above))
});

#[root_factory(mapper = inline)]
fn root() -> Arc<Node> {
    Arc::clone(&ROOT)
}

#[view(context = Node)]
async fn title(node: Context<Node>) -> &'static str {
    node.title
}

fn tree() -> Configurator {
    Configurator::new().set_root_factory(root {}).add_view(title {})
}

async fn walk(Path(path): Path<String>) -> Result<&'static str, StatusCode> {
    let mut node = &*ROOT;
    for name in path.split('/') {
        node = node.children.get(name).ok_or(StatusCode::NOT_FOUND)?;
    }
    Ok(node.title)
}

struct Nobody;

impl SecurityPolicy for Nobody {
    async fn identity(&self, _: &Request) -> Result<Option<Identity>, SecurityError> {
        Ok(None)
    }
}

macro_rules! modes {
    ($($name:ident $param:literal $text:literal,)*) => {
        $(
            #[view(path = "/views", request_param = $param)]
            async fn $name() -> &'static str {
                $text
            }
        )*

        fn multiview() -> Router {
            Configurator::new()$(.add_view($name {}))*.make_router()
        }

        async fn modes(Query(query): Query<HashMap<String, String>>) -> Result<&'static str, StatusCode> {
            let mode = query.get("mode").map(|mode| format!("mode={mode}")).unwrap_or_default();
            match mode.as_str() {
                $($param => Ok($text),)*
                _ => Err(StatusCode::NOT_FOUND),
            }
        }
    };
}

modes! {
    mode9 "mode=9" "nine", mode8 "mode=8" "eight", mode7 "mode=7" "seven", mode6 "mode=6" "six", mode5 "mode=5" "five",
    mode4 "mode=4" "four", mode3 "mode=3" "three", mode2 "mode=2" "two", mode1 "mode=1" "one", mode0 "mode=0" "zero",
}
