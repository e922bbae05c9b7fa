//! Inside an axum application that is there already: pyramidion's router is an axum router. `cargo run -p embed`.

use axum::Router;
use axum::routing::get;
use pyramidion::axum;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let application = Router::new().route("/", get(|| async { "axum" })).nest("/blog", embed::blog()?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:6543").await?;
    println!("serving on http://{}", listener.local_addr()?);
    axum::serve(listener, application).await?;
    Ok(())
}
