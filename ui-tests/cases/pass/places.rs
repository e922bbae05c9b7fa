//! Views in modules and functions, with every visibility.

#![allow(unreachable_pub)]

use pyramidion::prelude::*;

pub(crate) mod pages {
    use pyramidion::prelude::*;

    #[view(path = "/public")]
    pub async fn public() -> &'static str {
        "public"
    }

    #[view(path = "/crate")]
    pub(crate) fn of_the_crate() -> &'static str {
        "crate"
    }

    pub(crate) mod deep {
        use pyramidion::prelude::*;

        #[view(path = "/restricted")]
        pub(in crate::places) async fn restricted() -> &'static str {
            "restricted"
        }

        #[tween]
        pub(super) async fn around(request: Request, next: Next) -> Response {
            next.call(request).await
        }
    }

    #[tween(under = deep::around)]
    pub(crate) async fn within(request: Request, next: Next) -> Response {
        next.call(request).await
    }

    pub(crate) fn configure(config: Configurator) -> Configurator {
        config.add_tween(within {}).add_tween(deep::around {})
    }
}

#[tokio::test]
async fn each_is_found_where_it_is() {
    const GREETING: &str = "inside";

    #[view(path = "/inside/{id}")]
    async fn inside(id: u32) -> String {
        format!("{GREETING} {id}")
    }

    #[websocket_view(path = "/echo")]
    fn echo(mut ws: SyncWebsocket) {
        ws.recv();
    }

    let app = pyramidion::testing::TestApp::new(|config| {
        let config = config.add_view(inside {}).add_view(echo {}).include(pages::configure);
        config.scan(package!(crate::places::pages))
    });
    assert_eq!(app.get("/inside/7").await.text(), "inside 7");
    for (path, text) in [("/public", "public"), ("/crate", "crate"), ("/restricted", "restricted")] {
        assert_eq!(app.get(path).await.text(), text);
    }
}
