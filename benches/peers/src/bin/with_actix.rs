//! actix-web, and actix-ws.

use actix_web::rt::spawn;
use actix_web::web::{Json, Payload, get};
use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer};
use actix_ws::{AggregatedMessage, AggregatedMessageStream, Closed, Session};
use futures_util::StreamExt;
use pyramidion_peers::{ANY_PORT, GREETING, TEXT, announce};

/// More than any message: the default, of 64 KiB, leaves no place for the head of a frame of that size.
const FRAME_SIZE: usize = 1024 * 1024;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let server = HttpServer::new(|| {
        App::new()
            .route("/plaintext", get().to(async || TEXT))
            .route("/json", get().to(async || Json(GREETING)))
            .route("/echo", get().to(open))
    })
    .bind(ANY_PORT)?;
    announce(server.addrs()[0])?;
    server.run().await
}

async fn open(request: HttpRequest, body: Payload) -> Result<HttpResponse, Error> {
    let (response, session, stream) = actix_ws::handle(&request, body)?;
    spawn(echo(session, stream.max_frame_size(FRAME_SIZE).aggregate_continuations()));
    Ok(response)
}

async fn echo(mut session: Session, mut stream: AggregatedMessageStream) -> Result<(), Closed> {
    while let Some(Ok(message)) = stream.next().await {
        match message {
            AggregatedMessage::Text(text) => session.text(text).await?,
            AggregatedMessage::Binary(bytes) => session.binary(bytes).await?,
            AggregatedMessage::Ping(payload) => session.pong(&payload).await?,
            AggregatedMessage::Pong(_) => {}
            AggregatedMessage::Close(_) => break,
        }
    }
    Ok(())
}
