//! Views and tweens whose names are the ones that an expansion could use itself.

use pyramidion::prelude::*;

macro_rules! views {
    ($($name:ident)*) => {$(
        #[view(path = "/coroutine")]
        async fn $name() -> &'static str {
            stringify!($name)
        }
    )*};
}

views!(config request call state value r#type argument0 websocket next error handshake view);

mod functions {
    use pyramidion::prelude::*;

    #[view(path = "/{request}/{call}/{state}")]
    fn value(request: String, call: u8, state: bool) -> String {
        format!("{request} {call} {state}")
    }

    #[websocket_view(path = "/{websocket}/{handshake}")]
    async fn argument0(mut ws: Websocket, websocket: String, handshake: u8) {
        let _ = ws.send(format!("{websocket}{handshake}")).await;
    }

    #[tween]
    async fn next(request: Request, next: Next) -> Response {
        next.call(request).await
    }

    #[tween(under = next)]
    fn request(next: Request, request: SyncNext) -> Response {
        request.call(next)
    }

    #[test]
    fn all_are_named() {
        let config =
            Configurator::new().add_view(value {}).add_view(argument0 {}).add_tween(next {}).add_tween(request {});
        let _ = config.try_make_router().unwrap();
    }
}

#[tokio::test]
async fn functions_stay_functions() {
    assert_eq!(r#type().await, "r#type");
    assert_eq!(call().await, "call");
    let _ = Configurator::new().add_view(r#type {}).try_make_router().unwrap();
}
