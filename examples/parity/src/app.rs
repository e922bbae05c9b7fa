//! The configuration: what `make_app` is in `app.py`.

use pyramidion::prelude::*;
use tower::util::MapRequestLayer;

use crate::resources::root;
use crate::security::Policy;
use crate::tweens::{alpha, beta, delta, gamma};
use crate::waitress::one_slash;

/// The application.
pub(crate) fn app(config: Configurator) -> Configurator {
    config
        .set_root_factory(root {})
        .set_security_policy(Policy::new())
        .add_route("home", "/")
        .add_route("item", "/items/{id}")
        .add_route("negotiated", "/negotiated")
        .add_route("only-json", "/only-json")
        .add_route("only-post", "/only-post")
        .add_route("number", r"/n/{value:\d+}")
        .add_route("word", "/n/{value}")
        .add_route_with("by-post", "/by/{value}", |route| route.request_method(["POST"]))
        .add_route_with("by-header", "/by/{value}", |route| route.header("X-Pick"))
        .add_route("by-any", "/by/{value}")
        .add_route("files", "/files/*path")
        .add_route("split", "/split/{stem}.{ext}")
        .add_route("slash", "/slash/")
        .add_route("params", "/params")
        .add_route("urls", "/urls")
        .add_route("cached", "/cached/{how}")
        .add_route("text", "/text")
        .add_route("login", "/login")
        .add_route("logout", "/logout")
        .add_route("raises", "/raises/{kind}")
        .include_with_prefix("/blog", blog)
        .add_route("tree", "/tree*traverse")
        .scan(package!())
        .add_tween(alpha {})
        .add_tween(beta {})
        .add_tween(gamma {})
        .add_tween(delta {})
        .add_layer(MapRequestLayer::new(one_slash))
}

fn blog(config: Configurator) -> Configurator {
    config.add_route("blog.index", "").add_route("blog.entry", r"{year:\d{4}}/{slug}")
}
