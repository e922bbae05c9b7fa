//! A connection on a stream of anyone's, for the fuzz target `websocket`.

use std::future::Future;

use tokio::io::{AsyncRead, AsyncWrite};

use super::{Leaving, Role, Websocket, WebsocketOptions, WebsocketSettings, codes, open};

/// The server's end of a websocket whose handshake is done, with its view: a future that ends with the connection.
pub fn websocket<V: Future<Output = ()>>(
    io: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    options: WebsocketOptions,
    view: impl FnOnce(Websocket) -> V,
) -> impl Future<Output = ()> {
    let limits = WebsocketSettings::default().limits(&options);
    let (websocket, pump) = open(Box::new(io), Role::Server, limits, None, Leaving::default(), None);
    let view = view(websocket);
    pump.with_view(async move {
        view.await;
        (codes::NORMAL, "")
    })
}
