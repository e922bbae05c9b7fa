//! Everything written by a `macro_rules!` macro of the user's.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

macro_rules! page {
    ($(#[$attribute:meta])* $visibility:vis $name:ident($argument:ident: $ty:ty) at $path:literal -> $result:ty $body:block) => {
        #[view(path = $path, renderer = "json")]
        $(#[$attribute])*
        $visibility async fn $name($argument: $ty) -> $result $body
    };
}

page!(#[allow(unused)] pub(crate) number(id: u32) at "/number/{id}" -> u32 { id + 1 });
page!(request(request: &Request) at "/request" -> String { request.path().into_owned() });
page!(body(body: Json<u32>) at "/body" -> Result<u32, HttpNotFound> { Ok(body.0) });

macro_rules! under {
    ($item:item) => {
        #[view(path = "/item")]
        $item
    };
}

under! {
    fn item() -> &'static str {
        "item"
    }
}

macro_rules! crud {
    ($($name:ident $route:literal $method:literal;)*) => {$(
        #[view(route_name = $route, request_method = $method)]
        fn $name(id: u32, method: Method) -> String {
            let text = format!("{method} {id}");
            text
        }
    )*};
}

crud! {
    read "thing" "GET";
    remove "thing" "DELETE";
}

macro_rules! connection {
    ($name:ident, $path:literal, $field:ident: $ty:ty = $value:expr) => {
        #[derive(WebsocketConnectionView)]
        #[websocket(path = $path)]
        struct $name {
            ws: Websocket,
            #[default($value)]
            $field: $ty,
        }

        impl WebsocketCallbacks for $name {
            async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
                let text = self.$field.to_string();
                self.send(text).await
            }
        }
    };
}

connection!(Count, "/count", count: u32 = 40 + 2);

macro_rules! bridges {
    ($plain:ident, $coroutine:ident, $argument:ident: $ty:ty) => {
        #[synchronize(keep = $coroutine)]
        async fn $plain($argument: $ty) -> $ty {
            $argument
        }

        #[tween]
        async fn around(request: Request, next: Next) -> Response {
            next.call(request).await
        }
    };
}

bridges!(load, load_async, id: u64);

#[tokio::test]
async fn macros_make_views() {
    let app = TestApp::new(|config| {
        config.add_route("thing", "/things/{id}").add_tween(around {}).scan(package!(crate::in_macros))
    });
    assert_eq!(app.get("/number/41").await.text(), "42");
    assert_eq!(app.get("/request").await.text(), "\"/request\"");
    assert_eq!(app.post("/body").json(&7).await.text(), "7");
    assert_eq!(app.get("/item").await.text(), "item");
    assert_eq!(app.get("/things/7").await.text(), "GET 7");
    assert_eq!(app.request(Method::DELETE, "/things/7").await.text(), "DELETE 7");
    assert_eq!(app.websocket("/count").await.unwrap().recv().await, Some("42".into()));
    assert_eq!(spawn_blocking_scope(|| load(7)).await, load_async(7).await);
}
